"""The figures Layer Studio promises, each measured by one module."""
