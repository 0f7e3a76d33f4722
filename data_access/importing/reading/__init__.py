"""Files as tables of text, and cells as values."""
