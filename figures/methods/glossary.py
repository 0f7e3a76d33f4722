"""Every word of the dashboard that has a meaning of its own: what it means here, and whose definition that is."""

from collections.abc import Sequence
from dataclasses import dataclass

from data_access.codes.code_lists import FORM_OF_EXPLOITATION, MEANS_OF_CONTROL
from figures.kit.text import isolated, plain
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
        ("overview", "routes", "hotspots", "places", "methods"),
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
        ("overview", "routes", "hotspots", "places", "methods"),
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
        ("overview", "routes", "hotspots", "places", "methods"),
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
MEANS = {
    "PhysicalThreats": N_("Threats to hurt the person."),
    "ThreatsLawEnforcement": N_("Threats to hand the person over to police or border guards."),
    "ThreatensChildrenFamily": N_("Threats against the person's children or family."),
    "DebtBondage": N_(
        "Labour is pledged for a debt, and its fair value is not set against the debt, or how long and what kind of "
        "labour is not bounded."
    ),
    "FalsePromises": N_("Lies about the work, the wages, a marriage or the journey."),
    "PhysicalAbuse": N_("The person is beaten or hurt."),
    "SexualAbuse": N_("The person is abused sexually in order to be controlled."),
    "TakesEarnings": N_("Wages or income are taken away."),
    "RestrictsFinancialAccess": N_("The person cannot get at money or a bank account of his or her own."),
    "RestrictsMedicalCare": N_("A doctor or medicine is denied."),
    "WithholdsNecessities": N_("Food, water, sleep or shelter is denied."),
    "PsychologicalAbuse": N_("Humiliation, isolation or fear is used to control the person."),
    "PsychoactiveSubstance": N_("Drugs or alcohol are used to control the person."),
    "ExcessiveWorkingHours": N_("Working hours leave no life beside the work."),
    "WithholdsDocuments": N_("Passport or identity card is kept by another."),
    "Threats": N_("Threats of which the record does not say what kind."),
    "RestrictsMovement": N_("The person is locked in, watched, or may not leave alone."),
    "DebtBondageOrTakesEarnings": N_("Sources that do not tell debt bondage from earnings taken."),
    "PsychologicalPhysicalOrSexualAbuse": N_("Sources that do not tell these kinds of abuse apart."),
    "DeniesBasicNeeds": N_("Sources that do not tell apart what was denied."),
    "UsesChildren": N_("Children are used to control their parents, or are made to control others."),
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
        ("recovery", "programmes", "methods"),
    ),
    Term(
        N_("Follow-up"),
        N_("Somebody asks, 3, 6 or 12 months after return, how the person is."),
        "ours",
        ("recovery", "methods"),
    ),
]
NUMBERS = [
    Term(
        N_("Rate"),
        N_(
            "People identified in a year, divided by the residents of the place, for each 100,000 of them. A place "
            "where people are taken across a border has rates of strangers over residents."
        ),
        "ours",
        ("hotspots", "context", "methods"),
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
        ("hotspots", "methods"),
    ),
    Term(
        N_("Release"),
        N_("All numbers of one date, drawn once. A later release has other noise, also for the same past years."),
        "ours",
    ),
]  # fmt: skip

# country -> its law, and what is its own in it, as far as the source named tells; the laws themselves were not all read
LAWS = {
    "AF": (
        N_("Law on Combating Crimes of Trafficking in Persons and Smuggling of Migrants, 2017"),
        N_("Names bacha bazi among the purposes. Trafficking and smuggling stand in one law, as two crimes."),
        "US Department of State, Trafficking in Persons Report 2017, Afghanistan",
    ),
    "IR": (
        N_("Law on Combating Human Trafficking, 2004"),
        N_("Only what crosses a border: exploitation of people within Iran is not trafficking in it."),
        "iranwire.com/en/features/65415",
    ),
    "PK": (
        N_("Prevention of Trafficking in Persons Act, 2018; Prevention of Smuggling of Migrants Act, 2018"),
        N_(
            "Trafficking for sex and for labour, punished harder where the victim is a woman or a child. Smuggling has "
            "a law of its own."
        ),
        "US Department of State, Trafficking in Persons Report 2019, Pakistan; mofa.gov.pk, 30 August 2018",
    ),
    "TJ": (
        N_("Law No. 1096 of 26 July 2014 on counteracting trafficking in persons and supporting victims"),
        N_("Has presumed victims: identification is the checking of who is possibly one. Defines debt bondage."),
        "mmih.tj, document 122215",
    ),
    "TM": (
        N_("Law No. 454-V of 15 October 2016 on combating trafficking in persons"),
        N_("The sale of a person is trafficking by itself, whatever the person agreed to. Has presumed victims."),
        "cis-legislation.com, document 89876",
    ),
    "UZ": (
        N_("Law ZRU-154 of 17 April 2008, new edition ZRU-633 of 17 August 2020"),
        N_("The definition of 2008 follows the protocol, and adds the removal of tissues."),
        "mfa.uz/en/cooperation/security/1206; nrm.uz, document 631676",
    ),
}


def groups() -> dict[str, list[Term]]:
    """All words, by what they are about."""
    forms = [
        Term(form.name, form.said, form.source, ("overview", "routes", "places", "methods")) for form in FORMS.values()
    ]
    means = [Term(MEANS_OF_CONTROL[code], said, "htcds", ("overview", "methods")) for code, said in MEANS.items()]
    return {
        N_("People and crimes"): PEOPLE,
        N_("Places"): PLACES,
        N_("Forms of exploitation"): forms,
        N_("Means of control"): means,
        N_("Help"): HELP,
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


def law_lines(t: Translator) -> str:
    """Each country's law, what in it differs from the protocol, and where that was read, in markdown."""
    return "\n\n".join(
        f"**{t.country(code)}**: {t.gettext(law)}. {t.gettext(own)} :small[:gray[{isolated(plain(read_in), t)}]]"
        for code, (law, own, read_in) in sorted(LAWS.items(), key=lambda row: t.country(row[0]))
    )
