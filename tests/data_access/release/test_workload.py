"""The workload means what it says."""

from data_access.codes.code_lists import FORM_OF_EXPLOITATION, MEANS_OF_CONTROL
from data_access.release.workload import (
    BOUNDS,
    CHOSEN_AXES,
    DENOMINATORS,
    WORKLOAD,
    dimensions_of,
    legs_of,
    squared_sensitivity,
)

TABLES = (*WORKLOAD, *DENOMINATORS)


def test_every_table_has_its_own_name_a_question_and_a_share() -> None:
    assert len({frozenset(table.axes) for table in TABLES}) == len(TABLES)
    for table in TABLES:
        assert table.question.endswith("?"), table.name
        assert table.share > 0, table.name
        assert len(set(table.axes)) == len(table.axes), table.name


def test_the_first_table_counts_everybody_once() -> None:
    """The manifest reads the number of people off it."""
    assert not WORKLOAD[0].groups


def test_every_part_is_a_smaller_table_over_the_same_many_valued_axes() -> None:
    for table in TABLES:
        for axes, share in table.parts:
            assert set(axes) < set(table.axes), (table.name, axes)
            assert share > 0, (table.name, axes)
            # a sum over a many-valued axis would count a person more than once: beyond what the noise is made for
            assert table.groups <= set(axes), (table.name, axes)


def test_nothing_is_measured_twice() -> None:
    measured = [frozenset(axes) for table in TABLES for axes in (table.axes, *(part for part, _ in table.parts))]
    assert len(measured) == len(set(measured))


def test_no_table_has_two_dimensions_of_the_same_name() -> None:
    for table in TABLES:
        dimensions = [dimension for axis in table.axes for dimension in dimensions_of(axis)]
        assert len(set(dimensions)) == len(dimensions) <= 7, table.name


def test_the_legs_of_a_way() -> None:
    assert {way: legs_of(way) for way in (
        ("AF", "none", "none", "IR"), ("AF", "none", "none", "AF"), ("AF", "IR", "IR", "TR"), ("AF", "IR", "TR", "DE"),
        ("AF", "IR", "IR", "AF"), ("unknown", "IR", "IR", "TR"), ("AF", "IR", "IR", "unknown"),
        ("unknown", "none", "none", "IR"), ("AF", "other", "other", "IR"), ("other", "other", "other", "other"),
    )} == {
        ("AF", "none", "none", "IR"): [("AF", "IR", "source_destination")],
        ("AF", "none", "none", "AF"): [("AF", "AF", "internal")],
        ("AF", "IR", "IR", "TR"): [("AF", "IR", "source_transit"), ("IR", "TR", "transit_destination")],
        ("AF", "IR", "TR", "DE"): [("AF", "IR", "source_transit"), ("IR", "TR", "transit_transit"),
                                   ("TR", "DE", "transit_destination")],
        # there and back again
        ("AF", "IR", "IR", "AF"): [("AF", "IR", "source_transit"), ("IR", "AF", "transit_destination")],
        ("unknown", "IR", "IR", "TR"): [("IR", "TR", "transit_destination")],
        ("AF", "IR", "IR", "unknown"): [("AF", "IR", "source_transit")],
        ("unknown", "none", "none", "IR"): [],
        ("AF", "other", "other", "IR"): [],
        ("other", "other", "other", "other"): [],
    }  # fmt: skip


def test_the_squared_sensitivity_is_the_product_of_the_bounds() -> None:
    assert squared_sensitivity(("year", "country", "sex")) == 1
    assert squared_sensitivity(("year", "form")) == BOUNDS["form"]
    assert squared_sensitivity(("form", "means")) == BOUNDS["form"] * BOUNDS["means"]


def test_denominators_count_every_code_of_a_list() -> None:
    assert BOUNDS["form_asked"] == len(FORM_OF_EXPLOITATION)
    assert BOUNDS["means_asked"] == len(MEANS_OF_CONTROL)


def test_every_chosen_axis_is_in_a_table_that_counts_over_nothing_else() -> None:
    for axis, share in CHOSEN_AXES.items():
        assert share > 0
        assert any(
            {*dimensions_of(axis)} <= {name for one in table.axes for name in dimensions_of(one)}
            and not table.groups - {axis}
            for table in WORKLOAD
        ), axis
