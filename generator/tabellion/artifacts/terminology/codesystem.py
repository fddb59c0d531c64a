"""Code systems: those that the guide publishes, in whole or in part, and the identity of those that others own."""

from __future__ import annotations

from collections.abc import Iterable

from tabellion.artifacts.code_existence import CODE_NOT_IN_CODE_SYSTEM
from tabellion.artifacts.header import header
from tabellion.artifacts.kind import Kind, Shown
from tabellion.artifacts.terminology.code_origins import CodeOrigins
from tabellion.artifacts.terminology.concept_owners import check_concepts
from tabellion.artifacts.terminology.concept_properties import ConceptProperties
from tabellion.artifacts.terminology.designations import Designations
from tabellion.artifacts.terminology.hierarchy import CONCEPT_BELOW_ITSELF, UNKNOWN_PARENT_CONCEPT, check_hierarchy
from tabellion.artifacts.terminology.imported_terminology import code_system_rows
from tabellion.artifacts.terminology.narrative import code_system_table
from tabellion.artifacts.terminology.ownership import check_content, check_owner, is_of_others, put_owner
from tabellion.artifacts.terminology.periods import check_periods, put_period
from tabellion.artifacts.terminology.sheets.code_systems import CODE_SYSTEMS
from tabellion.artifacts.terminology.sheets.system_concepts import SYSTEM_CONCEPTS
from tabellion.artifacts.texts import put_designations, put_text
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term, rule
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.headings import Vocabulary
from tabellion.tables.table import Localized, Row
from tabellion.terminology.code_system import REPLACED_BY

CODE_SYSTEM_OF_OTHERS = rule(
    "CS005",
    "code-system-of-others",
    "error",
    "business-rule",
    fr="{system} a son propriétaire et sa licence : un guide n'en publie ni copie, ni extrait, ni supplément",
    en="{system} has its owner and its licence: a guide publishes no copy, fragment or supplement of it",
    help_fr="retirez la ligne : ses codes se citent dans les jeux de valeurs",
    help_en="remove the row: its codes are named in value sets",
)
CODE_SYSTEM_WITHOUT_CONCEPTS = rule(
    "CS007",
    "code-system-without-concepts",
    "error",
    "required",
    fr="le système est déclaré {content}, mais aucune table ne lui donne de concept",
    en="the system is declared {content}, but no table gives it a concept",
    help_fr="ajoutez ses concepts, ou changez le contenu en « absent »",
    help_en="add its concepts, or change the content to `not-present`",
)
CONCEPTS_NESTED_TOO_DEEPLY = rule(
    "CS010",
    "concepts-nested-too-deeply",
    "error",
    fr="le concept a plus {limit:de} concepts au-dessus de lui : les programmes ne lisent pas d'arbre si profond",
    en="the concept has more than {limit} concepts above it: programs cannot be read a tree that deep",
    help_fr="vérifiez la colonne « Parent » : c'est souvent la ligne d'avant qui y est recopiée",
    help_en="check the column `Parent`: often it is the row before that was copied there",
)
DEEPEST = 40
NOT_OURS = ("http://loinc.org", "http://snomed.info/sct", "http://unitsofmeasure.org")


def check(workspace: Workspace) -> None:
    """No copy of what others license, owners named; concepts only where the content says so."""
    for row in workspace.rows("codesystems"):
        if row["content"] != "not-present" and row["url"] not in NOT_OURS:
            check_owner(row, workspace)
        if row["url"] in NOT_OURS:
            workspace.report.add(
                CODE_SYSTEM_OF_OTHERS, row.at("url"), value=row["url"], system=row["name"] or row["id"]
            )
    check_concepts(workspace)
    check_periods(workspace, "codesystems", "system-concepts")


