"""What visits to pages share."""

from tests.worlds.visits import forget_the_last_release

__all__ = ["forget_the_last_release"]
