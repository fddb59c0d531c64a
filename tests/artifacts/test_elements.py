"""Rows of Elements: each column beside what it makes of the element's definition."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from artifacts.writing import FHIR, OWN, clean, element, make

VALUE = "Observation.value[x]"


def sliced(type_code: str, facets: dict[str, Any], choice: str = VALUE) -> dict[str, Any]:
    """What a short form such as `valueQuantity` makes: the choice is sliced by type, the slice has that type."""
    name = choice.removeprefix("Observation.").removesuffix("[x]") + type_code[:1].upper() + type_code[1:]
    return {
        choice: {"slicing": {"discriminator": [{"type": "type", "path": "$this"}], "rules": "open"}},
        f"{choice}:{name}": {"type": [{"code": type_code}], **facets},
    }


@pytest.mark.parametrize(
    ("headings", "row", "expected"),
    [
        # cardinality
        ("Cardinalité", "Observation.subject;1..1", {"Observation.subject": {"min": 1}}),
        ("Cardinalité", "Observation.note;0..0", {"Observation.note": {"max": "0"}}),
        ("Cardinalité", "Observation.note;2..*", {"Observation.note": {"min": 2}}),
        ("Min", "Observation.note;2", {"Observation.note": {"min": 2}}),
        ("Max", "Observation.note;3", {"Observation.note": {"max": "3"}}),
        # the type is put before a path without it, and short forms are written in full
        ("Cardinalité", "note;1..1", {"Observation.note": {"min": 1, "max": "1"}}),
        (
            "Cardinalité",
            "Observation.valueQuantity.code;1..1",
            sliced("Quantity", {}) | {f"{VALUE}:valueQuantity.code": {"min": 1, "max": "1"}},
        ),
        # types
        ("Type", f"{VALUE};Quantity", {VALUE: {"type": [{"code": "Quantity"}]}}),
        (
            "Type",
            f"{VALUE};Quantity | CodeableConcept",
            {VALUE: {"type": [{"code": "Quantity"}, {"code": "CodeableConcept"}]}},
        ),
        # a profile stands for its type, by id, by address, or as FHIR's own tables name it
        (
            "Type",
            f"{VALUE};SimpleQuantity | {FHIR}MoneyQuantity",
            {
                VALUE: {
                    "type": [{"code": "Quantity", "profile": [f"{FHIR}SimpleQuantity", f"{FHIR}MoneyQuantity"]}]
                }
            },
        ),
        (
            "Type",
            "Observation.subject;Reference(Patient, Group)",
            {
                "Observation.subject": {
                    "type": [{"code": "Reference", "targetProfile": [f"{FHIR}Patient", f"{FHIR}Group"]}]
                }
            },
        ),
        # a type is there once, with all its targets
        (
            "Type",
            "Observation.subject;Reference(Patient) | Reference(Group)",
            {
                "Observation.subject": {
                    "type": [{"code": "Reference", "targetProfile": [f"{FHIR}Patient", f"{FHIR}Group"]}]
                }
            },
        ),
        # the url of an extension is a uri, its id a string
        ("Valeur fixe", "Observation.note.extension.url;https://x.example/a", {"Observation.note.extension.url": {"fixedUri": "https://x.example/a"}}),
        ("Valeur fixe", "Observation.note.id;a", {"Observation.note.id": {"fixedString": "a"}}),
        (
            "Type",
            f"Observation.subject;Reference({FHIR}Patient)",
            {"Observation.subject": {"type": [{"code": "Reference", "targetProfile": [f"{FHIR}Patient"]}]}},
        ),
        # a version belongs to its address
        (
            "Type",
            f"Observation.subject;Reference({FHIR}Patient|4.0.1 | Group)",
            {
                "Observation.subject": {
                    "type": [{"code": "Reference", "targetProfile": [f"{FHIR}Patient|4.0.1", f"{FHIR}Group"]}]
                }
            },
        ),
        (
            "Type",
            "Observation.derivedFrom;Reference(debit)",
            {
                "Observation.derivedFrom": {
                    "type": [{"code": "Reference", "targetProfile": [f"{OWN}StructureDefinition/debit"]}]
                }
            },
        ),
        # fixed values and patterns
        ("Valeur fixe", "Observation.status;final", {"Observation.status": {"fixedCode": "final"}}),
        ("Motif de valeur", "Observation.status;final", {"Observation.status": {"patternCode": "final"}}),
        (
            "Motif de valeur",
            "Observation.code;LOINC#33452-4",
            {"Observation.code": {"patternCodeableConcept": {"coding": [{"system": "http://loinc.org", "code": "33452-4"}]}}},
        ),
        (
            "Motif de valeur",
            'Observation.code;"LOINC#33452-4 ""Peak flow"""',
            {
                "Observation.code": {
                    "patternCodeableConcept": {
                        "coding": [{"system": "http://loinc.org", "code": "33452-4", "display": "Peak flow"}]
                    }
                }
            },
        ),
        ("Motif de valeur", "Observation.code;débit", {"Observation.code": {"patternCodeableConcept": {"text": "débit"}}}),
        (
            "Motif de valeur",
            "Observation.code.coding;http://loinc.org#33452-4",
            {"Observation.code.coding": {"patternCoding": {"system": "http://loinc.org", "code": "33452-4"}}},
        ),
        (
            "Motif de valeur",
            "Observation.valueQuantity;L/min",
            sliced("Quantity", {"patternQuantity": {"system": "http://unitsofmeasure.org", "code": "L/min"}}),
        ),
        (
            "Motif de valeur",
            'Observation.valueQuantity;"{""unit"": ""L/min"", ""value"": 36.50}"',
            sliced("Quantity", {"patternQuantity": {"value": Decimal("36.50"), "unit": "L/min"}}),
        ),
        (
            "Motif de valeur",
            "Observation.identifier;urn:oid:1.2.250.1|0012",
            {"Observation.identifier": {"patternIdentifier": {"system": "urn:oid:1.2.250.1", "value": "0012"}}},
        ),
        ("Motif de valeur", "Observation.valueBoolean;VRAI", sliced("boolean", {"patternBoolean": True})),
        ("Motif de valeur", "Observation.valueInteger;12", sliced("integer", {"patternInteger": 12})),
        (
            "Motif de valeur",
            "Observation.valueDateTime;2024-03-01T08:00:00+01:00",
            sliced("dateTime", {"patternDateTime": "2024-03-01T08:00:00+01:00"}),
        ),
        ("Motif de valeur", "Observation.valueString;= 12", sliced("string", {"patternString": "= 12"})),
        (
            "Motif de valeur",
            "Observation.subject;Patient/exemple",
            {"Observation.subject": {"patternReference": {"reference": "Patient/exemple"}}},
        ),
        (
            "Motif de valeur",
            "Observation.effectivePeriod;2024-03-01/2024-03-02",
            sliced(
                "Period", {"patternPeriod": {"start": "2024-03-01", "end": "2024-03-02"}}, "Observation.effective[x]"
            ),
        ),
        # bindings
        (
            "Jeu de valeurs;Force de la liaison",
            "Observation.method;http://hl7.org/fhir/ValueSet/observation-methods;préférée",
            {
                "Observation.method": {
                    "binding": {"strength": "preferred", "valueSet": "http://hl7.org/fhir/ValueSet/observation-methods"}
                }
            },
        ),
        # flags, texts, limits
        ("À prendre en charge", "Observation.note;oui", {"Observation.note": {"mustSupport": True}}),
        ("Dans le résumé", "Observation.code;x", {}),
        ("Longueur maximale", "Observation.valueString;80", sliced("string", {"maxLength": 80})),
        ("Longueur maximale", "Observation.id;12", {"Observation.id": {"maxLength": 12}}),
        (
            "Valeur minimale;Valeur maximale",
            "Observation.valueQuantity;5 L;3000 mL",  # units that are not compared
            sliced(
                "Quantity",
                {
                    f"{bound}Quantity": {"value": Decimal(number), "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}
                    for bound, number, unit in (("minValue", "5", "L"), ("maxValue", "3000", "mL"))
                },
            ),
        ),
        ("Valeur minimale", "Observation.valueInteger;30", sliced("integer", {"minValueInteger": 30})),
        ("Valeur maximale", "Observation.valueInteger;900", sliced("integer", {"maxValueInteger": 900})),
        ("Autres noms", "Observation.note;remarque|glose", {"Observation.note": {"alias": ["remarque", "glose"]}}),
        (
            "Exemple",
            "Observation.issued;2024-03-01T08:00:00Z",
            {"Observation.issued": {"example": [{"label": "Exemple", "valueInstant": "2024-03-01T08:00:00Z"}]}},
        ),
        (
            "Libellé court;Définition;Pourquoi;Consigne",
            "Observation.note;a;b;c;d",
            {"Observation.note": {"short": "a", "definition": "b", "requirements": "c", "comment": "d"}},
        ),
        (
            "Libellé court;Libellé court::en",
            "Observation.note;Remarque;Note",
            {
                "Observation.note": {
                    "short": "Remarque",
                    "_short": {
                        "extension": [
                            {
                                "url": f"{FHIR}translation",
                                "extension": [
                                    {"url": "lang", "valueCode": "en"},
                                    {"url": "content", "valueString": "Note"},
                                ],
                            }
                        ]
                    },
                }
            },
        ),
    ],
)  # fmt: skip
def test_a_column(tmp_path: Path, headings: str, row: str, expected: dict[str, Any]) -> None:
    """A cell makes exactly its facet."""
    assert expected == element(tmp_path, row, headings)


