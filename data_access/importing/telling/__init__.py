"""What the data officer is told: mistakes, progress and reports."""