def fhir(workspace: Workspace) -> Iterable[Artifact]:
    """Every code system, ordered by id."""
    own: dict[str, list[Row]] = {}
    named: dict[str, list[Row]] = {}
    for sheet, found in (("system-concepts", own), ("concepts", named)):
        for row in workspace.rows(sheet):
            if (name := row["system"]) and row["code"] and (url := workspace.systems.url(name)):
                found.setdefault(url, []).append(row)
    designations = Designations(workspace.rows, workspace.systems)
    for _, row in sorted(workspace.by_id("codesystems").items()):
        url = workspace.url_of("CodeSystem", row)
        # the bare identity of what another publishes would hide it from who has both
        is_bare = row["content"] == "not-present" and is_of_others(row, workspace.info)
        if url not in NOT_OURS and not is_bare:
            listed = named.get(url, []) if row["content"] in ("fragment", "example") else []
            labelled = _labelled(url, own.get(url, []), listed, designations)
            more = {code: designations.more(url, code, label) for code, (_, label) in labelled.items()}
            artifact = _code_system(row, labelled, more, workspace)
            check_content(artifact, workspace.definitions.get(url, "CodeSystem"), workspace)
            yield artifact


def _labelled(
    url: str, own: list[Row], named: list[Row], designations: Designations
) -> dict[str, tuple[Row, Localized]]:
    """The concepts of a system by code: its own rows first, then codes that value sets name; each with its label."""
    found: dict[str, tuple[Row, Localized]] = {}
    for row in (*own, *named):
        label = row.text("label" if row.sheet.key == "concepts" else "display")
        found.setdefault(row["code"], (row, designations.completed(url, row["code"], label)))
    return dict(sorted(found.items()))


def _code_system(
    row: Row, labelled: dict[str, tuple[Row, Localized]], more: dict[str, list[Json]], workspace: Workspace
) -> Artifact:
    url = workspace.url_of("CodeSystem", row)
    resource = header("CodeSystem", row, url, workspace.info)
    if row["oid"]:
        resource["identifier"] = [{"system": "urn:ietf:rfc:3986", "value": f"urn:oid:{row['oid']}"}]
    put_owner(resource, row, workspace.info)
    put_period(resource, row, workspace)
    resource["caseSensitive"] = True
    properties = ConceptProperties((concept for concept, _ in labelled.values()), workspace)
    concepts = _concepts(labelled, more, properties, workspace)
    if row["content"] == "complete":
        _check_replacements(url, labelled, workspace)
        check_hierarchy({code: concept for code, (concept, _) in labelled.items()}, properties, workspace)
    if any("concept" in concept for concept in concepts):
        resource["hierarchyMeaning"] = "is-a"
    resource["content"] = row["content"] or "complete"
    if properties.declared:
        resource["property"] = properties.declared
    if row["content"] != "not-present":
        if not concepts and row["content"] and _is_empty(row, url, workspace):
            workspace.report.add(
                CODE_SYSTEM_WITHOUT_CONCEPTS, row.at("content"), value=row["id"], content=row.words("content")
            )
        if row["content"] == "complete":  # what the whole system has (R4 CodeSystem.count) is not known of the others
            resource["count"] = len(labelled)
        resource["concept"] = concepts
    origins = CodeOrigins((code, concept) for code, (concept, _) in labelled.items())
    return Artifact("codesystem", resource, row, origins)


def _check_replacements(url: str, labelled: dict[str, tuple[Row, Localized]], workspace: Workspace) -> None:
    """What replaces a code is a code of the same system."""
    known: Vocabulary | None = None
    for code, (row, _) in labelled.items():
        other = row["replaced_by"]
        if other is not None and (other not in labelled or other == code):
            known = known or Vocabulary(labelled)
            near = known.nearest(other)
            suggestion = near if near != code else None
            workspace.report.add(
                CODE_NOT_IN_CODE_SYSTEM, row.at("replaced_by"), value=other, system=url, suggestion=suggestion
            )


