"""Who may enter a restricted deployment, until when, and what is written of what they saw."""
