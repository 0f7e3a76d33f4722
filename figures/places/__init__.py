"""Figures of one place, and their words."""
