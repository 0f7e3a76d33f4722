"""Errors and numbers that are for people."""


class BadInput(Exception):
    """What the caller gave cannot be used. The message says what is wrong, where, and what to do; exit code 2."""


class DatabaseUnavailable(BadInput):
    """A database cannot be opened; the message says which and what to do, and never repeats its address."""


class NoConnection(DatabaseUnavailable):
    """A server of databases does not answer or does not let us in. What was done before is for the caller to say."""


def number_of(number: int, one: str, many: str) -> str:
    """Return a number with the words that go with it: "1 case", "2,000 cases"."""
    return f"{number:,} {one if number == 1 else many}"
