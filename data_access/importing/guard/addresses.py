"""Addresses in text that will be published: of houses and flats, and those that landmarks give."""

import re

from data_access.importing.guard.place_names import is_place
from data_access.importing.guard.word_lists import listed

_ADDRESS = re.compile(
    r"\b(?:house|flat|apartment|apt|plot)\s*(?:no|nr|number)\b[\s.:#]*\d|\b(?:house|h|flat|apartment|plot|street|st)\s*#\s*\d"
    r"|\b(?-i:House|Flat|Apartment|Plot) \d{1,4}(?:[-/]?[A-Za-z])?\s*,|\bplot \d{1,4}-[A-Z]\b"
    r"|\bstreet (?:no\.? ?)?\d{1,3}(?:\s*,|$)"
    r"|\b\d{1,4}[A-Za-z]?,? (?-i:(?:[A-Z]\w+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Alley|Chowk))\b"
    r"|\bhouse \d{1,4}[A-Za-z]?,\s(?-i:[A-Z])"
    r"|(?-i:\b(?:[A-Z]\w+ ){1,3})(?:street|st|road|rd|avenue|ave|lane|alley|chowk|prospekt)\.?,? \d{1,3}"
    r"(?![\d.,]*\d|\s?(?:km|%))"
    r"|\bp\.? ?o\.? box\b"
    r"|(?:^|[\s,])(?:ул|улица|пр|просп|проспект|пер|переулок|мкр|кӯчаи?|хиёбони|маҳаллаи|хонаи)\b\.?[^\d\n]{0,40}\d"
    r"|\bдом\s+\d|\bкв\.?\s?\d{1,3}\b(?!\s?(?:км|м\b))|k[o']+['‘ʻ’`]?chasi\b[^\d\n]{0,5}\d|mahallasi\b|\b\d+-uy\b"
    r"|(?:کوچه|سرک|منزل|خیابان|پلاک|گلی|مکان|خانه|بلاک|جاده|فلیٹ)(?!\W+در هر)\s*(?:نمبر|شماره|نمبری)?[^\d\n]{0,20}\d"
    r"|,\s(?:house|flat|apt|home|room)\s\d{1,4}[A-Za-z]?(?=\s*(?:$|[,.;)]))|\bH\.?\s?No\.?\s?\d"
    r"|\bko[‘’ʻ`']?cha\s(?-i:[A-Z])\w+[\s,]+\d|(?<![\w-])\d{1,4}\s?-?\s?(?:xonadon|хонадон|uy|уй)(?!\w)"
    r"|(?<!\w)к(?:уч|ӯч)?\.\s?(?-i:[А-ЯӢӮҚҒҲҶЎ])\w+,?\s(?:д\.\s?)?\d|(?<!\w)(?:ҳ|кв|д)\.\s?\d{1,3}(?=\s*(?:$|[,.;)]))"
    r"|کور\s(?:نمبر|شمېره|شمیره|شماره|ګڼه)\s?\d"
    r"|(?:آدرس|ادرس|نشانی|پته)\s(?:کوچه|سرک|خانه|ناحیه|منزل|پشت|مقابل|عقب|نزدیک|روبروی|جوار)"
    r"|(?:آدرس|ادرس|نشانی|پته|پتا)\s*:|\bкӯчаи [А-ЯӢӮҚҒҲҶ]",
    re.IGNORECASE,
)
# where somebody lives, and beside what
_LANDMARK = re.compile(
    r"\b(?:home|house|lives|resides|address)\b[^.;]{0,40}\b(?:behind|next to|opposite|beside|near|close to|in front of|"
    r"adjacent to|across from)\s(?:the\s)?(?:\w+\s){0,3}?(?:mosque|masjid|cinema|school|bazaar|market|clinic|"
    r"hospital|shrine|"
    r"bridge|park|station|mill|well|shop|bakery|madrasa|church|police)\b"
    r"|(?:жив[её]т|проживает|адрес)\b[^.;]{0,40}\b(?:рядом с|за|возле|около|напротив|у)\s(?:\w+\s){0,2}?"
    r"(?:мечет|школ|рынк|базар|больниц|магазин|мост|кинотеатр|клиник|парк)"
    r"|(?:зиндагӣ мекунад|хонааш|суроға)[^.;]{0,40}(?:паҳлӯи|рӯ ба рӯи|назди|пушти)\s(?:\w+\s){0,2}?"
    r"(?:масҷид|мактаб|бозор|беморхона|мағоза)"
    r"|(?:паҳлӯи|рӯ ба рӯи|назди|пушти)\s(?:масҷид|мактаб|бозор|беморхона|мағоза)[^.;]{0,30}(?:зиндагӣ мекунад|хонааш)"
    r"|(?:masjid|maktab|bozor|shifoxona|do['‘’ʻ]kon|масжид|мактаб|бозор|шифохона)\w*\s(?:yonida|orqasida|qarshisida|ёнида|орқасида|"
    r"қаршисида)[^.;]{0,20}(?:yasha|uyi|яша|уйи)"
    r"|(?:خانهاش|خانه اش|خانه وی|خانه او|منزل|زندگی می|آدرس|ادرس)[^.؛]{0,30}(?:پشت|عقب|مقابل|روبروی|روبه روی|"
    r"نزدیک|کنار|جوار|"
    r"پهلوی)\s(?:\w+\s){0,2}?(?:مسجد|مکتب|سینما|بازار|شفاخانه|زیارت|پل|پارک|نانوایی|حمام|مدرسه)"
    r"|(?:جومات|ښوونځی|ښوونځي|بازار|روغتون)\s(?:تر شا|شاته|څنګ ته|ترڅنګ|مخامخ)[^.؛]{0,30}(?:کور|اوسیږ|اوسېږ|ژوند)"
    r"|(?:کور|اوسیږ|اوسېږ)[^.؛]{0,30}(?:جومات|ښوونځی|ښوونځي|بازار|روغتون)\s(?:تر شا|شاته|څنګ ته|ترڅنګ|مخامخ)"
    r"|(?:مسجد|سکول|اسکول|بازار|ہسپتال|مزار)\s(?:کے|کی)\s(?:پیچھے|سامنے|پاس|قریب|برابر)[^.۔]{0,30}(?:گھر|رہت|مقیم)"
    r"|(?:گھر|رہت|مقیم)[^.۔]{0,30}(?:مسجد|سکول|اسکول|بازار|ہسپتال|مزار)\s(?:کے|کی)\s(?:پیچھے|سامنے|پاس|قریب|برابر)",
    re.IGNORECASE,
)
# a town, a street without a word for it, and a house with its part: Душанбе, Рудаки 15/4
_STREET_ALONE = re.compile(
    r"(?P<town>\w{3,}),\s(?P<street>[A-ZА-ЯЁӢӮҚҒҲҶЎ]\w{2,})\s\d{1,3}\s?[/-]\s?\d{1,3}(?=\s*(?:$|[,.;]))"
)


def is_address(text: str) -> bool:
    """Return whether a text (NFKC, with Latin digits) says in which house, or beside which building, somebody lives."""
    if _ADDRESS.search(text) or _LANDMARK.search(text):
        return True
    others = listed("capitalised words that are no names")
    return any(
        is_place(found["town"]) and found["street"].casefold() not in others and not is_place(found["street"])
        for found in _STREET_ALONE.finditer(text)
    )
