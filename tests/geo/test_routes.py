import time

import numpy
import pytest

from geo.routes import arrowhead, curve, loop

KABUL, TEHRAN, MOSCOW = (69.2, 34.5), (51.4, 35.7), (37.6, 55.75)


def degrees_apart(path, index, point):
    lon, lat = path[0][..., index] - point[0], path[1][..., index] - point[1]
    return numpy.hypot(lon * numpy.cos(numpy.radians(point[1])), lat)


def bow(path):
    """Height of the bow above the straight line, as a share of its length; positive to the left."""
    points = numpy.column_stack(path) * [numpy.cos(numpy.radians(numpy.mean(path[1][[0, -1]]))), 1]
    along = points[-1] - points[0]
    offset = points - points[0]
    heights = (along[0] * offset[:, 1] - along[1] * offset[:, 0]) / (along @ along)
    return heights[numpy.argmax(abs(heights))]


def test_a_curve_runs_from_start_to_end():
    lons, lats = curve(KABUL, TEHRAN)
    assert lons.shape == lats.shape == (24,)
    assert (lons[0], lats[0]) == pytest.approx(KABUL)
    assert (lons[-1], lats[-1]) == pytest.approx(TEHRAN)


def test_a_flow_and_its_return_bow_to_opposite_sides():
    there, back = curve(KABUL, TEHRAN), curve(TEHRAN, KABUL)
    assert bow(there) > 0 and bow(back) > 0  # to the left of opposite directions
    assert there[1][12] < 34.5 < 35.7 < back[1][12]


def test_longer_flows_bend_more():
    assert 0.05 < bow(curve(KABUL, (70.5, 34.4))) * 4 < bow(curve(KABUL, MOSCOW)) * 4 < 1.2
    assert bow(curve(KABUL, (70.5, 34.4))) < bow(curve(KABUL, TEHRAN)) < bow(curve(KABUL, MOSCOW)) < 0.3


def test_no_bend_is_a_straight_line():
    assert bow(curve(KABUL, TEHRAN, bend=0)) == pytest.approx(0)


@pytest.mark.parametrize("end", [TEHRAN, MOSCOW, (70.5, 34.4)])
@pytest.mark.parametrize("gap", [0.2, 0.5])
def test_a_curve_stops_at_the_gap(end, gap):
    assert degrees_apart(curve(KABUL, end, gap=gap), -1, end) == pytest.approx(gap, rel=0.01)


def test_the_tip_of_the_arrow_touches_the_node():
    line = curve(KABUL, TEHRAN, gap=0.3 + 0.6)
    head = arrowhead(line, length=0.6, width=0.5)
    assert degrees_apart(head, 0, TEHRAN) == pytest.approx(0.3, rel=0.05)


def test_an_arrowhead_is_a_closed_clockwise_triangle():
    for end in (TEHRAN, MOSCOW, (75.0, 30.0), (69.2, 20.0)):
        lons, lats = arrowhead(curve(KABUL, end, gap=1), length=0.6, width=0.5)
        assert lons.shape == (4,) and lons[0] == lons[-1] and lats[0] == lats[-1]
        assert (lons[:-1] * lats[1:] - lons[1:] * lats[:-1]).sum() < 0


def test_a_loop_leaves_the_node_and_comes_back():
    path = loop(KABUL, radius=0.8, gap=0.3, heading=0)
    assert degrees_apart(path, 0, KABUL) == pytest.approx(0.3, rel=0.02)
    assert degrees_apart(path, -1, KABUL) == pytest.approx(0.3, rel=0.02)
    assert path[1].max() == pytest.approx(KABUL[1] + 1.6, abs=0.02)  # north of the node


def test_the_arrow_of_a_loop_points_at_the_node():
    head = arrowhead(loop(KABUL, radius=0.8, gap=0.3 + 0.4), length=0.4, width=0.4)
    assert degrees_apart(head, 0, KABUL) < 0.5


def test_many_flows_at_once_are_the_same_as_one_by_one():
    ends = numpy.array([TEHRAN, MOSCOW, (67.0, 30.2)])
    starts = numpy.tile(KABUL, (3, 1))
    lons, lats = curve(starts, ends, gap=0.5)
    head_lons, head_lats = arrowhead((lons, lats), length=0.4, width=0.4)
    assert lons.shape == (3, 24) and head_lons.shape == (3, 4)
    for row, end in enumerate(ends):
        one = curve(KABUL, end, gap=0.5)
        assert numpy.allclose(lons[row], one[0]) and numpy.allclose(lats[row], one[1])
        assert numpy.allclose(head_lats[row], arrowhead(one, length=0.4, width=0.4)[1])
    assert loop(ends, radius=0.5)[0].shape == (3, 24)


def test_a_flow_shorter_than_its_gap_keeps_a_direction():
    lons, lats = curve((69.0, 34.0), (69.1, 34.0), gap=1)
    assert numpy.isfinite(arrowhead((lons, lats), length=0.2, width=0.2)).all()
    assert lons[-1] > lons[0]


def test_300_flows_take_less_than_10_ms():
    generator = numpy.random.default_rng(0)
    starts, ends = generator.uniform((45, 25), (75, 45), (2, 300, 2))
    durations = []
    for _ in range(5):
        begin = time.perf_counter()
        arrowhead(curve(starts, ends, gap=0.5), length=0.3, width=0.3)
        durations.append(time.perf_counter() - begin)
    assert min(durations) < 0.010
