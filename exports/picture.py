"""One figure as a picture (SVG or PNG) that says by itself what it shows, of whom, from where and of when."""

import datetime
from typing import Any, Literal

from data_access.errors import BadInput
from exports.drawn.worker import WORKER, Drawing, Worker
from exports.pdf.document import UNSEEN, WIDE, is_crowded, plain
from exports.views import Opened
from exports.whose import about, source_of, tag_of
from figures.kit import sources
from figures.kit.palette import LIGHT
from figures.kit.plots import is_rtl
from figures.views.panel import Panel
from locales import N_

Kind = Literal["svg", "png"]
KINDS: dict[Kind, str] = {"svg": "image/svg+xml", "png": "image/png"}
TAG_GROUND, WARNING_GROUND = "#f6d28b", "#fdecea"
# pixels: of a chart that does not need all the width, and of many small ones, whose titles stand beside each other
MIDDLE, LARGE = 640, 1080
MANY = 4  # small charts


def picture(opened: Opened, panel: Panel, day: datetime.date, kind: Kind, worker: Worker = WORKER) -> bytes:
    """Return a figure of a view as a picture, in the light colours of paper. opened: on a paper with these. day: on
    which it is made. Raises BadInput where there is nothing to draw, with the reason, or it cannot be drawn."""
    release, t = opened.view.release, opened.view.t
    if not panel.has_numbers:
        raise BadInput("{figure}: {why}", figure=plain(panel.title), why=plain(panel.why_empty(t)))
    if panel.draw is None:
        raise BadInput(N_("{figure} is a table and has no picture. Take its workbook."), figure=plain(panel.title))
    figure = panel.draw()
    parts = figure.to_dict()
    is_map = "geo" in parts["layout"]
    tag, warning = tag_of([panel], release, t), sources.retraction_notice(release, t)
    sentence = panel.sentence if panel.sentence is not None else opened.view.sentence
    above = [_said(tag, 12, weight="600", ground=TAG_GROUND), _said(warning, 13, weight="600", ground=WARNING_GROUND)]
    above += [_said(panel.title, 19, weight="600", before=6)]
    above += [_said(t.gettext("Shown: {choices}").format(choices=sentence) if sentence else None, 13, before=2)]
    source = panel.source or source_of([panel], release, t)
    made = t.gettext("Made on {date}").format(date=t.date(day))
    below = [_said(panel.notes(release, t), 12, before=6), _said(f"{source} {made}.", 12, before=8)]
    below += [_said(one, 10.5, before=4) for one in about(opened, [panel], day, t, has_map=is_map)]
    said = {
        "format": kind,
        "title": _clean(panel.title),
        "alt": _clean(panel.alt),
        "lang": t.language.code,
        "rtl": is_rtl(t),
        "above": [one for one in above if one],
        "below": [one for one in below if one],
    }
    return worker.picture(Drawing(figure, None if is_map else _width(parts)), said)


def _width(parts: dict[str, Any]) -> int:
    """The width of a chart in pixels."""
    if sum(name.startswith("xaxis") for name in parts["layout"]) >= MANY:
        return LARGE
    return WIDE if is_crowded(parts) else MIDDLE


def _said(
    text: str | None, size: float, *, weight: str = "400", ground: str | None = None, before: float = 0
) -> dict[str, Any] | None:
    """A text of a picture; None where there is none."""
    cleaned = _clean(text or "")
    quiet = size < 13 and not ground
    colour = LIGHT.quiet_text if quiet else LIGHT.text
    look = {"size": size, "weight": weight, "colour": colour, "ground": ground, "before": before}
    return {"text": cleaned, **look} if cleaned else None


def _clean(text: str) -> str:
    return UNSEEN.sub("", plain(text)).strip()
