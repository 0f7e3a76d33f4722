"""The region at a glance, in figures and words."""
