"""What others have published, each number as it stands in its source, and none added to another or to those of the
release beside it."""

from collections.abc import Iterable, Sequence

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
from locales import N_, Translator

CROSSING, CODE = "Islam Qala", "IslamQala"
SAME = ("period_start", "period_end", "source_title")  # of figures that are of one count


def newest(view: View, titles: Iterable[str], place: str | None = None) -> str | None:
    """The newest numbers of some indicators that one body published of one place and period; None where there are
    none. place: as it was published; none: any."""
    t, figures = view.t, view.ask(published_figures)
    rows = of_returns.of(figures, *titles) if len(figures) else []
    rows = [row for row in rows if place in (None, row["place_text"])]
    last = _newest(rows)
    if last is None:
        return None
    same = [row for row in rows if all(row[name] == last[name] for name in (*SAME, "place_text", "body"))]
    said = [
        t.gettext("{name}: {number}").format(name=isolated(plain(row["title"]), t), number=words.value_words(row, t))
        for row in same
    ]
    return t.gettext("Published of {place}, {period}, by {publisher}: {list}.").format(
        place=plain(words.place_words(last, t)), period=words.period_words(last, t), publisher=_publisher(last, t),
        list=t.gettext("; ").join(said),
    )  # fmt: skip


def whose(view: View) -> str | None:
    """Two different numbers are quoted: whose figure is it?"""
    t, found = view.t, view.ask(contradictions)
    rows = [row for row in rows_of(found) if row["number"] == 1]
    if len(rows) < 2:
        return None
    return t.gettext(
        "{number} questions have several published answers. The first, {question}, {place}, {period}: {list}."
    ).format(
        number=t.number(int(found["number"].max())), question=isolated(plain(rows[0]["question"]), t),
        place=t.country(rows[0]["country"]) if words.is_there(rows[0]["country"]) else t.gettext("no country named"),
        period=words.period_words(rows[0], t),
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
    from_iran = [
        row for row in at_crossings if forced and all(row[name] == forced[name] for name in SAME)
        and row["dimension"] in (*of_returns.FORCED, *of_returns.CHOSEN)
    ]  # fmt: skip
    chosen = of_returns.of(figures, of_returns.OWN_ACCORD, of_returns.SENT_BACK)
    newest_chosen = _newest(chosen)
    from_pakistan = [
        row for row in chosen
        if newest_chosen and all(row[name] == newest_chosen[name] for name in ("period_start", "period_end"))
    ]  # fmt: skip
    assisted = _newest(of_returns.of(figures, of_returns.ASSISTED["IR"]))
    own_cases = parts.largest(view.ask(came_back), "crossing", t)
    return joined(
        _at_crossings(
            N_("From Iran, the newest by crossing and force, {period}, {publisher}, people: {list}."), from_iran, t
        ),
        _at_crossings(N_("From Pakistan, {period}, {publisher}, people: {list}."), from_pakistan, t),
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


def _at_crossings(said: str, rows: Sequence[Row], t: Translator) -> str | None:
    """What one body counted at several crossings, by who was made to go and who went."""
    way_of = {code: t.gettext(name) for codes, name in of_returns.WAYS.items() for code in codes}
    own, sent = t.gettext(of_returns.WAYS[of_returns.CHOSEN]), t.gettext("Sent back")
    listed = [
        t.gettext("{place}, {way}: {number}").format(
            place=isolated(plain(row["place_text"]), t), number=words.bare_value(row, t),
            way=way_of.get(row["dimension"], sent if row["title"] == of_returns.SENT_BACK else own),
        )
        for row in sorted(rows, key=lambda row: str(row["place_text"]))
    ]  # fmt: skip
    return (
        t.gettext(said).format(
            period=words.period_words(rows[0], t), publisher=_publisher(rows[0], t), list=t.gettext("; ").join(listed)
        )
        if rows
        else None
    )


def _newest(rows: Iterable[Row]) -> Row | None:
    return max(rows, key=lambda row: str(row["period_end"] or ""), default=None)


def _publisher(row: Row, t: Translator) -> str:
    return isolated(plain(str(row["body"] or row["source_publisher"])), t)
