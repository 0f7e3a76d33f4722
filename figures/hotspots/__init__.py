"""Rates, clusters, who records, and gaps in services, in figures and words."""
