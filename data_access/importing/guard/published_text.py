"""Personal data in text that will be published: it is looked at harder than a cell that only this database holds.

Years, periods, amounts, references of documents and addresses of publications belong there and are no personal data;
names of persons, ways to reach them, where they live and when they were born do not.
"""

import re
from collections.abc import Iterator

from data_access.importing.guard.addresses import is_address
from data_access.importing.guard.described_persons import describes_a_person
from data_access.importing.guard.link_parameters import leads_inside, names_a_path, personal_in_link
from data_access.importing.guard.person_names import names_a_person
from data_access.importing.guard.personal_numbers import identity_number, phone_number

_LINK = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{0,20}://|www\.)\S+|\b(?:[a-z0-9-]{1,63}\.){1,5}(?:com|org|net|gl|gle|ms|tl|nz|sk|me|kz|ru|ly|gd|co|cc|gy)/\S+",
    re.IGNORECASE,
)
_MAP = re.compile(
    r"(?:maps?\.|goo\.gl/maps|google\.[a-z.]+/maps|/maps?/|osm\.org|openstreetmap\.org/?(?:#|\?|node|way)|2gis\.|"
    r"neshan\.org|balad\.ir|what3words|waze\.com|geo:|w3w\.co)",
    re.IGNORECASE,
)
_SHORTENED = re.compile(
    r"(?:^|//|\b)(?:bit\.ly|tinyurl\.com|goo\.gl|t\.co|is\.gd|ow\.ly|clck\.ru|vk\.cc|cutt\.ly|rb\.gy)/", re.IGNORECASE
)
_PROFILE = re.compile(
    r"(?:^|//|\.|\b)(?:t\.me|wa\.me|telegram\.me|facebook\.com|fb\.com|m\.me|instagram\.com|tiktok\.com|vk\.com|ok\.ru|"
    r"twitter\.com|x\.com|snapchat\.com|linkedin\.com/in|(?:api|chat)\.whatsapp\.com|signal\.(?:me|group))/|^(?:viber|whatsapp|tg|skype|tel|imo|sms)://",
    re.IGNORECASE,
)
_NETWORK = (
    r"telegrami?|whats ?app|instagrami?|insta|facebook|messenger|skype|viber|imo|snapchat|tiktok|odnoklassniki|"
    r"vkontakte|"
    r"телеграм+\w?|телеграми|в[ао]тсап|вайбер|скайп|инстаграм\w?|фейсбук\w?|вконтакте|одноклассники|имо|"
    r"تلگرام|تلیگرام|ټلیګرام|ټیلیګرام|واتساپ|واتس اپ|واټساپ|واٹس ایپ|"
    r"ٹیلیگرام|فیس ?بوک|فیس بک|انستاگرام|انسټاګرام|انسٹاگرام|اسکایپ|سکایپ|ایمو|وایبر"
)
_HANDLE = re.compile(
    r"(?:^|[\s(])@[A-Za-z]\w{2,}"
    r"|\b(?:telegram|whats ?app|instagram|insta|facebook|fb|tg|skype|viber|imo|snapchat|tiktok)\b"
    r"\s*(?::|id\b|@|me\b)"
    # a word of the network, and within a few words what is no word: letters with digits, points or low lines in them
    rf"|(?<!\w)(?:{_NETWORK})(?!\w)[\s:,–-]*(?:\w{{1,30}}[\s:,–-]{{1,3}}){{0,3}}?(?=[A-Za-z])\w{{2,40}}[\d_.]\w{{0,40}}[A-Za-z\d]"
    rf"|(?<!\w)(?:{_NETWORK})\s?:\s?[A-Za-z][\w.]{{3,}}"
    rf"|(?<![\w/-])(?=[A-Za-z_.]*\d)[A-Za-z][\w.]{{3,30}}\s(?:on|in|via|в|на|дар|در|په)\s(?:{_NETWORK})(?!\w)",
    re.IGNORECASE,
)
# the number of one case in a register: the word, and letters and digits with hyphens or strokes between
_CASE_KEY = re.compile(
    r"(?<![\w-])(?:cases?|file|dossier|client|survivor|victim|beneficiary|дел[оауе]|досье|парванда\w*|иш|ish|"
    r"دوسیه|دوسیې|دوسيه|پرونده|قضیه|قضیهٔ|کیس)[\s:#№(]+"
    r"(?:(?:no|nr|id|number|code|key|номер|рақами|raqami|نمبر|شماره|شمېره|ګڼه)\b[\s.:#№]*)?"
    r"(?:(?-i:[A-ZА-ЯЁҚҒҲҶЎӢӮ]{2,20})\w{0,20}[-/_](?:\w{1,20}[-/_]){0,4}\d{1,20}|[^\W\d_]{2,20}\w{0,20}[-/_]\d{1,20}[-/_]\d{1,20})\b",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"\S@\S|\S\s*[\[(]\s*at\s*[\])]\s*\S|\b\S+ at \S+ dot \S", re.IGNORECASE)
