"""What a published package holds, as far as tables are made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from tabellion.artifacts.imported_guide import ImportedGuide, ShownExample, reference_of
from tabellion.elements.translations import translations_of
from tabellion.fhir.json import Json
from tabellion.fhir.packages import Package
from tabellion.guide.reading import LANGUAGES

IMPLEMENTATION_GUIDE = "ImplementationGuide"
WITHOUT_ADDRESS = (IMPLEMENTATION_GUIDE, "NamingSystem")
"""Definitions that are none by having a canonical address: of R4's NamingSystem there is none."""
TEXTS = ("title", "description")


def published_resources(package: Package) -> dict[str, Json]:
    """Every resource of a package, examples included, by type and id, in that order."""
    found: dict[str, Json] = {}
    for entry in package.entries:
        resource = package.resource(entry)
        if resource is not None and resource.get("id"):
            found.setdefault(reference_of(resource), resource)
    return dict(sorted(found.items()))


def guide_of(resources: Mapping[str, Json], package: Package) -> Json:
    """The ImplementationGuide of a package: the one that names it, else the first; `{}` where there is none."""
    found = [item for item in resources.values() if item["resourceType"] == IMPLEMENTATION_GUIDE]
    named = [item for item in found if item.get("packageId") == package.name]
    return next(iter(named or found), {})


def read_published(package: Package, lang: str | None = None) -> tuple[ImportedGuide, Json]:
    """The guide of a package, ready to be made into rows, and its ImplementationGuide.

    `lang` is the language of its texts where it is known better than the resources tell.
    """
    resources = published_resources(package)
    guide = guide_of(resources, package)
    examples = _examples(guide, resources, package)
    definitions = [item for name, item in resources.items() if name not in examples]
    main = lang or _language([guide, *definitions])
    others = [each for each in LANGUAGES if each != main and each in _translations(definitions)]
    canonical = str(guide.get("url", "")).partition(f"/{IMPLEMENTATION_GUIDE}/")[0] or package.canonical
    return ImportedGuide(tuple(resources.values()), canonical, main, others, examples), guide


def _examples(guide: Json, resources: Mapping[str, Json], package: Package) -> dict[str, ShownExample]:
    """What the guide says to be an example, what stands in its folder of examples, and what has no address."""
    folder = {f"{entry.resource_type}/{entry.id}" for entry in package.entries if entry.is_example}
    found = {}
    listed: dict[str, Json] = {
        str(item.get("reference", {}).get("reference")): item
        for item in guide.get("definition", {}).get("resource", ())
    }
    for name, resource in resources.items():
        item = listed.get(name, {})
        profile = item.get("exampleCanonical")
        says_so = profile or item.get("exampleBoolean") or name in folder
        if says_so or ("url" not in resource and resource["resourceType"] not in WITHOUT_ADDRESS):
            profiles = resource.get("meta", {}).get("profile") or ([profile] if profile else [])
            found[name] = ShownExample(str(item.get("name", "")), str(item.get("description", "")), tuple(profiles))
    return found


def _language(resources: Iterable[Json]) -> str:
    """The language that most definitions state, of those that tables have; English where none states one."""
    stated = Counter(str(item.get("language", "")).lower()[:2] for item in resources)
    return max((lang for lang in LANGUAGES if stated[lang]), key=lambda lang: stated[lang], default="en")


def _translations(definitions: Iterable[Json]) -> set[str]:
    """The languages that titles, descriptions and codes are translated into."""
    found = set()
    for item in definitions:
        found |= {lang for text in TEXTS for lang, _ in translations_of(item, text)}
        waiting = [*item.get("concept", ())]
        waiting += (
            concept for include in item.get("compose", {}).get("include", ()) for concept in include.get("concept", ())
        )
        while waiting:
            concept = waiting.pop()
            found |= {str(each.get("language")) for each in concept.get("designation", ())}
            waiting += concept.get("concept", ())
    return found
