"""Where is it worse than expected, and how sure are we?"""

from ui.hotspots.choices import choose_hotspot_view
from ui.hotspots.gaps import gap_view
from ui.hotspots.hidden import hidden_view
from ui.hotspots.rates import rate_view
from ui.kit.page import open_page

page = open_page()

view = choose_hotspot_view(page)
{"map": rate_view, "hidden": hidden_view, "gap": gap_view}[view.part](page, view)
page.end("hotspots")
