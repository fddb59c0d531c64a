"""Which received files get a copy, and what it is called."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from tabellion.diagnostics import Finding, Place, Report, Term, rule
from tabellion.tables.annotation.remarks import remarks_of
from tabellion.tables.annotation.workbook_copy import annotated_workbook

NOT_ANNOTATED = rule(
    "FI014",
    "not-annotated",
    "warning",
    "informational",
    fr="le fichier n'a pas de copie annotée : seuls les classeurs .xlsx et .xlsm lisibles en ont une",
    en="the file has no annotated copy: only workbooks .xlsx and .xlsm that can be read have one",
    help_fr="lisez ses messages dans la sortie de la commande, ou enregistrez-le au format .xlsx",
    help_en="read its messages in the output of the command, or save it as .xlsx",
)
ANNOTATED = Term("-annoté", "-annotated")
WORKBOOKS = {".xlsx", ".xlsm"}


def annotated_copies(
    folder: Path, findings: Iterable[Finding], lang: str, report: Report
) -> Iterator[tuple[str, bytes]]:
    """Name and content of the copy of each workbook of a folder that has findings; another file with some is told."""
    found = list(findings)
    for name in sorted({finding.place.file for finding in found}):
        path = folder / name
        if not name or path.parent != folder or not path.is_file():
            continue
        if path.suffix.lower() not in WORKBOOKS:
            report.add(NOT_ANNOTATED, Place(name))
            continue
        try:
            content = annotated_workbook(path, remarks_of(found, name, lang))
        except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, StopIteration, OSError, ValueError):
            report.add(NOT_ANNOTATED, Place(name))
            continue
        yield copy_name(path, lang), content


def copy_name(path: Path, lang: str) -> str:
    """What the copy of a file is called."""
    return f"{path.stem}{ANNOTATED[lang]}{path.suffix}"
