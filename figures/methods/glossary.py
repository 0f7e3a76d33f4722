"""Every word of the dashboard that has a meaning of its own: what it means here, and whose definition that is."""

from collections.abc import Sequence
from dataclasses import dataclass

from data_access.codes.code_lists import FORM_OF_EXPLOITATION, MEANS_OF_CONTROL
from figures.methods.means import MEANS
from locales import N_, Translator

# whose definition it is -> how to cite it
SOURCES = {
    "palermo": N_("Protocol to Prevent, Suppress and Punish Trafficking in Persons (UN, 2000), article 3"),
    "smuggling": N_("Protocol against the Smuggling of Migrants by Land, Sea and Air (UN, 2000), article 3"),
    "slavery": N_("Supplementary Convention on the Abolition of Slavery (UN, 1956), article 1"),
    "forced_labour": N_("Forced Labour Convention (ILO No. 29, 1930), article 2"),
    "child_labour": N_("Worst Forms of Child Labour Convention (ILO No. 182, 1999), article 3"),
    "htcds": N_("Human Trafficking Case Data Standard 2.0 (IOM); the words of the definition are ours"),
    "ours": N_("This dashboard"),
}


@dataclass(frozen=True)
class Term:
    """One word: its name, what it means here, whose definition that is (a key of SOURCES), and the pages, by their
    names in the table of pages, that use it; none: all of them."""

    name: str
    said: str
    source: str
    pages: tuple[str, ...] = ()


