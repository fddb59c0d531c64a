"""The program knows nothing of the sample guide: its ids and its codes stand in tables alone."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Report
from tabellion.tables.columns import Type
from tabellion.tables.sources import read_sources

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "generator" / "tabellion"
READ = {".py", ".j2", ".md", ".js", ".css", ".svg", ".json", ".java", ".xml"}
# the sheets whose codes are somebody's choice; codes of other sheets are words of FHIR
CODED = {"codes", "concepts", "system-concepts"}
# codes that the specification names, whatever a guide chooses
OF_THE_SPECIFICATION = {"terminology/vital_signs.py"}
WORD = re.compile(r"[A-Za-zÀ-ÿ0-9][\w\-]*(?:\.[\w\-]+)*")
LOINC = re.compile(r"\d+-\d")


def sample() -> dict[str, str]:
    """The ids, names, addresses and codes of the sample's tables that are telling, each with the cell it stands in."""
    sources = read_sources(ROOT / "sources", sheets(), Report())
    found: dict[str, str] = {}
    for sheet in sheets():
        keys = [column.key for column in sheet.columns if column.type is Type.ID or column.key in ("name", "url")]
        keys += ["code"] if sheet.key in CODED else []
        for row in sources.table(sheet, "fr", Report()):
            for key in keys:
                if isinstance(row[key], str) and is_telling(row[key]):
                    found.setdefault(row[key], str(row.at(key)))
    return found


def is_telling(value: str) -> bool:
    """Whether a word is the sample's own: a single word of everyday language, or a unit, may stand anywhere."""
    if value.startswith("http://hl7.org/"):
        return False
    is_single = value.isalpha() and not re.search(r"[a-z][A-Z]", value)
    return "://" in value or (len(value) >= 5 and not is_single and WORD.fullmatch(value) is not None)


@pytest.fixture(scope="module")
def words() -> dict[str, str]:
    return sample()


def test_the_sample_has_words_to_look_for(words: dict[str, str]) -> None:
    """Were the tables not read, the next test would find nothing for the wrong reason."""
    assert 10 < sum(1 for word in words if LOINC.fullmatch(word))
    assert 100 < len(words)


def test_the_program_names_none_of_them(words: dict[str, str]) -> None:
    """Neither code nor templates nor pages of rules hold an id or a code of the sample."""
    addresses = [word for word in words if "://" in word]
    met: dict[str, list[str]] = defaultdict(list)
    for path in sorted(PROGRAM.rglob("*")):
        if path.relative_to(PROGRAM).as_posix() in OF_THE_SPECIFICATION:
            continue
        if path.suffix in READ and "__pycache__" not in path.parts:
            text = path.read_text(encoding="utf-8")
            for word in (set(WORD.findall(text)) & set(words)) | {address for address in addresses if address in text}:
                met[word].append(path.relative_to(PROGRAM).as_posix())
    assert {} == {word: (words[word], files) for word, files in met.items()}
