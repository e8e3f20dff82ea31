"""Messages between the window (or the command line) and an engine process."""
