"""Writes a new project into an empty folder."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Report, Term, rule
from tabellion.diagnostics.model import Place
from tabellion.guide.sheets import RECEPTION
from tabellion.pipeline.new_project.content import reception, rows_of
from tabellion.tables.template import Content, template_workbook

NOT_EMPTY = rule(
    "NW001",
    "folder-not-empty",
    "error",
    "processing",
    fr="le dossier « {folder} » n'est pas vide",
    en="the folder `{folder}` is not empty",
    help_fr="donnez le nom d'un dossier nouveau ou vide : rien n'est jamais écrasé",
    help_en="name a new or empty folder: nothing is ever overwritten",
)
NOT_WRITABLE = rule(
    "NW002",
    "folder-not-writable",
    "error",
    "processing",
    fr="le dossier « {folder} » ne peut pas être écrit ({reason})",
    en="the folder `{folder}` cannot be written ({reason})",
    help_fr="vérifiez son chemin et vos droits",
    help_en="check its path and your permissions",
)

# the workbooks by who keeps them: their names, and the institution that stands in their sheet Reception
WORKBOOKS = {
    "specification": (Term("guide", "guide"), Term("Équipe de spécification", "Specification team")),
    "terminology": (Term("terminologies", "terminology"), Term("Centre de terminologies", "Terminology centre")),
    "insurer": (Term("mesures", "measures"), Term("Assureur", "Insurer")),
}
IGNORED = """\
/site/
/output/*.tgz
/output/pages/
/output/downloads/
/output/mkdocs*.yml
~$*
.~lock.*
"""


def start(folder: Path, lang: str, report: Report) -> tuple[str, ...]:
    """Write a small guide in `lang` (`fr` or `en`) and give the names of its files; `()` with a fault in the report.

    The folder is made, or has to be empty. The same language gives the same bytes.
    """
    files = files_of(lang)
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            report.add(NOT_EMPTY, Place(folder.name), folder=folder)
            return ()
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as fault:
        report.add(NOT_WRITABLE, Place(folder.name), folder=folder, reason=fault.strerror or str(fault))
        return ()
    return tuple(files)


def files_of(lang: str) -> dict[str, bytes]:
    """The files of a new project by their names below its folder."""
    texts = resources.files("tabellion.pipeline.new_project") / "texts" / lang
    files = {
        "README.md": (texts / "README.md").read_bytes(),
        ".gitignore": IGNORED.encode("utf-8"),
        f"sources/pages/{lang}/index.md": (texts / "index.md").read_bytes(),
    }
    rows = rows_of(lang)
    for owner, (name, institution) in WORKBOOKS.items():
        contents = [Content(sheet, rows.get(sheet.key, ())) for sheet in sheets() if sheet.owner == owner]
        contents.sort(key=lambda item: not item.rows)  # the sheets with rows first, in the order of their declarations
        contents.insert(1, Content(RECEPTION, reception(institution, owner, lang)))
        files[f"sources/{name[lang]}.xlsx"] = template_workbook(contents, lang)
    return files
