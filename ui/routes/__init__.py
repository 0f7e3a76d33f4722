"""What the Routes page is put together from."""
