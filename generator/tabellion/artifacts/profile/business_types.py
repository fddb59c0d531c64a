"""The sort of each business data item, against the FHIR type of the element that carries it."""

from __future__ import annotations

from tabellion.artifacts.profile.draft import Draft, Elements
from tabellion.artifacts.profile.element_rows import faulty_elements, rows_about
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule
from tabellion.elements.paths import rooted
from tabellion.elements.types import codes

BUSINESS_TYPE_AGAINST_ELEMENT = rule(
    "MG026",
    "business-type-against-element",
    "warning",
    "business-rule",
    fr="la donnée « {data} » est de type {said}, mais {element} a le type {types}",
    en="the data item `{data}` is of the type {said}, but {element} has the type {types}",
    help_fr="mettez d'accord les deux colonnes, ou nommez l'élément qui porte la donnée",
    help_en="make the two columns agree, or name the element that carries the data item",
)

NUMBERS = {"integer", "positiveInt", "unsignedInt", "integer64", "decimal"}
QUANTITIES = {"Quantity", "SimpleQuantity", "Age", "Count", "Distance", "Duration", "Money", "Range", "Ratio"}
MOMENTS = {"date", "dateTime", "instant", "Period", "Timing"}
TEXTS = {"string", "markdown", "Annotation", "xhtml", "HumanName", "Address", "ContactPoint", "id", "uri", "url"}
CODED = {"code", "Coding", "CodeableConcept", "CodeableReference"}
CARRIES = {
    # identifiers, codes and references of which only the words are written are texts for people
    "text": TEXTS | {"Identifier", "CodeableConcept", "Reference"},
    "number": NUMBERS | QUANTITIES,
    "quantity": QUANTITIES | {"SampledData"},
    "date": MOMENTS,
    "date-time": MOMENTS | {"time"},
    "code": CODED,
    "yes-no": {"boolean"} | CODED,
    "reference": {"Reference", "canonical", "uri", "url", "Identifier", "CodeableReference"},
    "file": {"Attachment", "base64Binary", "Reference", "url"},
}
"""The types of FHIR that carry each sort of business data."""
HOLDERS = {"BackboneElement", "Element", "Extension", "Resource"}


def check_business_types(draft: Draft, made: Elements, workspace: Workspace) -> None:
    """Each data item is of a sort that the type of its element can carry; elements that only hold others may be any."""
    snapshot = {item["id"]: item for item in made.snapshot}
    faulty = faulty_elements(draft.id, workspace)
    for row in rows_about("data", draft.id, workspace, "measure"):
        element = snapshot.get(rooted(row["path"], draft.type)) if row["path"] else None
        allowed = CARRIES.get(row["type"] or "")
        if element is None or allowed is None or faulty.cover(element["id"]) or faulty.include(element["id"]):
            continue
        types = codes(element)
        if not types or (allowed | HOLDERS) & set(types):
            continue
        workspace.report.add(
            BUSINESS_TYPE_AGAINST_ELEMENT,
            row.at("type"),
            data=row["id"],
            said=row.words("type"),
            element=element["id"],
            types=" | ".join(types),
            related=made.origins.get((element["id"], "type"), ())[:1],
        )