@pytest.mark.parametrize(
    ("headings", "row", "code", "cell"),
    [
        ("Type", "Observation.value[x];Quantité", "SD001", "C2"),
        ("Type", "Observation.value[x];quantity", "SD002", "C2"),
        ("Dans le résumé", "Observation.note;x", "SN035", "C2"),
        ("Type", "Observation.value[x];Period(", "SD001", "C2"),
        ("Type", "Observation.subject;Reference(Patiente)", "SD003", "C2"),
        ("Type", "Observation.subject;Reference(https://ailleurs.example/x)", "SD003", "C2"),
        ("Type", f"Observation.subject;Reference({FHIR}Patient|3.0.2)", "SD003", "C2"),
        ("Type", "Observation.value[x];Money", "SN011", "C2"),
        ("Type", "Observation.subject;Reference(Organization)", "SN034", "C2"),
        ("Cardinalité", "Observation.status;0..1", "SN030", "C2"),
        ("Cardinalité", "Observation.subject;0..*", "SN030", "C2"),
        ("Cardinalité", "Observation.sujet;1..1", "SD006", "B2"),
        ("Cardinalité", "Observation.valueMoney;1..1", "SD006", "B2"),
        ("Min", "Observation.subject;2", "SN031", "C2"),
        ("Max", "Observation.note;x", "TB029", "C2"),
        ("Valeur fixe", "Observation.value[x];12", "SD005", "C2"),
        ("Valeur fixe", "Observation.valueInteger;douze", "SD004", "C2"),
        ("Valeur fixe", "Observation.valueDateTime;01/03/2024", "SD004", "C2"),
        ("Valeur fixe", "Observation.valueBoolean;peut-être", "SD004", "C2"),
        # what no message can hold: a day that is not there, a number of more than 32 bits, the year 0
        ("Valeur fixe", "Observation.valueDateTime;2023-02-30", "SD004", "C2"),
        ("Valeur fixe", "Observation.valueDateTime;0000-01-01", "SD004", "C2"),
        ("Valeur fixe", "Observation.valueDateTime;2023-02-28T08:30:00", "SD004", "C2"),
        ("Valeur fixe", "Observation.issued;2023-02-30T08:30:00Z", "SD004", "C2"),
        ("Valeur fixe", "Observation.valueInteger;99999999999", "SD004", "C2"),
        ("Valeur maximale", "Observation.valueInteger;2147483648", "SD004", "C2"),
        ("Exemple", "Observation.valueDateTime;2023-13", "SD004", "C2"),
        ("Valeur fixe", "Observation.implicitRules;urn:oid:1.02", "SD004", "C2"),
        ("Motif de valeur", "Observation.valuePeriod;2023-02-30/2023-03-01", "SD004", "C2"),
        ("Motif de valeur", 'Observation.valuePeriod;"{""start"": ""2023-02-30""}"', "SD040", "C2"),
        ("Motif de valeur", 'Observation.valueRange;"{""low"": {""value"": ""5""}}"', "SD040", "C2"),
        ("Motif de valeur", "Observation.valueQuantity;5 deux  espaces", "SD004", "C2"),
        ("Valeur fixe", "Observation.valueQuantity.value;1e99999999999999999999", "SD004", "C2"),
        ("Motif de valeur", "Observation.code;{", "SD004", "C2"),
        ("Motif de valeur", "Observation.subject;le patient", "SD004", "C2"),
        ("Motif de valeur", "Observation.code;LIONC#33452-4", "RF002", "C2"),
        ("Jeu de valeurs", "Observation.method;http://hl7.org/fhir/ValueSet/observation-methods", "SD010", "2"),
        ("Force de la liaison", "Observation.method;préférée", "SD011", "2"),
        ("Jeu de valeurs;Force de la liaison", "Observation.method;methodes;préférée", "RF003", "C2"),
        ("Jeu de valeurs;Force de la liaison", "Observation.method;https://x.example/vs;préférée", "RF004", "C2"),
        (
            "Jeu de valeurs;Force de la liaison",
            "Observation.status;http://hl7.org/fhir/ValueSet/observation-status;exemple",
            "SN032",
            "C2",
        ),
        # what a type does not have, what contradicts itself, what the value set does not have
        ("Valeur minimale", "Observation.valueString;3", "SD023", "C2"),
        ("Valeur maximale", "Observation.status;final", "SD023", "C2"),
        ("Valeur maximale", "Observation.valueBoolean;oui", "SD023", "C2"),
        ("Longueur maximale", "Observation.valueInteger;3", "SD023", "C2"),
        ("Longueur maximale", "Observation.subject;3", "SD023", "C2"),
        ("Valeur minimale;Valeur maximale", "Observation.valueInteger;5;3", "SD024", "C2"),
        (
            "Valeur minimale;Valeur maximale",
            "Observation.issued;2024-03-02T08:00:00Z;2024-03-01T08:00:00Z",
            "SD024",
            "C2",
        ),
        ("Valeur minimale;Valeur maximale", "Observation.valueQuantity;5 L;3 L", "SD024", "C2"),
        ("Valeur fixe", "Observation.status;finale", "SD025", "C2"),
        ("Motif de valeur", "Observation.status;fin ale", "SD025", "C2"),
        (
            "Jeu de valeurs;Force de la liaison;Motif de valeur",
            "Observation.method;http://hl7.org/fhir/ValueSet/observation-status;obligatoire;LOINC#8302-2",
            "SD025",
            "E2",
        ),
        ("Type", f"{VALUE};Quantity | SimpleQuantity", "SD041", "C2"),
        ("Valeur fixe;Motif de valeur", "Observation.status;final;final", "SD042", "D2"),
        ("Motif de valeur", 'Observation.component;"{""code"": {""text"": ""a""}}"', "SD043", "C2"),
        ("Exemple", 'Observation.component;"{""code"": {""text"": ""a""}}"', "SD043", "C2"),
        # a system is an address or a known name: without a version, and no sentence
        ("Motif de valeur", "Observation.code;http://loinc.org|2.77#33452-4", "RF009", "C2"),
        ("Motif de valeur", "Observation.code;LOINC|2.77#33452-4", "RF009", "C2"),
        ("Motif de valeur", "Observation.code;Voir : la liste#33452-4", "RF002", "C2"),
        ("Invariants", "Observation.note;sou-9", "RF001", "C2"),
        ("Discriminant", "Observation.component;par code", "SD009", "C2"),
    ],
)
def test_a_fault_at_its_cell(tmp_path: Path, headings: str, row: str, code: str, cell: str) -> None:
    """What cannot be meant is an error at the cell that says it."""
    made = make(tmp_path, f"[Éléments]\nProfil;Chemin;{headings}\ndebit;{row}")
    places = [place for found, place in made.faults if found == code]
    assert [f"Éléments › {cell}"] == places
    assert {code} == {found for found, _ in made.faults}


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("Observation.method", "LOINC#8310-6", "CS001"),
        ("Observation.method", "SNOMED CT#38598008", "CS003"),
        ("Observation.method.coding", "http://terminology.hl7.org/CodeSystem/observation-category#examen", "VS004"),
        ("Observation.valueQuantity", "5 °C", "CS004"),
    ],
)
@pytest.mark.parametrize("heading", ["Motif de valeur", "Valeur fixe"])
def test_codes_that_do_not_exist(tmp_path: Path, heading: str, path: str, value: str, code: str) -> None:
    """A code that its system cannot have is told at the cell that fixes it, whether an example shows it or not."""
    made = make(tmp_path, f"[Éléments]\nProfil;Chemin;{heading}\ndebit;{path};{value}")
    assert [(code, "Éléments › C2")] == made.faults


