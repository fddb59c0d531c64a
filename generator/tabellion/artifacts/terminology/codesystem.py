"""Code systems: those that the guide publishes, in whole or in part, and the identity of those that others own."""

from __future__ import annotations

from collections.abc import Iterable

from tabellion.artifacts.bench import Bench
from tabellion.artifacts.header import header
from tabellion.artifacts.kind import Kind
from tabellion.artifacts.system_names import system_url
from tabellion.artifacts.terminology.designations import Designations
from tabellion.artifacts.terminology.sheets import CODE_SYSTEMS, SYSTEM_CONCEPTS
from tabellion.artifacts.texts import put_text
from tabellion.diagnostics import Place, Term, rule
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.headings import nearest
from tabellion.tables.table import Localized, Row

FORBIDDEN = rule(
    "CS005",
    "code-system-of-others",
    "error",
    fr="{system} a son propriétaire et sa licence : un guide n'en publie ni copie, ni extrait, ni supplément",
    en="{system} has its owner and its licence: a guide publishes no copy, fragment or supplement of it",
    help_fr="retirez la ligne : ses codes se citent dans les jeux de valeurs",
    help_en="remove the row: its codes are named in value sets",
)
CONCEPTS_NOT_WANTED = rule(
    "CS006",
    "concepts-of-identity-only-system",
    "error",
    fr="le système est déclaré sans contenu, mais la ligne lui donne un concept",
    en="the system is declared without content, but the row gives it a concept",
    help_fr="changez le contenu en « fragment » ou « complet », ou retirez la ligne",
    help_en="change the content to `fragment` or `complete`, or remove the row",
)
NO_CONCEPTS = rule(
    "CS007",
    "code-system-without-concepts",
    "error",
    fr="le système est déclaré {content}, mais aucune table ne lui donne de concept",
    en="the system is declared {content}, but no table gives it a concept",
    help_fr="ajoutez ses concepts, ou changez le contenu en « absent »",
    help_en="add its concepts, or change the content to `not-present`",
)
UNKNOWN_CONCEPT_PARENT = rule(
    "CS008",
    "unknown-parent-concept",
    "error",
    fr="le concept parent « {value} » n'est pas dans le système, ou le concept est son propre ancêtre",
    en="the parent concept `{value}` is not in the system, or the concept is its own ancestor",
    help_fr="ajoutez-le, ou corrigez la colonne « Parent »",
    help_en="add it, or mend the column `Parent`",
)
NOT_OURS = ("http://loinc.org", "http://snomed.info/sct", "http://unitsofmeasure.org")


def check(bench: Bench) -> None:
    """No copy of what others license; concepts only where the content says so."""
    for row in bench.rows("codesystems"):
        if row["url"] in NOT_OURS:
            bench.report.add(FORBIDDEN, row.at("url"), value=row["url"], system=row["name"] or row["id"])
    identity_only = {
        bench.url_of("CodeSystem", row) for row in bench.rows("codesystems") if row["content"] == "not-present"
    }
    for row in bench.rows("system-concepts"):
        system = system_url(row["system"], row.at("system"), bench)
        if system in identity_only:
            bench.report.add(CONCEPTS_NOT_WANTED, row.at("system"), value=row["code"])


def fhir(bench: Bench) -> Iterable[Artifact]:
    """Every code system, ordered by id."""
    own: dict[str, list[Row]] = {}
    named: dict[str, list[Row]] = {}
    for sheet, found in (("system-concepts", own), ("concepts", named)):
        for row in bench.rows(sheet):
            if row["system"] and row["code"] and (url := bench.systems.url(row["system"])):
                found.setdefault(url, []).append(row)
    designations = Designations(bench)
    for _, row in sorted(bench.by_id("codesystems").items()):
        url = bench.url_of("CodeSystem", row)
        if url not in NOT_OURS:
            listed = named.get(url, []) if row["content"] in ("fragment", "example") else []
            yield _code_system(row, _labelled(url, own.get(url, []), listed, designations), bench)


def _labelled(
    url: str, own: list[Row], named: list[Row], designations: Designations
) -> dict[str, tuple[Row, Localized]]:
    """The concepts of a system by code: its own rows first, then codes that value sets name; each with its label."""
    found: dict[str, tuple[Row, Localized]] = {}
    for row in (*own, *named):
        label = row.text("label" if row.sheet.key == "concepts" else "display")
        found.setdefault(row["code"], (row, designations.completed(url, row["code"], label)))
    return dict(sorted(found.items()))


def _code_system(row: Row, labelled: dict[str, tuple[Row, Localized]], bench: Bench) -> Artifact:
    url = bench.url_of("CodeSystem", row)
    resource = header("CodeSystem", row, url, bench.info)
    if row["oid"]:
        resource["identifier"] = [{"system": "urn:ietf:rfc:3986", "value": f"urn:oid:{row['oid']}"}]
    if row["publisher"]:
        resource["publisher"] = row["publisher"]
    resource["caseSensitive"] = True
    concepts, origins = _concepts(labelled, bench)
    if any("concept" in one for one in concepts):
        resource["hierarchyMeaning"] = "is-a"
    resource["content"] = row["content"] or "complete"
    if row["content"] != "not-present":
        if not concepts and row["content"] and bench.is_whole("system-concepts"):
            bench.report.add(NO_CONCEPTS, row.at("content"), value=row["id"], content=row.words("content"))
        resource["count"] = len(origins)
        resource["concept"] = concepts
    return Artifact("codesystem", resource, row, origins)


def _concepts(
    labelled: dict[str, tuple[Row, Localized]], bench: Bench
) -> tuple[list[Json], dict[tuple[str, str], tuple[Place, ...]]]:
    """The concepts of a system below their parents, ordered by code, and the cell of each."""
    made = {code: _concept(row, label, bench) for code, (row, label) in labelled.items()}
    roots = []
    for code, (row, _) in labelled.items():
        parent = row["parent"]
        if parent is None:
            roots.append(made[code])
        elif parent in made and not _rests_on_itself(code, labelled):
            made[parent].setdefault("concept", []).append(made[code])
        else:
            others = [one for one in made if one != code]
            bench.report.add(UNKNOWN_CONCEPT_PARENT, row.at("parent"), value=parent, suggestion=nearest(parent, others))
            roots.append(made[code])
    origins: dict[tuple[str, str], tuple[Place, ...]] = {
        ("", code): (row.at("code"),) for code, (row, _) in labelled.items()
    }
    return roots, origins


def _rests_on_itself(code: str, labelled: dict[str, tuple[Row, Localized]]) -> bool:
    """Whether the parents of a concept, one after the other, lead back to it."""
    above: dict[str, None] = {}
    parent = labelled[code][0]["parent"]
    while parent in labelled and parent not in above:
        above[parent] = None
        parent = labelled[parent][0]["parent"]
    return code in above


def _concept(row: Row, label: Localized, bench: Bench) -> Json:
    lang = bench.info.lang
    concept: Json = {"code": row["code"]}
    display = (row["display"] if row.sheet.key == "concepts" else None) or label.in_(lang)
    if display:
        concept["display"] = display
    put_text(concept, "definition", row.text("definition"), lang)
    designations = [{"language": one, "value": text} for one, text in sorted(label.texts.items()) if text != display]
    if designations:
        concept["designation"] = designations
    return concept


KIND = Kind(
    "codesystem", Term("système de codes", "code system"), 20, (CODE_SYSTEMS, SYSTEM_CONCEPTS), check=check, fhir=fhir
)
