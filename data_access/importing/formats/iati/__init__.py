"""IATI files as programme results."""
