"""What was read, into the case database: all of it or nothing."""
