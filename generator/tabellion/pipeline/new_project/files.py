"""The files of a project that nobody has worked on yet: a workbook for each institution, a home page, a read-me."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import resources

from tabellion.artifacts.kinds import kinds, sheets
from tabellion.diagnostics import Term
from tabellion.guide.sheets import RECEPTION
from tabellion.pipeline.new_project.content import Rows, item_notes
from tabellion.tables.template import Content, template_workbook

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
.tabellion/
~$*
.~lock.*
"""


def project_files(
    rows: Mapping[str, Rows], langs: Sequence[str], received: Mapping[str, Rows], home: str = ""
) -> dict[str, bytes]:
    """The files by their names below the folder of a project.

    `rows` are those of each sheet by its key, `langs` the languages of the guide, its own first, `received` the rows
    of the sheet Reception by who keeps the workbook, `home` the name of the text that becomes the home page; without
    one it is the page that lists what the guide has.
    """
    texts = resources.files("tabellion.pipeline.new_project") / "texts"
    lang = langs[0]
    files = {
        "README.md": (texts / lang / "README.md").read_bytes(),
        ".gitignore": IGNORED.encode("utf-8"),
    }
    for each in langs if home else ():
        files[f"sources/pages/{each}/index.md"] = (texts / each / home).read_bytes()
    declaring = {kind.name: kind.declaring for kind in kinds() if kind.sheets}
    for owner, (name, _) in WORKBOOKS.items():
        # what each institution may keep stands once, beside what the team of the specification keeps
        kept = (owner, "all") if owner == "specification" else (owner,)
        kept_sheets = [sheet for sheet in sheets() if sheet.owner in kept and sheet is not RECEPTION]
        contents = [Content(sheet, rows.get(sheet.key, ())) for sheet in kept_sheets]
        contents.sort(key=lambda item: not item.rows)  # the sheets with rows first, in the order of their declarations
        if owner == "specification":
            contents[0] = replace(contents[0], notes=item_notes(lang))
        contents.insert(1, Content(RECEPTION, received[owner]))
        book = template_workbook(contents, lang, langs[1:], declaring)
        files[f"sources/{name[lang]}.xlsx"] = book
    return files
