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
        said=N_(
            "Not published. Justice steps of a case can be recorded (table of justice steps in the template), without "
            "a province yet; no release holds them."
        ),
    ),
    Question(
        N_("Bonded labour in brick kilns by province, and how many cases did labour inspection hand to the police?"),
        "context",
        (("view", "provinces"),),
        N_(
            "Labour inspectors and violations, as published. Brick kilns are recorded as manufacturing, so no number "
            "of them alone is known; that inspectors handed a case to the police would have to be recorded as a "
            "referral by their source."
        ),
    ),
    Question(N_("What share are women, and for what purpose?"), "overview", (("sex", "female"),)),
    Question(N_("How many were arrested and convicted last year?"), "context"),
    Question(N_("Is it rising? Within the country or across borders? Women and children?"), "overview"),
    Question(N_("Two different numbers are quoted: whose figure is it?"), "context", (("view", "sources"),)),
    Question(N_("Is this trafficking, or smuggling?"), "methods"),
    Question(
        N_("Who comes through Taftan, from where, how many women and children?"),
        "routes",
        (("view", "province-through-ways"), ("place", "PK-BA")),
        N_("By year and province, for all crossings of Balochistan: no release is made by quarter or by crossing."),
    ),
    Question(
        N_("How many returned at each crossing, were they forced, and what share was helped?"),
        "context",
        (("view", "returns"),),
    ),
    Question(
        N_("How many unaccompanied children came through Islam Qala?"),
        "context",
        (("view", "returns"),),
        N_("Weeks and months that were published. Whether a child is alone is not a field of the cases yet."),
    ),
    Question(
        N_("How many boys are kept for bacha bazi, and was anybody convicted?"),
        "context",
        (("view", "figures"), ("search", "bacha")),
        N_(
            "What others have published. In the cases it is sexual exploitation without a kind of its own; who "
            "exploited is not in them."
        ),
    ),
    Question(
        N_("Where are children recruited, and by whom?"),
        "overview",
        (("view", "source"), ("age", "child")),
        N_("Where, but not by whom: the relation to the recruiter is recorded, and not published yet."),
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
    Question(N_("What is SDG indicator 16.2.2 for my country, by sex, age and form?"), "context"),
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
