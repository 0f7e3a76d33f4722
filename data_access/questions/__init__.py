"""The questions that pages ask of a release."""
