"""What the insurer says of a measure against what the terminology centre says of it."""

from __future__ import annotations

from tabellion.artifacts.bench import Bench
from tabellion.diagnostics import Place, Rule, rule
from tabellion.tables.headings import fold
from tabellion.tables.table import Row
from tabellion.terminology import ucum

UNIT_CONTRADICTION = rule(
    "MG002",
    "unit-contradiction",
    "error",
    fr="l'unité de « {measure} » est « {one} » en {here}, « {two} » en {there}",
    en="the unit of `{measure}` is `{one}` at {here}, `{two}` at {there}",
    help_fr="mettez les deux institutions d'accord : rien n'est publié d'ici là",
    help_en="bring the two institutions to agree: nothing is published until then",
)
CODE_CONTRADICTION = rule(
    "MG003",
    "code-contradiction",
    "error",
    fr="le code proposé pour {path} est « {one} » en {here}, le code retenu « {two} » en {there}",
    en="the code proposed for {path} is `{one}` at {here}, the code kept `{two}` at {there}",
    help_fr="mettez les deux institutions d'accord : rien n'est publié d'ici là",
    help_en="bring the two institutions to agree: nothing is published until then",
)
LIST_CONTRADICTION = rule(
    "MG004",
    "list-contradiction",
    "error",
    fr="la liste de {path} est « {one} » en {here}, le jeu de valeurs lié « {two} » en {there}",
    en="the list of {path} is `{one}` at {here}, the value set bound `{two}` at {there}",
    help_fr="mettez les deux institutions d'accord : rien n'est publié d'ici là",
    help_en="bring the two institutions to agree: nothing is published until then",
)
RANGE_SWAPPED = rule(
    "MG005",
    "plausible-range-reversed",
    "error",
    fr="le minimum plausible ({low}) dépasse le maximum ({high})",
    en="the plausible minimum ({low}) is over the maximum ({high})",
    help_fr="échangez les deux valeurs, ou corrigez-en une",
    help_en="swap the two values, or mend one",
)
COMPUTATION_MISSING = rule(
    "MG006",
    "computed-measure-without-computation",
    "error",
    fr="la mesure est calculée, mais le calcul n'est pas dit",
    en="the measure is computed, but the computation is not said",
    help_fr="remplissez la colonne « Calcul »",
    help_en="fill the column `Computation`",
)


def check(bench: Bench) -> None:
    """Units, proposed codes and lists agree; ranges and computations make sense."""
    for row in bench.rows("measures"):
        if row["min"] is not None and row["max"] is not None and row["min"] > row["max"]:
            bench.report.add(RANGE_SWAPPED, row.at("min"), low=row["min"], high=row["max"])
        if row["feeding"] == "computed" and not row.text("computation"):
            bench.report.add(COMPUTATION_MISSING, row.at("computation"))
        _check_unit(row, bench)
    for row in bench.rows("data"):
        _check_code(row, bench)
        _check_list(row, bench)


def _about(sheet: str, measures: tuple[str, ...], bench: Bench) -> list[Row]:
    """The rows of a sheet of the terminology centre about some measures, or about the profiles that carry them."""
    names = set(measures) | {profile for one in measures for profile in bench.profiles_of.get(one, ())}
    return [row for row in bench.rows(sheet) if names & set(row.many("target"))]


def _check_unit(row: Row, bench: Bench) -> None:
    wanted = row["unit"]
    units = _about("units", (row["id"],), bench) if row["id"] and wanted else []
    known = {
        fold(text) or text for unit in units for text in (unit["code"], *unit.text("label").texts.values()) if text
    }
    misspelt = ucum.problem(wanted) if units else None  # °C, mmHg: what people write for a code of UCUM
    meant = misspelt.suggestion if misspelt is not None else None
    if units and (fold(wanted) or wanted) not in known and meant not in {unit["code"] for unit in units}:
        place = row.at("unit")
        other = next((unit for unit in units if unit["preferred"]), units[0])
        bench.report.add(
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


def _check_code(row: Row, bench: Bench) -> None:
    proposed = row["proposed_code"]
    if not proposed or "#" not in proposed:
        return
    system, _, code = proposed.partition("#")
    url = bench.systems.url(system.strip())
    usual = f"{(row['path'] or '').partition('.')[0]}.code"
    kept = [one for one in _about("codes", row.many("measure"), bench) if _same_path(row, one, usual)]
    if kept and not any(one["code"] == code.strip() and bench.systems.url(one["system"] or "") == url for one in kept):
        _report(CODE_CONTRADICTION, row.at("proposed_code"), proposed, kept[0]["code"], kept[0].at("code"), row, bench)


def _check_list(row: Row, bench: Bench) -> None:
    wanted = row["list"]
    bound = [one for one in _about("bindings", row.many("measure"), bench) if _same_path(row, one)]
    if not wanted or not bound:
        return
    for one in bound:
        url = bench.own_value_sets.get(one["valueset"] or "")
        names = {fold(name) for name, known in bench.own_value_sets.items() if known == url}
        names |= {
            fold(str(found.text("title")))
            for found in bench.rows("valuesets")
            if bench.url_of("ValueSet", found) == url
        }
        if fold(wanted) in names | {fold(one["valueset"] or "")}:
            return
    _report(LIST_CONTRADICTION, row.at("list"), wanted, bound[0]["valueset"], bound[0].at("valueset"), row, bench)


def _report(fault: Rule, place: Place, one: str, two: str, there: Place, row: Row, bench: Bench) -> None:
    bench.report.add(
        fault,
        place,
        path=row["path"],
        one=one,
        here=str(place),
        two=two,
        there=str(there),
        related=(there,),
    )
