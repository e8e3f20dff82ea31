"""What can be placed or chosen: introspected from Keras, never hand-written."""
