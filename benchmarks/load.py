"""How long fifty visitors wait: the real server and its real filters, with and without turns (serving/run_gate.py).

python -m benchmarks.load --release sqlite:///releases.db [--visitors 50] [--think 2] [--seconds 12] [--rounds 3]

Two servers run side by side and are asked in turn, a stretch of time each, so that what else the machine does slows
both alike. Each visitor opens the Overview and then changes a filter, waits for the answer, thinks, and goes on.
Measured is the time from the message of the browser to the last message of the answer. It prints a JSON object a line.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import sys
import time
from contextlib import ExitStack

from benchmarks.bench_pages import Server, Visitor, changes, serving, started

# the module says whether it fits; here it is told that it does not
WITHOUT_TURNS = "import serving.run_gate as gate; gate.FITS = 'none'; import serve; serve.main()"


async def _visit(visitor: Visitor, changing: list[tuple[str, str, object]], think: float, until: float) -> list[float]:
    waited = []
    await asyncio.sleep(random.random() * think)
    while time.monotonic() < until:
        answer = await visitor.choose(*changing[0])
        changing.append(changing.pop(0))
        waited.append(answer.milliseconds)
        await asyncio.sleep(think)
    return waited


async def measure(
    servers: dict[str, Server], visitors: int, think: float, seconds: float, rounds: int
) -> dict[str, list[float]]:
    """How many milliseconds each answer of each server took."""
    parties = {name: [Visitor(server.address) for _ in range(visitors)] for name, server in servers.items()}
    plans: dict[str, list[list[tuple[str, str, object]]]] = {}
    for name, party in parties.items():
        for visitor in party:
            await visitor.open("")
        whole = [*changes(party[:1], 12)]
        plans[name] = [whole[at % len(whole) :] + whole[: at % len(whole)] for at in range(0, 7 * visitors, 7)]
    waited: dict[str, list[float]] = {name: [] for name in servers}
    for turn in range(rounds + 1):
        for name, party in parties.items():
            until = time.monotonic() + seconds
            before, begun = servers[name].processor_milliseconds(), time.monotonic()
            visits = [_visit(*one, think, until) for one in zip(party, plans[name], strict=True)]
            found = [one for part in await asyncio.gather(*visits) for one in part]
            busy = (servers[name].processor_milliseconds() - before) / (time.monotonic() - begun) / 10
            load = os.getloadavg()[0]
            print(
                f"# {name}, stretch {turn}: {len(found)} answers, {busy:.0f} % of a core, load {load:.1f}", flush=True
            )
            if turn:  # the first fills memories for all later ones
                waited[name] += found
    return waited


def main() -> None:
    """Measure both servers, and print what they did and how they compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--release", required=True, help="address of a release database")
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--think", type=float, default=2.0, help="seconds between an answer and the next change")
    parser.add_argument("--seconds", type=float, default=12.0, help="of each stretch")
    parser.add_argument("--rounds", type=int, default=3, help="stretches of each server that count")
    given = parser.parse_args()
    with ExitStack() as running:
        servers = {
            "with turns": running.enter_context(serving(given.release)),
            "all at once": running.enter_context(started([sys.executable, "-c", WITHOUT_TURNS], given.release)),
        }
        waited = asyncio.run(measure(servers, given.visitors, given.think, given.seconds, given.rounds))
    p95 = {}
    for name, times in waited.items():
        times.sort()
        p95[name] = times[int(0.95 * len(times))]
        for measure_name, value in (("p50", statistics.median(times)), ("p95", p95[name])):
            row = {"name": f"{given.visitors} visitors, {name}, {measure_name}", "measured": round(value), "unit": "ms"}
            print(json.dumps(row))
    ratio = p95["with turns"] / p95["all at once"]
    print(json.dumps({"name": "p95 with turns against all at once", "measured": round(ratio, 2), "unit": "times"}))


if __name__ == "__main__":
    main()
