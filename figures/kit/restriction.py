"""What stands on everything that a restricted deployment shows."""

from locales import Translator


def words_of_restriction(t: Translator) -> str:
    """What stands on every page and in every file of the restricted dashboard."""
    return t.gettext("Restricted: exact counts. Do not pass on, copy or photograph.")
