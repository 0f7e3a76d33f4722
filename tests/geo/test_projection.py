"""The frame of a map."""

from geo.projection import MapFrame


def test_a_frame_holds_what_lies_between_its_four_sides() -> None:
    frame = MapFrame(60, 70, 30, 40)
    longitude, latitude = zip((65, 35), (60, 40), (65, 40.5), (65, 29.5), (59.5, 35), (70.5, 35), strict=True)
    assert frame.contains(longitude, latitude).tolist() == [True, True, False, False, False, False]
