"""Our projection puts places where Plotly draws them."""

from geo.projection import MapFrame, to_pixels
from tests.end_to_end.visitor import DESKTOP, Visitor


def test_nodes_stand_where_the_labels_think(visitor: Visitor) -> None:
    page = visitor.open("/routes", size=DESKTOP)
    page.wait_for_selector(".geo .scattergeo path.point")
    drawn = page.evaluate("""() => {
        const plot = [...document.querySelectorAll('.js-plotly-plot')].find(plot => plot.querySelector('.geo'))
        const ground = plot.querySelector('.main-svg').getBoundingClientRect()
        const trace = plot._fullData.find(
            trace => trace.mode === 'markers' && trace.hovertext && trace.type === 'scattergeo')
        const group = [...plot.querySelectorAll('.scatterlayer > g.trace')].find(
            group => group.querySelectorAll('path.point').length === trace.hovertext.length)
        const dots = [...group.querySelectorAll('path.point')].map(dot => dot.getBoundingClientRect())
        return {
            lon: Array.from(trace.lon), lat: Array.from(trace.lat),
            width: plot._fullLayout._size.w, height: plot._fullLayout._size.h,
            lonaxis: plot.layout.geo.lonaxis.range, lataxis: plot.layout.geo.lataxis.range,
            parallels: plot.layout.geo.projection.parallels,
            x: dots.map(box => box.left + box.width / 2 - ground.left),
            y: dots.map(box => box.top + box.height / 2 - ground.top),
        }
    }""")
    parallels = drawn["parallels"] and (drawn["parallels"][0], drawn["parallels"][1])
    frame = MapFrame(*drawn["lonaxis"], *drawn["lataxis"], parallels)
    x, y = to_pixels(drawn["lon"], drawn["lat"], frame, width=drawn["width"], height=drawn["height"])
    off = [max(abs(a - b), abs(c - d)) for a, b, c, d in zip(x, drawn["x"], y, drawn["y"], strict=True)]
    assert len(off) >= 3
    assert max(off) < 3, f"labels would stand up to {max(off):.1f} pixels off"
