"""What is wrong with the document, and the repairs."""
