"""Figures of two sides beside each other, and their words."""
