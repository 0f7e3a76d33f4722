"""What others have published, each number as it stands in its source, and none added to another or to those of the
release beside it."""

from collections.abc import Iterable

from data_access.questions.published_figures import published_figures
from data_access.questions.returns import came_back, children_alone
from figures.answers import parts
from figures.context.published import returns as of_returns
from figures.context.published import words
from figures.kit.rows import Row, rows_of
from figures.kit.text import isolated, plain
from figures.kit.words import joined
from figures.views.view import View
from findings.published_contradictions import contradictions
from locales import Translator

CROSSING, CODE = "Islam Qala", "IslamQala"
SAME = ("place_text", "period_start", "period_end", "source_title")  # of two figures that are of one count


def whose(view: View) -> str | None:
    """Two different numbers are quoted: whose figure is it?"""
    t, found = view.t, view.ask(contradictions)
    rows = [row for row in rows_of(found) if row["number"] == 1]
    if len(rows) < 2:
        return None
    return t.gettext("{number} questions have several published answers. The first, {question}: {list}.").format(
        number=t.number(int(found["number"].max())), question=isolated(plain(rows[0]["question"]), t),
        list=t.gettext("; ").join(f"{_publisher(row, t)} {words.value_words(row, t)}" for row in rows),
    )  # fmt: skip


def returns(view: View) -> str | None:
    """How many returned at each crossing, were they forced, and what share was helped?"""
    t = view.t
    figures = view.ask(published_figures)
    if figures.empty:
        return None
    undocumented = of_returns.of(figures, of_returns.UNDOCUMENTED["IR"])
    at_crossings = [row for row in undocumented if words.is_there(row["place_text"])]
    forced = _newest(row for row in at_crossings if row["dimension"] in of_returns.FORCED)
    same = [row for row in at_crossings if forced and all(row[name] == forced[name] for name in SAME)]
    own = _newest(row for row in same if row["dimension"] in of_returns.CHOSEN)
    assisted = _newest(of_returns.of(figures, of_returns.ASSISTED["IR"]))
    own_cases = parts.largest(view.ask(came_back), "crossing", t)
    said = [
        t.gettext("{way}: {number}").format(way=t.gettext(of_returns.WAYS[ways]), number=words.value_words(row, t))
        for ways, row in ((of_returns.FORCED, forced), (of_returns.CHOSEN, own))
        if row
    ]
    return joined(
        t.gettext("The newest at a crossing, {place}, {period}, {publisher}: {list}.").format(
            place=plain(words.place_words(forced, t)), period=words.period_words(forced, t),
            publisher=_publisher(forced, t), list=t.gettext("; ").join(said),
        ) if forced else None,
        t.gettext("Helped by IOM, of those from Iran: {share}, {period}.").format(
            share=words.value_words(assisted, t), period=words.period_words(assisted, t)
        ) if assisted else None,
        t.gettext("Identified as victims on the way back, all years: {list}.").format(list=own_cases)
        if own_cases else None,
    )  # fmt: skip


def alone(view: View) -> str | None:
    """How many unaccompanied children came through Islam Qala?"""
    t = view.t
    figures = view.ask(published_figures)
    rows = of_returns.of(figures, *of_returns.CHILDREN) if len(figures) else []
    row = _newest(row for row in rows if CROSSING in str(row["place_text"])) or _newest(rows)
    people = parts.people_of(view.ask(children_alone), "crossing", CODE, t)
    return joined(
        t.gettext("{number}: {what}, {place}, {period} ({publisher}).").format(
            number=words.value_words(row, t), what=isolated(plain(row["title"]), t),
            place=plain(words.place_words(row, t)), period=words.period_words(row, t), publisher=_publisher(row, t),
        ) if row else None,
        t.gettext("Children alone who were identified as victims there, all years: {people}.").format(people=people)
        if people else None,
    )  # fmt: skip


def _newest(rows: Iterable[Row]) -> Row | None:
    return max(rows, key=lambda row: str(row["period_end"] or ""), default=None)


def _publisher(row: Row, t: Translator) -> str:
    return isolated(plain(str(row["body"] or row["source_publisher"])), t)
