"""Document to Python: the model, the training script, the source map."""
