"""What authors do to a guide that is there: each edit that is still missing is named, all of them in one run."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from artifacts.writing import write
from projects import replace_in
from tabellion.pipeline.building import build, check
from tabellion.pipeline.former_edition import FORMER
from tabellion.pipeline.project import Project

ROOT = Path(__file__).parents[2]
SOUFFLE = ROOT / "tests" / "guides" / "souffle"


@pytest.fixture
def souffle(tmp_path: Path) -> Project:
    """A copy of the guide about breath that was built once."""
    shutil.copytree(SOUFFLE / "sources", tmp_path / "sources")
    project = Project(tmp_path)
    assert [] == build(project, site=False).report.brief()
    return project


def found(project: Project) -> list[str]:
    """What is told, a line for each: code, place, value and the cells that take part, endings of files left out."""
    lines = []
    for item in check(project).report.in_order():
        cells = ", ".join(str(place).partition(" (")[0] for place in item.related)
        place = str(item.place).partition(" (")[0]
        lines.append(f"{item.code} {place} {item.value or ''} ← {cells}".replace(".csv", "").replace(".xlsx", ""))
    return lines


def append(project: Project, file: str, *rows: str) -> None:
    """Add rows to a CSV file."""
    path = project.sources / file
    path.write_text(path.read_text(encoding="utf-8") + "".join(f"{row}\n" for row in rows), encoding="utf-8")


def test_a_measure_added(souffle: Project) -> None:
    """A measure with its profile lacks the flow, the capability, an example."""
    append(
        souffle,
        "Mesures.csv",
        "volume;Volume expiré;Exhaled volume;signes-vitaux;L'air expiré.;The air breathed out.;non;oui;L;0;10;1;;;facultatif;;validé",
    )
    append(
        souffle,
        "Profils.csv",
        "volume-observation;VolumeObservation;Volume expiré;Exhaled volume;Observation;http://hl7.org/fhir/StructureDefinition/vitalsigns;volume;Un volume.;A volume.;validé",
    )
    assert [
        "MG009 Mesures › H5 volume ← Flux › K3",
        "MG010 Mesures › H5 volume ← Détail des capacités › D4",
        "EX012 Profils › 6 volume-observation ← ",
    ] == found(souffle)


def test_a_measure_that_is_left_out_on_purpose(souffle: Project) -> None:
    """What the sheets say against each other is accepted by the id of the measure."""
    replace_in(souffle, "Flux.csv", "|reversibilite-observation", "")
    assert ["MG009 Mesures › H4 reversibilite ← Flux › K3"] == found(souffle)
    rows = "Règle;Artefact;Chemin;Motif;Date\nMG009;reversibilite;;Elle se lit sur place.;2024-03-01\n"
    (souffle.sources / "Alertes acceptées.csv").write_text(rows, encoding="utf-8")
    assert [] == found(souffle)


def test_a_unit_changed(souffle: Project) -> None:
    """The texts and the examples that say the former unit, and every cell that holds a value."""
    replace_in(souffle, "Mesures.csv", "oui;oui;L/min;30;900", "oui;oui;L/s;30;900")
    replace_in(
        souffle,
        "Unités.csv",
        "debit-de-pointe;;L/min;litres par minute;litres per minute",
        "debit-de-pointe;;L/s;litres par seconde;litres per second",
    )
    replace_in(souffle, "Profils.csv", "mesuré au débitmètre ou au spiromètre.", "en litres par minute.")
    lines = found(souffle)
    assert [line for line in lines if line.startswith(("MG", "ED"))] == [
        "MG014 Profils › H2 L/min ← Unités › C2",
        "ED006 Unités › C2 L/s ← Mesures › I2, Mesures › J2, Mesures › K2, Valeurs d'exemple › C9, "
        "Valeurs d'exemple › C5, Valeurs d'exemple › C15",
    ]
    assert any("examples/envoi-debit.json" in line for line in lines)


DOSE = """
[+Profils]
injection;Injection;Injection;Immunization;Immunization;Une injection faite.
[Éléments]
Profil;Chemin;Motif de valeur;Exemple
injection;doseQuantity;mL;0.3 mL
[Exemples]
Identifiant;Titre;Profil;Attendu
premiere;La première;injection;valide
[Valeurs d'exemple]
Exemple;Chemin;Valeur
premiere;status;completed
premiere;vaccineCode;"{""text"": ""Un vaccin""}"
premiere;patient.reference;Patient/lea
premiere;occurrenceDateTime;2024-01-10
premiere;protocolApplied.doseNumberPositiveInt;1
premiere;doseQuantity;0.5 mL
"""


def test_the_unit_of_any_element_changed(tmp_path: Path) -> None:
    """Whatever the element is called, the cells named are those of its values, and no others."""
    project = write(tmp_path, DOSE)
    assert ["EX012"] == [item.code for item in build(project, site=False).report]
    replace_in(project, "Éléments.csv", "injection;doseQuantity;mL", "injection;doseQuantity;mg")
    assert [
        "ED006 Éléments › C2 mg ← Éléments › D2, Valeurs d'exemple › C7"
    ] == [line for line in found(project) if line.startswith("ED")]  # fmt: skip


def test_a_measure_withdrawn(souffle: Project) -> None:
    """The cells that name it; rows about it alone are left out with it."""
    replace_in(souffle, "Mesures.csv", "reversibilite-observation;validé", "reversibilite-observation;retiré")
    assert [
        "RF005 Erreurs › N3 reversibilite ← ",
        "RF005 Profils › G4 reversibilite ← ",
    ] == found(souffle)


def test_a_profile_removed_and_one_renamed(souffle: Project) -> None:
    """Ids that were published and are no longer: told with the id that may have taken their place."""
    replace_in(souffle, "Capacités.csv", "serveur-souffle;ServeurSouffle", "serveur-du-souffle;ServeurSouffle")
    path = souffle.sources / "Détail des capacités.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("serveur-souffle;", "serveur-du-souffle;"), encoding="utf-8"
    )
    gone = "ED004 Renommages CapabilityStatement/serveur-souffle ← "
    assert [gone] == found(souffle)
    (item,) = check(souffle).report
    assert "serveur-du-souffle" == item.suggestion
    append(souffle, "Renommages.csv", "0.5.0;serveur-souffle;;serveur-du-souffle;;Un nom plus clair.;A clearer name.")
    assert [] == found(souffle)


def test_a_slice_renamed(souffle: Project) -> None:
    """The address of a slice that was published leads somewhere, or a row says why not."""
    for name in ("Éléments.csv", "Unités.csv", "Données.csv", "Codes.csv", "Valeurs d'exemple.csv"):
        path = souffle.sources / name
        text = path.read_text(encoding="utf-8").replace("component;gauche;", "component;senestre;")
        path.write_text(text.replace("component:gauche", "component:senestre"), encoding="utf-8")
    gone = "ED004 Profils › 3 seuil-auditif-observation › Observation.component:gauche ← "
    assert [gone] == found(souffle)
    append(
        souffle,
        "Renommages.csv",
        "0.5.0;seuil-auditif-observation;Observation.component:gauche;seuil-auditif-observation;Observation.component:senestre;;",
    )
    assert [] == found(souffle)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("Profils.csv", "DebitDePointeObservation;Débit de pointe;", "Vitesse;Vitesse du souffle;", ["ED005"]),
        (
            "Profils.csv",
            "DebitDePointeObservation;Débit de pointe;",
            "DebitDePointeObservation;Vitesse du souffle;",
            [],
        ),
    ],
)
def test_an_id_of_another_meaning(souffle: Project, file: str, old: str, new: str, told: list[str]) -> None:
    """Another name and another title are another thing; another title alone is not."""
    replace_in(souffle, file, old, new)
    assert told == [line.partition(" ")[0] for line in found(souffle)]


def test_the_eleventh_measure_of_the_sample(tmp_path: Path) -> None:
    """A measure with its profile lacks its place in the bundle, the flows and the capabilities, and an example."""
    shutil.copytree(ROOT / "sources", tmp_path / "sources")
    shutil.copytree(ROOT / "output", tmp_path / "output", ignore=shutil.ignore_patterns("refused"))
    _add(
        tmp_path / "sources" / "cnam-mesures.xlsx",
        "Mesures",
        {
            "Identifiant*": "saturation",
            "Libellé*": "Saturation en oxygène",
            "Libellé::en": "Oxygen saturation",
            "Famille*": "signes-vitaux",
            "Alimentation*": "oui",
            "Consultation*": "oui",
            "Unité métier": "%",
            "Profil": "mesures-observation-saturation",
        },
    )
    _add(
        tmp_path / "sources" / "guide-profils.xlsx",
        "Profils",
        {
            "Identifiant*": "mesures-observation-saturation",
            "Nom*": "MesObservationSaturation",
            "Titre*": "Saturation en oxygène",
            "Type*": "Observation",
            "Parent*": "http://hl7.org/fhir/StructureDefinition/oxygensat",
            "Mesure": "saturation",
            "Description*": "La saturation du sang en oxygène.",
        },
    )
    report = check(Project(tmp_path)).report
    assert [
        ("MG010", "cnam-mesures.xlsx › Mesures!G12"),
        ("MG011", "cnam-mesures.xlsx › Mesures!G12"),
        ("MG009", "cnam-mesures.xlsx › Mesures!H12"),
        ("MG010", "cnam-mesures.xlsx › Mesures!H12"),
        ("EX012", "guide-profils.xlsx › Profils!14"),
    ] == [found for found in report.brief() if found[0] != "CS015"]  # what no package at hand can tell


def _add(path: Path, sheet: str, cells: dict[str, str]) -> None:
    """Add a row to a sheet, by its headings."""
    book = openpyxl.load_workbook(path)
    rows = book[sheet]
    number = rows.max_row + 1
    columns = {cell.value: cell.column for cell in rows[1]}
    for heading, value in cells.items():
        rows.cell(number, columns[heading]).value = value
    book.save(path)


@pytest.mark.parametrize(
    ("edits", "told", "explanation"),
    [
        (
            [
                (
                    "Unités.csv",
                    ";;L/min;litres par minute;litres per minute",
                    ";;L/s;litres par seconde;litres per second",
                ),
                ("Mesures.csv", "oui;oui;L/min;30;900", "oui;oui;L/s;30;900"),
                ("examples/envoi-debit.json", "L/min", "L/s"),
            ],
            "ED006",
            (
                "Alertes acceptées.csv",
                "ED006;StructureDefinition/debit-de-pointe-observation;Observation.value[x];Décidé ainsi.;2024-03-01",
            ),
        ),
        (
            [("Profils.csv", "DebitDePointeObservation;Débit de pointe;", "Vitesse;Vitesse du souffle;")],
            "ED005",
            (
                "Alertes acceptées.csv",
                "ED005;StructureDefinition/debit-de-pointe-observation;;Décidé ainsi.;2024-03-01",
            ),
        ),
        (
            [
                ("Capacités.csv", "serveur-souffle;ServeurSouffle", "serveur-du-souffle;ServeurSouffle"),
                ("Détail des capacités.csv", "serveur-souffle;", "serveur-du-souffle;"),
            ],
            "ED004",
            ("Renommages.csv", "0.5.0;serveur-souffle;;serveur-du-souffle;;Plus clair.;Clearer."),
        ),
    ],
)
def test_what_nobody_explains_is_told_by_every_build(
    souffle: Project, edits: list[tuple[str, str, str]], told: str, explanation: tuple[str, str]
) -> None:
    """Readers have the edition before the change, however often it is built after it."""

    def codes() -> list[str]:
        return [code for code in build(souffle, site=False).report.codes() if code.startswith("ED")]

    for file, old, new in edits:
        path = souffle.sources / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert [[told]] * 3 == [codes() for _ in range(3)]
    file, row = explanation
    if (souffle.sources / file).exists():
        append(souffle, file, row)
    else:
        (souffle.sources / file).write_text(f"Règle;Artefact;Chemin;Motif;Date\n{row}\n", encoding="utf-8")
    assert [[], []] == [codes() for _ in range(2)]
    if told == "ED004":
        assert not (souffle.output / FORMER).exists()
