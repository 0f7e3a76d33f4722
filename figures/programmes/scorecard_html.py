"""The scorecard as HTML: a table whose rows open their programme, and on a phone one card below the other."""

from collections.abc import Callable, Iterable, Sequence
from html import escape

from figures.kit.paper import Paper
from figures.programmes import words as says
from figures.programmes.scorecard import Cell, Line, scale_of
from locales import Translator


def scorecard_html(
    lines: Sequence[Line], paper: Paper, *, alt: str, is_one: bool = False, link: Callable[[str], str] | None = None
) -> str:
    """The lines as a table. alt: its name for screen readers. is_one: of one programme, which is named and marked
    above: with baselines, and a heading for each level. link: the address of a programme, for a row that opens it."""
    t, colours = paper.t, paper.colours
    heads = _heads(t, is_one=is_one)
    scale = scale_of(lines)
    body, level = [], "" if all(not line.level for line in lines) else None
    for line in lines:
        if is_one and line.level != level:
            level = line.level
            name = escape(t.gettext(says.LEVELS[level or ""]))
            body.append(f'<tr role="row" class="level"><th role="rowheader" colspan="{len(heads)}">{name}</th></tr>')
        body.append(_row(line, heads, scale, t, is_one=is_one, link=link))
    # roles, because a browser takes a table whose rows are boxes for none
    head = "".join(f'<th role="columnheader" scope="col">{escape(name)}</th>' for name in heads)
    look = f"--bar: {colours.bar}; --met: {colours.latest}; --quiet: {colours.quiet_text}; --line: {colours.grid}"
    return (
        f'<div class="scorecard{" one" if is_one else ""}" style="{look}">'
        f'<table role="table" aria-label="{escape(alt)}"><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(body)}</tbody></table></div>'
    )


def _heads(t: Translator, *, is_one: bool) -> list[str]:
    _ = t.gettext
    heads = [_("Result"), _("Baseline"), _("Target"), _("Actual value"), _("How far")]
    heads += [_("Status, reason, source"), _("Money"), _("Time")]
    if not is_one:
        heads.remove(_("Baseline"))
    return heads


def _row(
    line: Line, heads: Sequence[str], scale: float, t: Translator, *, is_one: bool, link: Callable[[str], str] | None
) -> str:
    classes = [
        name for name, holds in (("group", line.is_group), ("invented", line.provenance != "published")) if holds
    ]
    opens = f' data-programme="{escape(line.code)}"' if link else ""
    numbers = [line.baseline] if is_one else []
    cells = [*(_cell(cell, t) for cell in (*numbers, line.target, line.actual)), _how_far(line, scale)]
    cells += [_status(line, t), _cell(line.money, t), _cell(line.time, t)]
    marked = "".join(
        f'<td role="cell"><span class="head" aria-hidden="true">{escape(head)}</span><div>{cell}</div></td>'
        for head, cell in zip(heads[1:], cells, strict=True)
    )
    name = _name(line, t, is_one=is_one, link=link)
    return f'<tr role="row" class="{" ".join(classes)}"{opens}>{name}{marked}</tr>'


def _name(line: Line, t: Translator, *, is_one: bool, link: Callable[[str], str] | None) -> str:
    name = escape(line.name.text)
    if link:
        name = f'<a href="{escape(link(line.code))}">{name}</a>'
    if line.provenance != "published" and not is_one:
        name += f' <span class="tag">{escape(t.gettext(says.INVENTED))}</span>'
    return f'<th role="rowheader" scope="row">{name}{_more(line.name.more)}</th>'


def _cell(cell: Cell, t: Translator) -> str:
    is_missing = cell.text == t.gettext(says.NOT_PUBLISHED)
    text = f'<span class="missing">{escape(cell.text)}</span>' if is_missing else escape(cell.text)
    return text + _more(cell.more)


def _more(parts: Iterable[str]) -> str:
    return "".join(f"<small>{escape(part)}</small>" for part in parts)


def _status(line: Line, t: Translator) -> str:
    word = t.gettext(says.STATUS[line.status] if line.status else says.NO_RESULT)
    badge = f'<span class="status {line.status}">{escape(word)}</span>'
    # the badge says it all where there is no target, and of a group
    reason = [] if line.is_group or line.status == "no_target" else [line.why.text]
    return badge + _more([*reason, *line.why.more])


def _how_far(line: Line, scale: float) -> str:
    """A bar to the actual value, a line over its interval, and a mark at the target."""
    text = escape(line.far_said.text)
    said = text if line.far else f'<span class="missing">{text}</span>'
    said += _more(line.far_said.more)
    if not line.has_target:
        return said
    marks = ""
    if line.far:
        value, lower, upper = line.far
        scale = scale if upper <= scale else 1.05 * upper
        marks = f'<i class="fill {line.status}" style="inline-size: {_percent(value, scale)}"></i>'
        if lower < upper:
            length = _percent(upper - max(lower, 0), scale)
            marks += (
                f'<i class="interval" style="inset-inline-start: {_percent(lower, scale)}; inline-size: {length}"></i>'
            )
    end = _percent(1, scale)
    track = f'<i class="track" style="inline-size: {end}"></i>'
    mark = f'<i class="target" style="inset-inline-start: {end}"></i>'
    return f'<div class="bar" aria-hidden="true">{track}{marks}{mark}</div>{said}'


def _percent(share: float, scale: float) -> str:
    return f"{100 * max(share, 0) / scale:.1f}%"
