"""Run every benchmarks/bench_*.py and print one table.

A benchmark prints one JSON object a line: {"name": ..., "measured": ..., "unit": ..., "limit": ...}; "limit" may be
left out. Anything else that it prints is passed on. The exit code is 1 when a benchmark fails or passes its limit.
"""

import json
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

PROJECT = Path(__file__).resolve().parents[1]

console = Console()
table = Table("Benchmark", "Measured", "Limit", "Kept")
failures = 0
for script in sorted((PROJECT / "benchmarks").glob("bench_*.py")):
    with console.status(script.stem):
        module = f"benchmarks.{script.stem}"
        result = subprocess.run([sys.executable, "-m", module], cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    for line in result.stdout.splitlines():
        if not line.startswith("{"):
            console.print(line)
            continue
        row = json.loads(line)
        limit = row.get("limit")
        # a limit is a most, unless it is written as "at least"
        least = row.get("at_least")
        kept = (limit is None or row["measured"] <= limit) and (least is None or row["measured"] >= least)
        failures += not kept
        bound = f"at least {least:,g}" if least is not None else f"at most {limit:,g}" if limit is not None else ""
        verdict = "" if not bound else "yes" if kept else "NO"
        table.add_row(row["name"], f"{row['measured']:,.4g} {row['unit']}", bound, verdict)
    if result.returncode:
        failures += 1
        table.add_row(script.stem, f"failed with exit code {result.returncode}", "", "NO")
console.print(table if table.row_count else "There are no benchmarks yet.")
sys.exit(bool(failures))
