"""Words of somebody else in a sentence of a page."""

import pytest

from figures.kit.text import quoted


@pytest.mark.parametrize("text", ["Children (under 18): 12 ±3, 58% (55% to 61%)", "کودکان: ۱۲"])
def test_a_text_in_which_nothing_does_anything_stays(text: str) -> None:
    assert quoted(text) == text


@pytest.mark.parametrize(
    "text", ["[a](https://x.example)", "![a](//x.example)", "see http://x.example", "www.x.example", "a@x.example",
             "**a**", "$a$ b", "<img src=x>", ":red[a]", "`a`", "# a"]
)  # fmt: skip
def test_no_mark_and_no_address_does_anything(text: str) -> None:
    said = quoted(text)
    assert said.replace("\\", "").replace("\u2060", "") == text
    for sign in "[]*$<`#":
        assert said.count(sign) == said.count(f"\\{sign}")
    assert not any(address in said for address in ("https:", "http:", "http\\:", "www.", "@x"))
