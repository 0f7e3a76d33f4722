"""The case database: its schema, and what writes into it."""
