"""The controls and panels of the Justice page."""
