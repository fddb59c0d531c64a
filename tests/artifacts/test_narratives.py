"""Generated narratives: readable, well formed, and never more than text."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from artifacts.writing import clean
from tabellion.artifacts.narrative import with_narrative
from tabellion.fhir.json import Json
from tabellion.guide.info import GuideInfo

XHTML = "{http://www.w3.org/1999/xhtml}"
# what R4 allows in a narrative (txt-1), as far as ours needs it
ALLOWED = {
    f"{XHTML}{name}"
    for name in ("div", "h2", "p", "code", "table", "thead", "tbody", "tr", "th", "td", "br", "ul", "li")
}
ATTACK = '"<script>alert(1)</script><img src=x onerror=alert(2)> & ""co"""'


def narratives(resources: list[Json]) -> dict[str, ElementTree.Element]:
    return {
        f"{resource['resourceType']}/{resource['id']}": ElementTree.fromstring(resource["text"]["div"])
        for resource in resources
        if "text" in resource
    }


def test_cells_come_out_as_text(tmp_path: Path) -> None:
    """HTML and script in any cell stand in narratives as the text that was typed."""
    made = clean(
        tmp_path,
        f"""
        [Profils]
        Identifiant;Nom;Titre;Type;Parent;Description
        debit;Debit;{ATTACK};Observation;Observation;{ATTACK}
        [Éléments]
        Profil;Chemin;Libellé court
        debit;Observation.note;{ATTACK}
        [Extensions]
        Identifiant;Nom;Titre;Description;Contexte;Type ou sous-extensions
        effort;Effort;{ATTACK};{ATTACK};Observation;string
        [Jeux de valeurs]
        Identifiant;Nom;Titre
        positions;Positions;{ATTACK}
        [Concepts]
        Jeu de valeurs;Système;Code;Libellé français
        positions;postures;<b>;{ATTACK}
        [Systèmes de codes]
        Identifiant;Nom;Titre;Contenu
        postures;Postures;{ATTACK};complet
        [Concepts des systèmes]
        Système;Code;Libellé
        postures;<b>;{ATTACK}
        [Capacités]
        Identifiant;Nom;Titre;Rôle
        serveur;Serveur;{ATTACK};serveur
        [Flux]
        Identifiant;Libellé;Sens;Interaction
        envoyer;{ATTACK};alimentation;create
        [Erreurs]
        Identifiant;Flux;HTTP;Diagnostic exact;Cause;Correction à faire
        erreur;envoyer;422;{ATTACK};{ATTACK};{ATTACK}
        [Exemples]
        Identifiant;Titre;Profil;Attendu
        souffle;{ATTACK};debit;valide
        [Valeurs d'exemple]
        Exemple;Chemin;Valeur
        souffle;Observation.note.text;{ATTACK}
        """,
    )
    found = narratives([artifact.resource for artifact in made.edition.artifacts] + [made.edition.guide_resource])
    assert {
        "StructureDefinition/debit",
        "StructureDefinition/effort",
        "ValueSet/positions",
        "CodeSystem/postures",
        "CapabilityStatement/serveur",
        "OperationOutcome/erreur",
        "Observation/souffle",
        "ImplementationGuide/exemple.fhir.souffle",
    } == set(found)
    for name, div in found.items():
        assert ALLOWED >= {element.tag for element in div.iter()}, name
        assert {"lang", "{http://www.w3.org/XML/1998/namespace}lang"} >= {
            key for element in div.iter() for key in element.attrib
        }
        text = " ".join("".join(div.itertext()).split())
        assert "<script>alert(1)</script>" in text or "ImplementationGuide" in name, name


def test_an_own_narrative_is_kept(tmp_path: Path) -> None:
    """A resource from a file that has a narrative keeps it."""
    div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Anne</p></div>'
    content = f'{{"resourceType": "Patient", "text": {{"status": "additional", "div": "{div}"}}}}'.replace(
        '="', '=\\"'
    ).replace('l">', 'l\\">')
    text = "[Exemples]\nIdentifiant;Titre;Profil;Attendu;Fichier JSON\nanne;Anne;Patient;valide;a.json"
    made = clean(tmp_path, text, {"a.json": content})
    assert {"status": "additional", "div": div} == made.edition.by_reference["Patient/anne"].resource["text"]


VALUES = st.recursive(
    st.text(max_size=8) | st.booleans() | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["note", "name", "title", "status"]), VALUES))
def test_any_content_gives_a_well_formed_narrative(content: dict[str, object]) -> None:
    """Whatever a resource holds, its narrative is XML; characters that XML cannot have are left out."""
    import datetime

    from tabellion.tables.table import EMPTY_TEXT

    info = GuideInfo("a.b", "https://a.example", "A", EMPTY_TEXT, "1.0.0", "draft", datetime.date(2024, 3, 1), "A")
    resource = with_narrative({"resourceType": "Basic", "id": "a", **content}, info)
    ElementTree.fromstring(resource["text"]["div"])
    assert not re.search(r"<script", resource["text"]["div"])


def test_a_long_list_is_told_in_part(tmp_path: Path) -> None:
    """The narrative of a long list has its first rows and says how many there are; its JSON has no indentation."""
    rows = "\n".join(f"actes;A{number:04};Acte {number}" for number in range(5_001))
    made = clean(
        tmp_path,
        f"""
        [Systèmes de codes]
        Identifiant;Nom;Titre;Description;Contenu
        actes;Actes;Actes;Les actes.;complet
        [Concepts des systèmes]
        Système;Code;Libellé
        {rows}
        """,
    )
    artifact = made.edition.by_reference["CodeSystem/actes"]
    div = artifact.resource["text"]["div"]
    assert (500, True) == (div.count("<tr><td>"), "Les 500 premières lignes sur 5001" in div)
    assert 1 == artifact.json().count("\n")
