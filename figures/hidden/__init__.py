"""The hidden population, in figures and words."""
