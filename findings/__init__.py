"""What analysis finds in a release: frames for figures, without words."""
