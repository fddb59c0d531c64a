"""How far a row is, and what that means for the edition."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import OWN, make, write
from projects import built, registry, replace_in, write_table
from tabellion.diagnostics import Report
from tabellion.pipeline.building import build
from tabellion.pipeline.project import read_edition


@pytest.mark.parametrize(
    ("status", "guide", "is_taken"),
    [
        ("validé", "brouillon", True),
        ("", "brouillon", True),
        ("proposé", "brouillon", True),
        ("à valider", "brouillon", True),
        ("retiré", "brouillon", False),
        ("validé", "actif", True),
        ("", "actif", True),
        ("proposé", "actif", False),
        ("à valider", "actif", False),
        ("retiré", "actif", False),
    ],
)
def test_which_rows_an_edition_takes(tmp_path: Path, status: str, guide: str, is_taken: bool) -> None:
    """A draft takes all rows but withdrawn ones, an active guide validated rows only."""
    project = registry(tmp_path)
    replace_in(project, "Guide.csv", "Statut;brouillon", f"Statut;{guide}")
    row = "registre-vide;RegistreVide;Registre vide;;Bundle;Bundle;Un envoi vide.;;"
    path = project.sources / "Profils.csv"
    path.write_text(path.read_text(encoding="utf-8") + f"{row}{status}\n", encoding="utf-8", newline="\n")
    result = build(project, site=False)
    assert not result.report.failed
    assert is_taken == (project.output / "StructureDefinition-registre-vide.json").is_file()


def test_what_an_active_guide_leaves_out_is_said(tmp_path: Path) -> None:
    """The row and its status are named, in the words of its column; a withdrawn row needs no word."""
    project = registry(tmp_path)
    replace_in(project, "Guide.csv", "Statut;brouillon", "Statut;actif")
    path = project.sources / "Profils.csv"
    text = path.read_text(encoding="utf-8")
    rows = "".join(
        f"registre-{name};Registre{name};Registre;;Bundle;Bundle;Un envoi.;;{status}\n"
        for name, status in (("A", "à valider"), ("B", "retiré"))
    )
    path.write_text(text + rows, encoding="utf-8", newline="\n")
    (item,) = (found for found in build(project, site=False).report if found.code == "GU011")
    assert ("Profils.csv › I4 (Statut)", "information") == (str(item.place), item.severity)
    assert "la ligne est « à valider » : un guide actif ne prend que les lignes validées" == item.message("fr")


SHEETS = """
[Profils]
Identifiant;Nom;Titre;Type;Parent;Description;Statut
sein;Sein;Sein;Observation;Observation;Le sein.;{status}
dos;Dos;Dos;Observation;{parent};Le dos.;
[Éléments]
Profil;Chemin;Cardinalité;Type;Jeu de valeurs;Force de la liaison;Invariants;Motif de valeur
sein;Observation.note;1..1;;;;;
sein|dos;Observation.subject;1..1;;;;;
dos;Observation.method;;;{valueset};{strength};;{pattern}
dos;Observation.hasMember;;{type};;;;
dos;Observation.status;;;;;{invariant};
[Invariants]
Identifiant;Gravité;Texte humain;Expression FHIRPath;Chemins;Statut
inv-1;erreur;Il y a un état.;$this.exists();dos › Observation.status;{status}
[Jeux de valeurs]
Identifiant;Nom;Titre;OID;Statut
gestes;Gestes;Gestes;1.2.250.1.9;{status}
[Concepts]
Jeu de valeurs;Système;Code;Libellé
gestes;postures;assis;Assis
urn:oid:1.2.250.1.9;postures;debout;Debout
[Systèmes de codes]
Identifiant;Nom;Titre;Contenu;Statut
postures;Postures;Postures;complet;{status}
[Concepts des systèmes]
Système;Code;Libellé
postures;assis;Assis
postures;debout;Debout
[Exemples]
Identifiant;Titre;Intention;Profil;Attendu;Statut
exemple;Exemple;Exemple;{profile};valide;{example}
[Valeurs d'exemple]
Exemple;Chemin;Valeur
exemple;Observation.status;final
"""
UNNAMED = dict.fromkeys(("valueset", "strength", "type", "invariant", "pattern"), "") | {
    "parent": "Observation",
    "profile": "Observation",
    "example": "retiré",
}


def left_out(tmp_path: Path, **named: str) -> list[tuple[str, str]]:
    """What is reported of a draft whose profile, value set, code system and invariant are withdrawn."""
    report = Report()
    read_edition(write(tmp_path, SHEETS.format(**UNNAMED | named, status="retiré")), report)
    return [(code, place.replace(".csv", "")) for code, place in report.brief()]


def test_parts_go_with_their_whole(tmp_path: Path) -> None:
    """Nobody has to withdraw the elements of a profile or the concepts of a value set one by one."""
    assert [] == left_out(tmp_path)


@pytest.mark.parametrize(
    ("named", "cell"),
    [
        ({"parent": "sein"}, "Profils › E3"),
        ({"type": "Reference(sein)"}, "Éléments › D5"),
        ({"valueset": "gestes", "strength": "required"}, "Éléments › E4"),
        ({"valueset": "urn:oid:1.2.250.1.9", "strength": "required"}, "Éléments › E4"),
        ({"valueset": f"{OWN}ValueSet/gestes", "strength": "required"}, "Éléments › E4"),
        ({"pattern": "postures#assis"}, "Éléments › H4"),
        ({"invariant": "inv-1"}, "Éléments › G6"),
        ({"profile": "sein", "example": "validé"}, "Exemples › D2"),
    ],
)
def test_a_row_that_names_one_left_out(tmp_path: Path, named: dict[str, str], cell: str) -> None:
    """What else names a withdrawn row is an error that says where that row stands and why it is not there."""
    assert [("RF005", cell)] == left_out(tmp_path, **named)


def test_a_row_shared_with_one_left_out(tmp_path: Path) -> None:
    """A row about two profiles stays with the one that is taken."""
    made = make(tmp_path, SHEETS.format(**UNNAMED, status="retiré"))
    assert {"min": 1} == made.differential("dos")["Observation.subject"]
    assert "StructureDefinition/sein" not in made.edition.by_reference


def test_a_withdrawn_artifact_leaves_the_output(tmp_path: Path) -> None:
    """A row that becomes withdrawn takes its file out of the output; a row of Removals says why."""
    project = registry(tmp_path)
    path = project.sources / "Profils.csv"
    row = "registre-vide;RegistreVide;Registre vide;;Bundle;Bundle;Un envoi vide.;;"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{row}validé\n", encoding="utf-8", newline="\n")
    build(project, site=False)
    path.write_text(f"{text}{row}retiré\n", encoding="utf-8", newline="\n")
    write_table(project.root, "Retraits", "Version;Artefact;Motif\n0.2.0;registre-vide;Plus personne ne s'en sert.")
    assert ("StructureDefinition-registre-vide.json",) == built(project).written.removed  # type: ignore[union-attr]


def test_what_goes_with_its_whole_is_named_where_it_is_cited(tmp_path: Path) -> None:
    """A rule without a status of its own is left out with its measure: an invariant that names it is told so."""
    made = make(
        tmp_path,
        """
        [Mesures]
        Identifiant;Libellé;Famille;Alimentation;Consultation;Statut
        debit;Débit;autre;oui;oui;retiré
        [Règles métier]
        Identifiant;Mesure;Énoncé;Exigence;Acteur
        RG-1;debit;Le débit est positif.;DOIT;émetteur
        [Invariants]
        Identifiant;Gravité;Texte humain;Expression FHIRPath;Chemins;Règle métier
        deb-1;erreur;Positif.;true;Observation;RG-1
        """,
    )
    said = [item.message("fr") for item in made.report if item.code == "RF005"]
    assert [
        "« RG-1 » est déclaré en Règles métier.csv › 2, mais sa ligne n'est pas prise dans cette édition "
        "(statut « retiré avec ce dont il fait partie »)"
    ] == said
