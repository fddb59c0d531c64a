"""Labels of a code in languages that its row does not give: from the sheet Designations, else from any table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from tabellion.artifacts.kind import Kind
from tabellion.artifacts.system_names import system_url
from tabellion.artifacts.systems import SystemNames, check_code
from tabellion.artifacts.terminology.sheets.designations import DESIGNATIONS
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule
from tabellion.fhir.json import Json
from tabellion.tables.table import Localized, Row

LABELS = {"codes": "label", "concepts": "label", "system-concepts": "display", "designations": "label"}
"""The sheets that say what codes are called, by their key, and the column that says it. The first that has a code gives
its label; of a language that this lacks, the last that has it."""


class Designations:
    """What the tables call each code, by language: `rows` gives those of a sheet by its key."""

    def __init__(self, rows: Callable[[str], Iterable[Row]], systems: SystemNames) -> None:
        self._known: dict[tuple[str, str], dict[str, tuple[str, Mapping[str, Place]]]] = {}
        self._more: dict[tuple[str, str], dict[str, str]] = {}
        named = {sheet: _named(rows(sheet), systems) for sheet in LABELS}
        several = _told_twice(named)
        for sheet, column in reversed(LABELS.items() if several else ()):
            for row, key in zip(rows(sheet), named[sheet], strict=True):
                if all(key) and key in several:
                    texts = self._known.setdefault(key, {})
                    text = row.text(column)
                    if sheet == "designations":
                        self._more[key] = dict(text.texts)
                    for lang, value in text.texts.items():
                        texts.setdefault(lang, (value, text.places))

    def completed(self, system: str, code: str, label: Localized) -> Localized:
        """The label of a row, with the languages that it lacks and other tables have."""
        known = self._known.get((system, code), {})
        if known.keys() <= label.texts.keys():
            return label
        missing = {lang: found for lang, found in known.items() if lang not in label.texts}
        texts = {**label.texts, **{lang: text for lang, (text, _) in missing.items()}}
        places = {**label.places, **{lang: found[lang] for lang, (_, found) in missing.items()}}
        return Localized(texts, places, label.main)

    def more(self, system: str, code: str, label: Localized) -> list[Json]:
        """The designations of the sheet in languages in which a code has another label already."""
        found = sorted(self._more.get((system, code), {}).items())
        return [{"language": lang, "value": text} for lang, text in found if label.texts.get(lang, text) != text]


def labels_of(rows: Callable[[str], Iterable[Row]], systems: SystemNames) -> Mapping[tuple[str, str], Localized]:
    """The label of every code that has one, by code system (address) and code, with the languages of all tables."""
    designations = Designations(rows, systems)
    found: dict[tuple[str, str], Localized] = {}
    for sheet, column in LABELS.items():
        for row in rows(sheet):
            system, code = systems.url(row["system"] or "") or "", row["code"]
            if code and (system, code) not in found:
                label = designations.completed(system, code, row.text(column))
                if label:
                    found[system, code] = label
    return found


def _named(rows: Iterable[Row], systems: SystemNames) -> list[tuple[str, str]]:
    """The code system (address) and the code of each row, `""` for what it does not say."""
    return [(systems.url(row["system"] or "") or "", row["code"] or "") for row in rows]


def _told_twice(named: Mapping[str, list[tuple[str, str]]]) -> set[tuple[str, str]]:
    """The codes that more than one row names, or the sheet of designations: of the others a row says all there is."""
    once: set[tuple[str, str]] = set()
    several = set(named[DESIGNATIONS.key])
    for keys in named.values():
        if len(distinct := set(keys)) < len(keys):
            several |= {key for key, count in Counter(keys).items() if count > 1}
        several |= once & distinct
        once |= distinct
    return several


DESIGNATION_OF_CODE_NOT_USED = rule(
    "CS020",
    "designation-of-code-not-used",
    "error",
    "not-found",
    fr="aucune autre feuille n'a le code « {value} » : ce libellé n'est publié nulle part",
    en="no other sheet has the code `{value}`: this label is published nowhere",
    help_fr="corrigez le code ou son système, ou ajoutez-le à un jeu de valeurs ou à un système de codes",
    help_en="fix the code or its system, or add it to a value set or a code system",
)


def check(workspace: Workspace) -> None:
    """Systems and check digits of the codes that the sheet names; that other sheets have them."""
    known = {
        (workspace.systems.url(row["system"] or ""), row["code"])
        for sheet in LABELS
        if sheet != DESIGNATIONS.key
        for row in (workspace.rows(sheet) if workspace.rows("designations") else ())
    }
    is_whole = all(workspace.faults.is_whole(sheet, "system", "code") for sheet in LABELS if sheet != DESIGNATIONS.key)
    for row in workspace.rows("designations"):
        system = system_url(row["system"], row.at("system"), workspace)
        if system and row["code"]:
            check_code(system, row["code"], row.at("code"), workspace.report)
            if is_whole and (system, row["code"]) not in known:
                workspace.report.add(DESIGNATION_OF_CODE_NOT_USED, row.at("code"), value=row["code"])


KIND = Kind(
    "designation",
    16,
    (DESIGNATIONS,),
    check=check,
)
