"""What the Hotspots page is put together from."""
