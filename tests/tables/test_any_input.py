"""Whatever a file holds, it comes back as it is or is reported; never an exception."""

from __future__ import annotations

import random
import tempfile
import zipfile
from pathlib import Path

import xlsxwriter
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tabellion.tables.texts import plain_text, visible
from tables.writing import TESTS, read, text_file, texts

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)
KEYS = ("code", "label", "cardinality", "enabled", "level", "rank", "since", "url", "oid", "path", "names", "ear")
quick = settings(max_examples=25, deadline=None)


@quick
@given(TEXTS)
def test_any_text_comes_back_or_is_reported(text: str) -> None:
    """A text of a workbook is read as text; as a code it comes back as it is, or a finding stands at its cell."""
    with tempfile.TemporaryDirectory() as folder:
        table, report = read(
            texts(Path(folder) / "a.xlsx", {"Épreuves": [["Identifiant", "Code", "Libellé court"], ["a", text, text]]})
        )
        row = next(iter(table))
        said = {str(diagnostic.place): diagnostic.code for diagnostic in report}
    if not text.strip():
        assert (None, None) == (row["code"], row["label"])
        return
    at_code, at_label = (said.get(f"a.xlsx › Épreuves!{cell}") for cell in ("B2 (Code)", "C2 (Libellé court)"))
    assert at_label == "TB022" or row["label"] == plain_text(text)
    assert at_code is not None or row["code"] == plain_text(text) or row.is_not_applicable("code")
    assert at_code != "TB013" or row["code"] == visible(plain_text(text))


@quick
@given(st.dictionaries(st.sampled_from(KEYS), TEXTS, min_size=1), st.randoms(use_true_random=False))
def test_the_order_of_columns_changes_nothing(cells: dict[str, str], chance: random.Random) -> None:
    """A sheet whose columns are shuffled has the same rows and the same findings."""
    assume(not any(text.lstrip().startswith("#") for text in cells.values()))  # first in a row, it says: not read
    columns = [("Identifiant", "a"), *((TESTS.column(key).fr, text) for key, text in cells.items())]
    shuffled = columns[:]
    chance.shuffle(shuffled)
    found = []
    for order in (columns, shuffled):
        with tempfile.TemporaryDirectory() as folder:
            texts(Path(folder) / "a.xlsx", {"Épreuves": [[name for name, _ in order], [text for _, text in order]]})
            table, report = read(Path(folder))
            rows = [{key: cell.value for key, cell in row.cells.items()} for row in table]
            found.append((rows, sorted((diagnostic.code, diagnostic.place.heading) for diagnostic in report)))
    assert found[0] == found[1]


@quick
@given(st.binary(max_size=300), st.sampled_from(["a.xlsx", "a.ods", "a.xls", "Épreuves.csv", "Épreuves.tsv", "x.tabs"]))
def test_any_bytes_as_a_file(data: bytes, name: str) -> None:
    """Bytes of any kind are read or reported."""
    with tempfile.TemporaryDirectory() as folder:
        text_file(Path(folder) / name, data)
        read(Path(folder))


@quick
@given(st.text(st.sampled_from('";,\t\n\r aéx#=1'), max_size=120))
def test_any_text_as_a_table(text: str) -> None:
    """Quotes, separators and line ends in any order are read or reported."""
    with tempfile.TemporaryDirectory() as folder:
        text_file(Path(folder) / "Épreuves.csv", f"Identifiant;Code\n{text}")
        read(Path(folder))


def _parts() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("Épreuves")
            sheet.write_row(0, 0, ["Identifiant", "Code"])
            sheet.write_row(1, 0, ["a", "1-8"])
            sheet.write_formula(2, 1, "=A2", None, "x")
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


PARTS = _parts()


@quick
@given(st.sampled_from(sorted(PARTS)), st.integers(0, 5000), st.binary(max_size=12), st.integers(0, 40))
def test_any_damage_to_a_workbook(name: str, start: int, put: bytes, lost: int) -> None:
    """A workbook with bytes changed anywhere in a part is read or reported."""
    content = PARTS[name]
    start %= len(content)
    damaged = content[:start] + put + content[start + lost :]
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(Path(folder) / "a.xlsx", "w") as archive:
            for part, whole in PARTS.items():
                archive.writestr(part, damaged if part == name else whole)
        read(Path(folder))
