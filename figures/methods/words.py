"""The words of the methods page."""

from datetime import date
from math import ceil
from typing import Any

import pandas as pd

from analysis.rates import FAR_ABOVE
from data_access.questions.methods import guessed_right
from data_access.release.release import CERTAIN_ERRORS, Release
from figures.address.citation import published_on
from figures.kit import agency_words, words
from figures.kit import sources as source_words
from figures.kit.rows import rows_of
from findings.rates import EXCESS, HOLDS_UP, UNKNOWN_FACTOR, UNKNOWN_GROUPS
from findings.verdicts import WORRYING_PART
from locales import N_, Translator

MANY_CASES = 3  # of one person, whom nobody knew to be the same

NOT_COLLECTED = {
    "province": N_("province of identification"),
    "source": N_("place of origin"),
    "exploitation": N_("place of exploitation"),
    "form": N_("form of exploitation"),
    "means": N_("means of control"),
    "from_province": N_("journeys between provinces"),
    "from_country": N_("journeys between countries"),
}


def promise(release: Release, t: Translator) -> list[str]:
    """What the protection promises, in three sentences, and what follows, for somebody who has never heard of it."""
    manifest = release.manifest
    if release.is_exact:
        return [
            t.gettext("This restricted release holds exact counts."),
            t.gettext("It protects nobody by itself: only who has signed in may see it, and every view is recorded."),
            t.gettext("Nothing from it may be passed on."),
        ]
    return [
        t.gettext(
            "Every number was made a little wrong, by chance, once and for all, before anybody could see it: enough "
            "that no number of this release, and no combination of them, lets anybody be sure that one case is in it."
        ),
        t.gettext(
            "How wrong is known and stands beside each number: ± means that the number without noise is within it "
            "nineteen times in twenty."
        ),
        t.gettext(
            "Groups so small that the noise could have made them are withheld: all below {least} people, and larger "
            "ones where the noise is larger."
        ).format(least=t.number(manifest["least_count"])),
        t.gettext(
            "Of all numbers shown, about one in two hundred at most stands for nobody at all, nearly always one of "
            "those marked as uncertain (≈). In a table that shows few numbers one such number is a larger part."
        ),
        t.gettext(
            "A year, province or country with too few people to be named is counted with others: a year with those "
            "that were not recorded, a province with its country, a country with other places. Where people are shown "
            "in no named year, numbers of everybody are said to be of all years."
        ),
    ]


def _people_about(release: Release, t: Translator) -> str:
    """Everybody, under the threshold and with the margin of any other number."""
    if not release.covers((), {}):
        return "–"
    return words.row_people(rows_of(release.counts((), {}))[0], t)


def facts(release: Release, t: Translator) -> pd.DataFrame:
    """The manifest of the release as a table to read: one row a fact."""
    manifest: dict[str, Any] = release.manifest
    period = manifest["period"]
    rows = [
        (t.gettext("Release"), t.number(release.id)),
        (t.gettext("Drawn on"), t.date(date.fromisoformat(manifest["created_at"][:10]))),
        (t.gettext("Published"), t.date(date.fromisoformat(published_on(release)))),
        (t.gettext("Data until"), source_words.data_until(release, t)),
        (t.gettext("Sources"), source_words.sources(release, t)),
        (t.gettext("People, about"), _people_about(release, t)),
        (t.gettext("Years that are shown"), f"{t.year(period[0])}–{t.year(period[1])}" if period else "–"),
        (t.gettext("Method"), t.gettext("exact counts") if release.is_exact else t.gettext("discrete Gaussian noise")),
    ]
    if not release.is_exact:
        of_tables = [value for table in manifest["tables"] for value in table.get("thresholds", {}).values()]
        errors = of_tables or [manifest["threshold_errors"]]
        rows += [
            (t.gettext("Privacy budget of this release"), f"ε = {manifest['epsilon']:g}, δ = {manifest['delta']:g}"),
            (t.gettext("Shown from"), t.gettext(
                "{low} to {high} standard errors, by table, and {least} people; marked as uncertain below {certain}"
            ).format(low=t.number(min(errors), 1), high=t.number(max(errors), 1), certain=t.number(CERTAIN_ERRORS, 1),
                     least=t.number(manifest["least_count"]))),
        ]  # fmt: skip
    rows += [
        (t.gettext("Cells that a visitor can see"), t.number(manifest["cells"])),
        (t.gettext("Content hash"), manifest["content_hash"][:16]),
        (t.gettext("Version of the method"), t.number(manifest["schema_version"])),
    ]
    return pd.DataFrame(rows, columns=[t.gettext("Fact"), t.gettext("Value")])


