"""The formats of files, and the workbooks to fill in."""
