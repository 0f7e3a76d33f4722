"""Checks that look at more than one cell: places within countries, dates in order, journeys, repeated keys."""

from collections.abc import Callable

import numpy as np

from data_access.importing.reading.calendars import SOLAR_YEAR, year_of_solar_year
from data_access.importing.reading.places import place_countries, read_place, read_province
from data_access.importing.reading.rows import RowSet
from data_access.importing.reading.values import MISSING, Mistake, Understood, Vocabulary, plain_text, text_class
from data_access.importing.telling.problems import ProblemList

CHILDREN = ("0-8", "9-17", "child", "unknown")
RANK = {"Recruitment": 0, "Transit": 1, "Exploitation": 2}


def resolve_places(rows: RowSet, problems: ProblemList) -> None:
    """Turn the text of province and place into codes, each within the country of its row; fill what a code implies."""
    if "place" in rows.vocabularies:
        _resolve(rows, "place", read_place, problems)
        _fill_from_place(rows, problems)
    if "province" in rows.vocabularies:
        _resolve(rows, "province", read_province, problems)
        _fill(rows, "country", "province", lambda code: code[:2])


def _resolve(
    rows: RowSet, field: str, read: Callable[[str, str | None], str | Understood], problems: ProblemList
) -> None:
    """Read each distinct pair of text and country once."""
    texts, countries = rows.vocabularies[field], rows.vocabularies["country"]
    text_codes = rows.frame[field].to_numpy()
    country_codes = np.maximum(rows.frame["country"].to_numpy(), MISSING)
    width = len(countries.values) + 1
    pairs, inverse = np.unique(text_codes.astype(np.int64) * width + country_codes + 1, return_inverse=True)
    resolved = Vocabulary(str)
    new_codes = np.full(len(pairs), MISSING, dtype=np.int32)
    positions: dict[str, int] = {}
    for number, pair in enumerate(pairs):
        text_code, country_code = int(pair // width), int(pair % width) - 1
        if text_code < 0:
            continue
        text = plain_text(str(texts.values[text_code]))
        try:
            value = read(text, str(countries.values[country_code]) if country_code >= 0 else None)
            if isinstance(value, Understood):
                _note(rows, field, value, inverse == number)
                value = str(value.value)
        except Mistake as mistake:
            mistake.value = text_class(text)
            resolved.mistakes.append(mistake)
            new_codes[number] = MISSING - len(resolved.mistakes)
            continue
        new_codes[number] = positions.setdefault(value, len(positions))
    resolved.values = list(positions)
    rows.vocabularies[field] = resolved
    # a row that is refused already is not told about twice
    rows.frame[field] = np.where(rows.bad, MISSING, new_codes[inverse]).astype(np.int32)
    rows.note_mistakes(field, problems)
    rows.report_readings(problems)


def _note(rows: RowSet, field: str, understood: Understood, chosen: np.ndarray) -> None:
    sheets, numbers = rows.frame["sheet"].to_numpy()[chosen], rows.frame["row"].to_numpy()[chosen]
    for sheet in np.unique(sheets):
        rows.note_reading(int(sheet), field, understood, numbers[sheets == sheet])


def _fill_from_place(rows: RowSet, problems: ProblemList) -> None:
    where = place_countries()
    countries = {value: code for code, value in enumerate(rows.vocabularies["country"].values)}
    lies_in = [countries.get(where[str(place)][0], MISSING) for place in rows.vocabularies["place"].values]
    place, country = rows.frame["place"].to_numpy(), rows.frame["country"].to_numpy()
    wrong = (place >= 0) & (country >= 0) & (np.array([*lies_in, MISSING])[np.maximum(place, MISSING)] != country)
    rows.refuse_rows(
        wrong & ~rows.bad, "place", Mistake("the place lies in another country", "Correct one of the two."), problems
    )
    _fill(rows, "country", "place", lambda code: where[code][0])
    province = rows.frame["province"].to_numpy()
    if (province < 0).any():
        # still text: the province's own code is text that read_province understands
        _fill(rows, "province", "place", lambda code: where[code][1] or None)


def _fill(rows: RowSet, field: str, source: str, imply: Callable[[str], str | None]) -> None:
    vocabulary = rows.vocabularies[field]
    codes = rows.frame[field].to_numpy(copy=True)
    known = {value: code for code, value in enumerate(vocabulary.values)}
    implied = np.full(len(rows.vocabularies[source].values) + 1, MISSING, dtype=np.int32)
    for number, value in enumerate(rows.vocabularies[source].values):
        meant = imply(str(value))
        if meant is not None:
            if meant not in known:
                known[meant] = len(vocabulary.values)
                vocabulary.values.append(meant)
            implied[number] = known[meant]
    gaps = codes == MISSING
    source_codes = np.maximum(rows.frame[source].to_numpy(), MISSING)
    codes[gaps] = implied[source_codes[gaps]]
    rows.frame[field] = codes


def check_repeated_keys(cases: RowSet, problems: ProblemList) -> None:
    """Note every row whose case key stands in another row as well."""
    repeated = cases.frame["key"].duplicated(keep=False).to_numpy() & (cases.frame["key"].to_numpy() >= 0)
    mistake = Mistake("the case key stands in more than one row", "Keep one row a case.", "a repeated key")
    cases.refuse_rows(repeated, "key", mistake, problems)


def check_required(rows: RowSet, field: str, problems: ProblemList) -> None:
    """Note every row in which a field that a step cannot do without is empty."""
    empty = (rows.frame[field].to_numpy() == MISSING) & ~rows.bad
    rows.refuse_rows(empty, field, Mistake("the cell cannot be empty", "Fill it in.", "an empty cell"), problems)


def days(rows: RowSet, field: str) -> np.ndarray:
    """Return the dates of a field as days, NaT where there is none."""
    values = rows.vocabularies[field].values
    table = np.array([*values, "NaT"], dtype="datetime64[D]")
    codes = rows.frame[field].to_numpy()
    return table[np.where(codes >= 0, codes, len(values))]


def check_dates_in_order(rows: RowSet, problems: ProblemList) -> None:
    """Note every row that ends before it begins."""
    wrong = (days(rows, "end_date") < days(rows, "start_date")) & ~rows.bad
    mistake = Mistake(
        "the end is before the beginning", "Correct one of the two dates.", "a date before the start date"
    )
    rows.refuse_rows(wrong, "end_date", mistake, problems)


def order_events(events: RowSet, problems: ProblemList) -> np.ndarray:
    """Return the order of the rows by case and position, and note positions and journeys that cannot be.

    Without positions the order of the rows in the file is the order of the journey.
    """
    frame = events.frame
    position = frame["position"].to_numpy()
    values = np.array([*events.vocabularies["position"].values, 0], dtype=np.int64)
    stated = np.where(position >= 0, values[np.where(position >= 0, position, 0)], 0)
    key = frame["key"].to_numpy()
    order = np.lexsort((np.arange(len(frame)), stated, key))
    case, place = key[order], stated[order]
    same = np.r_[False, case[1:] == case[:-1]] & (case >= 0)
    twice = same & (place > 0) & np.r_[False, place[1:] == place[:-1]]
    _refuse(events, order, twice, "position", "the case has two events with this position", problems)
    half = same & (place > 0) & np.r_[False, place[:-1] == 0]
    _refuse(events, order, half, "position", "only some events of the case have a position", problems)

    kind = frame["kind"].to_numpy()[order]
    names = [*(RANK[str(name)] for name in events.vocabularies["kind"].values), 9]
    rank = np.array(names)[np.where(kind >= 0, kind, len(names) - 1)]
    late = same & (rank == 0) & (np.r_[0, rank[:-1]] > 0)
    _refuse(events, order, late, "kind", "a recruitment comes after another step of the journey", problems)

    start, end = days(events, "start_date")[order], days(events, "end_date")[order]
    before = _latest_before(case, start)
    last = np.where(np.isnat(start), end, start)
    _refuse(
        events, order, last < before, "start_date", "the journey goes on before an earlier step of it began", problems
    )
    return order


def _refuse(
    rows: RowSet, order: np.ndarray, wrong: np.ndarray, field: str, expected: str, problems: ProblemList
) -> None:
    at = np.zeros(len(order), dtype=bool)
    at[order[wrong]] = True
    mend = "Put the steps of the journey in order (position 1 is the first) and correct the dates."
    rows.refuse_rows(at & ~rows.bad, field, Mistake(expected, mend), problems)


def _latest_before(case: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Return the latest beginning among the earlier rows of the same case, NaT if none is known."""
    if not len(case):
        return start
    numbers = np.where(np.isnat(start), np.iinfo(np.int32).min, start.astype(np.int64))
    # a running maximum that begins anew with each case: lift each case above all before it
    step = np.r_[0, np.cumsum(case[1:] != case[:-1])]
    lift = step.astype(np.int64) * (1 << 33)
    running = np.maximum.accumulate(numbers + lift) - lift
    before = np.r_[np.iinfo(np.int32).min, running[:-1]]
    before = np.where(np.r_[True, case[1:] != case[:-1]], np.iinfo(np.int32).min, before)
    return np.where(before == np.iinfo(np.int32).min, np.datetime64("NaT", "D"), before.astype("datetime64[D]"))


def compare_years(rows: RowSet, problems: ProblemList) -> None:
    """Warn of rows whose year of registration is not that of the date: the date is what counts.

    Where years of the Solar Hijri calendar stand in the column, the year of a date may be that one too.
    """
    stated = (rows.frame["registration_date"].to_numpy() >= 0) & (rows.frame["registration_year"].to_numpy() >= 0)
    if not stated.any():
        return
    has_solar = has_solar_years(rows)
    days = np.array(rows.lookup("registration_date")[stated], dtype="datetime64[D]").tolist()
    years = rows.lookup("registration_year")[stated]
    wrong = stated.copy()
    wrong[stated] = [
        year != day.year and not (has_solar and year == year_of_solar_year(day))
        for day, year in zip(days, years, strict=True)
    ]
    mistake = Mistake("the year is not that of registration_date, which counts", "Correct one of the two.")
    rows.warn_of_rows(wrong, "registration_year", mistake, problems)


def check_returns(cases: RowSet, problems: ProblemList) -> None:
    """Note every row that names a crossing of somebody who did not come back, or an adult who is a child alone."""
    kind, crossing = cases.lookup("return_kind"), cases.lookup("return_crossing")
    is_crossing_of_nobody = (kind == "NotReturned") & (crossing != None) & ~cases.bad  # noqa: E711 - elementwise
    mistake = Mistake("a crossing of somebody who did not come back", "Correct one of the two.")
    cases.refuse_rows(is_crossing_of_nobody, "return_crossing", mistake, problems)
    ages = [*(age in CHILDREN for age in cases.vocabularies["age_band"].values), True]
    is_child = np.array(ages)[np.maximum(cases.frame["age_band"].to_numpy(), MISSING)]
    is_no_child = (cases.lookup("is_unaccompanied") == True) & ~is_child & ~cases.bad  # noqa: E712 - elementwise
    mistake = Mistake("a child alone, whose age is that of an adult", "Correct one of the two.")
    cases.refuse_rows(is_no_child, "is_unaccompanied", mistake, problems)


def has_solar_years(rows: RowSet) -> bool:
    """Return whether years of registration are written in the Solar Hijri calendar."""
    readings = rows.vocabularies["registration_year"].understood.values()
    return any(one.how == SOLAR_YEAR for said in readings for one in said)
