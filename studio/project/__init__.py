"""Files: format, atomic save, journal, recent files."""
