"""What the model is trained on: chosen, described and shown."""
