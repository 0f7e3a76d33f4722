"""What pages and files show of a release: an address read, a view of the release, and its panels."""
