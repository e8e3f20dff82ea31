"""Keras models as files and configs, read as data into documents. No Keras needed."""
