"""A process without TensorFlow that works out what takes long for large documents."""
