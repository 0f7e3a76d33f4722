"""Flows on the screen: where curves stop, where arrows point, and what stays apart."""

import time

import numpy
import pytest

from geo.flow_layout import arrowheads, curves, loops, ring, tips, to_edge
from geo.projection import MapFrame, from_pixels, to_pixels

CENTRE = numpy.array([[300.0, 200.0]])
AROUND = CENTRE + 150 * numpy.array([[1, 0], [0, 1], [-1, 0], [0, -1], [0.7, -0.7]])
FRAMES = [MapFrame(42, 80.5, 21.5, 47, (27, 42)), MapFrame(-170, 190, -52, 76), MapFrame(60, 75, 29, 39, (31, 37))]


def distance(points, centre):
    return numpy.hypot(*(points - centre).T)


def area(outline):
    """Positive for an outline that runs clockwise on the screen, where y points down."""
    x, y = outline.T
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)


def test_a_curve_starts_at_its_place_and_stops_short_of_the_other():
    starts = numpy.repeat(CENTRE, 5, axis=0)
    gap = numpy.array([5.0, 10, 15, 20, 25])
    paths = curves(starts, AROUND, gap=gap)
    assert numpy.allclose(paths[:, 0], starts)
    assert distance(paths[:, -1], AROUND) == pytest.approx(gap, abs=0.2)


def test_the_tip_of_an_arrow_touches_the_edge_of_its_node():
    starts, radius, length = numpy.repeat(CENTRE, 5, axis=0), numpy.full(5, 6.0), numpy.full(5, 8.0)
    paths = curves(starts, AROUND, gap=radius + length)
    heads = arrowheads(paths, tips(paths, AROUND, radius), width=numpy.full(5, 7.0))
    assert distance(heads[:, 0], AROUND) == pytest.approx(radius)
    assert numpy.array_equal(heads[:, 0], heads[:, -1])
    assert all(area(head) > 0 for head in heads)
    assert numpy.hypot(*(heads[:, 1] - heads[:, 2]).T) == pytest.approx(7)  # as wide as it is said to be


def test_opposite_directions_lie_apart_and_longer_flows_bend_more():
    there = curves(CENTRE, AROUND[:1], gap=[0.0])[0]
    back = curves(AROUND[:1], CENTRE, gap=[0.0])[0]
    assert there[:, 1].min() < 195 and back[:, 1].max() > 205  # each to its left
    bows = [
        abs(curves(CENTRE, CENTRE + numpy.array([far, 0]), gap=[0.0])[0][:, 1] - 200).max() / far
        for far in (30, 150, 500)
    ]
    assert bows == sorted(bows)


def test_a_loop_leaves_its_node_and_comes_back():
    paths = loops(CENTRE, radius=[14.0], gap=[10.0])
    assert distance(paths[:, 0], CENTRE) == pytest.approx([10], abs=0.1)
    assert distance(paths[:, -1], CENTRE) == pytest.approx([10], abs=0.1)
    assert paths[0][:, 1].min() < 200 - 20


def test_a_flow_shorter_than_its_gap_still_points_somewhere():
    paths = curves(CENTRE, CENTRE + 3, gap=[20.0])
    assert numpy.isfinite(arrowheads(paths, tips(paths, CENTRE + 3, [6.0]), width=[5.0])).all()


def test_the_parts_of_a_ring_share_it():
    parts = ring((0, 0), outer=10, inner=5, shares=[2, 0, 1])
    assert [len(part) > 0 for part in parts] == [True, False, True]
    assert area(parts[0]) == pytest.approx(2 * area(parts[2]), rel=0.05)
    assert area(parts[2]) > 0
    whole = ring((0, 0), outer=10, inner=5, shares=[0, 4, 0])[1]
    assert area(whole) == pytest.approx(numpy.pi * 75, rel=0.05)


def test_places_beyond_the_map_stand_at_its_edge_apart_from_each_other():
    beyond = [(-400, 100), (-300, 101), (-200, 99), (50, -80), (60, -90), (900, 700), (200, 150)]
    placed, sides = to_edge(beyond, width=500, height=400, margin=10, apart=20)
    assert sides == ["left", "left", "left", "top", "top", "right", ""]
    assert (placed >= 10).all() and (placed <= [490, 390]).all()
    assert tuple(placed[-1]) == (200, 150)
    apart = [numpy.hypot(*(a - b)) for i, a in enumerate(placed) for b in placed[:i]]
    assert min(apart) >= 19.9


def test_at_an_edge_above_names_have_more_room_than_at_a_side():
    beyond = [(-50, 200), (-50, 205), (250, -80), (255, -80)]
    placed, sides = to_edge(beyond, width=500, height=400, margin=10, apart=20)
    assert sides == ["left", "left", "top", "top"]
    # each pushes the next one away: by 20 pixels downwards, and to the right by three and a half times as much
    assert placed.tolist() == [[10, 200], [10, 220], [250, 10], [320, 10]]


@pytest.mark.parametrize("frame", FRAMES)
def test_pixels_lead_back_to_the_place(frame):
    lon, lat = numpy.meshgrid(
        numpy.linspace(frame.west + 1, frame.east - 1, 7), numpy.linspace(frame.south + 1, frame.north - 1, 5)
    )
    x, y = to_pixels(lon, lat, frame, width=758, height=500)
    back = from_pixels(x, y, frame, width=758, height=500)
    assert numpy.allclose(back[0], lon, atol=1e-4) and numpy.allclose(back[1], lat, atol=1e-4)


def test_300_flows_take_less_than_20_ms():
    starts, ends = numpy.random.default_rng(0).uniform(0, 500, (2, 300, 2))
    durations = []
    for _ in range(5):
        begin = time.perf_counter()
        paths = curves(starts, ends, gap=numpy.full(300, 12.0))
        arrowheads(paths, tips(paths, ends, numpy.full(300, 5.0)), width=numpy.full(300, 6.0))
        durations.append(time.perf_counter() - begin)
    assert min(durations) < 0.020


@pytest.mark.parametrize(("width", "height"), [(390, 900), (900, 390)])
@pytest.mark.parametrize("frame", FRAMES)
def test_a_map_shows_all_of_its_frame_and_touches_two_edges(frame, width, height):
    longitude, latitude = numpy.meshgrid(
        numpy.linspace(frame.west, frame.east, 50), numpy.linspace(frame.south, frame.north, 50)
    )
    x, y = to_pixels(longitude, latitude, frame, width=width, height=height)
    left, right, top, bottom = x.min(), width - x.max(), y.min(), height - y.max()
    assert min(left, right, top, bottom) >= -0.1
    assert min(left, top) < 0.1 and (left, top) == pytest.approx((right, bottom), abs=0.1)


@pytest.mark.parametrize("frame", FRAMES)
def test_north_is_up_in_the_middle_of_a_map(frame):
    middle = (frame.west + frame.east) / 2
    x, y = to_pixels([middle, middle], [frame.south, frame.north], frame, width=900, height=390)
    assert x == pytest.approx([450, 450])
    assert y[0] > y[1]
