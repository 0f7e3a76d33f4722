"""Figures of how far the law came in people's cases, and of where they worked, with their words."""
