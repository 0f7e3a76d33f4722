"""A whole public release as open data: one archive that is a Frictionless data package.

Its numbers are the answers of `Release`, as pages get them. The estimates from which these are made are in it only
where they are asked for, in a folder apart.
Standard: Data Package 1.0 (specs.frictionlessdata.io), tabular data resources.
"""

import hashlib
import io
import json
import zipfile
from datetime import datetime
from typing import Any

import pandas as pd

from data_access.errors import BadInput
from data_access.questions import programmes as questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from exports.data_package_layers import about, geojson, geopackage, layers
from exports.data_package_tables import (
    PublishedTable,
    csv_of,
    estimated_tables,
    published_tables,
    schema_of,
    schema_of_estimates,
)
from exports.data_package_words import (
    LICENCE,
    TITLE,
    citation_file,
    codes_table,
    columns_table,
    licence,
    readme,
    readme_of_estimates,
    title_of,
)
from exports.iati import iati_file, without_place
from figures.kit import sources as source_words
from locales import N_, translator

ZIP = "application/zip"
HXL_ROW = 2  # of a table, where there are tags
# of the manifest, what pages say of a release; not its codes, of which chance may have kept some without a number
FACTS = ("content_hash", "method", "epsilon", "delta", "rho", "least_count", "bounds", "lost", "period", "provenance",
         "sources", "data_until", "places_are_proxies", "created_at", "published_at")  # fmt: skip


def data_package(release: Release, *, hxl: bool = False, with_estimates: bool = False) -> bytes:
    """Return a public release as a data package (ZIP). hxl: with HXL tags in the second row of each table.
    with_estimates: with the estimates below the threshold, in a folder apart; never for what pages give.

    The same release gives the same bytes. Raises BadInput for a restricted release, or one without noise.
    """
    refuse_restricted(release)
    tables = list(published_tables(release))
    package = _Package()
    for table in tables:
        package.add_table(table, hxl=hxl)
    package.add_words("columns", "What the columns of the tables mean", columns_table(tables))
    package.add_words("codes", "The codes of the tables in words", codes_table(tables))
    found, said = layers(release), about(release)
    for name, layer in found.items():
        package.add(f"layers/{name}.geojson", geojson(layer, said), f"Layer: {name}", "geojson", "application/geo+json")
    made = str(release.manifest["created_at"])
    package.add(
        "layers/layers.gpkg", geopackage(found, made, said), "All layers", "gpkg", "application/geopackage+sqlite3"
    )
    if results := _results(release):
        package.add("results/iati.xml", results, "Programmes and their results, IATI 2.03", "xml", "application/xml")
    if with_estimates:
        for table in estimated_tables(release):
            package.add_estimates(table)
        package.files["estimates/README.md"] = readme_of_estimates(release).encode()
    listed = [(one["path"], one["title"]) for one in package.resources]
    package.files |= {
        "README.md": readme(release, listed, with_estimates=with_estimates).encode(),
        "LICENCE.txt": licence(release).encode(),
        "CITATION.cff": citation_file(release).encode(),
    }
    descriptor = _descriptor(release, package.resources)
    package.files["datapackage.json"] = json.dumps(descriptor, ensure_ascii=False, indent=1).encode() + b"\n"
    return _archive(package.files, made)


def refuse_restricted(release: Release) -> None:
    """Raise BadInput for a restricted release, or one without noise."""
    if release.manifest["kind"] != "public" or release.is_exact:
        raise BadInput(
            N_("Release {number} is restricted: it holds exact counts, and nothing of it may be published."),
            number=release.id,
        )


class _Package:
    """Files by their path, and what the descriptor says of those that hold data."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.resources: list[dict[str, Any]] = []

    def add(self, path: str, content: bytes, title: str, kind: str, mediatype: str, **more: Any) -> None:
        self.files[path] = content
        name = path.rsplit(".", 1)[0].replace("/", "-").replace("_", "-")
        said = {"name": f"{name}-{kind}", "path": path, "title": title, "format": kind, "mediatype": mediatype}
        size = {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        self.resources.append({**said, **size, **more})

    def add_table(self, table: PublishedTable, *, hxl: bool) -> None:
        dialect = {"dialect": {"commentRows": [HXL_ROW]}} if hxl else {}
        self._add_csv(
            f"tables/{table.name}.csv",
            title_of(table),
            csv_of(table.rows, hxl=hxl),
            {"schema": schema_of(table), **dialect},
        )

    def add_estimates(self, table: PublishedTable) -> None:
        title = f"Estimates, below the threshold too (read estimates/README.md first): {title_of(table)}"
        self._add_csv(f"estimates/{table.name}.csv", title, csv_of(table.rows), {"schema": schema_of_estimates(table)})

    def add_words(self, name: str, title: str, rows: pd.DataFrame) -> None:
        keys = ["column"] if name == "columns" else ["column", "code"]
        fields = [{"name": column, "type": "string"} for column in rows.columns]
        self._add_csv(f"dictionary/{name}.csv", title, csv_of(rows), {"schema": {"fields": fields, "primaryKey": keys}})

    def _add_csv(self, path: str, title: str, content: bytes, more: dict[str, Any]) -> None:
        self.add(path, content, title, "csv", "text/csv", profile="tabular-data-resource", encoding="utf-8", **more)


def _results(release: Release) -> bytes | None:
    """The programmes with their results as IATI; None where there are none that it has a place for."""
    programmes = questions.portfolio(release, Filters())
    if not len(programmes) or len(without_place(programmes)) == len(programmes):
        return None
    values, money = questions.values(release, Filters()), questions.money(release, Filters())
    return iati_file(programmes, values, money, generated=str(release.manifest["created_at"]))


def _descriptor(release: Release, resources: list[dict[str, Any]]) -> dict[str, Any]:
    t = translator("en")
    notices = (source_words.retraction_notice(release, t), source_words.provenance_notice(release, t))
    return {
        "profile": "data-package",
        "name": f"trafficking-observatory-release-{release.id}",
        "title": TITLE,
        "description": " ".join([*filter(None, notices), source_words.caveat(t)]),
        "version": str(release.id),
        "created": release.manifest["created_at"],
        "licenses": [LICENCE],
        "sources": [{"title": name} for name in release.manifest["sources"]],
        "release": {name: release.manifest[name] for name in FACTS if name in release.manifest},
        "resources": resources,
    }


def _archive(files: dict[str, bytes], made: str) -> bytes:
    day = datetime.fromisoformat(made)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files, key=lambda path: ("/" in path, path)):
            entry = zipfile.ZipInfo(path, day.timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[path])
    return content.getvalue()
