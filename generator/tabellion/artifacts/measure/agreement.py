"""What the insurer says of a measure against what the terminology centre says of it."""

from __future__ import annotations

from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, RowKey, Rule, rule
from tabellion.elements.paths import root_of
from tabellion.tables.headings import fold
from tabellion.tables.table import Row
from tabellion.terminology import ucum

UNIT_CONTRADICTION = rule(
    "MG002",
    "unit-contradiction",
    "error",
    "business-rule",
    fr="l'unité de « {measure} » est « {one} » en {here}, « {two} » en {there}",
    en="the unit of `{measure}` is `{one}` at {here}, `{two}` at {there}",
    help_fr="mettez les deux institutions d'accord : rien n'est publié d'ici là",
    help_en="bring the two institutions to agree: nothing is published until then",
)
CODE_CONTRADICTION = rule(
    "MG003",
    "code-contradiction",
    "error",
    "business-rule",
    fr="le code proposé pour {path} est « {one} » en {here}, le code retenu « {two} » en {there}",
    en="the code proposed for {path} is `{one}` at {here}, the code kept `{two}` at {there}",
    help_fr="mettez les deux institutions d'accord : rien n'est publié d'ici là",
    help_en="bring the two institutions to agree: nothing is published until then",
)
LIST_CONTRADICTION = rule(
    "MG004",
    "list-contradiction",
    "error",
    "business-rule",
    fr="la liste de {path} est « {one} » en {here}, le jeu de valeurs lié « {two} » en {there}",
    en="the list of {path} is `{one}` at {here}, the value set bound `{two}` at {there}",
    help_fr="mettez les deux institutions d'accord : rien n'est publié d'ici là",
    help_en="bring the two institutions to agree: nothing is published until then",
)
PLAUSIBLE_RANGE_REVERSED = rule(
    "MG005",
    "plausible-range-reversed",
    "error",
    "business-rule",
    fr="le minimum plausible ({low}) dépasse le maximum ({high})",
    en="the plausible minimum ({low}) is over the maximum ({high})",
    help_fr="échangez les deux valeurs, ou corrigez-en une",
    help_en="swap the two values, or mend one",
)
COMPUTED_MEASURE_WITHOUT_COMPUTATION = rule(
    "MG006",
    "computed-measure-without-computation",
    "error",
    "required",
    fr="la mesure est calculée, mais le calcul n'est pas dit",
    en="the measure is computed, but the computation is not said",
    help_fr="remplissez la colonne « Calcul »",
    help_en="fill the column `Computation`",
)


def check(workspace: Workspace) -> None:
    """Units, proposed codes and lists agree; ranges and computations make sense."""
    targets = Targets(workspace)
    for row in workspace.rows("measures"):
        if row["min"] is not None and row["max"] is not None and row["min"] > row["max"]:
            workspace.report.add(PLAUSIBLE_RANGE_REVERSED, row.at("min"), low=row["min"], high=row["max"])
        if row["feeding"] == "computed" and not row.text("computation"):
            workspace.report.add(COMPUTED_MEASURE_WITHOUT_COMPUTATION, row.at("computation"))
        _check_unit(row, targets, workspace)
    for row in workspace.rows("data"):
        _check_code(row, targets, workspace)
        _check_list(row, targets, workspace)


class Targets:
    """The rows of sheets of the terminology centre by the measures and profiles that they are about."""

    def __init__(self, workspace: Workspace) -> None:
        self._profiles_of = workspace.profiles_of
        self._rows: dict[tuple[str, str], dict[RowKey, Row]] = {}
        for sheet in ("units", "codes", "bindings"):
            for row in workspace.rows(sheet):
                for target in row.many("target"):
                    self._rows.setdefault((sheet, target), {})[row.key] = row

    def about(self, sheet: str, measures: tuple[str, ...]) -> list[Row]:
        """The rows of a sheet about some measures, or about the profiles that carry them, as they stand."""
        names = set(measures) | {profile for measure in measures for profile in self._profiles_of.get(measure, ())}
        found = {key: row for name in names for key, row in self._rows.get((sheet, name), {}).items()}
        return [row for _, row in sorted(found.items())]


def _check_unit(row: Row, targets: Targets, workspace: Workspace) -> None:
    wanted = row["unit"]
    units = targets.about("units", (row["id"],)) if row["id"] and wanted else []
    known = {
        fold(text) or text for unit in units for text in (unit["code"], *unit.text("label").texts.values()) if text
    }
    misspelt = ucum.problem(wanted) if units else None  # °C, mmHg: what people write for a code of UCUM
    meant = misspelt.suggestion if misspelt is not None else None
    if units and (fold(wanted) or wanted) not in known and meant not in {unit["code"] for unit in units}:
        place = row.at("unit")
        other = next((unit for unit in units if unit["preferred"]), units[0])
        workspace.report.add(
            UNIT_CONTRADICTION,
            place,
            measure=row["id"],
            one=wanted,
            here=str(place),
            two=other["code"],
            there=str(other.at("code")),
            related=(other.at("code"),),
        )


def _same_path(row: Row, other: Row, default: str = "") -> bool:
    return bool(row["path"]) and row["path"] == (other["path"] or default)


def _check_code(row: Row, targets: Targets, workspace: Workspace) -> None:
    proposed = row["proposed_code"]
    if not proposed or "#" not in proposed:
        return
    system, _, code = proposed.partition("#")
    url = workspace.systems.url(system.strip())
    usual = f"{root_of(row['path'] or '')}.code"
    kept = [item for item in targets.about("codes", row.many("measure")) if _same_path(row, item, usual)]
    if kept and not any(
        item["code"] == code.strip() and workspace.systems.url(item["system"] or "") == url for item in kept
    ):
        _report(
            CODE_CONTRADICTION, row.at("proposed_code"), proposed, kept[0]["code"], kept[0].at("code"), row, workspace
        )


def _check_list(row: Row, targets: Targets, workspace: Workspace) -> None:
    wanted = row["list"]
    bound = [item for item in targets.about("bindings", row.many("measure")) if _same_path(row, item)]
    if not wanted or not bound:
        return
    for item in bound:
        url = workspace.value_set(item["valueset"] or "")
        if url is not None and workspace.value_set(wanted) == url:
            return
        names = {fold(name) for name, known in workspace.own_value_sets.items() if known == url}
        names |= {
            fold(str(found.text("title")))
            for found in workspace.rows("valuesets")
            if workspace.url_of("ValueSet", found) == url
        }
        if fold(wanted) in names | {fold(item["valueset"] or "")}:
            return
    _report(LIST_CONTRADICTION, row.at("list"), wanted, bound[0]["valueset"], bound[0].at("valueset"), row, workspace)


def _report(fault: Rule, place: Place, item: str, two: str, there: Place, row: Row, workspace: Workspace) -> None:
    workspace.report.add(
        fault,
        place,
        path=row["path"],
        one=item,
        here=str(place),
        two=two,
        there=str(there),
        related=(there,),
    )
