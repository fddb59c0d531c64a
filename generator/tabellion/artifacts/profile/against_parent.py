"""What a structure's cells say against what it rests on, where value sets or obligations have to be looked into."""

from __future__ import annotations

from tabellion.artifacts.code_existence import excludes
from tabellion.artifacts.profile.draft import Draft, Elements
from tabellion.artifacts.profile.element_rows import element_id, rows_of
from tabellion.artifacts.profile.statements import facet_term
from tabellion.artifacts.profile.structure import inherited_origins
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, Term, rule
from tabellion.elements.paths import holders_of
from tabellion.elements.types import last_part
from tabellion.fhir.json import Json
from tabellion.snapshot.element_index import SnapshotIndex

VALUE_SET_OUTSIDE_PARENTS = rule(
    "SD044",
    "value-set-outside-parents",
    "error",
    "code-invalid",
    fr="le jeu de valeurs {valueset} a des codes que celui {parent:de}, obligatoire, n'a pas : {codes}",
    en="the value set {valueset} has codes that the required one of {parent} does not have: {codes}",
    help_fr="liez un jeu dont tous les codes sont dans {inherited}",
    help_en="bind a value set all of whose codes are in {inherited}",
)
VALUE_SET_NOT_COMPARED_WITH_PARENTS = rule(
    "SD045",
    "value-set-not-compared-with-parents",
    "information",
    "incomplete",
    fr="{parent} lie {inherited} à {element}, obligatoire : rien n'indique ici si {valueset} y est inclus",
    en="{parent} binds {inherited} to {element} as required: nothing here tells whether {valueset} lies inside",
    help_fr="vérifiez-le à la main, ou ajoutez le paquet qui contient les codes qui manquent",
    help_en="check it by hand, or add the package that holds the codes that are missing",
)
STATED_OBLIGATION_AGAINST_CARDINALITY = rule(
    "SD046",
    "stated-obligation-against-cardinality",
    "error",
    "business-rule",
    fr="« {facet} » indique {said}, mais {element} a la cardinalité {cardinality} ({there})",
    en="`{facet}` says {said}, but {element} has the cardinality {cardinality} ({there})",
    help_fr="mettez d'accord l'obligation et la cardinalité",
    help_en="make the obligation and the cardinality agree",
)
MOST_CODES = 3
"""How many codes a message names."""


def check_against_parent(draft: Draft, made: Elements, index: SnapshotIndex, workspace: Workspace) -> None:
    """Report value sets that reach beyond the parent's required ones, and obligations that no instance can meet."""
    for element in made.differential:
        if "binding" in element:
            _check_value_set(element, draft, made, index, workspace)
    _check_obligations(draft, made, index, workspace)


def _check_value_set(element: Json, draft: Draft, made: Elements, index: SnapshotIndex, workspace: Workspace) -> None:
    inherited = (index.get(element["id"]) or {}).get("binding", {})
    own, above = element["binding"].get("valueSet"), inherited.get("valueSet")
    place = next(iter(made.origins.get((element["id"], "binding"), ())), Place())
    if inherited.get("strength") != "required" or not own or not above or place == Place():
        return
    if own.partition("|")[0] == above.partition("|")[0]:
        return
    codes = workspace.terminology.expand(own).contains
    answers = [
        (code["code"], workspace.terminology.contains(above, code.get("system"), code["code"]).inside)
        for code in codes or ()
    ]
    outside = [code for code, inside in answers if inside is False]
    words = {"valueset": own, "inherited": above, "parent": last_part(draft.parent), "element": element["id"]}
    related = next(
        (
            origins[element["id"], "binding"]
            for origins in inherited_origins(draft.parent, workspace)
            if (element["id"], "binding") in origins
        ),
        (),
    )[:1]
    if any(excludes(above, code.get("system"), code["code"], workspace) for code in codes or ()):
        shown = ", ".join(outside[:MOST_CODES]) + ("…" if len(outside) > MOST_CODES else "")
        workspace.report.add(VALUE_SET_OUTSIDE_PARENTS, place, value=own, codes=shown, related=related, **words)
    elif not outside and (codes is None or any(inside is None for _, inside in answers)):
        workspace.report.add(VALUE_SET_NOT_COMPARED_WITH_PARENTS, place, value=own, related=related, **words)


def _check_obligations(draft: Draft, made: Elements, index: SnapshotIndex, workspace: Workspace) -> None:
    """Nobody has to send, or to read, what never is there; nobody must leave out what always is."""
    snapshot = {item["id"]: item for item in made.snapshot}
    for row, _ in rows_of(draft.id, workspace):
        name = element_id(row, draft.type)
        element = snapshot.get(index.normalized(name) or name) if name else None
        if element is None:
            continue
        for key in ("sender", "receiver"):
            other = row["receiver" if key == "sender" else "sender"]
            contrary = _contrary(row[key], other, element["id"], snapshot)
            if contrary is None:
                continue
            cells = next(
                (
                    made.origins[contrary["id"], facet]
                    for facet in ("max", "min")
                    if made.origins.get((contrary["id"], facet))
                ),
                (),
            )[:1]
            base = last_part(draft.parent)
            workspace.report.add(
                STATED_OBLIGATION_AGAINST_CARDINALITY,
                row.at(key),
                facet=facet_term(key),
                said=row.words(key),
                element=contrary["id"],
                cardinality=f"{contrary.get('min', 0)}..{contrary.get('max', '*')}",
                there=str(cells[0]) if cells else Term(f"définition de base {base}", f"base definition {base}"),
                related=cells,
            )


def _contrary(obligation: str | None, other: str | None, element: str, snapshot: dict[str, Json]) -> Json | None:
    """The element, or one that it stands in, whose cardinality an obligation contradicts.

    What one side must not give may be there all the same where the `other` side has an obligation to: a value that is
    worked out on receipt.
    """
    line = [snapshot[holder] for holder in holders_of(element) if holder in snapshot]
    if obligation == "SHALL":
        return next((step for step in line if step.get("max") == "0"), None)
    if obligation == "SHALL NOT" and other in (None, obligation) and line and all(step.get("min", 0) for step in line):
        return line[-1]
    return None