def test_a_slice_of_what_is_not_read(tmp_path: Path) -> None:
    """Slices of an element whose discriminator does not read are no more faults; those of another element are."""
    rows = "debit;Observation.component;;code\ndebit;Observation.component;un;\ndebit;Observation.note;un;"
    made = make(tmp_path, f"[Éléments]\nProfil;Chemin;Tranche;Discriminant\n{rows}")
    assert [("SD009", "Éléments › D2"), ("SN014", "Éléments › C4")] == made.faults


@pytest.mark.parametrize(
    "path", ["$this", "resolve()", "$this.resolve()", "code", "extension('https://a.example/b').value"]
)
def test_paths_of_discriminators(tmp_path: Path, path: str) -> None:
    """A path is the restricted FHIRPath of R4 ElementDefinition.slicing.discriminator.path."""
    rows = f"debit;Observation.hasMember;;value:{path}"
    made = make(tmp_path, f"[Éléments]\nProfil;Chemin;Tranche;Discriminant\n{rows}")
    stated = made.differential()["Observation.hasMember"]["slicing"]["discriminator"]
    assert [{"type": "value", "path": path}] == stated


@pytest.mark.parametrize("path", ["$thisx", "$this..code", "", "(code)"])
def test_what_is_no_path_of_a_discriminator(tmp_path: Path, path: str) -> None:
    """What does not read as a path is told at its cell."""
    made = make(tmp_path, f"[Éléments]\nProfil;Chemin;Tranche;Discriminant\ndebit;Observation.hasMember;;value:{path}")
    assert ("SD009", "Éléments › D2") in made.faults