PEOPLE = [
    Term(
        N_("Trafficking in persons"),
        N_(
            "To recruit, move, harbour or receive a person, by force, threat, abduction, deception or abuse of power "
            "or of a weak position, in order to exploit that person. Whether the person agreed does not matter where "
            "any of these means was used; for a child no such means is needed. No border has to be crossed."
        ),
        "palermo",
    ),
    Term(
        N_("Smuggling of migrants"),
        N_(
            "To get a person across a border without permission, for money. It is a crime against a state, and it ends "
            "when the border is crossed; trafficking is a crime against the person, and goes on. Who was smuggled can "
            "be trafficked on the way or afterwards."
        ),
        "smuggling",
        ("overview", "routes", "places", "context", "methods"),
    ),
    Term(
        N_("Exploitation"),
        N_(
            "At the least: the exploitation of the prostitution of others or other sexual exploitation, forced labour "
            "or services, slavery or what is similar to it, servitude, and the removal of organs."
        ),
        "palermo",
        ("overview", "routes", "hotspots", "justice", "places", "methods"),
    ),
    Term(N_("Child"), N_("A person under 18 years of age."), "palermo"),
    Term(
        N_("Victim"),
        N_("A person whom somebody with the right to decide it found to have been trafficked."),
        "htcds",
    ),
    Term(
        N_("Presumed victim"),
        N_(
            "A person of whom it is possible that he or she was trafficked, and of whom nothing is decided yet. Such "
            "people are counted here with victims, because help may not wait for a verdict."
        ),
        "htcds",
    ),
    Term(
        N_("Identified"),
        N_(
            "Recognised as a victim or presumed victim and recorded. It says how many were found, never how many there "
            "are: more may mean more trafficking, or more people who look for it."
        ),
        "ours",
    ),
]
PLACES = [
    Term(
        N_("Source"),
        N_("Where a person was recruited, as far as it is recorded."),
        "ours",
        ("overview", "routes", "hotspots", "recovery", "places", "methods"),
    ),
    Term(
        N_("Transit"),
        N_("Where a person was taken through on the way."),
        "ours",
        ("overview", "routes", "places", "methods"),
    ),
    Term(
        N_("Destination"),
        N_("Where a person was exploited. It need not be another country."),
        "ours",
        ("overview", "routes", "hotspots", "justice", "places", "methods"),
    ),
]
FORMS = {
    "ForcedLabour": Term(
        FORM_OF_EXPLOITATION["ForcedLabour"],
        N_(
            "All work or service that is exacted from a person under the threat of a penalty and for which the person "
            "did not come forward freely."
        ),
        "forced_labour",
    ),
    "SexualExploitation": Term(
        FORM_OF_EXPLOITATION["SexualExploitation"],
        N_(
            "Profit from the sexual acts of another person: prostitution, pictures and films, services over the net, "
            "or private use, such as the keeping of boys (bacha bazi)."
        ),
        "htcds",
    ),
    "ChildLabour": Term(
        FORM_OF_EXPLOITATION["ChildLabour"],
        N_(
            "Work that by its nature or circumstances is likely to harm the health, safety or morals of a child, and "
            "all slavery-like work of children."
        ),
        "child_labour",
    ),
    "ForcedMarriage": Term(
        FORM_OF_EXPLOITATION["ForcedMarriage"],
        N_(
            "A person without the right to refuse is promised or given in marriage, for payment, to settle a dispute "
            "or a debt, or is inherited. A marriage of a child is counted so where the record does."
        ),
        "slavery",
    ),
    "Servitude": Term(
        FORM_OF_EXPLOITATION["Servitude"],
        N_(
            "A person must live and work for another, mostly in a household, and cannot change that: unlike in forced "
            "labour, the whole condition of the person is meant, not the work alone."
        ),
        "palermo",
    ),
    "ForcedMilitaryByNonStateActors": Term(
        FORM_OF_EXPLOITATION["ForcedMilitaryByNonStateActors"],
        N_("Made to fight for, or to serve, an armed group that is no state."),
        "htcds",
    ),
    "OrganRemoval": Term(
        FORM_OF_EXPLOITATION["OrganRemoval"],
        N_("An organ is taken by force, deception or the abuse of need."),
        "palermo",
    ),
    "ForcedBegging": Term(
        FORM_OF_EXPLOITATION["ForcedBegging"],
        N_("Made to beg, for the profit of another person."),
        "htcds",
    ),
    "ForcedAdoption": Term(
        FORM_OF_EXPLOITATION["ForcedAdoption"],
        N_("A child is given to others for gain, against the will of its parents or by deceiving them."),
        "htcds",
    ),
    "Surrogacy": Term(
        FORM_OF_EXPLOITATION["Surrogacy"],
        N_("Made to bear a child for others."),
        "htcds",
    ),
    "SlaveryAndSimilarPractices": Term(
        FORM_OF_EXPLOITATION["SlaveryAndSimilarPractices"],
        N_(
            "Somebody holds over a person the powers of an owner; and debt bondage, serfdom, and the handing over of "
            "children for their labour."
        ),
        "slavery",
    ),
}
HELP = [
    Term(
        N_("Referral"),
        N_("One organisation hands a person on to another that can help, with the person's consent."),
        "htcds",
        ("overview", "hotspots", "recovery", "places", "methods"),
    ),
    Term(
        N_("Reintegration"),
        N_(
            "Help to live safely again: family, school, work, health, justice. It takes years; a service received is a "
            "step of it, and no proof of its end."
        ),
        "ours",
        ("recovery", "programmes", "places", "methods"),
    ),
    Term(
        N_("Follow-up"),
        N_("Somebody asks, 3, 6 or 12 months after return, how the person is."),
        "ours",
        ("recovery", "places", "methods"),
    ),
]
JUSTICE = [
    Term(
        N_("Investigation"),
        N_("The police or a prosecutor looks into a person's case. It may be closed without a charge."),
        "ours",
        ("justice", "places", "methods"),
    ),
    Term(
        N_("Prosecution"),
        N_("Somebody is charged before a court in a person's case."),
        "ours",
        ("justice", "context", "places", "methods"),
    ),
    Term(
        N_("Conviction"),
        N_("A court found somebody guilty in a person's case. How many were convicted is not in case records."),
        "ours",
        ("justice", "context", "places", "methods"),
    ),
    Term(
        N_("Labour inspection"),
        N_("An inspector of the state came where the person worked; a violation is what the inspector recorded."),
        "ours",
        ("justice", "methods"),
    ),
    Term(
        N_("Sector of work"),
        N_("The kind of business in which a person was exploited."),
        "htcds",
        ("justice", "places", "methods"),
    ),
    Term(
        N_("Who recruited them"),
        N_("What the recruiter was to the person: family, known, unknown. Nothing else of recruiters is recorded."),
        "htcds",
        ("justice", "methods"),
    ),
    Term(
        N_("Bacha bazi"),
        N_("Boys are kept by men of power for dance and sexual abuse."),
        "ours",
        ("justice", "context", "methods"),
    ),
]
COMPARING = ("overview", "routes", "recovery", "justice", "places", "methods")
NUMBERS = [
    Term(
        N_("Rate"),
        N_(
            "People identified in a year, divided by the residents of the place, for each 100,000 of them. A place "
            "where people are taken across a border has rates of strangers over residents."
        ),
        "ours",
        ("hotspots", "context", "places", "methods"),
    ),
    Term(
        N_("Margin (±)"),
        N_("The number without the noise of protection is within it nineteen times in twenty."),
        "ours",
    ),
    Term(
        N_("Withheld"),
        N_("Not shown, because so few people are in it that the noise could have made the number, or somebody could "
           "be recognised. It may be none: withheld is not nought."),
        "ours",
    ),
    Term(
        N_("Uncertain (≈)"),
        N_("Shown, though noise alone may have made it."),
        "ours",
    ),
    Term(
        N_("Not searched"),
        N_("Nobody looked, because there were too few areas or years: it says nothing about what is there."),
        "ours",
        ("hotspots", "methods"),
    ),
    Term(
        N_("Holds up"),
        N_("With at least 95 % probability the rate is more than 1.25 times that of the country; it is known how much "
           "is looked for people there, and that does not explain it."),
        "ours",
        ("hotspots", "places", "methods"),
    ),
    Term(
        N_("Cannot be told apart"),
        N_("Two numbers whose difference chance, and the noise of protection, may have made. It does not say that they "
           "are the same."),
        "ours",
        COMPARING,
    ),
    Term(
        N_("Release"),
        N_("All numbers of one date, drawn once. A later release has other noise, also for the same past years."),
        "ours",
    ),
]  # fmt: skip


def groups() -> dict[str, list[Term]]:
    """All words, by what they are about."""
    forms = [
        Term(
            form.name,
            form.said,
            form.source,
            ("overview", "routes", "recovery", "justice", "context", "places", "methods"),
        )
        for form in FORMS.values()
    ]
    means = [
        Term(MEANS_OF_CONTROL[code], said, "htcds", ("overview", "places", "methods")) for code, said in MEANS.items()
    ]
    return {
        N_("People and crimes"): PEOPLE,
        N_("Places"): PLACES,
        N_("Forms of exploitation"): forms,
        N_("Means of control"): means,
        N_("Help"): HELP,
        N_("Justice"): JUSTICE,
        N_("Numbers"): NUMBERS,
    }


def terms(page: str | None = None) -> list[Term]:
    """All words, group after group. page: only those that this page, by its name in the table of pages, uses."""
    everything = [term for group in groups().values() for term in group]
    return [term for term in everything if page is None or not term.pages or page in term.pages]


def glossary_lines(words: Sequence[Term], t: Translator) -> str:
    """Each word, what it means here and whose definition that is, in markdown, in the language of the visitor."""
    return "\n\n".join(
        f"**{t.gettext(term.name)}**: {t.gettext(term.said)} :small[:gray[{t.gettext(SOURCES[term.source])}]]"
        for term in words
    )