def _is_empty(row: Row, url: str, workspace: Workspace) -> bool:
    """Whether no row gives a code system a concept, not even one with a fault."""
    is_read = workspace.faults.is_whole("system-concepts", "system") and workspace.faults.are_names_read(row)
    return is_read and url not in workspace.systems_with_lost_codes


def _concepts(
    labelled: dict[str, tuple[Row, Localized]],
    more: dict[str, list[Json]],
    properties: ConceptProperties,
    workspace: Workspace,
) -> list[Json]:
    """The concepts of a system below their parents, ordered by code."""
    made = {code: _concept(row, label, properties.of(code), workspace) for code, (row, label) in labelled.items()}
    for code in filter(more.get, made):
        made[code]["designation"] = [*made[code].get("designation", ()), *more[code]]
    misplaced = _misplaced(labelled, workspace)
    known = Vocabulary(made)
    roots = []
    for code, (row, _) in labelled.items():
        parent = row["parent"]
        if parent is None or code in misplaced:
            roots.append(made[code])
        elif parent in made:
            made[parent].setdefault("concept", []).append(made[code])
        else:
            if parent not in workspace.codes_without_system:  # which is told at its own row
                near = known.nearest(parent)
                suggestion = near if near != code else None
                workspace.report.add(UNKNOWN_PARENT_CONCEPT, row.at("parent"), value=parent, suggestion=suggestion)
            roots.append(made[code])
    return roots


def _misplaced(labelled: dict[str, tuple[Row, Localized]], workspace: Workspace) -> set[str]:
    """The concepts that cannot stand below their parents, which is reported: each circle once, and the first concept
    of a branch that goes too deep."""
    depths: dict[str, int] = {}
    found: set[str] = set()
    for start in labelled:
        above: dict[str, None] = {}
        code = start
        while code in labelled and code not in depths and code not in above:
            above[code] = None
            code = labelled[code][0]["parent"] or ""
        line = list(above)
        if code in above:
            circle = line[line.index(code) :]
            cells = tuple(labelled[member][0].at("parent") for member in circle)
            workspace.report.add(CONCEPT_BELOW_ITSELF, cells[0], circle=" → ".join([*circle, code]), related=cells[1:])
            found.update(circle)
            depths |= dict.fromkeys(circle, 0)
            line = line[: line.index(code)]
        depth = depths.get(code, -1)
        for step in reversed(line):
            depth += 1
            depths[step] = depth
            if depth > DEEPEST:
                found.add(step)
                if depth == DEEPEST + 1:
                    workspace.report.add(
                        CONCEPTS_NESTED_TOO_DEEPLY, labelled[step][0].at("parent"), value=step, limit=DEEPEST
                    )
    return found


def _concept(row: Row, label: Localized, properties: list[Json], workspace: Workspace) -> Json:
    lang = workspace.info.lang
    concept: Json = {"code": row["code"]}
    official = row["display"] if row.sheet.key == "concepts" else None
    if display := official or label.in_(lang):
        concept["display"] = display
    put_text(concept, "definition", row.text("definition"), lang)
    put_designations(concept, label, lang)  # here, in FHIR's order, a million concepts need not be put into it
    if properties:
        concept["property"] = properties
    if row["replaced_by"]:
        coding = {"system": workspace.systems.url(row["system"]), "code": row["replaced_by"]}
        concept["extension"] = [{"url": REPLACED_BY, "valueCoding": coding}]
    return concept


KIND = Kind(
    "codesystem",
    20,
    (CODE_SYSTEMS, SYSTEM_CONCEPTS),
    Shown(
        order=40,
        folder=Term("systemes-de-codes", "code-systems"),
        singular=Term("Système de codes", "Code system"),
        plural=Term("Systèmes de codes", "Code systems"),
    ),
    resource_type="CodeSystem",
    check=check,
    fhir=fhir,
    narrative=code_system_table,
    checks_references=True,
    rows_of=code_system_rows,
)
