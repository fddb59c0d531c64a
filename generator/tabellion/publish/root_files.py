"""Files that stand once for all languages: resources as JSON and XML at their canonical place, redirects, indexes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from html import escape

from tabellion.fhir.json import dumps
from tabellion.publish.fhir_xml import to_xml
from tabellion.publish.guide_pages import Made
from tabellion.publish.pages.addresses import relative
from tabellion.publish.pages.examples import resource_files
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.terminology import concepts_of


def root_files(made: Sequence[Made]) -> dict[str, bytes]:
    """By path from the root of the site."""
    edition = made[0].reading.edition
    files: dict[str, bytes] = {}
    for artifact in edition.artifacts:
        as_json, as_xml = resource_files(artifact)
        files[as_json] = dumps(artifact.resource).encode("utf-8")
        if artifact.kind == "example":
            files[as_xml] = to_xml(artifact.resource).encode("utf-8")
        if artifact.kind in ("valueset", "codesystem"):
            for one in made:
                files[f"{artifact.type}/{artifact.id}.{one.reading.lang}.csv"] = codes_csv(artifact, one.reading)
        place = f"{artifact.type}/{artifact.id}/index.html"
        files[place] = redirect(relative(made[0].reading.addresses.of(artifact), place), str(artifact.reference))
    return files


def redirect(target: str, title: str) -> bytes:
    """A page that leads on at once, with the part of the address after `#`, and says so without script."""
    href = escape(target, quote=True)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f'<link rel="canonical" href="{href}">\n<meta http-equiv="refresh" content="0; url={href}">\n'
        '<meta name="robots" content="noindex">\n'
        f'<script>location.replace("{href}" + location.hash)</script>\n</head>\n'
        f'<body><p><a href="{href}">{escape(title)}</a></p></body>\n</html>\n'
    ).encode()


def codes_csv(artifact: object, reading: Reading) -> bytes:
    """The codes of a value set or code system as a table that spreadsheets open: `;`, a byte-order mark, text."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\n")
    table.writerow([reading.say(f"concept_{one}") for one in ("code", "label", "display", "system")])
    for one in concepts_of(artifact, reading):  # type: ignore[arg-type]
        table.writerow(
            [safe_cell(one.code.code), safe_cell(one.code.label.text), safe_cell(one.code.display), one.code.system]
        )
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
