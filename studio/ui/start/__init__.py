"""The start page: examples, recent files, New and Open."""
