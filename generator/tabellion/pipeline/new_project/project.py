"""Writes a new project into an empty folder."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from pathlib import Path

from tabellion.artifacts.kinds import kinds, sheets
from tabellion.diagnostics import Report, Term, rule
from tabellion.diagnostics.model import Place
from tabellion.files.cause import cause_of
from tabellion.files.change import WORK, replace_files
from tabellion.guide.sheets import RECEPTION
from tabellion.pipeline.new_project.content import item_notes, reception, rows_of
from tabellion.pipeline.new_project.wanted import NewGuide
from tabellion.tables.template import Content, template_workbook

FOLDER_NOT_EMPTY = rule(
    "NW001",
    "folder-not-empty",
    "error",
    "processing",
    fr="le dossier « {folder} » n'est pas vide",
    en="the folder `{folder}` is not empty",
    help_fr="donnez le nom d'un dossier nouveau ou vide : rien n'est jamais écrasé",
    help_en="name a new or empty folder: nothing is ever overwritten",
)
FOLDER_NOT_WRITABLE = rule(
    "NW002",
    "folder-not-writable",
    "error",
    "processing",
    fr="le dossier « {folder} » ne peut pas être écrit ({reason})",
    en="the folder `{folder}` cannot be written ({reason})",
    help_fr="{remedy}",
    help_en="{remedy}",
    machine=True,
)

# the workbooks by who keeps them: their names, and the institution that stands in their sheet Reception
WORKBOOKS = {
    "specification": (Term("guide", "guide"), Term("Équipe de spécification", "Specification team")),
    "terminology": (Term("terminologies", "terminology"), Term("Centre de terminologies", "Terminology centre")),
    "insurer": (Term("mesures", "measures"), Term("Assureur", "Insurer")),
}
# what a folder may hold already
KEPT = {".git", ".gitattributes"}
IGNORED = """\
/site/
/output/*.tgz
/output/pages/
/output/downloads/
/output/mkdocs*.yml
.tabellion/
~$*
.~lock.*
"""


def start(folder: Path, wanted: NewGuide, report: Report) -> tuple[str, ...]:
    """Write a small guide and give the names of its files; `()` with a fault in the report.

    The folder is made, or has to be empty but for what version control keeps there. The same wish gives the same bytes.
    """
    files = files_of(wanted)
    try:
        others = {path.name for path in folder.iterdir()} - {*KEPT, WORK} if folder.is_dir() else set()
        if others or (folder.exists() and not folder.is_dir()):
            report.add(FOLDER_NOT_EMPTY, Place(folder.name), folder=folder)
            return ()
        replace_files(folder, files)
    except OSError as fault:
        cause = cause_of(fault)
        report.add(FOLDER_NOT_WRITABLE, Place(folder.name), folder=folder, reason=cause.reason, remedy=cause.remedy)
        return ()
    return tuple(files)


def files_of(wanted: NewGuide) -> dict[str, bytes]:
    """The files of a new project by their names below its folder."""
    texts = resources.files("tabellion.pipeline.new_project") / "texts"
    home = "empty.md" if wanted.empty else "index.md"
    files = {
        "README.md": (texts / wanted.lang / "README.md").read_bytes(),
        ".gitignore": IGNORED.encode("utf-8"),
    }
    for lang in wanted.langs:
        files[f"sources/pages/{lang}/index.md"] = (texts / lang / home).read_bytes()
    rows = rows_of(wanted)
    declaring = {kind.name: kind.declaring for kind in kinds() if kind.sheets}
    for owner, (name, institution) in WORKBOOKS.items():
        # what each institution may keep stands once, beside what the team of the specification keeps
        kept = (owner, "all") if owner == "specification" else (owner,)
        kept_sheets = [sheet for sheet in sheets() if sheet.owner in kept and sheet is not RECEPTION]
        contents = [Content(sheet, rows.get(sheet.key, ())) for sheet in kept_sheets]
        contents.sort(key=lambda item: not item.rows)  # the sheets with rows first, in the order of their declarations
        if owner == "specification":
            contents[0] = replace(contents[0], notes=item_notes(wanted.lang))
        contents.insert(1, Content(RECEPTION, reception(institution, owner, wanted)))
        book = template_workbook(contents, wanted.lang, wanted.langs[1:], declaring)
        files[f"sources/{name[wanted.lang]}.xlsx"] = book
    return files
