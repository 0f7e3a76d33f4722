"""What is changed in the case database after it was loaded, and how it is taken back."""
