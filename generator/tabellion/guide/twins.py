"""Columns in other languages: those that no page of the guide shows are told."""

from __future__ import annotations

from collections.abc import Mapping

from tabellion.diagnostics import Report, rule
from tabellion.guide.info import GuideInfo
from tabellion.guide.reading import LANGUAGES
from tabellion.tables.table import Table

LANGUAGE_NOT_SHOWN = rule(
    "GU014",
    "language-not-shown",
    "information",
    fr="les pages du guide n'ont pas la langue de la colonne « {heading} »",
    en="the pages of the guide do not have the language of the column `{heading}`",
    help_fr="si c'est une langue des pages, ajoutez-la à la ligne Langues de la feuille Guide ; "
    "sinon, faites commencer le titre par « _ »",
    help_en="if it is a language of the pages, add it to the row Languages of the sheet Guide; "
    "otherwise begin the heading with `_`",
)


def check_twins(tables: Mapping[str, Table], info: GuideInfo, report: Report) -> None:
    """Tell each column of texts in a language that no page has, once for each table that it stands in.

    English beside French, or French beside English, is no fault in a column that resources hold: they publish it.
    """
    told: set[tuple[str, str, str]] = set()
    if "langs" in info.unread or report.errors_at(info.place("langs").row_key):
        return
    for table in tables.values():
        for row in table:
            for key in row.twins:
                base, _, lang = key.partition("::")
                if lang in info.langs or not row[key] or table.sheet.column(base).every_language:
                    continue
                column = (*row.stands_in, key)
                if column not in told and (lang not in LANGUAGES or table.sheet.column(base).pages_only):
                    told.add(column)
                    place = row.at(key)
                    report.add(LANGUAGE_NOT_SHOWN, place, heading=place.heading, value=str(row[key]))
