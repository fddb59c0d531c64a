"""What versions of FHIR call differently, where the definitions at hand cannot tell one name from the other.

Which elements a version has is asked of its definitions (`fhir.element_model`), never of its number.
"""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.fhir.json import Json

RELATIONSHIPS = {
    "equivalent": "equivalent",
    "equal": "equivalent",
    "wider": "source-is-narrower-than-target",
    "subsumes": "source-is-narrower-than-target",
    "narrower": "source-is-broader-than-target",
    "specializes": "source-is-broader-than-target",
    "relatedto": "related-to",
    "inexact": "related-to",
    "disjoint": "not-related-to",
}
"""For each equivalence of R4, which is about the target, R5's relationship, which is about the source,
as its list of relationships says of each."""
_EQUIVALENCES = {
    "equivalent": "equivalent",
    "source-is-narrower-than-target": "wider",
    "source-is-broader-than-target": "narrower",
    "related-to": "relatedto",
    "not-related-to": "disjoint",
}


NO_MAP_COMMENT = "http://hl7.org/fhir/4.0/StructureDefinition/extension-ConceptMap.group.element.target.comment"
"""The comment of a code without target, for which R5 has no element: R4's, as an extension (R4 versions.html)."""


def targets_of(element: Json) -> Iterator[tuple[str, Json]]:
    """The targets of a ConceptMap.group.element, each with its equivalence as a code of R4.

    R4 has a target without code for what has no equivalent, R5 the element `noMap`: both give `unmatched`, and a target
    with the comment alone.
    """
    for target in element.get("target", ()):
        yield str(target.get("equivalence") or _EQUIVALENCES.get(str(target.get("relationship")), "relatedto")), target
    if element.get("noMap"):
        extension: Json = next((item for item in element.get("extension", ()) if item.get("url") == NO_MAP_COMMENT), {})
        stated = {key.replace("valueString", "comment"): value for key, value in extension.items() if key != "url"}
        yield "unmatched", stated
