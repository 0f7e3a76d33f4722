"""What others have published about the region, in figures and words: each figure as it stands in its source."""
