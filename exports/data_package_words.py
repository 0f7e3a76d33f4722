"""The words of a data package: what its columns and codes mean, in every language offered, and how it is to be used."""

import json
from collections.abc import Iterable
from math import ceil

import pandas as pd

from data_access.codes.of_release import OTHER
from data_access.questions.methods import guessed_right
from data_access.release.release import Release
from exports.data_package_tables import NUMBERS, PublishedTable, tag_of
from figures.address.citation import published_on
from figures.kit import sources as source_words
from figures.kit.columns import heading, meaning
from figures.kit.labels import LISTS, ON_LISTS, label
from figures.methods.glossary import SOURCES, terms
from figures.methods.words import MANY_CASES, caveats, guess_sentence, promise
from geo.boundaries import ATTRIBUTION, DISCLAIMER
from locales import Translator, offered_languages, translator

TITLE = "Trafficking Observatory: identified victims of trafficking in Afghanistan and its region"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
# dimensions whose codes are those of another
SAME_CODES = {"form_asked": "form", "means_asked": "means", "province_leg": "leg"} | dict.fromkeys(
    ("referral_time", "service_time", "reunification_time"), "time"
)
STILL_WAITING = "open_"  # what a code of a time begins with where the step has not come yet
HOW_TO_READ = """\
Each row is one combination of codes: `dictionary/codes.csv` has their words, `dictionary/columns.csv` says what the
columns mean. `count` is people, rounded, with the noise that protects them; the number without noise lies between
`lower` and `upper` 19 times in 20. `state` says why a row has no number: `withheld` is too few to show or none, and is
never nought. `is_uncertain` marks a number that noise alone may have made.

Do not add up rows to get a total: take it from the table that has it. Noise adds up, withheld rows are missing from the
sum, and of dimensions of which a person has several codes (form, means, service, stop, legs) it would count people
twice. Tables of routes have no rows for routes that are withheld."""
LEFT_OUT = """\
Not in the package: numbers of residents (their publishers' terms differ; the dashboard names them), the register of
reports, how many codes people have beyond those that are counted{estimates}."""
OF_ESTIMATES = """\
These are the noisy estimates from which the numbers of `tables/` are made, before anything was withheld: `estimate`
(people, whole) and `standard_error` (of the noise alone). Use them to add up, to fit models, and to weigh small groups;
never to say of one cell that somebody is there, or how many.

- **One estimate alone says nothing.** Most small ones are noise: of cells that stand for nobody half are above nought,
  and one in 40 is above two standard errors. Below five standard errors no cell may be read as somebody.
- **Negative estimates are right as they are.** Neither set them to nought nor leave them out: sums would be too large.
- **Errors of sums.** Take a sum from the smallest table that has its dimensions: its error is there. Errors of the
  cells of one table are not independent. Of dimensions of which a person may have several codes (form, means, service,
  stop, legs), sums count people more than once.
- **What is chosen is too large.** Who picks the largest of many estimates picks noise.
- **They are not the numbers of the dashboard**, in which no part exceeds its whole. Do not quote one as a count.
- What clipping left out is neither in `estimate` nor in `standard_error`: `lost` in `datapackage.json`, by list.
- Numbers by kind of organisation (`data_source`, `identified_by`) are not here: one of two agencies could take itself
  away and read the other.

**What can be guessed with these files in hand.** {guess} The noise protects, and not the threshold. It is weaker for a
group: of {many} people who are always together, or for a person who stands there as {many} cases, such a guess is right
at most {times} times in 100. Pages withhold small groups as well so that nobody takes noise for people, or a few people
for a finding. Do not put these files beside others to recognise anybody, and do not publish single cells of them."""


def columns_table(tables: Iterable[PublishedTable]) -> pd.DataFrame:
    """One row a column of the tables: `column`, `type`, `hxl`, and its name and meaning in each language offered."""
    names = dict.fromkeys(name for table in tables for name in table.rows.columns)
    rows = []
    for name in names:
        row = {"column": name, "type": NUMBERS.get(name, ("string", ""))[0], "hxl": tag_of(name)}
        for t in _languages():
            row |= {f"name_{t.language.code}": heading(name, t), f"meaning_{t.language.code}": meaning(name, t)}
        rows.append(row)
    return pd.DataFrame(rows)


def codes_table(tables: Iterable[PublishedTable]) -> pd.DataFrame:
    """One row a code of a dimension that stands in a table: `column`, `code`, and its words in each language."""
    found: dict[tuple[str, str], None] = {}
    for table in tables:
        for name in [*table.by, "state"]:
            found |= dict.fromkeys((name, code) for code in table.rows[name].unique())
    languages = _languages()
    rows = [
        {"column": name, "code": code, **{f"label_{t.language.code}": words_for(name, code, t) for t in languages}}
        for name, code in sorted(found)
    ]
    return pd.DataFrame(rows)


