"""What only the Methods page shows."""
