"""What happened after identification, in figures and words."""
