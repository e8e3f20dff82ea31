"""Tidy layout: layers in rows, few crossings, straight chains, clear wires.

The layered method of Sugiyama, Tagawa and Toda, "Methods for visual
understanding of hierarchical system structures", 1981, on plain numbers.
"""
