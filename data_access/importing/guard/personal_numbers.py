"""Phone numbers and identity numbers of the six countries and their neighbours, however they are written.

Phone numbers are judged by Google's libphonenumber (the library phonenumbers); identity numbers by their length, the
date in them and their check digit, where the country has one.
"""

import datetime
import re
from itertools import pairwise

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from data_access.importing.guard.number_words import DIGITS

CORE = ("AF", "PK", "IR", "TJ", "TM", "UZ")
# whose numbers are written with a 0 (or, of the last two, an 8) before them
WITH_PREFIX = (*CORE, "KG", "TR", "AE", "IQ", "IN", "SA", "KZ", "RU")
MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
CODES = {str(phonenumbers.country_code_for_region(region)) for region in CORE}

PHONE_WORD = (
    r"phones?|tel|telephone|mobile|mob|cell|call|whats ?app|imo|viber|contact|number is|тел|телефон|моб|рақами|telefon|"
    r"تماس|تلفن|تیلفون|ټیلیفون|موبایل|موبائل|فون|رابطه|واتساپ"
)
_WORD_BEFORE = re.compile(rf"(?<!\w)(?:{PHONE_WORD})\b[\s.:#№(]*\w{{0,9}}[\s.:#№(]*$", re.IGNORECASE)
_WORD_AFTER = re.compile(rf"^[\s.,:)(-]*(?:{PHONE_WORD})\b", re.IGNORECASE)
_RUN = re.compile(r"(?<![\w.,$€£])[+(]{0,2}\d(?:[\s().\-/_·]{0,3}\d){6,15}(?!\d)")
# O799l23456: letters in the place of digits
_IN_LETTERS = re.compile(
    r"(?<!\w)[O0](?=\w*[OlI])(?=(?:\w*\d){6})[\dOlI]{8,10}(?!\w)"
    r"|(?<!\w)[O0](?=[\dOlI -]{0,12}[OlI])[\dOlI]{2,3}(?:[ -][\dOlI]{2,4}){2,3}(?!\w)"
)
# told digit by digit: seven-nine-nine 12 34 56
_SPOKEN = re.compile(
    rf"(?<!\w)(?:(?:double|triple)\s)?(?:{DIGITS})(?:[\s,-]+(?:double\s|triple\s)?(?:{DIGITS})){{2}}"
    rf"(?:[\s,-]+(?:double\s|triple\s)?(?:{DIGITS}|\d{{1,4}})){{3,}}(?!\w)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"(?:USD|EUR|AFN|PKR|IRR|GBP|TJS|UZS|TMT|Rs\.?|[$€£])\s*$", re.IGNORECASE)
_YEAR = r"(?:19|20|13|14)\d\d"
_KEY_RUN = re.compile(r"(?<!\d)[+(]{0,2}\d(?:[\s().\-_]{0,3}\d){8,15}(?!\d)")

_WITH_WORD = re.compile(
    r"(?<!\w)(?:passport|pasport\w*|паспорт\w*|"
    r"پاسپورت|گذرنامه|پاسپورٹ|national id|id card|id no|id number|taz?[sk]\w*ra|"
    r"تذکره|کد ملی|شناختی کارڈ|pinfl|пинфл|jshshir|жшшир|инн|иин|пин|cnic|nicop|шиноснома)"
    r"(?:\s*(?:no|nr|number|№|#|نمبر|شماره))?[\s.:#№-]{0,4}[A-ZА-Я]{0,3}[\s-]?\d[\d\s-]{4,}"
    r"|(?<!\w)(?:passport|паспорт\w?|پاسپورت)\s(?:\w+\s){0,2}(?:[A-ZА-Я]{1,3}\s?\d{6,}|\d{7,})"
    r"|\bIMEI\b\D{0,8}\d{8,}"
    r"|(?<!project )(?<!award )(?<!activity )(?<!grant )(?<!iati )(?<!document )(?<!indicator )(?<!contract )"
    r"(?<!dataset )\b(?:ID|UID|personal (?:no|number|code)|удостоверени\w*|документ\w* №|شناسه|د هویت)"
    r"\W{0,4}(?:no|nr|number|card|№)?\W{0,4}\d[\d -]{7,}"
    r"|\b(?:travel|identity|identification|birth) (?:document|certificate|card|paper)s?\s*(?:no|nr|number|№|#)?"
    r"[\s.:#№]{0,3}[A-ZА-Я]{0,3}[\s-]?\d{5,}"
    # accounts and cards of banks
    r"|\bIBAN\b\W{0,3}[A-Z]{2}\s?\d{2}[\s\dA-Z-]{8,}"
    r"|(?<!\w)(?:accounts?|a/c|acct|bank card|card|сч[её]т\w?|карт[аыуе]|ҳисобрақам\w*|суратҳисоб|корт\w?|"
    r"hisob ?raqam\w*|karta\w*|"
    r"ҳисоб ?рақам\w*|карта\w*|حساب|کارت|اکاونټ|اکاؤنٹ|کارڈ)(?:\s(?:no|nr|number|№|бонкӣ|بانکی|نمبر|شماره|شمېره))?"
    r"[\s.:#№]{0,3}\d(?:[\s-]?\d){9,}"
    r"|(?<!\w)(?:شناسنامه|کد ?ملی|ملی کد|شماره ملی|کارت ملی)\s?(?:شماره|نمبر|:)\s?:?\s?\d{3,}"
    r"|(?<!\w)(?:شناسنامه|کد ?ملی|ملی کد|شماره ملی|کارت ملی)\s?\d{5,}"
    r"|(?:پېژندپاڼې|پیژندپاڼی|پیژندپاڼې|تذکره|تذکرې)\s(?:\w+\s){0,2}\d[\d -]{4,}",
    re.IGNORECASE,
)
_CNIC = re.compile(r"(?<!\d)(?<!\d-)[1-8]\d{4}([-\s_./]?)\d{7}\1\d(?![\d-])")
_CARD = re.compile(r"(?<![\d.,-])\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?![\d.,-])")
_TAZKIRA = re.compile(r"(?<![\d-])1[34]\d\d([-\s])\d{4}\1\d{5}(?![\d-])")
_PASSPORT = re.compile(r"(?<![A-Za-z\d-])(?:[A-Z]{1,2}(?!00)\d{7,9}|[PO]\d{8}|I{1,2}-[A-ZŞÄÝ]{2}\s?№?\s?\d{6})(?!\d)")
_NUMBER = re.compile(r"(?<![\d.,/-])\d{10,14}(?![\d.,/-]*\d)")
_PAPER_TAZKIRA = ("جلد", "صفحه", "ثبت", "صکوک")


def phone_number(text: str) -> str:
    """Return the first phone number of a text in words (its digits Latin, its dashes hyphens), "" if there is none."""
    if written := _SPOKEN.search(text) or _IN_LETTERS.search(text):
        return written.group()
    for found in _RUN.finditer(text):
        before, after = text[max(0, found.start() - 30) : found.start()], text[found.end() : found.end() + 20]
        digits = re.sub(r"\D", "", found.group())
        if _is_date_or_years(found.group()) or _MONEY.search(before):
            continue
        if _WORD_BEFORE.search(before) or _WORD_AFTER.search(after):
            return found.group()
        # what letters and a hyphen lead up to is the number of a register: GB-COH-123456789
        is_register = re.search(r"[A-Z]-$", before) is not None
        if _is_dialled(found.group(), digits) or (len(digits) >= 9 and not is_register and _is_mobile(digits)):
            return found.group()
    return ""


def phone_number_in_key(key: str) -> bool:
    """Return whether a case key is, or holds, a phone number: of nine digits or more, and with no year in it."""
    for found in _KEY_RUN.finditer(key):
        run = found.group()
        groups, digits = re.findall(r"\d+", run), re.sub(r"\D", "", run)
        if run.startswith("+"):
            return True
        if any(re.fullmatch(_YEAR, group) for group in groups) or re.match(rf"{_YEAR}(?:0|1[0-2])", digits):
            continue
        if len(digits) >= 10 and _is_dialled(run, digits):
            return True
        if not re.search(r"\d[-./_]\d", run) and _is_mobile(digits):
            return True
    return False


def _is_dialled(run: str, digits: str) -> bool:
    """Is a run of digits written as it is dialled: with + or 00 and the country, or with the 0 of the country?"""
    if run.startswith("+"):
        return 8 <= len(digits) <= 15
    if re.match("00[1-9]", digits):
        return len(digits) >= 11 and (digits[2:5].startswith(tuple(CODES)) or _is_valid("+" + digits[2:], None))
    if re.match("0[1-9]", digits):
        return len(digits) >= 8 and any(_is_valid(digits, region) for region in WITH_PREFIX)
    return len(digits) == 11 and digits[0] == "8" and any(_is_valid(digits, region) for region in ("KZ", "RU"))


def _is_mobile(digits: str) -> bool:
    """Are these the digits of a mobile number of the six countries, with or without the country's code?"""
    if digits.endswith("00000"):
        return False  # an amount
    if any(digits.startswith(code) for code in CODES) and _is_valid("+" + digits, None, MOBILE):
        return True
    return digits[0] != "0" and any(
        len(digits) == length and _is_valid(digits, region, MOBILE)
        for region, length in (("AF", 9), ("PK", 10), ("IR", 10), ("TJ", 9), ("UZ", 9))
    )


def _is_valid(number: str, region: str | None, kinds: set[int] | None = None) -> bool:
    try:
        parsed = phonenumbers.parse(number, region)
    except NumberParseException:
        return False
    if not phonenumbers.is_valid_number(parsed):
        return False
    return kinds is None or phonenumbers.number_type(parsed) in kinds


def _is_date_or_years(run: str) -> bool:
    groups = re.findall(r"\d+", run)
    if re.fullmatch(_YEAR, groups[0]) or any(
        re.fullmatch(_YEAR, one) and re.fullmatch(_YEAR, other) for one, other in pairwise(groups)
    ):
        return True
    return len(groups) >= 3 and bool(re.match(rf"\(?\d{{1,2}}\D\d{{1,2}}\D{_YEAR}(?:\D|$)", run))


def identity_number(text: str, *, is_key: bool = False) -> str:
    """Return the first number of an identity card, passport, tax card or telephone set of a text, "" if it has none."""
    if not is_key:
        if found := _WITH_WORD.search(text):
            return found.group()
        if sum(word in text for word in _PAPER_TAZKIRA) > 1:
            return text
    cnic = _CNIC.search(text)
    if cnic and is_key and re.match(r"20[0-2]\d{10}", cnic.group()):
        cnic = None  # a year and a sequence; no card begins so
    card = None if is_key else _CARD.search(text)
    if found := cnic or card or _TAZKIRA.search(text) or _PASSPORT.search(text):
        return found.group()
    return next((found.group() for found in _NUMBER.finditer(text) if _is_national_code(found.group())), "")


def _is_national_code(digits: str) -> bool:
    if re.match(rf"(?:{_YEAR}|0000)", digits) or digits.endswith("00000"):
        return False  # a year and a sequence, a sequence, an amount
    if len(digits) == 10:
        return _is_iranian(digits)
    if len(digits) == 12:
        return _is_kazakh(digits)
    if len(digits) == 14:  # PINFL of Uzbekistan, PIN of Kyrgyzstan: sex and century, birth date
        return digits[0] in "123456" and (_is_day(digits[1:7], "%d%m%y") or _is_day(digits[1:9], "%d%m%Y"))
    return False


def _is_iranian(digits: str) -> bool:
    rest = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return len(set(digits)) > 1 and int(digits[9]) == (rest if rest < 2 else 11 - rest)


def _is_kazakh(digits: str) -> bool:
    if digits[6] not in "123456" or not _is_day(digits[:6], "%y%m%d"):
        return False
    for weights in ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
        rest = sum(int(digit) * weight for digit, weight in zip(digits[:11], weights, strict=True)) % 11
        if rest < 10:
            return int(digits[11]) == rest
    return False


def _is_day(text: str, pattern: str) -> bool:
    try:
        return datetime.datetime.strptime(text, pattern).year <= datetime.date.today().year
    except ValueError:
        return False