@pytest.mark.parametrize(
    ("path", "value", "hint"),
    [
        ("Observation.issued", "hier", "2022-03-01T08:30:00+01:00"),
        ("Observation.valueInteger", "1,5", "12"),
        ("Observation.valueTime", "8:30", "08:30:00"),
        ("Observation.identifier", "x", "system|value"),
        ("Observation.code", "LOINC#", "system#code"),
        ("Observation.valueRange", "1-2", "a JSON object: {…}; or a row for each element below"),
        ("Observation.implicitRules", "deux mots", "https://exemple.example/a"),
        ("Observation.status", "deux  espaces", "final"),
    ],
)
def test_how_a_value_is_written(tmp_path: Path, path: str, value: str, hint: str) -> None:
    """A value that does not read is answered by one of its type, in the language of the message."""
    (item,) = make(tmp_path, f"[Éléments]\nProfil;Chemin;Valeur fixe\ndebit;{path};{value}").report
    assert ("SD004", f"write for instance: {hint}") == (item.code, item.help("en"))


def test_nothing_is_said_twice(tmp_path: Path) -> None:
    """Rows sorted another way make the same differential, in the order of FHIR."""
    rows = ["debit;Observation.note;1..1", "debit;Observation.subject;1..1", "debit;Observation.method;1..1"]
    made = [
        clean(tmp_path / str(number), "\n".join(["[Éléments]", "Profil;Chemin;Cardinalité", *order])).differential()
        for number, order in enumerate((rows, rows[::-1]))
    ]
    assert ["Observation", "Observation.subject", "Observation.note", "Observation.method"] == list(made[0])
    assert list(made[0].items()) == list(made[1].items())