_REFERENCE = re.compile(r"\b(?:ISBN|ISSN)[\s:]*[\dX-]+(?:\s[\dX-]+)*|\bdoi:?\s*\S+|\b10\.\d{4,}/\S+", re.IGNORECASE)

_DECIMALS = re.compile(r"(-?\d{1,3}[.٫]\d{3,})\s*°?\s*[NSEW]?\s*[,،;:/|\s]\s*(-?\d{1,3}[.٫]\d{3,})")
# with commas: four digits and more, because three are thousands
_COMMAS = re.compile(
    r"(?<![\d.,])(?:2\d|3\d|4[0-7]),\d{4,}\s*[NСc]?\s*[;:/|\s]\s*(?:4[2-9]|[5-7]\d|8[0-7]),\d{4,}(?![\d.,])"
)
# to a kilometre, in this part of the world and not a pair of shares
_NEAR_HERE = re.compile(
    r"(?<![\d.])(?:2[3-9]|3\d|4[0-7])[.]\d\d+\s?,\s?(?:4[2-9]|[5-7]\d|8[0-7])[.]\d\d+(?![\d.]|\s*(?:%|per))"
)
_COORDINATE = re.compile(
    r"\d\s*[°º]\s*\d|\d\s*[°º]\s*[NSEW]\b|\d[.]\d{3,}\s*[NSEW]\b|\d[.,]\d+\s?[NS]\b\W{0,3}\d{1,3}[.,]\d+\s?[EW]\b"
    r"|\b[NSEW]\s?\d{1,3}\s\d{1,2}\s\d{1,2}\b|\b[NSEW]\s?\d{1,3}[.]\d{3,}|\b\d{1,3}\s\d{1,2}\s\d{1,2}(?:[.]\d+)?\s?[NSEW]\b"
    r"|(?<![\w+])(?=\w*[CFGHJMPQRVWX])[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?!\w)"
    r"|\b\d{1,2}[C-X] ?[A-Z]{2} ?\d{4,5} ?\d{4,5}\b|///\w+\.\w+\.\w+|\bgeo:"
    r"|\b(?:lat|lon|lng|latitude|longitude|широта|долгота)\b\W{0,3}-?\d{1,3}[.٫]\d"
)
_SOLAR_MONTH = (
    r"hamal|saur|sawr|jawza|saratan|asad|sunbula|mizan|aqrab|qaws|jadi|dalwa?|hut|farvardin|ordibehesht|khordad|tir|"
    r"mordad|shahrivar|mehr|aban|azar|dey|bahman|esfand|"
    r"حمل|ثور|جوزا|سرطان|اسد|سنبله|میزان|عقرب|قوس|جدی|دلو|حوت|فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|"
    r"بهمن|اسفند"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)\w*"
