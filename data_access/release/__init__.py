"""A release: how it is stored, opened and asked."""
