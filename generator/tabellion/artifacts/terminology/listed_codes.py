"""What a code that a value set lists is in its own system: still in use, and called what the row calls it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from tabellion.artifacts.code_existence import is_ours, lacks, report_lack
from tabellion.artifacts.systems import UCUM
from tabellion.artifacts.terminology.periods import is_in_force
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, Term, rule
from tabellion.tables.headings import fold
from tabellion.tables.table import Row
from tabellion.terminology.code_system import CodeSystem, Concept

RETIRED_CODE_IN_VALUE_SET = rule(
    "VS009",
    "retired-code-in-value-set",
    "warning",
    "code-invalid",
    fr="le code « {value} » n'est plus à utiliser : {system} l'a retiré{instead}",
    en="the code `{value}` is no longer to be used: {system} has retired it{instead}",
    help_fr="remplacez-le, ou indiquez « non » dans la colonne « Actif », ou sa fin dans la colonne « Fin »",
    help_en="replace it, or say `no` in the column `Active`, or its end in the column `End`",
)
LABEL_OF_ANOTHER_CODE = rule(
    "VS010",
    "label-of-another-code",
    "warning",
    "code-invalid",
    fr="« {value} » est le libellé du code « {other} » dans {system}, et non celui de « {code} » (« {display} »)",
    en="`{value}` is the label of the code `{other}` in {system}, and not that of `{code}` (`{display}`)",
    help_fr="corrigez le code ou le libellé : l'un des deux vient sans doute de la ligne d'à côté",
    help_en="fix the code or the label: one of the two probably comes from the row beside",
)
LABEL_OTHER_THAN_SYSTEMS = rule(
    "VS011",
    "label-other-than-systems",
    "warning",
    "code-invalid",
    fr="« {value} » n'est pas ce que le système du guide dit de « {code} », en {there} : « {display} »",
    en="`{value}` is not what the guide's own system says of `{code}`, at {there}: `{display}`",
    help_fr="reprenez le libellé du système, ou ajoutez celui-ci à la feuille « Désignations »",
    help_en="take the label of the system, or add this one to the sheet `Designations`",
)


class ListedCodes:
    """Checks of codes that value sets list, against the systems at hand."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._labels: dict[str, Mapping[str, str]] = {}

    def check(self, row: Row, system: str) -> None:
        """Report a code that its system does not have, has retired, or calls what another one is called."""
        workspace = self._workspace
        # the codes of UCUM are checked by their grammar, with the codes of the other sheets
        if system != UCUM and lacks(system, row["code"], workspace):
            report_lack(system, row["code"], row.at("code"), workspace)
            return
        known = workspace.terminology.systems.get(system)
        concept = known.find(row["code"]) if known is not None else None
        if known is None or concept is None:
            return
        if concept.inactive and row["active"] is not False and is_in_force(row, workspace):
            other = concept.replacement
            instead = Term(f" (« {other} » le remplace)", f" (`{other}` replaces it)") if other else Term("", "")
            workspace.report.add(
                RETIRED_CODE_IN_VALUE_SET,
                row.at("code"),
                value=row["code"],
                system=system,
                instead=instead,
                suggestion=other,
            )
        self._check_label(row, known, concept)

    def _check_label(self, row: Row, known: CodeSystem, concept: Concept) -> None:
        said = [(row["display"], row.at("display"))] if row["display"] else []
        label = row.text("label")
        said += [(text, label.places[lang]) for lang, text in label.texts.items()]
        own = {fold(text) for text in concept.displays()}
        for text, place in said:
            if fold(text) in own:
                continue
            other = self._known_labels(known).get(fold(text))
            if other is not None and other != concept.code:
                self._workspace.report.add(
                    LABEL_OF_ANOTHER_CODE,
                    place,
                    value=text,
                    other=other,
                    code=concept.code,
                    system=known.url,
                    display=concept.display or concept.code,
                    suggestion=concept.display,
                )
            elif is_ours(known.url, self._workspace):
                self._tell_other_label(text, place, row, known.url)

    def _tell_other_label(self, text: str, place: Place, row: Row, system: str) -> None:
        """A label that the guide's own code system has in no language, while it has another in this one."""
        own = self._own_rows.get((system, row["code"]))
        if own is None:
            return
        official = own.text("display")
        lang = next((lang for lang, cell in row.text("label").places.items() if cell == place), official.main)
        if official.has(lang):
            there = official.places[lang]
            self._workspace.report.add(
                LABEL_OTHER_THAN_SYSTEMS,
                place,
                value=text,
                code=row["code"],
                display=official.in_(lang),
                there=str(there),
                suggestion=official.in_(lang),
                related=(there,),
            )

    @cached_property
    def _own_rows(self) -> Mapping[tuple[str, str], Row]:
        """The rows of the sheet of concepts of code systems, by system (address) and code."""
        workspace = self._workspace
        rows = workspace.rows("system-concepts")
        return {(workspace.systems.url(row["system"] or "") or "", row["code"] or ""): row for row in rows}

    def _known_labels(self, known: CodeSystem) -> Mapping[str, str]:
        """The code of every label that one code alone of a system has."""
        labels = self._labels.get(known.url)
        if labels is None:
            found: dict[str, str | None] = {}
            for concept in known.concepts.values():
                for text in set(map(fold, concept.displays())):
                    found[text] = concept.code if found.get(text, concept.code) == concept.code else None
            labels = self._labels[known.url] = {text: code for text, code in found.items() if code is not None and text}
        return labels
