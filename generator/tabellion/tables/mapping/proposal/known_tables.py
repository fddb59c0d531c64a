"""Tables that many institutions deliver in one layout: what a person who knows them would say of their columns.

LOINC's own table; SNOMED CT Release Format 2; the vocabularies of OMOP; HL7 version 2 tables; context groups of DICOM;
openEHR templates and archetypes, which are told by the types of their reference model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tabellion.diagnostics import Term
from tabellion.tables.columns import Sheet, Type
from tabellion.tables.headings import fold

Values = Mapping[str, object]
EMPTY = Term("vide", "empty")
REFERENCE_MODEL = re.compile(r"DV_[A-Z_]+")
# nodes of openEHR that hold others, and no value
STRUCTURE = re.compile(
    r"COMPOSITION|OBSERVATION|EVALUATION|INSTRUCTION|ACTION|ADMIN_ENTRY|ACTIVITY|SECTION|CLUSTER|HISTORY|(\w+_)?EVENT"
    r"|EVENT_CONTEXT|ITEM_\w+"
)


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """What becomes of a received column: `key` is ours, `""` where it only tells which rows are taken.

    `words` are pairs of a word and the value of a choice of ours, or what it says there; `""` stands for an empty cell.
    """

    heading: str
    key: str
    reading: str = ""
    value: str = ""
    words: tuple[tuple[str, str], ...] = ()
    only: str = ".*"
    """What all cells of the column are for this to hold."""

    @property
    def is_copy(self) -> bool:
        """Whether the column is taken as it is."""
        return bool(self.key) and not self.reading


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table by headings that it has, letters and digits alone; the sheet of ours that it fills and its columns."""

    needs: frozenset[str]
    target: str
    columns: tuple[KnownColumn, ...]


KNOWN_TABLES = (
    KnownTable(
        frozenset({"loincnum", "longcommonname"}),
        "system-concepts",
        (
            KnownColumn("LOINC_NUM", "code"),
            KnownColumn("LONG_COMMON_NAME", "display"),
            KnownColumn("DefinitionDescription", "definition"),
            KnownColumn(
                "STATUS", "code_status", "words",
                words=(("ACTIVE", "active"), ("TRIAL", "experimental"), ("DISCOURAGED", "deprecated"),
                       ("DEPRECATED", "retired")),
            ),
        ),
    ),
    KnownTable(
        frozenset({"conceptid", "typeid", "term", "moduleid"}),
        "system-concepts",
        (
            KnownColumn("conceptId", "code"),
            KnownColumn("term", "display"),
            KnownColumn("active", "", "keep", "1"),
            KnownColumn("typeId", "", "keep", "900000000000003001"),  # the fully specified name, one of each concept
        ),
    ),
    KnownTable(
        frozenset({"refsetid", "referencedcomponentid", "moduleid"}),
        "concepts",
        (KnownColumn("referencedComponentId", "code"), KnownColumn("active", "", "keep", "1")),
    ),
    KnownTable(
        frozenset({"vocabularyid", "conceptcode", "domainid"}),
        "system-concepts",
        (
            KnownColumn("concept_code", "code"),
            KnownColumn("concept_name", "display"),
            KnownColumn("valid_start_date", "start", "words", words=(("19700101", ""), ("1970-01-01", ""))),
            KnownColumn("valid_end_date", "end", "words", words=(("20991231", ""), ("2099-12-31", ""))),
            KnownColumn("invalid_reason", "code_status", "words", words=(("D", "retired"), ("U", "retired"))),
        ),
    ),
    KnownTable(
        frozenset({"table", "value", "description"}),
        "system-concepts",
        (
            KnownColumn(
                "Table", "system", "template", "http://terminology.hl7.org/CodeSystem/v2-{Table}", only=r"\d{4}"
            ),
            KnownColumn("Value", "code"),
            KnownColumn("Description", "display"),
        ),
    ),
    KnownTable(
        frozenset({"codingschemedesignator", "codevalue", "codemeaning"}),
        "concepts",
        (
            KnownColumn("Code Value", "code"),
            KnownColumn("Code Meaning", "display"),
        ),
    ),
)  # fmt: skip


def known_table(headings: Iterable[str]) -> KnownTable | None:
    """The table that has these headings."""
    found = set(map(fold, headings))
    return next((table for table in KNOWN_TABLES if table.needs <= found), None)


def rows_of(table: KnownTable, received: Mapping[str, Sequence[str]], target: Sheet, lang: str) -> list[Values]:
    """The rows of the mapping for the columns that a known table has, but for those that are copied: `received` has the
    few words of the cells of its columns by their names."""
    rows: list[Values] = []
    for column in table.columns:
        if column.is_copy:
            continue
        name = next((name for name in received if fold(name) == fold(column.heading)), None)
        if name is None or not all(re.fullmatch(column.only, word) for word in received[name]):
            continue
        row: dict[str, object] = {"received": name, "reading": column.reading, "value": column.value}
        if column.key:
            row["column"] = target.column(column.key).term[lang]
        if column.words:
            row["value"] = "\n".join(_pairs(column, target, lang))
        if column.reading == "template":
            row["received"] = ""
        rows.append({key: value for key, value in row.items() if value})
    return rows


def names_in(row: Values) -> Iterable[str]:
    """The received columns that a row speaks of, those in the braces of a template included."""
    if name := str(row.get("received", "")):
        yield name
    yield from (match[1] for match in re.finditer(r"\{(.+?)\}", str(row.get("value", ""))))


def _pairs(column: KnownColumn, target: Sheet, lang: str) -> Iterable[str]:
    said = {choice.value: choice.term[lang] for choice in target.column(column.key).choices}
    yield from (f"{word or EMPTY[lang]} = {said.get(value, value)}" for word, value in column.words)


def is_of_reference_model(words: Sequence[str]) -> bool:
    """Whether words are the types of openEHR."""
    return any(REFERENCE_MODEL.fullmatch(word) for word in words)


def structures(words: Sequence[str]) -> list[str]:
    """The types among words whose nodes hold no value."""
    return [word for word in words if STRUCTURE.fullmatch(word)]


# days by which tables say that there is no last day
NO_END = frozenset(
    {"20991231", "2099-12-31", "31/12/2099", "31.12.2099", "99991231", "9999-12-31", "31/12/9999", "31.12.9999"}
)


def without_end(key: str, column_type: Type, texts: Iterable[str]) -> list[str]:
    """The words of a column of last days that say there is none: `9999-12-31 =`."""
    if key != "end" or column_type is not Type.DATE:
        return []
    return [f"{text} =" for text in dict.fromkeys(texts) if text.removesuffix(" 00:00:00") in NO_END]