def title_of(table: PublishedTable) -> str:
    """What a table is about, in English."""
    if table.question or not table.by:
        return table.question or "People in all"
    return f"People by {', '.join(heading(name, translator('en')).lower() for name in table.by)}"


def words_for(dimension: str, code: str, t: Translator) -> str:
    """The words for a code of a dimension of a release."""
    dimension = SAME_CODES.get(dimension, dimension)
    if dimension == "lists":
        return (
            t.listed([t.gettext(ON_LISTS[part]) for part in code.split("+")]) if code != "none" else t.gettext("None")
        )
    if code.startswith(STILL_WAITING):
        time = label(dimension, code.removeprefix(STILL_WAITING), t)
        if dimension == "judgement_time":
            return t.gettext("No judgement yet: {time} since the investigation").format(time=time)
        return t.gettext("Not yet: {time} since identification").format(time=time)
    if dimension in LISTS and code == OTHER and OTHER not in LISTS[dimension]:
        return t.gettext("Other")
    return label(dimension if dimension in LISTS or dimension == "year" else "place", code, t)


def _languages() -> list[Translator]:
    return [translator(language.code) for language in offered_languages()]


def readme_of_estimates(release: Release) -> str:
    """What the estimates are, how to use them, and what can be guessed with them, as Markdown, in English."""
    t = translator("en")
    notices = [source_words.retraction_notice(release, t), source_words.provenance_notice(release, t)]
    said = OF_ESTIMATES.format(
        guess=guess_sentence(release, t),
        many=t.number(MANY_CASES),
        times=ceil(100 * guessed_right(release.manifest["rho"], MANY_CASES)),
    )
    marked = [f"**{notice}**" for notice in notices if notice]
    return "\n\n".join(["# Estimates below the threshold", *marked, source_words.source_line(release, t), said]) + "\n"


def readme(release: Release, files: Iterable[tuple[str, str]], *, with_estimates: bool = False) -> str:
    """What is in the package, how it was made, what its words mean and what it cannot say, as Markdown, in English."""
    t = translator("en")
    notices = [source_words.retraction_notice(release, t), source_words.provenance_notice(release, t)]
    said = [
        f"# {TITLE}",
        *(f"**{notice}**" for notice in notices if notice),
        source_words.source_line(release, t),
        source_words.caveat(t),
        "## Files",
        "\n".join(f"- `{path}`: {what}" for path, what in files),
        "## How to read a table",
        HOW_TO_READ,
        LEFT_OUT.format(estimates="" if with_estimates else ", and the estimates of which the numbers are made"),
        *(["`estimates/` has these estimates: read its README first."] if with_estimates else []),
        "## Method",
        _bullets(promise(release, t)),
        f"Discrete Gaussian noise, ε = {release.manifest['epsilon']:g} at δ = {release.manifest['delta']:g}, zero-"
        f"concentrated ρ = {release.manifest['rho']:.3f}. No number below {release.manifest['least_count']} is shown.",
        "## What the numbers cannot say",
        _bullets([*caveats(release, t), *filter(None, [source_words.proxies_note(release, t)])]),
        "## Words",
        "\n\n".join(f"**{t.gettext(term.name)}**: {t.gettext(term.said)} ({SOURCES[term.source]})" for term in terms()),
        "## Boundaries",
        f"{DISCLAIMER} {ATTRIBUTION}",
        "## Licence and citation",
        "See `LICENCE.txt` and `CITATION.cff`.",
    ]
    return "\n\n".join(said) + "\n"


def _bullets(sentences: Iterable[str]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)


def licence(release: Release) -> str:
    """Under what terms the files may be used."""
    sources = source_words.sources(release, translator("en"))
    return (
        f"The tables and the dictionary are published under {LICENCE['title']} ({LICENCE['name']}):\n"
        f"{LICENCE['path']}\nYou may share and adapt them for any purpose, if you name the source: {sources}.\n\n"
        f"The layers: {ATTRIBUTION} Natural Earth is in the public domain.\n"
        "Results of programmes were published by the organisations that each of them names.\n\n"
        "Whoever uses the tables is asked not to try to recognise anybody in them.\n"
    )


def citation_file(release: Release) -> str:
    """How to cite the package, as Citation File Format 1.2.0. What is quoted as JSON is YAML too."""
    t = translator("en")
    fields = {
        "cff-version": "1.2.0",
        "message": source_words.retraction_notice(release, t) or "If you use these data, please cite them as below.",
        "type": "dataset",
        "title": TITLE,
        "version": f"release {release.id}",
        "date-released": published_on(release),
        "license": LICENCE["name"],
        "abstract": f"{source_words.source_line(release, t)} {source_words.caveat(t)}",
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    authors = [f"  - name: {json.dumps(name, ensure_ascii=False)}" for name in release.manifest["sources"]]
    identifier = json.dumps(release.manifest["content_hash"])
    lines += ["authors:", *authors, "identifiers:", "  - type: other", f"    value: {identifier}"]
    return "\n".join([*lines, '    description: "hash of the content of the release"', ""])
