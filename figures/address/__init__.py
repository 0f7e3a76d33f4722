"""What is said of an address, and how one is cited."""
