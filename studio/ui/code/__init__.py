"""The code the document stands for, live, linked to the canvas both ways."""
