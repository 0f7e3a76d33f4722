"""Errors that are for people."""


class BadInput(Exception):
    """What the caller gave cannot be used. The message says what is wrong, where, and what to do; exit code 2."""


class DatabaseUnavailable(BadInput):
    """A database cannot be opened; the message says which and what to do, and never repeats its address."""
