# ruff: noqa: E501 - a table of examples reads best with one example a line
"""How every reader reads each of many texts: what it understands, how, and what it says where it does not."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data_access.codes import code_lists
from data_access.importing.formats.htcds_columns import SUPPORT_PLANS
from data_access.importing.reading.answers import read_consent, read_yes_no, speaks_of_consent
from data_access.importing.reading.calendars import read_date, read_year
from data_access.importing.reading.coded_cells import read_code, read_codes
from data_access.importing.reading.places import read_citizenship, read_place, read_province, understand_country
from data_access.importing.reading.shares import read_countries, read_names, read_shares
from data_access.importing.reading.value_columns import (
    read_currency,
    read_flag,
    read_id,
    read_period,
    read_price_year,
)
from data_access.importing.reading.values import Mistake, Understood, Vocabulary, read_whole_number, text_class
from tests.held import hold_in, written

pytestmark = pytest.mark.slow
RESULTS = Path(__file__).parent / "results"
TODAY = datetime.date(2026, 11, 21)
TEXTS = {
    "dates": """2024-03-31|2024-3-1|2024/03/31|31.03.2024|31/03/2024|03/31/2024|05/06/2024|05/05/2024|5.6.2024|1402-05-12|
12/05/1402|25.12.1402|1445-01-01|1403-12-30|1402-12-30|12/05/06|2024-02-30|45382|45382.5|March 2024|2024|2024.0|03/2024|
2024-03-31 00:00:00|2024-03-31T14:30|2024-03-31 14:30:05.250 +04:30|31.03.2024.|2026-11-21|2026-11-22|1989-12-31|1990-01-01|
۱۴۰۲-۰۵-۱۲|2024-03-31?|~2024|before 2024|1368|1367|1405|1410|2002.00|20240|1990|1989|2026|2027|31-03-24|١٤٠٢""",
    "places": """AF|AFG|Afghanistan|afghanistan|افغانستان|Афганистан|Afgʻoniston|Korea|Sudan|Soviet Union|Afghan|Tajiks|Uzbek|Iran|
Islamic Republic of Iran|Turkiye|Turkey|Germny|Xyzland|004|4|999|AF;PK|AFG, Pakistan|AF/IR/PK|Iran and Iraq|AF?|(AF)|AF-HER|
Herat|herat|هرات|Ҳирот|AF-KAB|Kabul|Kabol|AF-XXX|PK-PB|Punjab|Sindh|IR-23|Tehran|Tehrān|Badakhshan|GBAO|Khorog|pk-taftan|Taftan|
Islam Qala|Multan|Torkham|Spin Boldak|Hirat|Heraat|N/A|unknown|-|-99|Namibia|NA|UK|USA|UAE|ايران|پاکستان""",
    "answers": """yes|no|Yes |YES.|y|n|1|0|1.0|true|FALSE|TRUE|да|нет|ҳа|не|نه|بله|نخیر|yo‘q|yoʻq|withdrawn|refused|agreed|consents|
yes?|~yes|yes¹|①|maybe|declined to share|she agreed|permission given|отозвано|رضایت دارد|no longer wants to share|none|ok|ja|nein""",
    "codes": """PhysicalThreats|Physical threats|physicalthreats;DebtBondage|Debt bondage, False promises|DebtBondage FalsePromises|
DebtBondag|Debt bondage?|PhysicalThreats;Nonsense|ForcedLabour|Forced labour|forced-labour|Other|Feminine|Masculine|female|man|
Shelter|shelter (temporary)|LegalAid|Legal|Health|SocialCare|Rights-based training|9-17|18-20|adult|child|Police|NGO|
LaggedBehind|Completed|With family|WithFamily|Deported|IslamQala|Islam Qala|F_Construction|Construction|X_BrickKilns|…Other""",
    "values": """1|12|12.0|0|999|1000|-1|+5|=1+1|@x|#N/A|#NAME?|Err:508|#ИМЯ?|—|−|null|nan|CLEAR|clear|usaid-trained|Usaid|-x|USD|usd|EURO|
