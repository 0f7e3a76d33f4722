"""A drawing in a page keeps its form and its words, and takes the colours of the theme."""

import re

from lxml import etree

from exports.site.pictures import picture, shorter, variables

TOKEN = re.compile(r"[mlz]|-?\d*\.?\d+")
TRIANGLES = "M1,2L1.2,2.3L5,6L5.1,6.1ZM10,10L20,20L20.1,20.1M3,3L9.5,-0.4Z"


def _drawing(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">{inside}</svg>'


def _points(path: str) -> list[tuple[float, float]]:
    """The points of a path of small letters, as SVG reads it."""
    found, tokens = [], iter(TOKEN.findall(path))
    x = y = from_x = from_y = 0.0
    command = "m"
    for token in tokens:
        if token in "ml":
            command, token = token, next(tokens)
        elif token == "z":
            x, y = from_x, from_y
            continue
        x, y = x + float(token), y + float(next(tokens))
        if command == "m":
            from_x, from_y, command = x, y, "l"
        found.append((round(x, 1), round(y, 1)))
    return found


def test_a_shorter_path_has_the_points_that_can_be_told_apart() -> None:
    path = shorter(TRIANGLES)
    assert len(path) < len(TRIANGLES)
    assert path.islower()  # after a capital letter, steps would be places
    assert _points(path) == [(1, 2), (5, 6), (10, 10), (20, 20), (20.1, 20.1), (3, 3), (9.5, -0.4)]


def test_a_curve_stays_as_it_is() -> None:
    assert shorter("M12,0A12,12 0 1,1 0,-12Z") == "M12,0A12,12 0 1,1 0,-12Z"


def test_colours_are_variables_that_both_themes_know() -> None:
    drawn = picture(_drawing('<path d="M0,0L9,9L0,9Z" style="fill:rgb(31, 42, 55);stroke:#8ba2c9"/>'), "A text")
    light, dark = variables()
    assert 'fill="var(--text)"' in drawn and light.keys() == dark.keys()
    assert {name: light[name] for name in re.findall(r"var\(--(\w+)\)", drawn)}.items() >= {("text", "#1f2a37")}
    assert "style" not in drawn and 'role="img" aria-label="A text"' in drawn


def test_a_colour_between_two_of_the_scale_is_on_the_scale() -> None:
    [name] = re.findall(r"fill=\"var\(--(\w+)\)", picture(_drawing('<rect fill="rgba(141,163,201,1)"/>'), "x"))
    assert name.startswith("s")


def test_what_nobody_sees_goes_and_a_clip_stays() -> None:
    inside = (
        '<defs><clipPath id="a"><rect width="9" height="9"/></clipPath></defs>'
        '<g clip-path="url(#a)"><rect width="9" height="9" style="fill:rgb(0,0,0);fill-opacity:0"/>'
        '<path d="M0,0L9,9Z" style="opacity:0;fill:#ffffff"/><path/><path d="M0,0L9,9L9,0Z" fill="#ffffff"/></g>'
    )
    root = etree.fromstring(picture(_drawing(inside), "x"))
    assert [element.tag for element in root.iter()] == ["svg", "defs", "clipPath", "rect", "g", "path"]
    assert root.find("g").get("clip-path") == f"url(#{root.find('.//clipPath').get('id')})"


def test_words_from_right_to_left_have_a_direction_and_no_signs() -> None:
    drawn = picture(_drawing('<text x="3">\u2067۴۸ و بالاتر\u2069</text><text text-anchor="end">48</text>'), "x")
    first, second = etree.fromstring(drawn)
    assert (first.text, first.get("direction"), first.get("text-anchor")) == ("۴۸ و بالاتر", "rtl", "end")
    assert (second.text, second.get("direction"), second.get("text-anchor")) == ("48", None, "end")