def ledger(release: Release, t: Translator) -> pd.DataFrame | None:
    """What all releases of the data have spent: one row a release; None when nothing was spent."""
    entries = release.manifest.get("ledger") or []
    if not entries:
        return None
    columns = {
        "drawn_at": t.gettext("Drawn on"),
        "as_of": t.gettext("Data until"),
        "reason": t.gettext("Why"),
        "epsilon": "ε",
        "delta": "δ",
        "epsilon_in_all": t.gettext("ε of it and all before (at δ = 10⁻⁶)"),
    }
    reasons = {
        "date": t.gettext("first draw for the date"),
        "redraw": t.gettext("drawn again for the date"),
        "failed": t.gettext("failed; nothing was published"),
    }
    shown = pd.DataFrame(entries).reindex(columns=list(columns))
    # the older program drew for a state of the cases: neither a date nor a reason
    shown["drawn_at"] = [_day(entry["drawn_at"], t) for entry in entries]
    shown["as_of"] = [_day(entry.get("as_of"), t) for entry in entries]
    shown["reason"] = [reasons[entry["reason"]] if entry.get("as_of") else "–" for entry in entries]
    shown["epsilon"] = [t.number(number) for number in shown["epsilon"]]
    shown["delta"] = [f"{number:g}" for number in shown["delta"]]
    shown["epsilon_in_all"] = [t.number(number, 2) for number in shown["epsilon_in_all"]]
    return shown.rename(columns=columns)


def _day(text: str | None, t: Translator) -> str:
    return t.date(date.fromisoformat(text[:10])) if text else "–"


def ledger_sentence(release: Release, t: Translator) -> str:
    """The ledger in one sentence."""
    entries = release.manifest.get("ledger") or []
    if not entries:
        return t.gettext("No noisy release has been drawn from these data.")
    return t.ngettext(
        "Noise has been drawn {number} time from these data; together this has spent ε = {spent} of at most {cap}.",
        "Noise has been drawn {number} times from these data; together this has spent ε = {spent} of at most {cap}.",
        len(entries),
    ).format(
        number=t.number(len(entries)),
        spent=t.number(entries[-1]["epsilon_in_all"], 2),
        cap=t.number(release.manifest["cap"], 1),
    )


def guess_sentence(release: Release, t: Translator) -> str | None:
    """What the promise leaves to be guessed, in words; None for an exact release."""
    if release.is_exact:
        return None
    return t.gettext(
        "Who knew everybody else in the data, and used every number of this release, would guess at most {times} times "
        "in 100 rightly whether one case is in it; 50 would be chance."
    ).format(times=_times(guessed_right(release.manifest["rho"]), t))


def estimates_sentence(release: Release, t: Translator) -> str:
    """What can be guessed with the estimates below the threshold in hand, which no page shows. For a public release."""
    return t.gettext(
        "Statisticians may be given the noisy estimates below the threshold in a file apart; no page shows them. With "
        "it in hand too, who knew everybody else would guess at most {times} times in 100 rightly whether one case is "
        "in the data, and {of_group} times whether {number} people are who are always together: the noise protects, "
        "not the threshold."
    ).format(
        times=_times(guessed_right(release.manifest["rho"]), t),
        of_group=_times(guessed_right(release.manifest["rho"], MANY_CASES), t),
        number=t.number(MANY_CASES),
    )


def guesses(release: Release, t: Translator) -> pd.DataFrame | None:
    """How often such a guess is right for a person with one and with three cases: one row a set of releases."""
    manifest = release.manifest
    if release.is_exact:
        return None
    drawn = [entry["rho"] for entry in manifest.get("ledger") or [] if "rho" in entry]
    spent = {
        t.gettext("This release alone"): manifest["rho"],
        t.gettext("All that were drawn until then"): sum(drawn),
        t.gettext("All together, once the limit is reached"): manifest.get("cap_rho"),
    }
    rows = [
        (name, *(_times(guessed_right(rho, cases), t) for cases in (1, MANY_CASES)))
        for name, rho in spent.items()
        if rho
    ]
    columns = [
        t.gettext("Who uses"),
        t.gettext("is right, of 100 times, about one case"),
        t.gettext("about a person with {number} cases").format(number=t.number(MANY_CASES)),
    ]
    return pd.DataFrame(rows, columns=columns)


