"""The examples of rules' pages as projects: their tables laid over a small guide that has no fault."""

from __future__ import annotations

import csv
import html
import re
import shutil
from pathlib import Path

import xlsxwriter

from tabellion.artifacts.kinds import sheets
from tabellion.guide.items import ITEMS
from tabellion.pipeline.project import Project
from tabellion.tables.headings import fold

BASE = Path(__file__).parent / "diagnostics" / "base"
HEADING = re.compile(r"^### (.+)$", re.MULTILINE)
BAR = re.compile(r"(?<!\\)\|")
ITEM_KEYS = {fold(name): item.key for item in ITEMS for name in item.headings}
GUIDE = fold("Guide")
SHEET_NAMES = {fold(name): sheet.fr for sheet in sheets() for name in sheet.names}

Rows = list[list[str]]


def tables(text: str) -> dict[str, Rows]:
    """The Markdown tables of an example by the heading above each; the first row has the headings of columns.

    `<br>` is a line break, `&nbsp;` a no-break space, and a picture such as `␇` the control character it stands for.
    """
    found: dict[str, Rows] = {}
    for name, part in _parts(text):
        lines = [line.strip() for line in part.splitlines() if line.strip().startswith("|")]
        if lines:
            found[name] = [_cells(line) for number, line in enumerate(lines) if number != 1]
    return found


def files(text: str) -> dict[str, str]:
    """The JSON files of an example by the heading above each block: `### examples/x.json`."""
    blocks = ((name, re.search(r"```json\n(.*?)```", part, re.DOTALL)) for name, part in _parts(text))
    return {name: block[1] for name, block in blocks if block is not None and name.startswith("examples/")}


def home_page(text: str) -> str | None:
    """The narrative page of an example: its block of Markdown; `None` when it has none."""
    block = re.search(r"```markdown\n(.*?)```", text, re.DOTALL)
    return block[1] if block is not None else None


def _parts(text: str) -> list[tuple[str, str]]:
    pieces = HEADING.split(text)
    return list(zip(pieces[1::2], pieces[2::2], strict=True))


def _cells(line: str) -> list[str]:
    parts = BAR.split(line.removeprefix("|").removesuffix("|"))
    return [_cell(part.strip(" ").replace("\\|", "|")) for part in parts]


def _cell(text: str) -> str:
    plain = html.unescape(text.replace("<br>", "\n"))
    return re.sub("[\u2401-\u241f]", lambda match: chr(ord(match[0]) - 0x2400), plain)


def write_project(root: Path, text: str, lang: str) -> Project:
    """A project whose tables are those of the base guide, with the example's laid over them.

    A row of the base is replaced by the rows of the example's table of that sheet that begin with the same cell. The
    example's tables come as one workbook, in the guide's language `lang`.
    """
    sources = root / "sources"
    (sources / "examples").mkdir(parents=True)
    given = tables(text)
    by_sheet = {SHEET_NAMES.get(fold(name), name): rows for name, rows in given.items()}
    for path in sorted(BASE.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            heading, *rows = csv.reader(file, delimiter=";")
        replaced = {_key(path.stem, row[0]) for row in by_sheet.get(path.stem, [])[1:]}
        kept = [row for row in rows if _key(path.stem, row[0]) not in replaced]
        if path.stem == "Guide":
            kept = [[item, lang if item == "Langue" else value] for item, value in kept]
        with (sources / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";", lineterminator="\n").writerows([heading, *kept])
    shutil.copytree(BASE / "pages", sources / "pages")
    if (home := home_page(text)) is not None:
        (sources / "pages" / lang / "index.md").write_text(home, encoding="utf-8", newline="\n")
    if given:
        write_workbook(sources / "exemple.xlsx", given)
    for name, content in files(text).items():
        (sources / name).write_text(content, encoding="utf-8", newline="\n")
    return Project(root)


def _key(sheet: str, first: str) -> str:
    return ITEM_KEYS.get(fold(first), first) if fold(sheet) == GUIDE else first


def write_workbook(path: Path, sheets: dict[str, Rows]) -> None:
    """A workbook with these sheets, every cell a text, and a Reception sheet."""
    reception = {"Réception": [["Institution", "Version", "Date de réception"], ["Collège", "1", "2024-03-01"]]}
    with xlsxwriter.Workbook(path) as book:
        for name, rows in (sheets if "Réception" in sheets or "Reception" in sheets else sheets | reception).items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value:
                        sheet.write_string(number, column, value)
