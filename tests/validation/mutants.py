"""Mutants: valid resources broken in one place by one rule, from a fixed seed, each with the rules that catch it."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

Json = dict[str, Any]


class Mutant(NamedTuple):
    """`kind` is the mutation, `place` where it was done, `rules` the codes of which one must be found."""

    kind: str
    place: str
    rules: frozenset[str]
    resource: Json


class Spot(NamedTuple):
    """A value in a resource and the element of the snapshot that it stands for."""

    holder: Any
    key: str | int
    element: Json
    path: str

    @property
    def value(self) -> Any:
        return self.holder[self.key]


STATED = re.compile("(fixed|pattern)[A-Z]")
STRUCTURE = frozenset({"VA012", "VA013", "VA014", "VA035", "VA038"})
DATES = ("date", "dateTime", "instant")
NUMBERS = ("decimal", "integer", "positiveInt", "unsignedInt")


Snapshots = Callable[[str], list[Json] | None]


def spots(resource: Json, elements: list[Json], elements_of: Snapshots, depth: int = 2) -> Iterator[Spot]:
    """The values of a resource that stand for elements of a snapshot: the first item of a list, the first of a slice.

    Where the snapshot stops at a data type, the elements of the type follow (`elements_of` gives them).
    """
    by_id = {element["id"]: element for element in elements}
    paths = {element["path"] for element in elements}
    for element in elements[1:]:
        found = _find(resource, element, by_id)
        if found is None:
            continue
        yield found
        types, value = _types(found), _first(found)
        if depth and isinstance(value, dict) and not any(path.startswith(element["path"] + ".") for path in paths):
            code = types[0] if len(types) == 1 and types[0][:1].isupper() else ""
            below = elements_of(code) if code not in ("", "Resource") else None
            for spot in spots(value, below, elements_of, depth - 1) if below else ():
                yield spot._replace(path=f"{found.path}.{spot.path}")


def _find(resource: Json, element: Json, by_id: dict[str, Json]) -> Spot | None:
    holder: Any = resource
    key: str | int | None = None
    parts = element["id"].split(".")
    for position, part in enumerate(parts[1:], 1):
        if key is not None:
            holder = holder[key]
            holder = holder[0] if isinstance(holder, list) and holder else holder
        if not isinstance(holder, dict):
            return None
        name, _, slice_name = part.partition(":")
        key = _choice(holder, name[:-3], slice_name) if name.endswith("[x]") else name
        if key not in holder:
            return None
        if slice_name and not name.endswith("[x]"):
            holder = holder[key]
            slice_id = ".".join(parts[: position + 1])
            key = next((place for place, item in enumerate(holder) if _in_slice(item, slice_id, by_id)), None)
            if key is None:
                return None
    assert key is not None
    return Spot(holder, key, element, ".".join(parts[1:]))


def _choice(holder: Json, stem: str, slice_name: str) -> str:
    if slice_name:
        return slice_name
    return next((item for item in holder if item.startswith(stem) and item[len(stem) : len(stem) + 1].isupper()), "")


def _in_slice(item: Any, slice_id: str, by_id: dict[str, Json]) -> bool:
    """Whether the item is of the slice, as far as values and patterns, or the address of an extension, tell it."""
    sliced = by_id[slice_id.rpartition(":")[0]].get("slicing", {})
    discriminators = sliced.get("discriminator", ())
    return bool(discriminators) and all(
        _agrees(item, discriminator, slice_id, by_id) for discriminator in discriminators
    )


def _agrees(item: Any, discriminator: Json, slice_id: str, by_id: dict[str, Json]) -> bool:
    if discriminator["type"] not in ("value", "pattern"):
        return False
    if discriminator["path"] == "url":
        return item.get("url") in [
            url for type_ref in by_id[slice_id].get("type", ()) for url in type_ref.get("profile", ())
        ]
    path = [] if discriminator["path"] == "$this" else discriminator["path"].split(".")
    wanted = _stated(by_id.get(".".join([slice_id, *path]), {}))
    return wanted is not None and any(_includes(value, wanted) for value in _values(item, path))


def _stated(element: Json) -> Any:
    """The fixed value or the pattern of an element."""
    return next((value for key, value in element.items() if STATED.match(key)), None)


def _values(item: Any, path: list[str]) -> list[Any]:
    values = item if isinstance(item, list) else [item]
    if not path:
        return values
    return [found for entry in values if path[0] in entry for found in _values(entry[path[0]], path[1:])]


def _includes(value: Any, pattern: Any) -> bool:
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(key in value and _includes(value[key], pattern[key]) for key in pattern)
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(_includes(item, wanted) for item in value) for wanted in pattern)
    return bool(value == pattern)


def _types(spot: Spot) -> list[str]:
    """The types of the element; of a choice, the one that is there."""
    codes = [type_ref.get("code", "") for type_ref in spot.element.get("type", ())]
    stem = spot.element["path"].rpartition(".")[2].removesuffix("[x]")
    suffix = str(spot.key)[len(stem) :] if isinstance(spot.key, str) else ""
    return [code for code in codes if code[:1].upper() + code[1:] == suffix] if suffix else codes


def _first(spot: Spot) -> Any:
    return spot.value[0] if isinstance(spot.value, list) and spot.value else spot.value


def _put(spot: Spot, value: Any) -> bool:
    if isinstance(spot.value, list):
        spot.value[0] = value
    else:
        spot.holder[spot.key] = value
    return True


def _drop(spot: Spot) -> bool:
    if spot.element.get("min", 0) < 1 or spot.path.startswith("meta") or _within_a_slice(spot):
        return False
    del spot.holder[spot.key]
    return bool(spot.holder)


def _repeat(spot: Spot) -> bool:
    if spot.element.get("max") != "1" or spot.key == "resourceType":
        return False
    if isinstance(spot.holder, list):
        spot.holder.append(copy.deepcopy(spot.value))
    elif isinstance(spot.value, list):
        spot.value.append(copy.deepcopy(spot.value[0]))
    else:
        spot.holder[spot.key] = [spot.value, copy.deepcopy(spot.value)]
    return True


def _within_a_slice(spot: Spot) -> bool:
    """Whether the value may be what tells the items of a slice: without it the item is of no slice, or of another."""
    return ":" in spot.element["id"].replace("[x]:", "[x]").rpartition(".")[0]


def _text_for_object(spot: Spot) -> bool:
    return isinstance(_first(spot), dict) and _put(spot, "text")


def _text_for_number(spot: Spot) -> bool:
    value = _first(spot)
    return not isinstance(value, str | dict) and _put(spot, str(value).lower())


def _number_for_text(spot: Spot) -> bool:
    return isinstance(_first(spot), str) and spot.key != "resourceType" and _put(spot, 72)


def _unknown(spot: Spot) -> bool:
    value = _first(spot)
    if not isinstance(value, dict):
        return False
    value["colour"] = "red"
    return True


def _false_date(spot: Spot) -> bool:
    return any(item in DATES for item in _types(spot)) and isinstance(_first(spot), str) and _put(spot, "2021-13-45")


def _no_zone(spot: Spot) -> bool:
    value = _first(spot)
    return any(item in DATES for item in _types(spot)) and isinstance(value, str) and _put(spot, "2021-02-03T10:00:00")


def _empty_list(spot: Spot) -> bool:
    if not isinstance(spot.value, list):
        return False
    spot.holder[spot.key] = []
    return True


def _empty_object(spot: Spot) -> bool:
    return isinstance(_first(spot), dict) and _put(spot, {})


def _null(spot: Spot) -> bool:
    return spot.key != "resourceType" and _put(spot, None)


def _empty_text(spot: Spot) -> bool:
    return isinstance(_first(spot), str) and spot.key not in ("resourceType", "div") and _put(spot, "")


def _wrong_code(spot: Spot) -> bool:
    value = _first(spot)
    binding = spot.element.get("binding", {})
    if binding.get("strength") != "required" or not isinstance(value, str) or "code" not in _types(spot):
        return False
    if any(item in binding.get("valueSet", "") for item in ("mimetypes", "languages", "currencies", "ucum", "all-")):
        return False
    return _put(spot, "no-such-code")


def _wrong_case(spot: Spot) -> bool:
    value = _first(spot)
    return isinstance(value, str) and value.islower() and _wrong_code(spot) and _put(spot, value.upper())


def _wrong_target(spot: Spot) -> bool:
    value = _first(spot)
    if "Reference" not in _types(spot) or not isinstance(value, dict):
        return False
    targets = [target for type_ref in spot.element["type"] for target in type_ref.get("targetProfile", ())]
    if not targets or any(target.endswith(("/Resource", "/SubstancePolymer", "/DomainResource")) for target in targets):
        return False
    for key in ("type", "identifier"):
        value.pop(key, None)
    value["reference"] = "SubstancePolymer/1"
    return True


def _lost_fragment(spot: Spot) -> bool:
    value = _first(spot)
    if "Reference" not in _types(spot) or not isinstance(value, dict):
        return False
    value["reference"] = "#nowhere"
    return True


def _code_without_system(spot: Spot) -> bool:
    value = _first(spot)
    if "Quantity" not in _types(spot) or not isinstance(value, dict) or "code" not in value:
        return False
    return value.pop("system", None) is not None


def _wrong_unit(spot: Spot) -> bool:
    element, holder = spot.element, spot.holder
    fixed = any(key in element for key in ("fixedCode", "patternCode"))
    if not fixed or not element["path"].endswith(".code") or "value" not in holder or spot.value == "g":
        return False
    return _put(spot, "g")


def _reversed_period(spot: Spot) -> bool:
    value = _first(spot)
    if "Period" not in _types(spot) or not isinstance(value, dict):
        return False
    value["start"], value["end"] = "2021-02-03", "2020-02-03"
    return True


def _script(spot: Spot) -> bool:
    if spot.key != "div" or not isinstance(spot.value, str):
        return False
    spot.holder[spot.key] = spot.value.replace("</div>", "<script>alert(1)</script></div>", 1)
    return "<script>" in spot.value


def _unclosed(spot: Spot) -> bool:
    if spot.key != "div" or not isinstance(spot.value, str):
        return False
    spot.holder[spot.key] = spot.value.replace("</div>", "<b></div>", 1)
    return True


def _bare_extension(spot: Spot) -> bool:
    value = _first(spot)
    if not isinstance(value, dict) or "resourceType" in value:
        return False
    value.setdefault("extension", []).append({"url": "http://example.org/nothing"})
    return True


def _nameless_extension(spot: Spot) -> bool:
    value = _first(spot)
    if not isinstance(value, dict) or "resourceType" in value:
        return False
    value.setdefault("extension", []).append({"valueString": "x"})
    return True


def _misplaced_extension(spot: Spot) -> bool:
    value = _first(spot)
    if not isinstance(value, dict) or not set(_types(spot)) & {"CodeableConcept", "Reference", "Meta", "Period"}:
        return False
    birth = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace"
    value.setdefault("extension", []).append({"url": birth, "valueAddress": {"city": "Lyon"}})
    return True


def _wrong_extension_type(spot: Spot) -> bool:
    value = _first(spot)
    if not isinstance(value, dict) or "Meta" in _types(spot) or "resourceType" in value:
        return False
    reason = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
    value.setdefault("extension", []).append({"url": reason, "valueInteger": 3})
    return True


def _two_choices(spot: Spot) -> bool:
    codes = [type_ref.get("code", "") for type_ref in spot.element.get("type", ())]
    if not spot.element["path"].endswith("[x]") or len(codes) < 2:
        return False
    stem = spot.element["path"].rpartition(".")[2][:-3]
    other = next((code for code in codes if code in ("string", "boolean", "dateTime", "Period")), None)
    if other is None or stem + other[:1].upper() + other[1:] == spot.key:
        return False
    filled = {"string": "x", "boolean": True, "dateTime": "2021-02-03", "Period": {"start": "2021-02-03"}}
    spot.holder[stem + other[:1].upper() + other[1:]] = filled[other]
    return True


def _other_choice(spot: Spot) -> bool:
    """A choice in a type that neither the profile nor the base allows there."""
    path = spot.element["path"]
    if not path.endswith("[x]") or any(
        type_ref.get("code") == "Attachment" for type_ref in spot.element.get("type", ())
    ):
        return False
    stem = path.rpartition(".")[2][:-3]
    del spot.holder[spot.key]
    spot.holder[stem + "Attachment"] = {"title": "x"}
    return True


def _beyond_slices(spot: Spot) -> bool:
    """One more item in a closed slicing, which no slice is for."""
    slicing = spot.element.get("slicing", {})
    if slicing.get("rules") != "closed" or not isinstance(spot.value, list):
        return False
    more = copy.deepcopy(spot.value[0])
    for discriminator in slicing.get("discriminator", ()):
        *path, last = discriminator["path"].split(".")
        for holder in _values(more, path) if last != "$this" else ():
            _leave(holder, discriminator["type"], last)
    spot.value.append(more)
    return bool(more != spot.value[0])


def _leave(holder: Json, discriminator: str, key: str) -> None:
    """Changes what the discriminator looks at, to what no slice has."""
    if key == "resource":
        holder[key] = {"resourceType": "Basic", "code": {"text": "other"}}
        holder["fullUrl"] = "urn:uuid:11111111-2222-4333-8444-555555555555"
    elif discriminator == "type":
        for name in [item for item in holder if item.startswith(key)]:
            del holder[name]
        holder[f"{key}Attachment"] = {"title": "other"}
    elif isinstance(holder.get(key), str):
        holder[key] = "http://example.org/other" if key in ("url", "system") else "other"


def _changed_value(spot: Spot) -> bool:
    if _stated(spot.element) is None or _within_a_slice(spot) or spot.element.get("sliceName"):
        return False
    value = _first(spot)
    if isinstance(value, str):
        return _put(spot, "changed" if not value.startswith("http") else "http://example.org/changed")
    if isinstance(value, dict) and "coding" in value:
        value["coding"] = [{"system": "http://example.org/changed", "code": "changed"}]
        return True
    return False


KINDS: dict[str, tuple[Callable[[Spot], bool], frozenset[str]]] = {
    "drop": (_drop, STRUCTURE | {"VA017", "TX009", "VA070", "VA040"}),
    "repeat": (_repeat, STRUCTURE),
    "text-for-object": (_text_for_object, STRUCTURE),
    "text-for-number": (_text_for_number, STRUCTURE),
    "number-for-text": (_number_for_text, STRUCTURE),
    "unknown-element": (_unknown, frozenset({"VA011"})),
    "false-date": (_false_date, frozenset({"VA015"})),
    "no-time-zone": (_no_zone, frozenset({"VA015"})),
    "empty-list": (_empty_list, frozenset({"VA016", "VA012"})),
    "empty-object": (_empty_object, frozenset({"VA017", "VA012", "VA010"})),
    "null": (_null, frozenset({"VA018", "VA012", "VA014"})),
    "empty-text": (_empty_text, frozenset({"VA015", "VA012"})),
    "wrong-code": (_wrong_code, frozenset({"TX001", "VA032", "VA012", "VA035"})),
    "wrong-case": (_wrong_case, frozenset({"TX001", "VA032", "VA012", "VA035"})),
    "wrong-target": (_wrong_target, frozenset({"VA050"})),
    "lost-fragment": (_lost_fragment, frozenset({"VA070"})),
    "code-without-system": (_code_without_system, frozenset({"VA070", "VA012", "TX001"})),
    "wrong-unit": (_wrong_unit, frozenset({"VA032", "VA033", "TX001", "VA012"})),
    "reversed-period": (_reversed_period, frozenset({"VA070"})),
    "script": (_script, frozenset({"VA023"})),
    "unclosed": (_unclosed, frozenset({"VA023"})),
    "bare-extension": (_bare_extension, frozenset({"VA045"})),
    "nameless-extension": (_nameless_extension, frozenset({"VA040"})),
    "misplaced-extension": (_misplaced_extension, frozenset({"VA043"})),
    "wrong-extension-type": (_wrong_extension_type, frozenset({"VA034"})),
    "two-choices": (_two_choices, frozenset({"VA020", "VA011", "VA034"})),
    "other-choice": (_other_choice, frozenset({"VA011", "VA034", "VA012"})),
    "beyond-slices": (_beyond_slices, frozenset({"VA035"})),
    "changed-value": (_changed_value, frozenset({"VA032", "VA033", "VA012", "VA035"})),
}


def mutants(
    resource: Json, elements: list[Json], elements_of: Snapshots, seed: str, of_each: int = 1
) -> Iterator[Mutant]:
    """Up to `of_each` mutants of each kind, at places drawn from `seed`; `elements` are those of its profile."""
    draw = random.Random(seed)
    for kind, (mutate, rules) in KINDS.items():
        places = list(range(sum(1 for _ in spots(resource, elements, elements_of))))
        draw.shuffle(places)
        made = 0
        for place in places:
            broken = copy.deepcopy(resource)
            spot = list(spots(broken, elements, elements_of))[place]
            if mutate(spot) and broken != resource:
                yield Mutant(kind, spot.path, rules, broken)
                made += 1
                if made == of_each:
                    break


def resource_mutants(resource: Json) -> Iterator[Mutant]:
    """Mutants of a resource as a whole, whatever its profile."""
    kind = resource.get("resourceType")
    for name, rules, change in (
        ("bad-id", {"VA015"}, {"id": "no blank allowed"}),
        ("bad-language-type", {"VA014"}, {"language": 3}),
        ("unused-contained", {"VA070"}, {"contained": [{"resourceType": "Basic", "id": "x1", "code": {"text": "x"}}]}),
        ("unknown-contained", {"VA010"}, {"contained": [{"resourceType": "Unicorn", "id": "x1"}]}),
        ("bad-meta", {"VA015"}, {"meta": {**resource.get("meta", {}), "lastUpdated": "2021-02-03"}}),
        (
            "other-profile",
            {"VA031"},
            {"meta": {"profile": [f"http://hl7.org/fhir/StructureDefinition/{_other(kind)}"]}},
        ),
    ):
        if not ("contained" in change and ("contained" in resource or kind in ("Bundle", "Binary", "Parameters"))):
            yield Mutant(name, "", frozenset(rules), {**resource, **change})
    yield Mutant("unknown-type", "", frozenset({"VA010"}), {**resource, "resourceType": "Unicorn"})
    for entry in range(len(resource.get("entry", ())) if kind == "Bundle" else 0):
        yield from _bundle_mutants(resource, entry)


def _other(kind: Any) -> str:
    return "Flag" if kind != "Flag" else "Basic"


def _bundle_mutants(bundle: Json, place: int) -> Iterator[Mutant]:
    if "fullUrl" not in bundle["entry"][place] or "resource" not in bundle["entry"][place]:
        return
    for name, rules in (("no-full-url", {"VA062", "VA012", "VA051"}), ("full-url-mismatch", {"VA061"})):
        broken = copy.deepcopy(bundle)
        entry = broken["entry"][place]
        if name == "no-full-url":
            del entry["fullUrl"]
        else:
            entry["fullUrl"] = f"http://example.org/fhir/{entry['resource']['resourceType']}/another"
            if "id" not in entry["resource"]:
                continue
        yield Mutant(name, f"entry[{place}]", frozenset(rules), broken)