def test_several_profiles_in_a_row(tmp_path: Path) -> None:
    """A row may speak of several profiles, or of all with `*`; what a profile says itself counts before the latter."""
    made = clean(
        tmp_path,
        """
        [+Profils]
        volume;Volume;Volume;Observation;Observation;Le volume expiré.
        rythme;Rythme;Rythme;Observation;Observation;Le rythme.
        [Éléments]
        Profil;Chemin;Cardinalité;Libellé court
        debit|volume;Observation.subject;1..1;Personne
        *;Observation.note;0..0;Sans remarque
        rythme;Observation.note;0..1;Une remarque
        """,
    )
    said = {item: made.differential(item) for item in ("debit", "volume", "rythme")}
    assert [True, True, False] == ["Observation.subject" in change for change in said.values()]
    assert ["0", "0", "1"] == [change["Observation.note"]["max"] for change in said.values()]


def test_the_cells_of_each_facet_are_known(tmp_path: Path) -> None:
    """The published value leads back to its cell."""
    made = clean(tmp_path, "[Éléments]\nProfil;Chemin;Cardinalité;Libellé court\ndebit;Observation.subject;1..1;Qui")
    artifact = made.edition.by_reference["StructureDefinition/debit"]
    origins = [str(artifact.origin("Observation.subject", facet)[0]) for facet in ("min", "short")]
    assert ["Éléments.csv › C2 (Cardinalité)", "Éléments.csv › D2 (Libellé court)"] == origins


