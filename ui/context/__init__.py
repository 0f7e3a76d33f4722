"""What the Context page is put together from."""
