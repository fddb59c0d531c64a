"""The rows of a mapping that declare what all rows of a received table belong to: code systems and value sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tabellion.diagnostics import Term
from tabellion.diagnostics.model import column_letters
from tabellion.tables.columns import Sheet
from tabellion.tables.mapping.headings import shown
from tabellion.tables.mapping.proposal.looks import look_of
from tabellion.tables.mapping.proposal.plain_systems import PlainSystem, address_of, licensed_among, plain_system
from tabellion.tables.mapping.proposal.proposed import WHOLES, Proposal, Values
from tabellion.tables.mapping.proposal.rows import SLUG
from tabellion.tables.mapping.received import ReceivedTable
from tabellion.tables.mapping.spelling import as_id, as_name

NAME, PLAIN = Term("{feuille:nom}", "{sheet:name}"), Term("{feuille}", "{sheet}")


def system_of(
    found: Proposal, tables: Sequence[ReceivedTable], rows: Sequence[Values], target: Sheet, lang: str
) -> PlainSystem | None:
    """The code system that the codes of a table are plainly of, `None` where nothing tells."""
    if not {"system", "code"} <= {column.key for column in target.columns}:
        return None
    heading = target.column("code").term[lang]
    name = next((str(row.get("received")) for row in rows if row.get("column") == heading), "")
    columns = [item for table in tables[:1] for item in table.headings if shown(item, table.headings) == name]
    look = look_of(tables[0].items(columns[0].column)).kind if columns else ""
    return plain_system((item.text for item in tables[0].headings), columns[0].text if columns else "", look)


def whole_of(
    rows: Sequence[Values],
    words: Mapping[str, Sequence[str]],
    system: PlainSystem | None,
    target: Sheet,
    sheets: Sequence[Sheet],
    lang: str,
) -> list[Values]:
    """The rows of what all rows of a table belong to: a code system, a value set. It is named after the sheet, unless
    its codes are plainly of a known system, or a column says of which each is: of what others own, a fragment."""
    key, own = WHOLES.get(target.key, ("", ""))
    whole = next((sheet for sheet in sheets if sheet.key == key), None)
    if whole is None:
        return []
    heading = target.column(own).term[lang]
    by_column = next((row for row in rows if row.get("column") == heading and row.get("reading") != "constant"), None)
    start: Values = {"target": whole.term[lang], "reading": "constant"}
    fragment = next(
        (item.term[lang] for column in whole.columns for item in column.choices if item.value == "fragment"), ""
    )
    if by_column is not None and key == "codesystems":
        return _wholes_of_column(by_column, words, whole, fragment, lang)
    if system is not None and system.is_licensed and key == "codesystems":
        return []
    said = {"id": SLUG[lang], "name": NAME[lang], "title": PLAIN[lang]}
    if system is not None and key == "codesystems":
        said = {"id": as_id(system.name).lower(), "name": as_name(system.name), "title": system.name, "url": system.url}
        said |= {"content": fragment, "publisher": system.owner}
    else:
        said |= {
            column.key: next(choice.term[lang] for choice in column.choices if choice.value == "complete")
            for column in whole.columns
            if column.required and column.key == "content"
        }
    return [{**start, "column": whole.column(name).term[lang], "value": value} for name, value in said.items()]


def named_apart(rows: Sequence[Values], table: ReceivedTable, number: int, lang: str) -> list[Values]:
    """The rows with the name of one of several tables of a sheet in the place of the sheet's: what its title says, else
    that of the sheet with the number of the table, but for the first."""
    title = table.grid.rows.get(table.first, {}) if table.first < table.last else {}
    if len(title) == 1:
        cell = f"{column_letters(next(iter(title)))}{table.first}"
        words = {text: f"{{{cell}{text[text.find(':') : -1] if ':' in text else ''}}}" for text in _names(lang)}
    elif number > 1:
        slug, name, plain = _names(lang)
        words = {slug: f"{slug}-{number}", name: f"{name}{number}", plain: f"{plain} {number}"}
    else:
        words = {}
    return [row if (text := words.get(str(row.get("value")))) is None else {**row, "value": text} for row in rows]


def _names(lang: str) -> tuple[str, str, str]:
    return SLUG[lang], NAME[lang], PLAIN[lang]


def _wholes_of_column(
    by_column: Values, words: Mapping[str, Sequence[str]], whole: Sheet, fragment: str, lang: str
) -> list[Values]:
    """A row for each system that a column names, once; those that everybody knows at their addresses."""
    start = {"target": whole.term[lang]}
    if by_column.get("reading") == "template":
        template = str(by_column["value"])
        name = template.partition("{")[2].partition("}")[0]
        last = template.rpartition("/")[2]
        rows: list[Values] = [
            {"column": whole.column(key).term[lang], "reading": "template", "value": value}
            for key, value in (("id", last), ("name", last.replace("-", "").upper()[:1] + last.replace("-", "")[1:]),
                               ("title", last), ("url", template))
        ]  # fmt: skip
    else:
        name = str(by_column["received"])
        rows = [
            {"received": name, "column": whole.column(key).term[lang], "reading": reading}
            for key, reading in (("id", "id"), ("name", "name"), ("title", "copy"))
        ]
        known = [f"{word} = {address}" for word in words.get(name, ()) if (address := address_of(word))]
        if known:
            value = "\n".join([*known, "* ="])
            rows.append(
                {"received": name, "column": whole.column("url").term[lang], "reading": "words", "value": value}
            )
    if licensed := licensed_among(words.get(name, ())):
        rows.append({"received": name, "reading": "leave-out", "value": "\n".join(licensed)})
    rows.append({"column": whole.column("content").term[lang], "reading": "constant", "value": fragment})
    rows.append({"received": name, "reading": "once"})
    return [{**start, **row} for row in rows]