def _times(chance: float, t: Translator) -> str:
    """So many times of 100, rounded up: it is a most."""
    return t.number(ceil(100 * chance))


def accuracy_table(answer: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """The accuracy of every published table, to read."""
    return pd.DataFrame(
        {
            t.gettext("What it answers"): [t.gettext(question) for question in answer["question"]],
            t.gettext("± of one cell"): (1.96 * answer["standard_error"]).round(0).astype(int),
            t.gettext("Shown from"): answer["shown_from"],
            t.gettext("Withheld"): [t.percent(share) for share in answer["withheld_share"]],
            t.gettext("Uncertain, of those shown"): [t.percent(share) for share in answer["uncertain_share"]],
            t.gettext("Cells"): answer["cells"],
        }
    )


def noise_sentence(noise: pd.DataFrame, count: int, standard_error: float, t: Translator) -> str:
    """What may be published where `count` people are."""
    shown = float(noise.loc[noise["shown"], "chance"].sum())
    if standard_error <= 0:
        return t.gettext("Without noise, {count} is published as {count}.").format(count=t.number(count))
    margin = round(1.96 * standard_error)
    words = t.gettext(
        "Where there are {count} people, the number drawn lies between {low} and {high} nineteen times in twenty."
    ).format(count=t.number(count), low=t.number(count - margin), high=t.number(count + margin))
    if shown > 0.999:
        return words
    if shown < 0.001:
        return words + " " + t.gettext("It is withheld, whatever is drawn.")
    return (
        words
        + " "
        + t.gettext("It is shown {share} of the time, and otherwise withheld.").format(share=t.percent(shown))
    )


def conventions(t: Translator) -> str:
    """The lines that somebody had to draw, so that an area can be said to be high, and high by effort."""
    return t.gettext(
        "Conventions: an area is high where it is {times} times its country's rate or more with a probability of "
        "{sure}; it may be by effort where {part} of what it has above its country was recorded by one kind of "
        "source, or where it sends {reports} times the reports of the rest of its country or more; where the limits of "
        "that part lie on both sides of {part}, it is not known. Where too few years tell how much counts vary, people "
        "are taken as found in groups of {size} on average, which is {factor} times as much as one by one."
    ).format(
        times=t.number(EXCESS, 2),
        sure=t.percent(HOLDS_UP),
        part=t.percent(WORRYING_PART),
        reports=t.number(FAR_ABOVE, 1),
        size=t.number(UNKNOWN_GROUPS),
        factor=t.number(UNKNOWN_FACTOR),
    )


def caveats(release: Release, t: Translator) -> list[str]:
    """What the numbers can not say."""
    missing = [name for axis, name in NOT_COLLECTED.items() if not release.codes(axis)]
    said = [
        t.gettext(
            "Detected is not prevalence. The numbers are people who were identified and recorded; most victims "
            "never are."
        ),
        t.gettext(
            "More identified people may mean better identification, more organisations that report, or more "
            "trafficking: the counts alone cannot tell which."
        ),
        t.gettext("The latest years grow as cases are recorded late."),
        t.gettext(
            "Cases registered after {date} are not in this release, and what happened to people later is not either; "
            "corrections enter with the release for the next date."
        ).format(date=source_words.data_until(release, t)),
        t.gettext(
            "A person with several forms, means or legs of a journey is counted in each, and at most in a stated "
            "number of them: sums over such rows are not people."
        ),
        t.gettext(
            "Provinces with few people are counted with their country, and rare countries and routes under “other”: "
            "what is not named here may still happen."
        ),
        t.gettext(
            "Journeys through a country where too few people passed are counted as without a known stop; of a journey "
            "through more than two countries, the first and the last are known."
        ),
        t.gettext("People who refused that their case be shared, and people found not to be victims, are not counted."),
    ]
    said += [conventions(t), *agency_words.caveats(release, t)]
    if missing:
        said.append(
            t.gettext("Not collected, or for too few people to publish: {names}.").format(
                names=t.listed([t.gettext(name) for name in missing])
            )
        )
    return said
