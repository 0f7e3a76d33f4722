"""How numbers are made and protected, in figures and words."""
