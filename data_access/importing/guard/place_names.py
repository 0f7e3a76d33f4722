"""Words that are names of places, in all languages and in their cases: no person is called by them here."""

import re
from functools import cache

from babel import Locale

from data_access.gazetteer import countries, places, provinces
from data_access.importing.guard.personal_words import OTHER_NAMES

LANGUAGES = ("en", "fa", "ps", "ur", "tg", "uz", "uz_Cyrl", "ru", "tk")
# towns abroad that reports of the region name, and forms of names that the gazetteer does not hold
_MORE = (
    "Dubai Istanbul Ankara Moscow Delhi London Geneva Tehran Mashhad Khorog Panjakent Termez Termiz "
    "Samarqand Bishkek Osh Almaty Sharjah Ajman Muscat Doha Riyadh Jeddah Baghdad Erbil Karachi "
    "Lahore Islamabad Peshawar Quetta Rawalpindi Дубай Стамбул Анкара Москва Дели Тегеран Хорог "
    "Пенджикент Термез Самарканд Бишкек Ош Алматы Сибирь Согд Хатлон Қашқадарё Сурхондарё Тошкент "
    "Самарқанд Термиз Маскав Туркия Россия Русия دبی استانبول انقره مسکو دهلی تهران مشهد مزارشریف "
    "پشاور پیشاور کویته کوئٹہ کوټه لاهور کراچی اسلام‌آباد چمن تورخم بنوں "
)
_SEVERAL = ["Rahim Yar Khan", "Dera Ismail Khan", "Dera Ghazi Khan", "Ghulam Khan", "Imam Sahib"]
_CASES = re.compile(r"(?:ning|dagi|dan|den|lik|da|ga|ni)$")  # of Uzbek and Turkmen
_ENDINGS = re.compile(r"[аяеиоуыйьъӣ]$")
_ARABIC = str.maketrans(
    {"ي": "ی", "ى": "ی", "ئ": "ی", "ې": "ی", "ۍ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ۃ": "ه",
     "أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و", "\u200c": None, "\u0654": None}
)  # fmt: skip


def one_spelling(text: str) -> str:
    """Return a text with the variants of its Arabic letters made one, and without the signs that join and part them."""
    return text.translate(_ARABIC)


def is_place(word: str) -> bool:
    """Return whether a word is the name of a place, or a form of it (Кабула, Хатлонской, Termizning)."""
    plain = one_spelling(word).casefold()
    if plain in _names():
        return True
    if plain.isascii():
        return _CASES.sub("", plain) in _names()
    # of the cases of Russian and Tajik the beginning is the name
    return len(plain) > 4 and any(plain[:end] in _stems() for end in range(max(4, len(plain) - 7), len(plain)))


def without_places(text: str) -> str:
    """Return a text with the names of places that have several words, such as Sher Khan Bandar, taken out."""
    return _names_of_several_words().sub("·", text)


def names_a_place(text: str) -> bool:
    """Return whether a text names a place."""
    text = one_spelling(text)
    return bool(_names_of_several_words().search(text)) or any(map(is_place, re.findall(r"[^\W\d_]{3,}", text)))


@cache
def names_of_provinces(country: str | None) -> re.Pattern[str]:
    """Return what finds the provinces of a country (None: of all), as the languages of the region write them."""
    table = provinces()
    names = table[table["country"] == country] if country else table
    every = {re.escape(str(name)) for column in ("name_en", "name_fa") for name in names[column] if name}
    every |= {_declined(str(name)) for name in names["name_ru"] if name}
    every |= {re.escape(name) for name in OTHER_NAMES} if country in (None, "TJ", "UZ") else set()
    longest_first = sorted(every, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)") if every else re.compile("(?!)")


def _declined(name: str) -> str:
    """A Russian name in any case: Герат, Герате; Хатлонская обл., Хатлонской области."""
    stem = name.removeprefix("г. ").removesuffix(" обл.").strip()
    if stem.endswith(("ая", "ий", "ый")):
        return re.escape(stem[:-2]) + r"\w{1,3}"
    return re.escape(stem.rstrip("аьяи")) + r"(?:а|у|е|ом|ы|и|ой|ей|ю|я|ь|ью|ем)?"


@cache
def _every_name() -> frozenset[str]:
    names = {str(name) for table in (places(), provinces()) for column in table if str(column).startswith("name_")
             for name in table[column] if name}  # fmt: skip
    known = set(countries()["code"])
    for language in LANGUAGES:
        names |= {str(name) for code, name in Locale.parse(language).territories.items() if code in known}
    return frozenset({*names, *_MORE.split(), *_SEVERAL})


@cache
def _names() -> frozenset[str]:
    return frozenset(one_spelling(name).casefold() for name in _every_name() if not re.search(r"[\s-]", name))


@cache
def _stems() -> frozenset[str]:
    return frozenset(stem for name in _names() if len(stem := _ENDINGS.sub("", name)) > 3)


@cache
def _names_of_several_words() -> re.Pattern[str]:
    several = {form for name in _every_name() if " " in name and "(" not in name for form in (name, one_spelling(name))}
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, several), key=len, reverse=True))})(?!\w)")
