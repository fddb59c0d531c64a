"""Published definitions retold as rows: the differential of a StructureDefinition as the sheets would say it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from tabellion.elements.values import value_of
from tabellion.fhir.json import Json

WORDS = {"required": "obligatoire", "extensible": "extensible", "preferred": "préférée", "example": "exemple"}
RULES = {"open": "ouverte", "closed": "fermée", "openAtEnd": "ouverte à la fin"}
PROFILES = ("Identifiant", "Nom", "Titre", "Type", "Parent", "Description")
ELEMENTS = (
    "Profil", "Chemin", "Tranche", "Min", "Max", "À prendre en charge", "Type", "Valeur fixe", "Motif de valeur",
    "Jeu de valeurs", "Force de la liaison", "Discriminant", "Règle de tranche", "Tranches ordonnées",
    "Description des tranches", "Invariants", "Valeur minimale", "Valeur maximale", "Longueur maximale", "Libellé court", "Définition", "Consigne", "Pourquoi",
)  # fmt: skip
INVARIANTS = ("Identifiant", "Gravité", "Texte humain", "Expression FHIRPath")


class Retold:
    """The rows of three sheets; `add` retells one definition, `write` puts the sheets into a folder of sources."""

    def __init__(self) -> None:
        self.profiles: list[list[str]] = []
        self.elements: list[list[str]] = []
        self.invariants: dict[str, list[str]] = {}

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
        slicing, binding = element.get("slicing", {}), element.get("binding", {})
        has_set = "valueSet" in binding
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


def told_of(definition: Json) -> Json:
    """A definition without the elements of its differential that say nothing: a bare path only unfolds a type."""
    elements = [
        item for item in definition["differential"]["element"] if set(item) - {"id", "path"} or "." not in item["id"]
    ]
    return {**definition, "differential": {"element": elements}}


def meaning(elements: Iterable[Json]) -> dict[str, Json]:
    """What the elements of a snapshot ask of instances, by id: texts, examples and versions of addresses left out."""
    return {element["id"]: _asked(element) for element in elements}


def _asked(element: Json) -> Json:
    types = {
        (item["code"], *sorted(_plain(url) for key in ("profile", "targetProfile") for url in item.get(key, ())))
        for item in element.get("type", ())
    }
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
