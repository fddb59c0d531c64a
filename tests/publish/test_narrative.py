"""Narrative pages: facts by marks, faults with their line, places in the menu."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from tabellion.diagnostics import Report
from tabellion.publish.contents import with_text
from tabellion.publish.narrative import NARRATIVE_LINK_BROKEN, Narrative, read_narrative
from tabellion.publish.navigation import navigation
from tabellion.publish.pages.reading import Reading
from tabellion.publish.placeholders import Placeholders
from tabellion.publish.render import Renderer
from tabellion.publish.typed_facts import TypedFacts


def filled(text: str, reading: Reading) -> str:
    """A text with its marks filled; nothing may be reported."""
    report = Report()
    made = Placeholders(reading, Renderer(reading), report).fill(text, "page.html", "pages/fr/page.md")
    assert report.brief() == []
    return made


def written(folder: Path, lang: str, **pages: str) -> Path:
    """A folder of narrative pages, `fr/name.md`."""
    (folder / lang).mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (folder / lang / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")
    return folder


def read(folder: Path, reading: Reading, **menu: list[str]) -> tuple[list[Narrative], Report]:
    report = Report()
    return read_narrative(folder, reading, Renderer(reading), report, menu), report


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("{{ code debit-de-pointe }}", "<code>33452-4</code>"),
        ("{{ unité debit-de-pointe }}", "<code>L/min</code>"),
        ("{{unit debit-de-pointe}}", "<code>L/min</code>"),
        ("{{ nombre mesures }}", "3"),
        ("{{ count value sets }}", "1"),
        ("{{ nombre jeux de valeurs }}", "1"),
        ("{{ guide version }}", "0&#46;4&#46;0"),
        ("{{ guide Clôture de la concertation }}", "15 juin 2024"),
        ("{{ guide Titre }}", "Souffle et audition"),
        ("{{ lien debit-de-pointe }}", '<a href="mesures/debit-de-pointe.html">Débit de pointe</a>'),
        ("{{ lien effort }}", '<a href="extensions/effort.html">Effort fourni</a>'),
        ("{{ link err-calculee }}", '<a href="erreurs/index.html#err-calculee">Mesure calculée</a>'),
        ("{{ lien envoyer }}", '<a href="flux/envoyer.html">Envoyer une mesure</a>'),
        ("{{ lien Téléchargements }}", '<a href="telechargements.html">Téléchargements</a>'),
        ("{{ link words and signs }}", '<a href="demarrer/mots-et-signes.html">Mots et signes</a>'),
        ("{{ guide contact }}", '<a href="mailto:contact@souffle.example">contact@souffle.example</a>'),
    ],
)
def test_a_mark_gives_a_fact(french: Reading, mark: str, expected: str) -> None:
    """Codes, units, counts, items of the Guide sheet and links, with words of either language."""
    assert f"Ici : {expected}." == filled(f"Ici : {mark}.", french)


def test_in_code_a_fact_is_plain_text(french: Reading) -> None:
    """Neither tags nor references would be read there."""
    assert "`code=33452-4`" == filled("`code={{ code debit-de-pointe }}`", french)
    assert "```\nGET x?v=0.4.0\n```" == filled("```\nGET x?v={{ guide version }}\n```", french)


@pytest.mark.parametrize(
    ("mark", "inside"),
    [
        ("{{ table mesures }}", "mesures/debit-de-pointe.html"),
        ("{{ table flux }}", "POST [base]"),
        ("{{ table erreurs envoyer }}", "Débit hors limites"),
        ("{{ table règles debit-de-pointe }}", "RG-SOU-02"),
        ("{{ table recherches }}", "Observation"),
        ("{{ exemple debit-minimal }}", "debit-minimal"),
        ("{{ séquence envoyer }}", "<svg"),
        ("{{ matrice }}", "<svg"),
    ],
)
def test_a_mark_on_its_own_gives_a_block(french: Reading, mark: str, inside: str) -> None:
    """A block of HTML, apart from the text around it."""
    made = filled(f"Avant\n{mark}\nAprès", french)
    assert inside in made
    assert "\n\n<" in made
    assert made.endswith("\n\n\nAprès")


@pytest.mark.parametrize(
    ("mark", "code", "suggestion"),
    [
        ("{{ codes debit-de-pointe }}", "PG001", "code"),
        ("{{ compte mesures }}", "PG001", None),
        ("{{ code debit-de-point }}", "PG005", "debit-de-pointe"),
        ("{{ nombre mesure }}", "PG005", "Mesures"),
        ("{{ lien efort }}", "PG005", "effort"),
        ("{{ table erreur }}", "PG005", "erreurs"),
        ("{{ table erreurs envoyé }}", "PG005", "envoyer"),
        ("{{ guide versio }}", "PG005", "Version"),
        ("{{ exemple debit-minima }}", "PG005", "debit-minimal"),
        ("{{ séquence }}", "PG005", None),
    ],
)
def test_a_mark_that_means_nothing_is_told_with_its_line(
    french: Reading, mark: str, code: str, suggestion: str | None
) -> None:
    """Where it is, and what was probably meant; the page keeps it."""
    report = Report()
    made = Placeholders(french, Renderer(french), report).fill(
        f"# Titre\n\nIci {mark}.", "page.html", "pages/fr/page.md"
    )
    assert [(code, "pages/fr/page.md:3:5")] == report.brief()
    assert suggestion == next(iter(report)).suggestion
    assert mark in made


def test_a_fact_is_in_the_language_of_its_page(english: Reading) -> None:
    assert '<a href="mesures/debit-de-pointe.html">Peak flow</a>' == filled("{{ link debit-de-pointe }}", english)
    assert "15 June 2024" == filled("{{ guide Review closes }}", english)


def test_pages_have_a_title_and_a_section(french: Reading, tmp_path: Path) -> None:
    """A page about exchanges stands with them; the settings may say otherwise, and give the order."""
    folder = written(
        tmp_path,
        "fr",
        index="# {{ guide titre }}\n",
        zebre="# Un *zèbre*\n",
        envoi="# Envoi\n\n{{ séquence envoyer }}\n",
        aide="# Aide\n",
    )
    pages, report = read(folder, french, start=["zebre.md"], footer=["aide.md"])
    assert report.brief() == []
    assert [
        ("zebre.html", "Un zèbre", "start"),
        ("aide.html", "Aide", "footer"),
        ("envoi.html", "Envoi", "flows"),
        ("index.html", "Souffle et audition", "home"),
    ] == [(page.path, page.title, page.section) for page in pages]


def test_a_broken_link_between_pages_is_told(french: Reading, tmp_path: Path) -> None:
    """With its line and the nearest page; addresses elsewhere are not looked at."""
    folder = written(tmp_path, "fr", a="# A\n\n[B](bb.md) [c](https://x.example/y.md) [A](a.md#x)\n", b="# B\n")
    _, report = read(folder, french)
    assert [("PG006", "pages/fr/a.md:3:5")] == report.brief()
    assert "b.md" == next(iter(report)).suggestion


def test_a_page_that_is_not_utf8_is_told(french: Reading, tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "a.md").write_bytes("# Été".encode("cp1252"))
    pages, report = read(tmp_path, french)
    assert ([("PG002", "pages/fr/a.md")], []) == (report.brief(), pages)


def test_the_menu_has_few_entries_and_measures_by_family(french: Reading) -> None:
    """At most seven at the top; labels cannot bring HTML into the theme."""
    menu = navigation(french, [Narrative("a.html", "<b>A</b>", "start", "", "a.md")])
    assert ["Accueil", "Démarrer", "Mesures", "Flux", "Conformité"] == [next(iter(item)) for item in menu]
    assert {"&lt;b&gt;A&lt;/b&gt;": "a.md"} == menu[1]["Démarrer"][0]
    measures = menu[2]["Mesures"]
    assert {"Toutes les mesures": "mesures/index.md"} == measures[0]
    assert ["Signes vitaux", "Autres mesures"] == [next(iter(measure)) for measure in measures[1:]]


def test_a_kind_with_hundreds_of_artifacts_stands_in_its_list_alone(
    french: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tabellion.publish.navigation.MOST_ENTRIES", 2)
    menu = {label: below for item in navigation(french, [])[-1]["Conformité"] for label, below in item.items()}
    assert "conformite/index.html#example" == menu["Exemples"]
    assert isinstance(menu["Jeux de valeurs"], list)


PICTURE = b"\x89PNG a picture"


def test_pictures_and_files_go_with_the_page(tmp_path: Path, french: Reading) -> None:
    """In Markdown, by reference and in HTML, in folders below, with a blank in the name; what is code is no link."""
    text = """# A
        ![Un](un.png) et [deux](<deux%20mots.pdf> "titre")
        <img src="images/trois.svg" alt="">

        [quatre]: quatre.ods
        `![rien](rien.png)`

        ```
        ![rien](rien.png)
        ```
        """
    folder = written(tmp_path, "fr", a="\n".join(line.strip() for line in text.split("\n")))
    names = ("un.png", "deux mots.pdf", "images/trois.svg", "quatre.ods")
    for name in (*names, "ailleurs.png"):
        (folder / "fr" / name).parent.mkdir(exist_ok=True)
        (folder / "fr" / name).write_bytes(PICTURE)
    (page,), report = read(folder, french)
    assert [] == report.brief()
    assert dict.fromkeys(names, PICTURE) == page.files


def test_a_picture_of_the_guides_language_serves_the_others(tmp_path: Path, english: Reading) -> None:
    """One copy is enough."""
    folder = written(written(tmp_path, "fr"), "en", a="![](un.png)")
    (folder / "fr" / "un.png").write_bytes(PICTURE)
    (page,), report = read(folder, english)
    assert ([], {"un.png": PICTURE}) == (report.brief(), page.files)


@pytest.mark.parametrize(
    ("line", "offset"),
    [
        ("![](debit.png)", 5),
        ("[mode d'emploi](mode.pdf#page=2)", 17),
        ('<img alt="" src="debit.png">', 18),
        ("![][x]\n\n[x]: debit.png", 6),
        ("![](../debit.png)", 5),
    ],
)
def test_a_file_that_is_missing(tmp_path: Path, french: Reading, line: str, offset: int) -> None:
    """Told with its line and its place there."""
    _, report = read(written(tmp_path, "fr", a=f"# A\n{line}"), french)
    (found,) = report
    last = 2 + line.count("\n")
    assert ("PG007", "pages/fr/a.md", last, offset) == (
        found.rule.code,
        found.place.file,
        found.place.line,
        found.place.offset,
    )


@pytest.mark.parametrize(
    "line",
    [
        "[a](mesures/index.html)",
        "[a](#b)",
        "[a](https://souffle.example/x.png)",
        "![](data:image/png;base64,aaaa)",
        "[a](mailto:a@b.example)",
    ],
)
def test_what_is_no_file_beside_the_page(tmp_path: Path, french: Reading, line: str) -> None:
    """Addresses, anchors, and pages that the site itself makes."""
    _, report = read(written(tmp_path, "fr", a=f"# A\n{line}"), french)
    assert [] == report.brief()


def test_names_of_files_and_links_in_either_form(tmp_path: Path, french: Reading) -> None:
    """A file system that keeps letters apart from their accents, a text that does or does not: they mean one file."""
    names = {"décrit.md": "# Décrit", "schéma.png": ""}
    for name, content in names.items():
        path = tmp_path / "fr" / unicodedata.normalize("NFD", name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode("utf-8") or b"PNG")
    for number, form in enumerate(("NFC", "NFD")):
        link = unicodedata.normalize(form, "# Page\n[lire](décrit.md) ![](schéma.png)\n")
        (tmp_path / "fr" / f"page{number}.md").write_text(link, encoding="utf-8")
    pages, report = read(tmp_path, french)
    assert [] == report.brief()
    assert ["décrit.html", "page0.html", "page1.html"] == [page.path for page in pages]
    assert [{}, {"schéma.png": b"PNG"}, {"schéma.png": b"PNG"}] == [dict(page.files) for page in pages]
    assert pages[1].text == pages[2].text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le code 33452-4 dit tout.", [("33452-4", "{{ code debit-de-pointe }}")]),
        ("`code=33452-4`", [("33452-4", "{{ code debit-de-pointe }}")]),
        ("```\nGET x?code=33452-4\n```", [("33452-4", "{{ code debit-de-pointe }}")]),
        ("Il y a 3 mesures ici.", [("3 mesures", "{{ nombre mesures }}")]),
        ("Il y a 2 mesures ici, et 133452-4, 33452-45, v33452-4.", []),
        ("Le code {{ code debit-de-pointe }} et {{ nombre mesures }} mesures.", []),
        ("```\nhttps://souffle.example/fhir/StructureDefinition/effort\n```", []),
        (
            "Voir https://souffle.example/fhir/StructureDefinition/effort.",
            [("https://souffle.example/fhir/StructureDefinition/effort", "{{ lien effort }}")],
        ),
        ("Voir https://souffle.example/fhir/StructureDefinition/effort-2.", []),
    ],
)
def test_a_fact_typed_by_hand(french: Reading, text: str, found: list[tuple[str, str]]) -> None:
    """Codes everywhere, addresses and counts in prose: each with the mark that keeps it true."""
    report = Report()
    TypedFacts(Placeholders(french, Renderer(french), report)).check(text, "pages/fr/page.md", report)
    assert found == [(item.value, item.parameters["mark"]) for item in report]


def test_a_text_stands_within_a_page_of_the_guide(tmp_path: Path, french: Reading) -> None:
    """Its links, and those to it, lead where the texts stand; the address that it would have had is kept."""
    text = "# Envoyer\n\nVoyez [plus](plus.md#a), [nous](https://a.example) et ![image](a.png).\n"
    folder = written(tmp_path, "fr", sending=text, plus="# Plus\n\n[Envoi](sending.md#b)\n")
    (folder / "fr" / "a.png").write_bytes(b"")
    report = Report()
    within = {"sending.md": "flux/envoyer.html"}
    plus, sending = read_narrative(folder, french, Renderer(french), report, {}, within)
    assert report.brief() == []
    assert ("within", "flux/envoyer.html", "sending.html") == (sending.section, sending.path, sending.former)
    assert "[plus](../plus.md#a), [nous](https://a.example) et ![image](../a.png)" in sending.text
    assert "[Envoi](flux/envoyer.md#b)" in plus.text
    assert "flux/envoyer.html" not in str(navigation(french, [plus]))


def test_a_page_that_a_text_is_to_stand_within_has_to_be_there(tmp_path: Path, french: Reading) -> None:
    """Else nobody would read it; the nearest page is offered."""
    report = Report()
    folder = written(tmp_path, "fr", sending="# Envoyer\n")
    read_narrative(folder, french, Renderer(french), report, {}, {"sending.md": "flux/envoyerr.html"})
    assert [(NARRATIVE_LINK_BROKEN, "flux/envoyer.html")] == [(item.rule, item.suggestion) for item in report]


def test_what_people_wrote_comes_before_the_first_heading_of_the_page() -> None:
    """Without its title, which is the page's."""
    page = "# Flux\n\nMade.\n\n## Request {: #request }\n\nMore.\n"
    assert "# Flux\n\nMade.\n\nTold.\n\n## Request {: #request }\n\nMore.\n" == with_text(page, "# Own\n\nTold.\n")
    assert "# A\n\nMade.\n\nTold.\n" == with_text("# A\n\nMade.\n", "# Own\n\nTold.\n")
