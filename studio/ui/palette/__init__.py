"""The palette: every layer Keras has, to search and to drag onto the canvas."""
