"""Official statistics and published statements, in figures and words."""
