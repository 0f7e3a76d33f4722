"""How many cases may be published, and why the others may not."""

from dataclasses import dataclass

from sqlalchemy import Connection, case, func, or_, select

from data_access.cases import schema
from data_access.errors import number_of

_PRESUMING = select(schema.source.c.code).where(schema.source.c.consent_policy == "presumed")
_OF_OTHERS = select(schema.joined_record.c.kept_key).where(
    schema.joined_record.c.content.is_not(None), schema.joined_record.c.source.not_in(_PRESUMING)
)
# whether a case without an answer stays out: of several records of one person the source that is stricter decides
ASKS_FOR_A_YES = or_(schema.case.c.source.not_in(_PRESUMING), schema.case.c.case_key.in_(_OF_OTHERS))


@dataclass(frozen=True)
class Consents:
    """How many cases there are, how many of them may be published, and how many may not, by the reason in words.
    `sources`: those whose rule keeps a person out whose case another source holds."""

    cases: int
    publishable: int
    reasons: dict[str, int]
    sources: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Say it: "0 of 30 may be published, because 30 have …"."""
        said = f"{self.publishable:,} of {number_of(self.cases, 'case', 'cases')} may be published"
        because = "; ".join(number_of(number, OF_ONE[reason], reason) for reason, number in self.reasons.items())
        because = because.format(sources=", ".join(self.sources))
        return f"{said}, because {because}." if because else f"{said}."


UNASKED_ELSEWHERE = "unasked_elsewhere"
REASONS = {
    "not_a_victim": "were found not to be victims of trafficking",
    "refused": "do not consent to share (con_Consent is no)",
    "unasked": 'have no answer in con_Consent, and their source asks for a clear yes (consent_policy is "required")',
    UNASKED_ELSEWHERE: (
        "have no answer in con_Consent, and the source of another record of the person ({sources}) asks for a clear yes"
    ),
}
OF_ONE = dict(
    zip(
        REASONS.values(),
        [
            "was found not to be a victim of trafficking",
            "does not consent to share (con_Consent is no)",
            'has no answer in con_Consent, and its source asks for a clear yes (consent_policy is "required")',
            "has no answer in con_Consent, and the source of another record of the person ({sources}) asks for a clear "
            "yes",
        ],
        strict=True,
    )
)


def count_consents(connection: Connection, source: str | None = None) -> Consents:
    """Count the cases of one source, or of all, by whether they may be published; each stands under one reason.

    The whole rule is that of publishing (coding.PUBLISHABLE); a test holds both together.
    """
    cases = schema.case
    reason = case(
        (cases.c.trafficking_status == "NotAVictimOfTrafficking", "not_a_victim"),
        (cases.c.consent_to_share.is_(True), "publishable"),
        (cases.c.consent_to_share.is_(False), "refused"),
        (cases.c.source.not_in(_PRESUMING), "unasked"),
        (ASKS_FOR_A_YES, UNASKED_ELSEWHERE),
        else_="publishable",
    )
    query = select(reason, func.count()).select_from(cases).group_by(reason)
    if source is not None:
        query = query.where(cases.c.source == source)
    counts = {str(name): int(number) for name, number in connection.execute(query)}
    reasons = {words: counts[name] for name, words in REASONS.items() if name in counts}
    record = schema.joined_record
    unasked = select(cases.c.case_key).where(reason == UNASKED_ELSEWHERE)
    if source is not None:
        unasked = unasked.where(cases.c.source == source)
    stricter = select(record.c.source).where(record.c.kept_key.in_(unasked), record.c.content.is_not(None))
    stricter = stricter.where(record.c.source.not_in(_PRESUMING))
    sources = tuple(sorted(set(connection.scalars(stricter)))) if UNASKED_ELSEWHERE in counts else ()
    return Consents(sum(counts.values()), counts.get("publishable", 0), reasons, sources)