_SOLAR_DATE = rf"\d{{1,2}}\s+(?:{_SOLAR_MONTH}),?\s+1[34]\d\d"
_DATE = (
    rf"(?:\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH},?\s+\d{{4}}|{_SOLAR_DATE})"
)
# the day, the year: between a word of birth and the number
_OF_BIRTH = (
    r"(?:date|day|year|sana\w*|yil\w*|kun\w*|сана\w*|йил\w*|кун\w*|сол\w*|рӯз\w*|год\w*|дата|"
    r"ن[ېی]ټ[هې]|کال|تاریخ|سال|ورځ)"
)
_BIRTH = re.compile(
    rf"(?:\bborn\b|\bb\.|\bd\.?o\.?b\b|\bbirth ?(?:date|day)?\b|родил\w*|рожд\w*|таваллуд\w*|tug\W?ilgan|тугилган|"
    rf"туғилган|doglan|متولد|تولد|پیدائش|زیږ\w*|زېږ\w*)(?:\s?{_OF_BIRTH})?[\s:,-]*(?:on\s+|in\s+|[сsв]\s+|سال\s+)?(?:{_DATE}|(?:{_MONTH}\s+)?(?:19|20|13)\d\d\b(?!-\d{{4}}))"
    rf"|(?:{_DATE}|(?<!\d)(?<!дети )(?<!детей )(?<!детям )(?<!лица )(?<!лиц )(?:19|20)\d\d)\s*(?:г\.?\s?р\b|"
    rf"(?:г\.|года?)?\s?рожд)"
    r"|(?:19|20)\d\d\s?-?\s?(?:yil\w*|йил\w*)\s(?:tug\W?ilgan|т[уў]ғилган)(?!\s(?:bola|бола|qizlar|қизлар|ayollar|аёллар))"
    r"|(?<!\d)(?:13|14|19|20)\d\d\s?(?:کال\s)?(?:کی\s)?(?:زیږ\w*|زېږ\w*)",
    re.IGNORECASE,
)
_OLD_DATE = re.compile(
    r"(?:(?P<y1>\d{4})[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?P<y2>\d{4}))", re.IGNORECASE
)
_CHILDREN_NOW = {1900: 2012, 1300: 1391}  # a cell that is nothing but a day before these years is a birth date


def personal_in_published(text: str) -> list[str]:
    """Return the kinds of personal data that a text that will be published holds, each once.

    text: NFKC, with Latin digits and plain hyphens. What one kind has recognised is taken out before the next looks: a
    passport is no phone number as well.
    """
    return list(dict.fromkeys(_kinds(text)))


def _kinds(text: str) -> Iterator[str]:
    for link in _LINK.findall(text):
        for kind, pattern in _IN_LINKS:
            if pattern.search(link):
                yield kind
                break
        else:
            yield from ["a link that not everybody may follow"] if leads_inside(link) else personal_in_link(link)
    if names_a_path(text):
        yield "a place on a computer"
    text = _REFERENCE.sub(" ", _LINK.sub(" ", text)).strip()
    if _is_old_day(text):
        yield "a birth date"
    for kind, pattern in (("an e-mail address", _EMAIL), ("a personal account", _HANDLE), ("a birth date", _BIRTH)):
        if pattern.search(text):
            yield kind
            text = pattern.sub(" · ", text)
    if is_coordinate(text):
        yield "a coordinate"
        text = _DECIMALS.sub(" · ", _COORDINATE.sub(" · ", text))
    for kind, find in (("an identity number", identity_number), ("a phone number", phone_number)):
        while found := find(text):
            yield kind
            text = text.replace(found, " · ")
    if _CASE_KEY.search(text):
        yield "the key of a case"
    if is_address(text):
        yield "an address"
    if names_a_person(text):
        yield "a name"
    if describes_a_person(text):
        yield "a description by which one person may be known"


_IN_LINKS = (
    ("a map link", _MAP),
    ("a personal account", _PROFILE),
    ("an e-mail address", _EMAIL),
    ("a link that hides where it leads", _SHORTENED),
)


def is_coordinate(text: str) -> bool:
    """Return whether a text holds a place on the earth to a hundred metres or so."""
    if _COORDINATE.search(text):
        return True
    for found in _DECIMALS.finditer(text):
        pair = [float(part.replace("٫", ".")) for part in found.groups()]
        latitude, longitude = sorted(pair)
        if 20 <= latitude <= 60 and 20 <= longitude <= 90:
            return True
    return _NEAR_HERE.search(text) is not None or _COMMAS.search(text) is not None


def _is_old_day(text: str) -> bool:
    day = _OLD_DATE.fullmatch(text)
    if day is None:
        return False
    year = int(day["y1"] or day["y2"])
    return any(first <= year < last for first, last in _CHILDREN_NOW.items())
