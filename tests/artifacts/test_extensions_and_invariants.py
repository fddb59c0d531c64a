"""Extensions of a value or of several, and rules that programs check."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import FHIR, OWN, clean, make

HEADINGS = (
    "[Extensions]\nIdentifiant;Nom;Titre;Description;Contexte;Type ou sous-extensions;Cardinalité;Modifie le sens;"
    "Jeu de valeurs;Force de la liaison;Libellé court\n"
)
PART = "Extension.extension"


def test_an_extension_of_a_value(tmp_path: Path) -> None:
    """A type makes an extension with a value and without extensions of its own; its address is fixed."""
    made = clean(tmp_path, HEADINGS + "effort;Effort;Effort;L'effort fourni.;Observation;string|Quantity;0..1;;;;Essai")
    address = f"{OWN}StructureDefinition/effort"
    assert {
        "Extension": {"short": "Essai", "definition": "L'effort fourni.", "max": "1"},
        "Extension.extension": {"max": "0"},
        "Extension.url": {"fixedUri": address},
        "Extension.value[x]": {"type": [{"code": "string"}, {"code": "Quantity"}]},
    } == made.differential("effort")
    resource = made.resource("StructureDefinition/effort")
    assert ("complex-type", "Extension", f"{FHIR}Extension", "constraint", address) == tuple(
        resource[key] for key in ("kind", "type", "baseDefinition", "derivation", "url")
    )
    assert [{"type": "element", "expression": "Observation"}] == resource["context"]


def test_an_extension_of_several_values(tmp_path: Path) -> None:
    """One line for each sub-extension: name, types, cardinality."""
    made = clean(tmp_path, HEADINGS + 'essai;Essai;Essai;Un essai.;Observation;"rang: integer 1..1\nnote: string";;;;;')
    said = made.differential("essai")
    assert {
        "Extension": {"short": "Essai", "definition": "Un essai."},
        f"{PART}:note": {"min": 0, "max": "1"},
        f"{PART}:note.extension": {"max": "0"},
        f"{PART}:note.url": {"fixedUri": "note"},
        f"{PART}:note.value[x]": {"type": [{"code": "string"}]},
        f"{PART}:rang": {"min": 1, "max": "1"},
        f"{PART}:rang.extension": {"max": "0"},
        f"{PART}:rang.url": {"fixedUri": "rang"},
        f"{PART}:rang.value[x]": {"type": [{"code": "integer"}]},
        "Extension.url": {"fixedUri": f"{OWN}StructureDefinition/essai"},
        "Extension.value[x]": {"max": "0"},
    } == said


def test_a_part_with_parts_of_its_own(tmp_path: Path) -> None:
    """A part of the type Extension has no value; rows of Elements say what its parts are."""
    made = clean(
        tmp_path,
        HEADINGS
        + 'essai;Essai;Essai;Un essai.;Observation;"but: Extension 0..*\nnote: string";;;;;\n'
        + "[Éléments]\nProfil;Chemin;Tranche;Cardinalité;Valeur fixe\n"
        + "essai;Extension.extension:but.extension:rang;rang;1..1;\n"
        + "essai;Extension.extension:but.extension:rang.url;;;rang\n",
    )
    said = made.differential("essai")
    assert {"min": 0, "max": "*"} == said[f"{PART}:but"]
    assert {"max": "0"} == said[f"{PART}:but.value[x]"]
    assert "max" not in said.get(f"{PART}:but.extension", {})
    assert {"min": 1, "max": "1", "sliceName": "rang"}.items() >= said[f"{PART}:but.extension:rang"].items()


def test_a_slice_for_each_type_of_a_value(tmp_path: Path) -> None:
    """The types of the row stay each once, whatever slices by type say beside it."""
    made = clean(
        tmp_path,
        HEADINGS
        + "essai;Essai;Essai;Un essai.;Observation;boolean | CodeableConcept;;;;;\n"
        + "[Éléments]\nProfil;Chemin;Tranche;Cardinalité;Libellé court\n"
        + "essai;Extension.valueBoolean;;;Vrai ou faux\nessai;Extension.valueCodeableConcept;;;Un code\n",
    )
    value = made.differential("essai")["Extension.value[x]"]
    assert ["boolean", "CodeableConcept"] == [item["code"] for item in value["type"]]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Observation.component", {"type": "element", "expression": "Observation.component"}),
        (f"{OWN}StructureDefinition/x", {"type": "extension", "expression": f"{OWN}StructureDefinition/x"}),
        (
            "Observation.where(status = 'final')",
            {"type": "fhirpath", "expression": "Observation.where(status = 'final')"},
        ),
    ],
)
def test_contexts(tmp_path: Path, written: str, expected: dict[str, str]) -> None:
    """An element, an extension or an expression says where an extension may stand."""
    made = make(tmp_path, HEADINGS + f"effort;Effort;Effort;L'effort.;{written};string;;;;;")
    assert [expected] == made.resource("StructureDefinition/effort")["context"]


def test_a_modifier_extension(tmp_path: Path) -> None:
    """An extension that changes the meaning says why, as FHIR wants it."""
    made = clean(tmp_path, HEADINGS + "essai;Essai;Essai;Le souffle n'est qu'un essai.;Observation;boolean;;oui;;;")
    root = made.differential("essai")["Extension"]
    assert (True, "Le souffle n'est qu'un essai.") == (root["isModifier"], root["isModifierReason"])


def test_an_extension_bound_to_a_value_set(tmp_path: Path) -> None:
    """The value of an extension is bound as an element is; rows of Elements may say more of it."""
    row = "effort;Effort;Effort;L'effort.;Observation;CodeableConcept;;;http://hl7.org/fhir/ValueSet/yesnodontknow;préférée;"
    more = "\n[Éléments]\nProfil;Chemin;Cardinalité\neffort;Extension.value[x];1..1"
    said = clean(tmp_path, HEADINGS + row + more).differential("effort")["Extension.value[x]"]
    assert {"strength": "preferred", "valueSet": "http://hl7.org/fhir/ValueSet/yesnodontknow"} == said["binding"]
    assert (1, None) == (said["min"], said.get("max"))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("effort;Effort;Effort;L'effort.;Observation;strong;;;;;", "SD002"),
        ("effort;effort;Effort;L'effort.;Observation;string;;;;;", "SD019"),
        ("effort;Debit;Effort;L'effort.;Observation;string;;;;;", "RF007"),
        ("debit;Effort;Effort;L'effort.;Observation;string;;;;;", "RF006"),
        ("effort;Effort;Effort;L'effort.;Observation;code;;;yesno;préférée;", "RF003"),
        ("effort;Effort;Effort;L'effort.;Observation;code;;;http://hl7.org/fhir/ValueSet/yesnodontknow;;", "SD010"),
        ('effort;Effort;Effort;L\'effort.;Observation;"a: string\nstring";;;;;', "SD020"),
        ("effort;Effort;Effort;L'effort.;Observations;string;;;;;", "SD022"),
        ("effort;Effort;Effort;L'effort.;Observation.componant;string;;;;;", "SD022"),
    ],
)
def test_faults_of_extensions(tmp_path: Path, row: str, code: str) -> None:
    """Types, names, ids, value sets and contexts that cannot be."""
    assert code in [found for found, _ in make(tmp_path, HEADINGS + row).faults]


INVARIANTS = "[Invariants]\nIdentifiant;Gravité;Texte humain;Texte humain::en;Expression FHIRPath;Chemins\n"


def test_an_invariant_named_by_an_element(tmp_path: Path) -> None:
    """An element that names an invariant has it as constraint; its words stand in both languages."""
    made = clean(
        tmp_path,
        INVARIANTS
        + "sou-1;erreur;Une valeur;A value;value.exists();\n"
        + "[Éléments]\nProfil;Chemin;Invariants\ndebit;Observation;sou-1",
    )
    (found,) = made.differential()["Observation"]["constraint"]
    assert ("sou-1", "error", "Une valeur", "value.exists()") == tuple(
        found[key] for key in ("key", "severity", "human", "expression")
    )
    assert "A value" == found["_human"]["extension"][0]["extension"][1]["valueString"]
    inherited = [
        constraint for constraint in made.snapshot("debit", "Observation")["constraint"] if constraint["key"] == "sou-1"
    ]
    assert f"{OWN}StructureDefinition/debit" == inherited[0]["source"]


@pytest.mark.parametrize(
    ("paths", "profiles"),
    [
        ("debit › Observation.component", {"debit"}),
        ("debit > Observation.component", {"debit"}),
        ("debit › component", {"debit"}),
        ("Observation.component", {"debit", "volume"}),
        ("debit › Observation.component|volume › Observation.component", {"debit", "volume"}),
    ],
)
def test_where_an_invariant_applies(tmp_path: Path, paths: str, profiles: set[str]) -> None:
    """A path alone concerns every profile of its type; a profile before it that one."""
    more = "[+Profils]\nvolume;Volume;Volume;Observation;Observation;Le volume expiré.\n"
    made = clean(tmp_path, more + INVARIANTS + f"sou-1;avertissement;Une valeur;;value.exists();{paths}")
    said = {name: made.differential(name).get("Observation.component", {}) for name in ("debit", "volume")}
    assert profiles == {
        name for name, change in said.items() if change.get("constraint", [{}])[0].get("severity") == "warning"
    }


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        ("debits › Observation.component", "SD012"),
        ("Patient.name", "SD012"),
        ("debit › Observation.componant", "SD006"),
        ("", "SD013"),
    ],
)
def test_an_invariant_without_place(tmp_path: Path, paths: str, code: str) -> None:
    """An invariant whose place is unknown, or that has none, is said at its column of paths."""
    made = make(tmp_path, INVARIANTS + f"sou-1;erreur;Une valeur;;value.exists();{paths}")
    assert [(code, "Invariants › F2")] == made.faults


def test_an_invariant_stated_twice(tmp_path: Path) -> None:
    """An invariant that an element and its own row place counts once."""
    elements = "\n[Éléments]\nProfil;Chemin;Invariants\ndebit;Observation.component;sou-1"
    made = clean(tmp_path, INVARIANTS + "sou-1;erreur;Une valeur;;value.exists();Observation.component" + elements)
    assert ["sou-1"] == [constraint["key"] for constraint in made.differential()["Observation.component"]["constraint"]]


@pytest.mark.parametrize(
    ("context", "modifier", "path", "faults"),
    [
        ("Observation", "", "Observation.extension", []),
        ("Observation.component", "", "Observation.component.extension", []),
        ("DomainResource", "", "Observation.extension", []),
        ("Element", "", "Observation.code.extension", []),
        ("BackboneElement", "", "Observation.component.extension", []),
        ("CodeableConcept", "", "Observation.code.extension", []),
        ("Quantity", "", "Observation.valueQuantity.extension", []),
        ("Observation.value[x]", "", "Observation.valueQuantity.extension", []),
        ("Observation.component.where(code.exists())", "", "Observation.component.extension", []),
        ("Observation|Patient", "", "Observation.extension", []),
        ("Observation", "oui", "Observation.modifierExtension", []),
        # elsewhere
        ("Patient", "", "Observation.extension", ["SD028"]),
        ("Observation", "", "Observation.component.extension", ["SD028"]),
        ("Quantity", "", "Observation.code.extension", ["SD028"]),
        # in the other list
        ("Observation", "", "Observation.modifierExtension", ["SD027"]),
        ("Observation", "oui", "Observation.extension", ["SD027"]),
    ],
)
def test_where_an_extension_is_allowed(
    tmp_path: Path, context: str, modifier: str, path: str, faults: list[str]
) -> None:
    """A profile puts an extension where its context says, in the list for those that modify the meaning or the other."""
    made = make(
        tmp_path,
        f"""
        [Extensions]
        Identifiant;Nom;Titre;Description;Contexte;Type;Modifie le sens
        effort;Effort;Effort;L'effort.;{context};string;{modifier}
        [Éléments]
        Profil;Chemin;Tranche;Type
        debit;{path};effort;Extension(effort)
        """,
    )
    assert [(code, "Éléments › D2") for code in faults] == made.faults


def test_an_extension_of_an_extension(tmp_path: Path) -> None:
    """A context may be another extension, by its address, of this guide or of others."""
    head = "[Extensions]\nIdentifiant;Nom;Titre;Description;Contexte;Type\neffort;Effort;E;E.;Observation;string\n"
    root = f"{OWN}StructureDefinition/"
    for context, faults in (
        (f"{root}effort", []),
        ("https://x.example/e", []),
        (f"{root}efort", [("SD022", "Extensions › E3")]),
    ):
        folder = tmp_path / str(len(context))
        assert faults == make(folder, f"{head}detail;Detail;D;D.;{context};string").faults


def test_a_part_with_the_address_of_a_profile(tmp_path: Path) -> None:
    """Parts of an extension may be of profiles named by their addresses."""
    parts = f'"dose: Quantity({FHIR}SimpleQuantity) 1..1\nqui: Reference({FHIR}Patient)"'
    made = clean(
        tmp_path,
        f"[Extensions]\nIdentifiant;Nom;Titre;Description;Contexte;Type\nprise;Prise;P;P.;Observation;{parts}",
    )
    said = made.differential("prise")
    assert [{"code": "Quantity", "profile": [f"{FHIR}SimpleQuantity"]}] == said["Extension.extension:dose.value[x]"][
        "type"
    ]
    assert [{"code": "Reference", "targetProfile": [f"{FHIR}Patient"]}] == said["Extension.extension:qui.value[x]"][
        "type"
    ]


def test_what_follows_from_the_fault_of_an_extension(tmp_path: Path) -> None:
    """Sub-extensions that are not read, a context that is not: rows and examples that need them are no more faults."""
    made = make(
        tmp_path,
        """
        [Extensions]
        Identifiant;Nom;Titre;Description;Contexte;Type ou sous-extensions
        limites;Limites;Limites;x;Observation;"plus haut Quantity 1..1
        fin: date 0..1"
        froid;Froid;Froid;x;Obserwation;boolean
        [Éléments]
        Profil;Chemin;Tranche;Type;Libellé court
        debit;Observation.extension;limites;Extension(limites);
        debit;Observation.extension;froid;Extension(froid);
        limites;Extension.extension:raison.value[x];;;Raison
        [Exemples]
        Identifiant;Titre;Profil;Attendu
        un;Un;debit;valide
        [Valeurs d'exemple]
        Exemple;Chemin;Valeur
        un;Observation.extension:limites.extension:raison.valueCode;a
        """,
    )
    assert [("SD020", "Extensions › F2"), ("SD022", "Extensions › E3")] == [
        fault for fault in made.faults if fault[0] not in ("SD002",)
    ]


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ("Observation", {"type": "element", "expression": "Observation"}),
        ("Observation.value[x]", {"type": "element", "expression": "Observation.value[x]"}),
        ("autre", {"type": "extension", "expression": f"{OWN}StructureDefinition/autre"}),
        ("https://x.example/a", {"type": "extension", "expression": "https://x.example/a"}),
        (
            "Observation.extension('https://x.example/a').value",
            {"type": "fhirpath", "expression": "Observation.extension('https://x.example/a').value"},
        ),
        ("mon-prof", "SD047"),
        ("debit", "SD022"),
        ("Observation.kode.exists()", "SD047"),
        ("Observation.where(", "SD047"),
        ("Observation.foo()", "SD047"),
    ],
)
def test_what_contexts_become(tmp_path: Path, context: str, expected: dict[str, str] | str) -> None:
    """What a cell of the column Context becomes, or the rule that refuses it at its cell."""
    head = "[Extensions]\nIdentifiant;Nom;Titre;Description;Contexte;Type\nautre;Autre;A;A.;Observation;string\n"
    made = make(tmp_path, f"{head}effort;Effort;E;E.;{context};string")
    if isinstance(expected, str):
        assert [(expected, "Extensions › E3")] == made.faults
    else:
        assert [] == made.faults
        assert [expected] == made.resource("StructureDefinition/effort")["context"]


@pytest.mark.parametrize(
    ("version", "path", "expected"),
    [
        ("4.0", "Observation.note", []),
        ("4.0", "Patient.birthDate", ["SD028"]),
        ("3.0", "Observation.comment", ["SD052"]),
        ("4.0", "Observation.nothing", ["SD003"]),
    ],
)
def test_an_element_of_another_version(tmp_path: Path, version: str, path: str, expected: list[str]) -> None:
    """It is named by the address that FHIR gives it; its place and a version that is not at hand are warnings."""
    address = f"http://hl7.org/fhir/{version}/StructureDefinition/extension-{path}"
    row = f"debit;Observation.extension;autre;Extension({address})"
    made = make(tmp_path, f"[Éléments]\nProfil;Chemin;Tranche;Type\n{row}")
    assert expected == [code for code, _ in made.faults]
    assert made.report.failed is (expected == ["SD003"])
    if expected != ["SD003"]:
        stated = made.differential()["Observation.extension:autre"]
        assert [{"code": "Extension", "profile": [address]}] == stated["type"]
