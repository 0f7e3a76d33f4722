"""In which encoding a text file is written: read only where one reading alone makes sense.

An XML file says it itself. UTF-8 and UTF-16 are told by their form. The 8-bit encodings of the region are told by the
words: a reading stands if nine in ten of the words with foreign letters are of one script, in capitals as people write
them, and if no other encoding makes sense of half of them. Where several do, names of countries and provinces decide,
and else nobody: the file is refused. Detectors by the frequency of letters (charset-normalizer 3.5 was tried) name a
wrong encoding for files whose foreign words are few, as they are in a file of codes.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator

from data_access.importing.telling.problems import refuse_file

SAVE_AS_UTF8 = 'Save it again as "CSV UTF-8 (comma delimited)".'
XML_AS_UTF8 = "Export the XML again in UTF-8."
UTF_8 = "utf-8"
# Python's name -> the name that people know
NAMES = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252 (Western)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1256": "Windows-1256 (Arabic, Persian)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1254": "Windows-1254 (Turkish)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "cp866": "DOS 866 (Cyrillic)",
    "mac_cyrillic": "Macintosh Cyrillic",
    "iso8859_5": "ISO 8859-5 (Cyrillic)",
    "iso8859_6": "ISO 8859-6 (Arabic)",
}
# the first that gives a text names it; all of them are asked whether they give another
EIGHT_BIT = [name for name in NAMES if not name.startswith("utf")]
MOST_RUNS = 50_000
# the share of words that make sense: of the reading that is taken, and of each other one
LEAST_OF_SENSE = 0.9
MOST_OF_NONSENSE = 0.5
Blocks = Callable[[], Iterator[bytes]]

_XML_ENCODING = re.compile(rb"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
_OF_XML = {codecs.lookup(name).name for name in (*EIGHT_BIT, UTF_8, "ascii", "iso8859_1", "iso8859_9", "iso8859_15")}
_FOREIGN_RUN = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_WORD = re.compile(r"[^\W\d_]+")
_ORDINARY_SIGNS = frozenset(" \n\xa0«»–—‘’“”„…°№§،؛؟ـ\u200c")
_CYRILLIC = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяўіїє")
_CYRILLIC_WORDS_OF_ONE_LETTER = frozenset("авикосуя")


def find_encoding(blocks: Blocks, name: str) -> str:
    """Return the encoding of a text file as Python names it. Raises FileRefused where there is a doubt.

    `blocks` begins the content anew at each call.
    """
    beginning = next(blocks(), b"")
    if beginning.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        refuse_file(name, "the file is in UTF-32, not in UTF-8", SAVE_AS_UTF8)
    if beginning.startswith(codecs.BOM_UTF8 * 2):
        refuse_file(name, "the file begins with two byte order marks", SAVE_AS_UTF8)
    utf_16 = _utf_16(beginning)
    if utf_16:
        if not _decodes(blocks, utf_16):
            refuse_file(name, "the file begins like UTF-16 but is damaged further on", SAVE_AS_UTF8)
        return utf_16
    return UTF_8 if _decodes(_without_nul(blocks, name), UTF_8) else _eight_bit(_foreign_runs(blocks), name)


def find_xml_encoding(blocks: Blocks, name: str) -> str:
    """Return the encoding that an XML file says it is in, as Python names it; UTF-8 where it says none.

    Raises FileRefused where that is not known here, or is not true.
    """
    beginning = next(blocks(), b"")
    utf_16 = _utf_16(beginning)
    declared = _XML_ENCODING.match(beginning[:1000])
    if utf_16 or not declared or beginning.startswith(codecs.BOM_UTF8):
        encoding = utf_16 or UTF_8
    else:
        try:
            encoding = codecs.lookup(declared[1].decode()).name
        except LookupError:
            encoding = ""
        if encoding not in _OF_XML:
            refuse_file(name, "the first line of the XML names an encoding that is not known here", XML_AS_UTF8)
    if not _decodes(blocks if utf_16 else _without_nul(blocks, name, XML_AS_UTF8), encoding):
        refuse_file(name, f"the XML is not in {NAMES.get(encoding, encoding)}, as its first line says", XML_AS_UTF8)
    return encoding


def _without_nul(blocks: Blocks, name: str, mend: str = SAVE_AS_UTF8) -> Blocks:
    def checked() -> Iterator[bytes]:
        for block in blocks():
            if b"\0" in block:
                refuse_file(name, "the file holds NUL bytes, so it is not a text file or damaged", mend)
            yield block

    return checked


def _utf_16(beginning: bytes) -> str | None:
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # without a mark: the names of columns are in Latin letters, whose other byte is zero
    even, odd = beginning[:40:2], beginning[1:40:2]
    if len(odd) >= 4 and not any(odd) and all(even):
        return "utf-16-le"
    return "utf-16-be" if len(odd) >= 4 and not any(even) and all(odd) else None


def _decodes(blocks: Blocks, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in blocks():
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _foreign_runs(blocks: Blocks) -> list[bytes]:
    """Return the different runs of letters with a byte above 127."""
    runs: set[bytes] = set()
    tail = b""
    for block in blocks():
        # a run may be cut in two by the end of a block
        cut = max(block.rfind(b"\n"), block.rfind(b","), block.rfind(b";"), block.rfind(b"\t")) + 1
        if len(runs) < MOST_RUNS:
            runs.update(_FOREIGN_RUN.findall(tail + block[:cut]))
        tail = block[cut:] if cut else tail + block
    return sorted(runs.union(_FOREIGN_RUN.findall(tail)))


def _eight_bit(runs: list[bytes], name: str) -> str:
    content = b"\n".join(runs)
    shares: dict[str, float] = {}
    encodings: dict[str, str] = {}
    for encoding in EIGHT_BIT:
        text = content.decode(encoding, errors="replace")
        encodings.setdefault(text, encoding)
        shares[text] = sum(map(_makes_sense, text.split("\n"))) / len(runs)
    sensible = [text for text, share in shares.items() if share > MOST_OF_NONSENSE]
    if len(sensible) > 1:
        known = [text for text in sensible if _holds_known_name(text)]
        sensible = known if len(known) == 1 else sensible
    if len(sensible) == 1 and shares[sensible[0]] >= LEAST_OF_SENSE:
        return encodings[sensible[0]]
    said = " and in ".join(NAMES[encodings[text]] for text in sensible) or "no encoding that is known here"
    return refuse_file(
        name, f"the file is not in UTF-8; its letters make sense in {said}, so nobody can be sure", SAVE_AS_UTF8
    )


def _makes_sense(run: str) -> bool:
    is_ordinary = all(sign.isalpha() or unicodedata.combining(sign) or sign in _ORDINARY_SIGNS for sign in run)
    return is_ordinary and all(map(_is_word, _WORD.findall(run)))


def _is_word(word: str) -> bool:
    foreign = [sign for sign in word if not sign.isascii()]
    if not foreign:
        return True
    if len(foreign) < len(word):
        # a Latin word with a few accents, such as Türkiye
        return len(foreign) * 2 <= len(word) and all(unicodedata.name(s, "").startswith("LATIN") for s in foreign)
    if all(sign.casefold() in _CYRILLIC for sign in word):
        if len(word) == 1:
            return word.casefold() in _CYRILLIC_WORDS_OF_ONE_LETTER
        return word.islower() or word.isupper() or word.istitle()
    return all(unicodedata.name(sign, "").startswith("ARABIC LETTER") for sign in word)


def _holds_known_name(text: str) -> bool:
    from data_access.importing.reading.places import known_names  # only where there is a doubt: the names take a moment

    return any(len(word) > 2 and word.casefold() in known_names() for word in _WORD.findall(text))
