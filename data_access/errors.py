"""Errors that are for people."""


class BadInput(Exception):
    """What the caller gave cannot be used. The message says what is wrong, where, and what to do; exit code 2."""


class DatabaseUnavailable(BadInput):
    """A database cannot be opened; the message says which and what to do, and never repeats its address."""


class NoConnection(DatabaseUnavailable):
    """A server of databases does not answer or does not let us in. What was done before is for the caller to say."""