2016|2016-01|2016-13|2016-01-31|2016-02-30|2099|1899|15160 60 Human rights|15130 40|15160 60 Human rights|15130 40 Legal and judicial|
15160 60%|AF 60|PK 40|AF 60|PK 60|Afghanistan 70.5 %|40|A 50 %x|IOM|UNODC|12,5|1\u200b2|a\u200bb|1 200|١٢|text of words|+93 70 012 3456""",
    "lists": "AF 60|PK 40;AF 60|PK 60;15160 70 Human rights|15130 30;IOM|UNODC|IOM;a" + "b" * 201 + ";15160 1,5;Afghanistan|Iran",
}  # fmt: skip
READERS: dict[str, tuple[str, Callable[[str], object]]] = {
    "date": ("dates", read_date(TODAY)),
    "date or year": ("dates", read_date(TODAY, "registration_year")),
    "year": ("dates", read_year(TODAY)),
    "solar year": ("dates", read_year(TODAY, solar=True)),
    "period": ("values", read_period),
    "country": ("places", understand_country),
    "citizenship": ("places", read_citizenship),
    "province": ("places", lambda text: read_province(text, None)),
    "province of Afghanistan": ("places", lambda text: read_province(text, "AF")),
    "place": ("places", lambda text: read_place(text, None)),
    "place of Pakistan": ("places", lambda text: read_place(text, "PK")),
    "yes or no": ("answers", read_yes_no),
    "consent": ("answers", read_consent),
    "speaks of consent": ("answers", speaks_of_consent),
    "flag": ("answers", read_flag),
    "means": ("codes", read_codes(code_lists.MEANS_OF_CONTROL)),
    "form": ("codes", read_code(code_lists.FORM_OF_EXPLOITATION)),
    "gender": ("codes", read_code(code_lists.GENDER, {"female": "Feminine"}, {"man": "Write Masculine."})),
    "service": ("codes", read_code(code_lists.SERVICE, SUPPORT_PLANS)),
    "age": ("codes", read_code(code_lists.AGE_BAND)),
    "crossing": ("codes", read_code(code_lists.RETURN_CROSSING)),
    "sector": ("codes", read_codes(code_lists.SECTOR)),
    "whole number": ("values", read_whole_number),
    "id": ("values", read_id),
    "currency": ("values", read_currency),
    "price year": ("values", read_price_year),
    "class": ("values", text_class),
    "shares": ("lists", read_shares),
    "countries": ("lists", read_countries),
    "names": ("lists", read_names),
}


def texts_of(kind: str) -> list[str]:
    if kind == "lists":
        return TEXTS[kind].split(";")
    return [text for text in TEXTS[kind].replace("\n", "").split("|") if text]


def test_what_every_reader_makes_of_every_text() -> None:
    def lines() -> Iterator[str]:
        for name, (kind, read) in READERS.items():
            yield f"==== {name}"
            yield from _read(read, texts_of(kind))

    hold_in(RESULTS, "readers", lines())


def test_what_columns_make_of_every_text() -> None:
    """Of a column of words, of one of dates, one that is published, and one that decides on publication."""
    columns = {
        "words": Vocabulary(str, is_free=True),
        "published": Vocabulary(str, is_free=True, is_published=True, refuses_signs=True),
        "organisations": Vocabulary(str, is_free=True, names_organisations=True, instead="Write its kind."),
        "numbers": Vocabulary(read_whole_number),
        "dates": Vocabulary(read_date(TODAY), holds_dates=True),
        "consent": Vocabulary(read_consent, is_decisive=True),
        "own words": Vocabulary(str, missing_words=frozenset({"nothing", "12"})),
    }
    columns["dates"].knows_clear = True

    def lines() -> Iterator[str]:
        texts = [text for kind in ("values", "answers", "dates") for text in texts_of(kind)]
        texts += [
            "",
            " ",
            "Ahmad Zahir son of Karim",
            "0799123456",
            "nothing",
            "a b",
            "\u200eyes\u200f",
            "year\u200b 2024",
        ]
        for name, column in columns.items():
            yield f"==== {name}"
            codes = column.encode(texts)
            told = dict(zip(texts, codes.tolist(), strict=True))
            yield written([text for text, code in told.items() if code == -1])
            yield written(column.values)
            yield written({text: [one.how for one in how] for text, how in column.understood.items()})
            for text, code in told.items():
                if code < -1:
                    yield f"{written(text)}: {_mistake(column.mistake(code))}"
            yield written(column.lookup(codes, missing="nothing").tolist()[:9])

    hold_in(RESULTS, "columns", lines())


def _read(read: Callable[[str], object], texts: list[str]) -> Iterator[str]:
    """A line a text that is read, and one for each mistake with all texts that it is said of."""
    mistakes: dict[str, list[str]] = {}
    for text in texts:
        try:
            found = read(text)
        except Mistake as mistake:
            mistakes.setdefault(_mistake(mistake), []).append(text)
            continue
        how = f" ({found.how}; {found.example})" if isinstance(found, Understood) else ""
        yield f"{text} → {written(found.value if isinstance(found, Understood) else found)}{how}"
    yield from (f"{said}: {'|'.join(of)}" for said, of in mistakes.items())


def _mistake(mistake: Mistake) -> str:
    flags = "".join(".x"[one] for one in (mistake.is_certain, mistake.may_be_left_empty))
    said = (mistake.severity, mistake.expected, mistake.mend, mistake.value, mistake.kind, mistake.example, flags)
    return "; ".join(filter(None, map(str, said)))
