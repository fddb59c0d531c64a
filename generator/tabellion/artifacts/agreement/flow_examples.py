"""The examples that flows name, against the profiles of what these flows carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tabellion.artifacts.agreement.measured import Measured
from tabellion.artifacts.instances import declared_profiles, with_entries
from tabellion.artifacts.profile.types import definition_url
from tabellion.diagnostics import rule
from tabellion.fhir.definitions import TYPE_ROOT
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.table import Row

FLOW_EXAMPLE_OF_OTHER_PROFILE = rule(
    "MG024",
    "flow-example-of-other-profile",
    "warning",
    "business-rule",
    fr="l'exemple « {value} » n'est d'aucun des profils du flux « {flow} » : {profiles}",
    en="the example `{value}` is of none of the profiles of the flow `{flow}`: {profiles}",
    help_fr="nommez un exemple d'un de ces profils, ou ajoutez le sien à la colonne « Profil »",
    help_en="name an example of one of these profiles, or add its own to the column `Profile`",
)

# which column of a flow holds what its profiles are about, by its direction; what goes the other way only asks or
# acknowledges
CARRYING = {"feeding": "request", "querying": "response_example"}


def check_flow_examples(measured: Measured) -> None:
    """What a flow shows as sent is of one of its profiles, or holds a resource that is."""
    examples = {artifact.id: artifact for artifact in measured.workspace.artifacts if artifact.is_example}
    for row in measured.rows("flows"):
        wanted = {url.partition("|")[0] for url in _urls(row, measured)}
        column = CARRYING.get(row["direction"] or "", "")
        for name in row.many(column) if wanted and column else ():
            example = examples.get(name)
            if example is None or not _tells_its_content(example.resource):
                continue
            if not wanted & set(_followed(example, measured)):
                measured.report.add(
                    FLOW_EXAMPLE_OF_OTHER_PROFILE,
                    row.at(column),
                    value=name,
                    flow=row["id"],
                    profiles=", ".join(row.many("profile")),
                    related=(row.at("profile"), example.place),
                )


def _urls(row: Row, measured: Measured) -> Iterator[str]:
    """The addresses of the profiles that a row names."""
    for name in row.many("profile"):
        url = definition_url(name, measured.workspace)
        if url is not None:
            yield url


def _tells_its_content(resource: Json) -> bool:
    """Whether an example shows resources that profiles are about: an answer may be empty or an error, and what is
    inside Parameters has places of its own."""
    is_empty = resource["resourceType"] == "Bundle" and not resource.get("entry")
    return not is_empty and resource["resourceType"] not in ("OperationOutcome", "Parameters")


def _followed(example: Artifact, measured: Measured) -> Iterator[str]:
    """The addresses of the profiles that an example, or a resource in it, is said to follow, with what they rest on and
    what a Bundle's profile asks of its entries."""
    stated = list(_urls(example.row, measured)) if example.row is not None else []
    for resource in with_entries(example.resource):
        stated += [*declared_profiles(resource), f"{TYPE_ROOT}{resource.get('resourceType', '')}"]
    waiting, seen = stated, set[str]()
    while waiting:
        url = waiting.pop().partition("|")[0]
        if url in seen:
            continue
        seen.add(url)
        yield url
        definition = measured.workspace.definitions.get(url, "StructureDefinition")
        if definition is not None and definition.get("derivation") == "constraint":
            waiting += [str(definition.get("baseDefinition", "")), *_asked_of_entries(definition)]


def _asked_of_entries(definition: Json) -> Iterable[str]:
    elements = definition.get("differential", {}).get("element", ()) if definition.get("type") == "Bundle" else ()
    return [url for element in elements for type_ref in element.get("type", ()) for url in type_ref.get("profile", ())]
