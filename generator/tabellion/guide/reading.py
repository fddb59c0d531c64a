"""From the Guide and Reception sheets to what they mean."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from typing import Any

from tabellion.diagnostics import Place, Report, rule
from tabellion.guide.forms import FORMS
from tabellion.guide.info import Dependency, GuideInfo, Reception
from tabellion.guide.items import ITEMS
from tabellion.guide.sheets import GUIDE, RECEPTION
from tabellion.guide.table_settings import text_of_item
from tabellion.tables.columns import Column
from tabellion.tables.grid import Grid
from tabellion.tables.headings import fold, nearest
from tabellion.tables.mapping.patterns import fits_any
from tabellion.tables.sources import Sources, require
from tabellion.tables.table import EMPTY_TEXT, Cell, Row, State, Table
from tabellion.tables.values import read_cell

UNKNOWN_GUIDE_ITEM = rule(
    "GU001",
    "unknown-guide-item",
    "warning",
    fr="« {value} » n'est pas un élément connu de la feuille Guide ; la ligne est ignorée",
    en="`{value}` is not a known item of the sheet Guide; the row is ignored",
    help_fr="voyez la liste des éléments dans la référence des tables",
    help_en="see the list of items in the authoring reference",
)
MISSING_GUIDE_ITEM = rule(
    "GU002",
    "missing-guide-item",
    "error",
    "required",
    cause=True,
    fr="l'élément « {item} » manque ou est vide dans la feuille Guide",
    en="the item `{item}` is missing or empty in the sheet Guide",
    help_fr="ajoutez une ligne qui le donne",
    help_en="add a row that gives it",
)
REPEATED_GUIDE_ITEM = rule(
    "GU003",
    "repeated-guide-item",
    "error",
    "duplicate",
    fr="l'élément « {item} » est déjà donné en {other}",
    en="the item `{item}` is given already at {other}",
    help_fr="gardez une seule des deux lignes",
    help_en="keep one of the two rows",
)
BAD_PACKAGE_ID = rule(
    "GU004",
    "bad-package-id",
    "error",
    "value",
    fr="« {value} » n'est pas un identifiant de paquet FHIR",
    en="`{value}` is not the id of a FHIR package",
    help_fr="des mots en minuscules séparés par des points, au moins deux, ex. exemple.fhir.souffle",
    help_en="words in lower case separated by dots, at least two, for instance example.fhir.breath",
)
BAD_GUIDE_VERSION = rule(
    "GU005",
    "bad-guide-version",
    "error",
    "value",
    fr="« {value} » n'est pas un numéro de version",
    en="`{value}` is not a version number",
    help_fr="écrivez par exemple 1.2.0 ou 1.2.0-ballot",
    help_en="write for instance 1.2.0 or 1.2.0-ballot",
)
BAD_DEPENDENCY = rule(
    "GU006",
    "bad-dependency",
    "error",
    "value",
    fr="« {value} » n'est pas une dépendance",
    en="`{value}` is not a dependency",
    help_fr="écrivez nom@version, une par ligne, ex. hl7.fhir.us.core@3.1.1",
    help_en="write name@version, one per line, for instance hl7.fhir.us.core@3.1.1",
)
UNKNOWN_LANGUAGE = rule(
    "GU007",
    "unknown-language",
    "error",
    "value",
    fr="« {value} » n'est pas une langue que Tabellion sait écrire",
    en="`{value}` is not a language that Tabellion writes",
    help_fr="langues possibles : fr, en{listing}",
    help_en="possible languages: fr, en{listing}",
)
REVIEW_CLOSES_BEFORE_IT_OPENS = rule(
    "GU008",
    "review-closes-before-it-opens",
    "error",
    "business-rule",
    fr="la concertation se termine avant de commencer ({opens} – {closes})",
    en="the review closes before it opens ({opens} – {closes})",
    help_fr="corrigez l'une des deux dates",
    help_en="fix one of the two dates",
)
BAD_COMMENT_ADDRESS = rule(
    "GU009",
    "bad-comment-address",
    "error",
    "value",
    fr="« {value} » n'est pas un endroit où envoyer des commentaires",
    en="`{value}` is not a place that comments can be sent to",
    help_fr="donnez une adresse électronique, « mailto: » ou l'adresse https d'un outil de suivi",
    help_en="give an e-mail address, `mailto:` or the https address of a tracker",
)
MISSING_RECEPTION = rule(
    "GU010",
    "missing-reception",
    "warning",
    "required",
    fr="le classeur n'indique pas de quelle institution il vient",
    en="the workbook does not say which institution it comes from",
    help_fr="ajoutez une feuille « Réception » : institution, version, date de réception",
    help_en="add a sheet `Reception`: institution, version, date received",
)

GUIDE_ITEM_OF_WRONG_FORM = rule(
    "GU012",
    "guide-item-of-wrong-form",
    "error",
    "value",
    fr="« {value} » ne peut pas être « {item} »",
    en="`{value}` cannot be `{item}`",
    help_fr="{form}",
    help_en="{form}",
)

TWIN_OF_ITEM_WITHOUT_LANGUAGE = rule(
    "GU016",
    "twin-of-item-without-language",
    "warning",
    fr="l'élément « {item} » vaut pour toutes les langues : « {value} » n'est pas publié",
    en="the item `{item}` holds for all languages: `{value}` is not published",
    help_fr="videz la cellule, ou corrigez la ligne si le texte est celui d'un autre élément",
    help_en="empty the cell, or fix the row if the text is that of another item",
)

PACKAGE_ID = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+")
VERSION = re.compile(r"\d+\.\d+(\.\d+)?([-.+][0-9A-Za-z.-]+)?")
DEPENDENCY = re.compile(r"([a-z][a-z0-9.-]*)\s*[@#]\s*([0-9A-Za-z][0-9A-Za-z.+-]*)")
# what is put in the place of a required item that is missing: nothing is written then
STAND_INS: dict[str, Any] = {
    "package_id": "guide.without.id",
    "canonical": "https://guide-without-canonical.invalid",
    "name": "Guide",
    "title": EMPTY_TEXT,
    "version": "0.0.0",
    "status": "draft",
    "date": datetime.date.min,
    "publisher": "",
}
LANGUAGES = ("fr", "en")
E_MAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")


def guide_language(sources: Sources) -> str:
    """The language that the guide is written in, needed before headings and messages can be read: `fr` unless the
    Guide sheet says otherwise."""
    text, _ = text_of_item("lang", sources)
    lang = text.lower()[:2]
    return lang if lang in LANGUAGES else "fr"


def read_info(sources: Sources, lang: str, report: Report) -> GuideInfo | None:
    """The Guide sheet; `None` when there is no source at all.

    What is missing or wrong is in the report. A stand-in takes its place, so that everything else can be checked.
    """
    is_there = require(GUIDE, sources, report)
    if not sources.files:
        return None
    table = sources.table(GUIDE, lang, report)
    values, unread = _items(table, sources.grids.get(GUIDE.key, []), lang, report)
    for item in ITEMS if is_there else ():
        if item.required and item.key not in values and item.key not in unread and table.whole:
            report.add(MISSING_GUIDE_ITEM, Place(sources.grids[GUIDE.key][0].file, GUIDE.term[lang]), item=item.term)
    _check(values, report)
    plain = STAND_INS | {key: value for key, (value, _) in values.items()}
    langs = tuple(
        entry for entry in dict.fromkeys([lang, *map(str.lower, plain.pop("langs", ()))]) if entry in LANGUAGES
    )
    for said_before in ("lang", "hidden", "whole_numbers"):
        plain.pop(said_before, None)
    dependencies = tuple(_dependencies(values, report))
    plain.pop("dependencies", None)
    comments = plain.pop("comments", "")
    if E_MAIL.fullmatch(comments):
        comments = f"mailto:{comments.removeprefix('mailto:')}"
    places = {key: place for key, (_, place) in values.items()}
    missing = frozenset(STAND_INS.keys() - values.keys())
    return GuideInfo(
        **plain,
        missing=missing,
        unread=frozenset(unread),
        lang=lang,
        langs=langs,
        dependencies=dependencies,
        comments=comments,
        places=places,
    )


def _items(table: Table, grids: list[Grid], lang: str, report: Report) -> tuple[dict[str, tuple[Any, Place]], set[str]]:
    """The items with their values and cells, and those whose cells have a fault."""
    known = {fold(name): item for item in ITEMS for name in item.headings}
    values: dict[str, tuple[Any, Place]] = {}
    unread: set[str] = set()
    for row in table:
        name = row["item"]
        if name is None:
            unread.update(known_item.key for known_item in ITEMS)  # it may be any of them
            continue
        item = known.get(fold(name))
        if item is None:
            suggestion = nearest(name, [entry.term[lang] for entry in ITEMS])
            report.add(UNKNOWN_GUIDE_ITEM, row.at("item"), value=name, suggestion=suggestion)
            # it may be any that need not be there; what has to be there is missing as long as it is not named
            unread.update(known_item.key for known_item in ITEMS if not known_item.required)
        elif item.key in values:
            report.add(REPEATED_GUIDE_ITEM, row.at("item"), item=item.term, other=str(values[item.key][1]))
        else:
            _check_twins(item, row, report)
            cell = _value(item, row, grids, report)
            if cell:
                values[item.key] = (cell.value, cell.place)
            elif cell.state is State.UNREAD:
                unread.add(item.key)
    return values, unread


def _check_twins(item: Column, row: Row, report: Report) -> None:
    """Tell what stands in a column of another language beside an item that has one value."""
    for key in row.cells if not item.translated else ():
        if "::" in key and row[key] and row[key] != row["value"]:
            report.add(TWIN_OF_ITEM_WITHOUT_LANGUAGE, row.at(key), item=item.term, value=row[key])


def _value(item: Column, row: Row, grids: list[Grid], report: Report) -> Cell:
    cell = row.cell("value")
    if item.translated:
        text = row.text("value")
        return replace(cell, value=text, state=State.VALUE) if text else cell
    place = cell.place
    grid = next(grid for grid in grids if grid.file == place.file and grid.place().sheet == place.sheet)
    raw = grid.rows[place.row].get(place.column)
    return cell if raw is None else read_cell(raw, item, place, report)


def _check(values: dict[str, tuple[Any, Place]], report: Report) -> None:
    for key, pattern, fault in (("package_id", PACKAGE_ID, BAD_PACKAGE_ID), ("version", VERSION, BAD_GUIDE_VERSION)):
        if key in values and not pattern.fullmatch(values[key][0]):
            report.add(fault, values[key][1], value=values[key][0])
    for key, (pattern, form) in FORMS.items():
        if key in values and not pattern.fullmatch(values[key][0]):
            item = next(entry for entry in ITEMS if entry.key == key)
            report.add(GUIDE_ITEM_OF_WRONG_FORM, values[key][1], value=values[key][0], item=item.term, form=form)
    for key in ("lang", "langs"):
        given, place = values.get(key, ((), Place()))
        for lang in (given,) if isinstance(given, str) else given:
            if lang.lower() not in LANGUAGES:
                item = next(entry for entry in ITEMS if entry.key == key)
                report.add(UNKNOWN_LANGUAGE, place, value=lang, listing=item.how_to_list(lang))
    opens, closes = values.get("review_opens"), values.get("review_closes")
    if opens and closes and opens[0] > closes[0]:
        report.add(REVIEW_CLOSES_BEFORE_IT_OPENS, closes[1], opens=opens[0].isoformat(), closes=closes[0].isoformat())
    if "comments" in values:
        address, place = values["comments"]
        if not (E_MAIL.fullmatch(address.removeprefix("mailto:")) or re.match(r"https?://\S+$", address)):
            report.add(BAD_COMMENT_ADDRESS, place, value=address)
    list(_dependencies(values, report))


def _dependencies(values: dict[str, tuple[Any, Place]], report: Report) -> list[Dependency]:
    found, place = values.get("dependencies", ((), Place()))
    dependencies = []
    for text in found:
        match = DEPENDENCY.fullmatch(text)
        if match:
            dependencies.append(Dependency(match[1], match[2], place))
        else:
            report.add(BAD_DEPENDENCY, place, value=text)
    return dependencies


def read_receptions(sources: Sources, lang: str, report: Report) -> tuple[Reception, ...]:
    """Who delivered which workbook, and when. A workbook that does not say gives a warning."""
    receptions = []
    table = sources.table(RECEPTION, lang, report)
    told: set[str] = set()
    for row in table:
        patterns = row.many("files")
        named = [file for file in sources.files if fits_any(file, patterns)] if patterns else [row.place.file]
        told.update(named)
        if row["institution"] and row["version"] and row["received"]:
            receptions += [
                Reception(
                    file,
                    row["institution"],
                    row["role"] or "",
                    row["version"],
                    row["received"],
                    row["contact"] or "",
                    row.place,
                )
                for file in named
            ]
    for file in sources.workbooks:
        if file not in told and file not in sources.nomenclatures:
            report.add(MISSING_RECEPTION, Place(file))
    return tuple(receptions)
