"""Journeys, in maps, matrices, charts and words."""
