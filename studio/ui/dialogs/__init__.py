"""Dialogs that ask or tell."""
