"""What a workbook of Excel has and the same workbook, written by openpyxl, no longer has."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from tabellion.diagnostics import Term

# what stands in a part of the archive, by where the part is (ISO/IEC 29500-1, 12 and 13)
PARTS: dict[str, Term] = {
    "pivotTables": Term("tableaux croisés dynamiques", "pivot tables"),
    "charts": Term("graphiques", "charts"),
    "media": Term("images", "pictures"),
    "drawings": Term("dessins", "drawings"),
    "slicers": Term("segments", "slicers"),
    "ctrlProps": Term("boutons et contrôles", "buttons and controls"),
    "embeddings": Term("objets incorporés", "embedded objects"),
    "threadedComments": Term("fils de commentaires", "threaded comments"),
    "externalLinks": Term("liens vers d'autres classeurs", "links to other workbooks"),
    "queryTables": Term("requêtes", "queries"),
    "vbaProject.bin": Term("macros", "macros"),
}
# what stands in a sheet beside its cells
EXTENSIONS: dict[bytes, Term] = {
    b":dataValidation ": Term("listes de choix d'une autre feuille", "drop-down lists of another sheet"),
    b":conditionalFormatting ": Term("mises en forme conditionnelles", "conditional formats"),
    b":sparklineGroup ": Term("graphiques sparkline", "sparklines"),
}
RICH = Term("mises en forme à l'intérieur d'un texte", "formats inside a text")
RICH_RUN = re.compile(rb"<(?:\w+:)?rPr[ />]")
TEXTS = "xl/sharedStrings.xml"


def losses(former: Path, made: bytes) -> list[Term]:
    """What `former` has and `made` has less of, each kind once. Raises what `zipfile` does."""
    with zipfile.ZipFile(former) as before, zipfile.ZipFile(io.BytesIO(made)) as after:
        had, has = _contents(before), _contents(after)
    return [kind for kind in (*PARTS.values(), *EXTENSIONS.values(), RICH) if has.get(kind, 0) < had.get(kind, 0)]


def _contents(archive: zipfile.ZipFile) -> dict[Term, int]:
    """How often an archive has each kind."""
    found: dict[Term, int] = {}
    for name in archive.namelist():
        folders = name.split("/")
        if folders[-1].endswith(".rels") or folders[-1].startswith(("vmlDrawing", "commentsDrawing")):
            continue  # a note of a cell has a drawing of its own, which is written again
        for part, kind in PARTS.items():
            if part in folders:
                found[kind] = found.get(kind, 0) + 1
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            content = archive.read(name)
            for text, kind in EXTENSIONS.items():
                found[kind] = found.get(kind, 0) + content.count(text)
        if name == TEXTS:
            found[RICH] = len(RICH_RUN.findall(archive.read(name)))
    return found
