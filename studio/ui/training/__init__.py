"""Training settings, the trainer, and its live plots."""
