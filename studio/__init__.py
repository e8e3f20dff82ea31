"""Layer Studio: draw a Keras network, train it, take the code with you."""

__version__ = "0.1.0"
