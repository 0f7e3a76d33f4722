"""Who is let in: while all who are here wait, a newcomer gets the frozen edition, which asks nothing of the pages."""

from starlette.requests import Request
from starlette.responses import RedirectResponse

from exports.site.served import frozen_page
from serving import metrics
from serving.run_gate import RunGate

# beyond this the machine does not serve well: who is here waits for each answer, and a newcomer for many
MOST_SECONDS_TO_WAIT = 2.0


def instead_of_a_page(request: Request, gate: RunGate | None, language: str) -> RedirectResponse | None:
    """The way to the same page of the frozen edition, which then says why; None where there is room, or no edition."""
    if gate is None or gate.seconds_to_wait() <= MOST_SECONDS_TO_WAIT:
        return None
    address = frozen_page(request.path_params["name"], request.query_params, language)
    if address is None:
        return None
    metrics.FROZEN.inc()
    return RedirectResponse(f"./{address}#all-taken", status_code=302, headers={"Cache-Control": "no-store"})
