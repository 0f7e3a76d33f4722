"""Exact counts of the cases, over ranges of them: in this process, in several of this machine, or on a cluster."""