OBLIGATION = "http://hl7.org/fhir/StructureDefinition/obligation"


@pytest.mark.parametrize(
    ("sender", "receiver", "support", "codes", "supported"),
    [
        ("DOIT", "", "", [("SHALL:populate-if-known", "sender")], True),
        ("DEVRAIT", "PEUT", "", [("SHOULD:populate-if-known", "sender"), ("MAY:process", "receiver")], None),
        ("CONDITIONNEL", "", "", [("SHALL:populate-if-known", "sender")], True),
        ("PEUT", "DOIT", "", [("MAY:able-to-populate", "sender"), ("SHALL:handle", "receiver")], True),
        ("DOIT", "", "non", [("SHALL:populate-if-known", "sender")], False),
        ("", "INTERDIT", "", [("SHALL:ignore", "receiver")], None),
    ],
)
def test_obligations_are_in_the_definition(
    tmp_path: Path, sender: str, receiver: str, support: str, codes: list[tuple[str, str]], supported: bool | None
) -> None:
    """By the extension of HL7's extensions package, each with its actor; who owes something makes the element one to be
    supported, unless its cell says no."""
    headings = "Obligation émetteur;Obligation récepteur;À prendre en charge"
    row = f"Observation.method;{sender};{receiver};{support}"
    found = element(tmp_path, row, headings)["Observation.method"]
    owed = [
        tuple(part.get("valueCode", part.get("valueCanonical")) for part in item["extension"][:2])
        for item in found.get("extension", ())
        if item["url"] == OBLIGATION
    ]
    assert [(code, f"https://souffle.example/fhir/ActorDefinition/{actor}") for code, actor in codes] == owed
    assert supported is found.get("mustSupport")


def test_the_notice_of_a_system_stands_where_its_codes_are(tmp_path: Path) -> None:
    """As its licence asks, on the profile that holds an element to a code of it."""
    row = "[Éléments]\nProfil;Chemin;Motif de valeur\ndebit;Observation.code;LOINC#33452-4"
    assert "LOINC" in clean(tmp_path, row).resource("StructureDefinition/debit")["copyright"]
    assert "copyright" not in clean(tmp_path / "other", "").resource("StructureDefinition/debit")
