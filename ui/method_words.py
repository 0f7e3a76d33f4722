"""The words of the methods page."""

from datetime import date
from typing import Any

import pandas as pd

from data_access.release import Release
from locales import N_, Translator
from ui import agency_words, source_words

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
    """What the protection promises, in three sentences, for somebody who has never heard of it."""
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
            "that no number, and no combination of numbers, lets anybody be sure that one person is in the data."
        ),
        t.gettext(
            "How wrong is known and stands beside each number: ± means that the number without noise is within it "
            "nineteen times in twenty."
        ),
        t.gettext(
            "Groups so small that the noise could have made them are withheld: all below {least} people, and larger "
            "ones where the noise is larger."
        ).format(least=t.number(manifest["least_count"])),
    ]


def facts(release: Release, t: Translator) -> pd.DataFrame:
    """The manifest of the release as a table to read: one row a fact."""
    manifest: dict[str, Any] = release.manifest
    period = manifest["period"]
    rows = [
        (t.gettext("Release"), t.number(release.id)),
        (t.gettext("Published"), t.date(date.fromisoformat(manifest["created_at"][:10]))),
        (t.gettext("Sources"), source_words.sources(release, t)),
        (t.gettext("People, about"), t.number(manifest["cases_about"])),
        (t.gettext("Years"), f"{t.year(period[0])}–{t.year(period[1])}" if period else "–"),
        (t.gettext("Method"), t.gettext("exact counts") if release.is_exact else t.gettext("discrete Gaussian noise")),
    ]
    if not release.is_exact:
        rows += [
            (t.gettext("Privacy budget of this release"), f"ε = {manifest['epsilon']:g}, δ = {manifest['delta']:g}"),
            (t.gettext("Shown from"), t.gettext("{number} standard errors, and {least} people").format(
                number=t.number(manifest["threshold_errors"], 2), least=t.number(manifest["least_count"]))),
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
        "epsilon": "ε",
        "delta": "δ",
        "epsilon_in_all": t.gettext("ε of it and all before (at δ = 10⁻⁶)"),
    }
    shown = pd.DataFrame(entries)[list(columns)]
    shown[["epsilon", "delta"]] = shown[["epsilon", "delta"]].map(lambda number: f"{number:g}")
    shown["epsilon_in_all"] = [t.number(number, 2) for number in shown["epsilon_in_all"]]
    return shown.rename(columns=columns)


def ledger_sentence(release: Release, t: Translator) -> str:
    """The ledger in one sentence."""
    entries = release.manifest.get("ledger") or []
    if not entries:
        return t.gettext("No noisy release has been drawn from these data.")
    return t.ngettext(
        "{number} release has been drawn from these data; together they have spent ε = {spent} of at most {cap}.",
        "{number} releases have been drawn from these data; together they have spent ε = {spent} of at most {cap}.",
        len(entries),
    ).format(
        number=t.number(len(entries)),
        spent=t.number(entries[-1]["epsilon_in_all"], 2),
        cap=t.number(release.manifest["cap"], 1),
    )


def accuracy_table(answer: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """The accuracy of every published table, to read."""
    return pd.DataFrame(
        {
            t.gettext("What it answers"): [t.gettext(question) for question in answer["question"]],
            t.gettext("± of one cell"): (1.96 * answer["standard_error"]).round(0).astype(int),
            t.gettext("Shown from"): answer["shown_from"],
            t.gettext("Withheld"): [t.percent(share) for share in answer["withheld_share"]],
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
    said += agency_words.caveats(release, t)
    if missing:
        said.append(
            t.gettext("Not collected, or for too few people to publish: {names}.").format(
                names=t.listed([t.gettext(name) for name in missing])
            )
        )
    return said


def citation(release: Release, t: Translator) -> str:
    """How to cite the release."""
    return t.gettext(
        "{sources}. Counter-trafficking dashboard, release {release}, published {date}, content {hash}. "
        "Differentially private counts of identified victims."
    ).format(
        sources=source_words.sources(release, t),
        release=t.number(release.id),
        date=release.manifest["created_at"][:10],
        hash=release.manifest["content_hash"][:12],
    )
