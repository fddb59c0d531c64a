"""Published definitions retold as rows: the differential of a StructureDefinition as the sheets would say it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from tabellion.elements.paths import path_of
from tabellion.elements.values import value_of
from tabellion.fhir.definitions import TYPE_ROOT
from tabellion.fhir.json import Json
from tabellion.snapshot import SnapshotIndex

WORDS = {"required": "obligatoire", "extensible": "extensible", "preferred": "préférée", "example": "exemple"}
RULES = {"open": "ouverte", "closed": "fermée", "openAtEnd": "ouverte à la fin"}
PROFILES = ("Identifiant", "Nom", "Titre", "Type", "Parent", "Description")
ELEMENTS = (
    "Profil", "Chemin", "Tranche", "Min", "Max", "À prendre en charge", "Type", "Valeur fixe", "Motif de valeur",
    "Jeu de valeurs", "Force de la liaison", "Discriminant", "Règle de tranche", "Tranches ordonnées",
    "Description des tranches", "Invariants", "Valeur minimale", "Valeur maximale", "Longueur maximale", "Modifie le sens", "Libellé court", "Définition", "Consigne", "Pourquoi",
)  # fmt: skip
OPEN_BY_TYPE = {"discriminator": [{"type": "type", "path": "$this"}], "rules": "open"}
INVARIANTS = ("Identifiant", "Gravité", "Texte humain", "Expression FHIRPath")


class Retold:
    """The rows of three sheets; `add` retells one definition, `write` puts the sheets into a folder of sources."""

    def __init__(self) -> None:
        self.profiles: list[list[str]] = []
        self.elements: list[list[str]] = []
        self.invariants: dict[str, list[str]] = {}
        # the definitions that use what the sheets have no words for
        self.unsayable: set[str] = set()

    def add(self, definition: Json) -> None:
        name = f"P{len(self.profiles) + 1}"
        row = [definition["id"], name, name, definition["type"], definition["baseDefinition"], "Un profil."]
        self.profiles.append(row)
        for element in definition["differential"]["element"]:
            self._element(definition["id"], element)

    def _element(self, profile: str, element: Json) -> None:
        keys = []
        for item in element.get("constraint", ()):
            severity = "erreur" if item["severity"] == "error" else "avertissement"
            row = [item["key"], severity, item["human"], item.get("expression", "true")]
            if self.invariants.setdefault(item["key"], row) == row:
                keys.append(item["key"])
            else:  # a key means one constraint in a guide
                self.unsayable.add(profile)
        slicing, binding = element.get("slicing", {}), element.get("binding", {})
        has_set = "valueSet" in binding
        if binding and not has_set:
            self.unsayable.add(profile)
        self.elements.append(
            [
                profile,
                element["id"],
                element.get("sliceName", ""),
                str(element.get("min", "")),
                str(element.get("max", "")),
                {True: "oui", False: "non"}.get(element.get("mustSupport", ""), ""),
                " | ".join(_type(item) for item in element.get("type", ())),
                _value(element, "fixed"),
                _value(element, "pattern"),
                binding["valueSet"].partition("|")[0] if has_set else "",
                WORDS[binding["strength"]] if has_set else "",
                "\n".join(f"{item['type']}:{item['path']}" for item in slicing.get("discriminator", ())),
                RULES.get(slicing.get("rules", ""), ""),
                {True: "oui", False: "non"}.get(slicing.get("ordered", ""), ""),
                slicing.get("description", ""),
                "\n".join(keys),
                _value(element, "minValue"),
                _value(element, "maxValue"),
                str(element.get("maxLength", "")),
                {True: "oui", False: "non"}.get(element.get("isModifier", ""), ""),
                *(element.get(key, "") for key in ("short", "definition", "comment", "requirements")),
            ]
        )

    def write(self, sources: Path) -> None:
        sheets: dict[str, tuple[tuple[str, ...], Iterable[list[str]]]] = {
            "Profils": (PROFILES, self.profiles),
            "Éléments": (ELEMENTS, self.elements),
            "Invariants": (INVARIANTS, self.invariants.values()),
        }
        for name, (headings, rows) in sheets.items():
            with (sources / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, delimiter=";", lineterminator="\n").writerows([headings, *rows])


def _type(item: Json) -> str:
    targets, profiles = item.get("targetProfile", ()), item.get("profile", ())
    if targets:
        return f"{item['code']}({', '.join(targets)})"
    if profiles and item["code"] == "Extension":
        return f"Extension({', '.join(profiles)})"
    return " | ".join(profiles) or str(item["code"])


def _value(element: Json, stem: str) -> str:
    stated = value_of(element, stem)
    if stated is None:
        return ""
    value: Any = stated.value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, default=_number) if isinstance(value, dict) else str(value)


def _number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


def told_of(definition: Json, index: SnapshotIndex) -> Json:
    """A definition as the sheets tell it: without the elements of its differential that say nothing (a bare path only
    unfolds a type), and with an open slicing of each choice that is sliced by type without a word about itself."""
    elements = [
        item for item in definition["differential"]["element"] if set(item) - {"id", "path"} or "." not in item["id"]
    ]
    stated = {item["id"] for item in elements}
    for item in list(elements):
        head, mark, _ = (index.normalized(item["id"]) or "").partition("[x]:")
        choice = head + "[x]"
        if (
            mark
            and choice not in stated
            and "xtension.value" not in head
            and "slicing" not in (index.get(choice) or {})
        ):
            stated.add(choice)
            place = elements.index(item)
            elements.insert(place, {"id": choice, "path": path_of(choice), "slicing": OPEN_BY_TYPE})
    return {**definition, "differential": {"element": elements}}


def meaning(elements: Iterable[Json]) -> dict[str, Json]:
    """What the elements of a snapshot ask of instances, by id: texts, examples and versions of addresses left out."""
    asked = {element["id"]: _asked(element) for element in elements}
    found: dict[str, Json] = {}
    for element_id, facets in asked.items():
        folded = _folded(element_id, asked)
        if folded in found:  # the slice of the only type of a choice says of it what the choice could say
            stated = {key: value for key, value in facets.items() if value not in (None, ("", ""), (None, ""))}
            found[folded] |= stated | {"slicing": {}, "sliceName": found[folded]["sliceName"]}
            found[folded]["min"] = max(facets["min"] or 0, asked[folded]["min"] or 0)
        else:
            found[folded] = dict(facets)
    return found


def _folded(element_id: str, asked: dict[str, Json]) -> str:
    """An id with the slices left out that have the only type of their choice."""
    written = ""
    for segment in element_id.split("."):
        written = f"{written}.{segment}" if written else segment
        choice = written.rpartition(":")[0] if "[x]:" in segment else ""
        if choice in asked and written in asked and asked[choice]["types"] == asked[written]["types"]:
            written = choice
    return written


def _asked(element: Json) -> Json:
    types = set()
    for item in element.get("type", ()):
        urls = {_plain(url) for key in ("profile", "targetProfile") for url in item.get(key, ())}
        types.add((item["code"], *sorted(urls - {TYPE_ROOT + item["code"]})))
    binding, slicing = element.get("binding", {}), element.get("slicing", {})
    found: Json = {key: element.get(key) for key in ("min", "max", "maxLength", "sliceName", "contentReference")}
    for key in ("mustSupport", "isModifier"):
        found[key] = bool(element.get(key))
    found |= {stem: value_of(element, stem) for stem in ("fixed", "pattern", "minValue", "maxValue")}
    found["types"] = types
    found["binding"] = (binding.get("strength"), _plain(binding.get("valueSet", "")))
    found["constraints"] = {item["key"] for item in element.get("constraint", ())}
    found["slicing"] = slicing and {
        "by": {(item["type"], item["path"]) for item in slicing.get("discriminator", ())},
        "rules": slicing.get("rules"),
        "ordered": slicing.get("ordered", False),
    }
    return found


def _plain(url: str) -> str:
    return url.partition("|")[0]
