"""What the Recovery page is put together from."""
