"""Measure the import of HTCDS files into SQLite, as CSV and as a workbook: rows a second, and the peak of memory.

    python benchmarks/bench_import.py                  100,000 cases, and a workbook of 30,000 rows
    python benchmarks/bench_import.py --cases 1000000

Each case has 2.6 events and 3 services on average. Reading, checking and writing are timed together, with foreign
keys on, in a process of its own.
"""

import argparse
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter

PROJECT = Path(__file__).resolve().parents[1]
EVENTS_A_CASE = [2, 2, 3, 3, 3]
PROVINCES = ["AF-HER", "AF-KHO", "AF-NAN", "AF-PKA", "AF-KAB"]
# the command itself, and then the peak of memory that it alone used
MEASURED = """
import pathlib, re, sys
from data_access.__main__ import main
code = main(sys.argv[2:])
peak = re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text()).group(1)
pathlib.Path(sys.argv[1]).write_text(peak)
sys.exit(code)
"""
SERVICES = ["Identification", "Shelter", "LegalAid", "MedicalAid", "PsychosocialCounselling", "FamilyReunification"]


def write_files(folder: Path, cases: int, seed: int = 1) -> list[Path]:
    """Write cases, events and services of synthetic cases as HTCDS CSV files; return their paths."""
    random = np.random.default_rng(seed)
    number = np.arange(cases)
    keys = np.char.add(
        "BENCH-", np.char.add(_text(2014 + number // 100_000), np.char.add("-", _text(number % 100_000)))
    )

    def pick(values: list[str], size: int) -> np.ndarray:
        return np.array(values, dtype=object)[random.integers(0, len(values), size)]

    days = np.datetime64("2014-01-01") + np.arange(3_900)

    def dates(size: int, first: int, last: int) -> np.ndarray:
        return days[random.integers(first, last, size)].astype(str)

    case_rows = pd.DataFrame(
        {
            "case_key": keys,
            "registration_date": dates(cases, 700, 3_900),
            "data_source": pick(["Shelter", "Police", "NGO", "BorderAuthority"], cases),
            "prs_Gender": pick(["Feminine", "Masculine"], cases),
            "age_at_identification": pick(["0-8", "9-17", "15", "16", "24-26", "adult", ""], cases),
            "prs_Citizenship": pick(["AF", "PK", "IR", "TJ", "UZ", "TM"], cases),
            "vic_TraffickingStatus": pick(["ActualVictimOfTrafficking", "PossibleVictimOfTrafficking"], cases),
            "vic_MethodsOfControl": pick(["DebtBondage;PhysicalThreats", "FalsePromises", "", "PhysicalAbuse"], cases),
            "vic_TypeOfExploitation": pick(["ForcedLabour", "SexualExploitation", "ForcedBegging;ForcedLabour"], cases),
            "vic_ForcedLabourIndustry": pick(["F_Construction", "", "C_Manufacturing"], cases),
            "con_Consent": pick(["yes", "no"], cases),
            "provenance": "synthetic",
        }
    )
    of_case = np.repeat(number, np.array(EVENTS_A_CASE)[number % len(EVENTS_A_CASE)])
    place = np.arange(len(of_case)) - np.searchsorted(of_case, of_case)
    is_last = np.r_[of_case[1:] != of_case[:-1], True]
    kind = np.where(place == 0, "Recruitment", np.where(is_last, "Exploitation", "Transit"))
    start = days[random.integers(0, 200, cases)[of_case] + place * 30].astype(str)
    event_rows = pd.DataFrame(
        {
            "case_key": keys[of_case],
            "hte_Type": kind,
            "hte_Country": np.where(place == 0, "AF", np.where(is_last, "IR", "PK")),
            "hte_State": np.where(place == 0, pick(PROVINCES, len(of_case)), np.where(is_last, "", "PK-BA")),
            "hte_Date": start,
        }
    )
    of_case = np.repeat(number, 3)
    begin = random.integers(700, 3_500, len(of_case))
    service_rows = pd.DataFrame(
        {
            "case_key": keys[of_case],
            "service": pick(SERVICES, len(of_case)),
            "provider": pick(["Centre one", "Centre two", "Centre three"], len(of_case)),
            "start_date": days[begin].astype(str),
            "end_date": days[begin + random.integers(0, 300, len(of_case))].astype(str),
            "outcome": pick(["Completed", "Ongoing", "Declined", ""], len(of_case)),
        }
    )
    paths = []
    for name, frame in (("cases", case_rows), ("events", event_rows), ("services", service_rows)):
        paths.append(folder / f"{name}.csv")
        frame.to_csv(paths[-1], index=False)
    return paths


def _text(numbers: np.ndarray) -> np.ndarray:
    return numbers.astype(str)


def write_workbook(folder: Path, rows: int) -> list[Path]:
    """Write synthetic cases with their events and services as one workbook of about `rows` rows; return its path."""
    csv_files = write_files(folder, max(1, round(rows / 6.6)))
    path = folder / "cases.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        for csv_file in csv_files:
            sheet = workbook.add_worksheet(csv_file.stem)
            for number, line in enumerate(csv_file.read_text().splitlines()):
                sheet.write_row(number, 0, line.split(","))
    return [path]


def measure(paths: list[Path], folder: str) -> tuple[float, float, float]:
    """Import files in a process of its own; return seconds, processor seconds and the peak of memory in GB."""
    environment = os.environ | {"CASE_DATABASE_URL": f"sqlite:///{folder}/{paths[0].suffix}.db"}
    subprocess.run([sys.executable, "-m", "data_access", "init"], cwd=PROJECT, env=environment, check=True,
                   capture_output=True)  # fmt: skip
    options = ["--format", "htcds", "--report", f"{folder}/report.csv"]
    begin, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", MEASURED, f"{folder}/peak", "import", *map(str, paths), *options],
        cwd=PROJECT, env=environment, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    seconds = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, processor, int(Path(folder, "peak").read_text()) / 1024**2


def main() -> None:
    """Generate the files, import them in a new process, print one row of figures for each kind of file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--workbook-rows", type=int, default=30_000)
    arguments = parser.parse_args()
    cases = arguments.cases
    print("files  rows       seconds  processor s  rows/s   rows/processor s  peak memory")
    with tempfile.TemporaryDirectory() as folder:
        # in a process of its own, because a new process begins with the peak memory of the one it comes from
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            paths = pool.apply(write_files, (Path(folder), cases))
        rows = sum(sum(1 for _ in path.open()) - 1 for path in paths)
        seconds, processor, peak = _print("CSV", rows, measure(paths, folder))
    name = f"import of {cases:,} cases with events and services into SQLite"
    # per second of processor time: what a machine would do that has nothing else to do
    print(json.dumps({"name": name, "measured": rows / seconds, "unit": "rows/s", "at_least": 20_000}))
    print(json.dumps({"name": f"{name}, per second of processor time", "measured": rows / processor, "unit": "rows/s"}))
    limit = 0.6 if cases <= 200_000 else 1.5
    print(json.dumps({"name": f"{name}, peak memory", "measured": peak, "unit": "GB", "limit": limit}))
    with tempfile.TemporaryDirectory() as folder:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            paths = pool.apply(write_workbook, (Path(folder), arguments.workbook_rows))
        seconds, _, _ = _print("XLSX", arguments.workbook_rows, measure(paths, folder))
    name = f"import of a workbook of {arguments.workbook_rows:,} rows"
    print(json.dumps({"name": name, "measured": seconds, "unit": "s", "limit": 30}))


def _print(kind: str, rows: int, figures: tuple[float, float, float]) -> tuple[float, float, float]:
    seconds, processor, peak = figures
    print(
        f"{kind:<6} {rows:<10,} {seconds:<8.1f} {processor:<12.1f} {rows / seconds:<8,.0f} {rows / processor:<17,.0f} "
        f"{peak:.2f} GB"
    )
    return figures


if __name__ == "__main__":
    main()
