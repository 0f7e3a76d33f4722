"""What the Programmes page is put together from."""
