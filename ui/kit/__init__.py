"""What pages are put together from: panels, filters, views and answers."""
