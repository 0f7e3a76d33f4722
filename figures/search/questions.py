"""The questions that ministers, members of parliament, donors and reporters brought, and where each is answered.

Collected from public documents: questions in parliaments, requests of ministries, letters of donors and interviews.
"""

from dataclasses import dataclass

from locales import N_


@dataclass(frozen=True)
class Question:
    """One question. page and view: where it is answered; without a page nobody has recorded or published what would
    answer it, and said says so. said beside a page says what of the answer is missing."""

    text: str
    page: str = ""
    query: tuple[tuple[str, str], ...] = ()
    said: str = ""


QUESTIONS = [
    Question(
        N_("What share of identified victims was referred to help, and did it fall as more were identified?"),
        "recovery",
    ),
    Question(
        N_("Which provinces convict?"),
        "justice",
        (("view", "court"),),
        N_(
            "The province of the court is recorded with each step; how many people were convicted there is not, only "
            "how many of those found saw a conviction."
        ),
    ),
    Question(
        N_("Bonded labour in brick kilns by province, and how many cases did labour inspection hand to the police?"),
        "justice",
        (),
        N_(
            "Brick kilns by the place of exploitation; whether labour there was bonded is not published by work. That "
            "an inspector handed a case to the police would have to be recorded by the source. More published numbers "
            "are on Context."
        ),
    ),
    Question(N_("What share are women, and for what purpose?"), "overview", (("sex", "female"),)),
    Question(
        N_("How many were arrested and convicted last year?"),
        "justice",
        said=N_(
            "Of the people found, and beside them what states report of the accused. Arrests are not in the cases."
        ),
    ),
    Question(N_("Is it rising? Within the country or across borders? Women and children?"), "overview"),
    Question(N_("Two different numbers are quoted: whose figure is it?"), "context", (("view", "sources"),)),
    Question(
        N_("Is this trafficking, or smuggling?"),
        "overview",
        said=N_(
            "People whose trafficking is presumed or was found, and who of them was smuggled too; Methods says what "
            "the two words mean. Who was smuggled alone is in no case."
        ),
    ),
    Question(
        N_("Who comes through Taftan, from where, how many women and children?"),
        "routes",
        (("view", "province-through-ways"), ("place", "PK-BA")),
        N_(
            "By year and province, for all crossings of Balochistan. Those who came back through Taftan by year are on "
            "Context, returns; by quarter, or women apart, nothing is published."
        ),
    ),
    Question(
        N_("How many returned at each crossing, were they forced, and what share was helped?"),
        "context",
        (("view", "returns"),),
        N_(
            "Published figures of all who returned, and under them the people in the cases, by crossing and by force. "
            "What share of these was helped is not published by crossing."
        ),
    ),
    Question(
        N_("How many unaccompanied children came through Islam Qala?"),
        "context",
        (("view", "returns"),),
        N_(
            "Weeks and months that were published, and under them children alone in the cases, by crossing, all years. "
            "By sex or by country children alone are recorded and not published."
        ),
    ),
    Question(
        N_("How many boys are kept for bacha bazi, and was anybody convicted?"),
        "justice",
        (("sex", "male"), ("age", "child")),
        N_(
            "Boys by kind of sexual exploitation, and convictions in the cases of all boys: of bacha bazi alone they "
            "are too few to publish. Who exploited is not in case records."
        ),
    ),
    Question(
        N_("Where are children recruited, and by whom?"),
        "justice",
        (("age", "child"),),
        N_(
            "By whom: here; where: Overview, “Taken from”. Both together stand on the page of a large province, Places."
        ),
    ),
    Question(
        N_("Are victims of forced labour found, or only of sexual exploitation?"),
        "overview",
        (("form", "ForcedLabour"),),
    ),
    Question(
        N_("How promptly do agencies refer?"),
        "recovery",
        (("view", "referral"),),
        N_("From identification to referral; whether a border was crossed is not recorded."),
    ),
    Question(
        N_("What is SDG indicator 16.2.2 for my country, by sex, age and form?"),
        "context",
        said=N_("Of one country: choose it under the countries. The whole series is in its file."),
    ),
    Question(
        N_("Do more recorded victims mean that it is worse?"),
        "hotspots",
        said=N_("Places where effort may explain the number are marked “may be effort”."),
    ),
    Question(
        N_("How are people a year later, and were they asked?"),
        "recovery",
        said=N_("Follow-ups at 3, 6 and 12 months. What survivors themselves said is not recorded."),
    ),
    Question(N_("What was the target of each indicator, and what was reached?"), "programmes"),
    Question(
        N_("What is known about one province?"),
        "places",
        (("place", "AF-NAN"),),
    ),
]
