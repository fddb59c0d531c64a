"""Links to the specification lead to its pages, in the version of the guide."""

from __future__ import annotations

import json

from needs import needs
from tabellion.artifacts.edition import Edition
from tabellion.publish.pages.specification import definition_page, root, type_page


def test_the_version_is_in_the_address() -> None:
    assert ["https://hl7.org/fhir/R4/", "https://hl7.org/fhir/R4B/", "https://hl7.org/fhir/R5/"] == [
        root(item) for item in ("4.0.1", "4.3.0", "5.0.0")
    ]


def test_types_of_ids_are_strings() -> None:
    """FHIRPath's types of ids and urls have no page of their own."""
    found = type_page("http://hl7.org/fhirpath/System.String", None, "4.0.1")
    assert "https://hl7.org/fhir/R4/datatypes.html#string" == found


def test_addresses_are_those_of_the_specifications_own_list(edition: Edition) -> None:
    """The core package lists the page of each definition; ours are the same, the anchor within a page aside."""
    from tabellion.fhir.packages import PackageDefinitions

    packages = edition.definitions._below
    needs(isinstance(packages, PackageDefinitions) and packages.core, "the core package")
    assert isinstance(packages, PackageDefinitions) and packages.core is not None
    content = packages.core.file("other/spec.internals")
    needs(content, "the list of pages in the core package")
    assert content is not None
    paths: dict[str, str] = json.loads(content.decode("utf-8-sig"))["paths"]
    wrong = {}
    checked = 0
    for url, page in paths.items():
        definition = edition.definitions.get(url)
        if definition is None or definition["resourceType"] not in ("StructureDefinition", "ValueSet", "CodeSystem"):
            continue
        if definition_page(definition, "4.0.1") in ("", url):
            continue  # known by an address of its owner, which leads to the owner
        checked += 1
        ours = definition_page(definition, "4.0.1").partition("#")[0]
        if ours != root("4.0.1") + page.partition("#")[0]:
            wrong[url] = (ours, page)
    assert checked > 1000
    assert {} == wrong
