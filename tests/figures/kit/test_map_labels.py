"""Where names stand on a map: on the first side that is free."""

from dataclasses import replace

from figures.kit.map_labels import Canvas, label_sides, overlap
from geo.projection import MapFrame

DRAWING = Canvas(MapFrame(40, 80, 20, 50), 700, 500, "world")
POINT, ABOVE, EVERYWHERE = (340.0, 240.0, 360.0, 260.0), (300.0, 200.0, 400.0, 239.0), (0.0, 0.0, 700.0, 500.0)


def test_a_name_takes_the_first_side_that_is_free() -> None:
    assert label_sides(["Kabul"], [POINT], DRAWING) == ["top center"]
    assert label_sides(["Kabul"], [POINT, ABOVE], DRAWING) == ["bottom center"]
    assert label_sides(["Kabul"], [POINT, EVERYWHERE], DRAWING) == [None]
    assert label_sides(["Kabul", "Kabul"], [POINT, POINT], DRAWING) == ["top center", "bottom center"]
    assert label_sides(["Kabul"], [(340.0, 2.0, 360.0, 22.0)], DRAWING) == ["bottom center"], "not beyond the edge"


def test_a_name_keeps_clear_of_a_loop_but_rather_stands_on_it_than_nowhere() -> None:
    assert label_sides(["Kabul"], [POINT], DRAWING, [ABOVE]) == ["bottom center"]
    assert label_sides(["Kabul"], [POINT], DRAWING, [EVERYWHERE]) == ["top center"]


def test_names_leave_room_for_windows_in_which_the_map_is_smaller() -> None:
    # "Kabul" in letters of 10 pixels takes 34, and 40 where the map keeps 0.83 of its width
    small = Canvas(MapFrame(40, 80, 20, 50), 38, 100, "world")
    point = (17.0, 50.0, 21.0, 54.0)
    assert label_sides(["Kabul"], [point], small) == ["top center"]
    assert label_sides(["Kabul"], [point], replace(small, narrowed=0.83)) == [None]


def test_boxes_that_touch_share_no_pixel() -> None:
    box = (10.0, 10.0, 20.0, 20.0)
    beside = [(20.0, 10.0, 30.0, 20.0), (0.0, 10.0, 10.0, 20.0), (10.0, 20.0, 20.0, 30.0), (10.0, 0.0, 20.0, 10.0)]
    assert [overlap(box, other) for other in beside] == [False] * 4
    nearer = [tuple(at + {10: 0.1, 20: -0.1}.get(at, 0) for at in other) for other in beside]
    assert [overlap(box, other) for other in nearer] == [True] * 4
