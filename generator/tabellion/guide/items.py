"""The items of the Guide sheet: their names in both languages, their types, which are required."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Type
from tabellion.tables.explanation import explained

STATUSES = (
    Choice("draft", "brouillon", "draft", ("en cours", "concertation", "public-comment")),
    Choice("active", "actif", "active", ("publié",)),
    Choice("retired", "retiré", "retired"),
)

HIDDEN = (
    Choice("read", "lu", "read"),
    Choice("left-out", "laissé de côté", "left out", ("ignoré", "ignored")),
)

ITEMS: tuple[Column, ...] = (
    Column(
        "package_id",
        "Identifiant du paquet",
        "Package id",
        Type.CODE,
        required=True,
        aliases=("packageId",),
        help=Term(
            "Le nom du paquet que des programmes chargent : des mots en minuscules séparés par des points. Il ne "
            "change plus une fois publié.",
            "The name of the package that programs load: words in lower case separated by dots. It never changes "
            "once published.",
        ),
        example=Term("exemple.fhir.souffle", "example.fhir.breath"),
        fhir="ImplementationGuide.packageId",
    ),
    Column(
        "canonical",
        "Canonique",
        "Canonical",
        Type.URL,
        required=True,
        aliases=("adresse canonique", "url"),
        help=Term(
            "Le début de l'adresse de toutes vos définitions. C'est un nom pour toujours : choisissez un domaine "
            "que vous gardez.",
            "The beginning of the address of all your definitions. It never changes: choose a domain that you keep.",
        ),
        example=Term("https://souffle.example/fhir", "https://breath.example/fhir"),
        fhir="ImplementationGuide.url",
    ),
    Column(
        "name",
        "Nom",
        "Name",
        Type.CODE,
        required=True,
        help=Term(
            "Le nom du guide pour les programmes : une majuscule, puis des lettres sans accent ni espace.",
            "The guide's name for programs: a capital, then letters without accents or blanks.",
        ),
        example=Term("Souffle", "Breath"),
        fhir="ImplementationGuide.name",
        pages=False,
    ),
    Column(
        "title",
        "Titre",
        "Title",
        required=True,
        translated=True,
        help=Term(
            "Le titre du guide, tel que les lecteurs le voient en haut de chaque page.",
            "The guide's title, as readers see it at the top of each page.",
        ),
        example=Term("Mesures du souffle", "Measurements of breath"),
        fhir="ImplementationGuide.title",
    ),
    Column(
        "description",
        "Description",
        "Description",
        translated=True,
        help=Term(
            "Une ou deux phrases qui indiquent de quoi traite le guide et à qui il sert.",
            "One or two sentences that say what the guide is about and whom it serves.",
        ),
        example=Term("Comment envoyer un débit de pointe.", "How to send a peak flow."),
        fhir="ImplementationGuide.description",
    ),
    Column(
        "version",
        "Version",
        "Version",
        Type.CODE,
        required=True,
        help=Term(
            "Le numéro de cette édition. Augmentez-le à chaque publication.",
            "The number of this edition. Raise it with each publication.",
        ),
        example="1.2.0",
        fhir="ImplementationGuide.version",
    ),
    Column(
        "status",
        "Statut",
        "Status",
        Type.CHOICE,
        required=True,
        choices=STATUSES,
        help=Term(
            "Où en est l'édition. Un brouillon montre toutes les lignes ; une édition active ne prend que les "
            "lignes validées.",
            "The progress of the edition. A draft shows all rows; an active edition contains validated rows only.",
        ),
        fhir="ImplementationGuide.status",
    ),
    Column(
        "date",
        "Date de l'édition",
        "Date of the edition",
        Type.DATE,
        required=True,
        aliases=("date",),
        help=Term(
            "Le jour où cette édition est publiée. Il est écrit dans chaque définition ; le calendrier de "
            "l'ordinateur n'y entre pas.",
            "The day on which this edition is published. It is written into each definition; it does not come from "
            "the clock of the computer.",
        ),
        example="2026-03-15",
        fhir="ImplementationGuide.date",
    ),
    Column(
        "approval_date",
        "Date d'approbation",
        "Approval date",
        Type.DATE,
        aliases=("approvalDate",),
        help=Term(
            "Le jour où l'éditeur a approuvé ce contenu. Il vaut pour chaque définition qui n'a pas le sien.",
            "The day on which the publisher approved this content. It holds for each definition without one of its "
            "own.",
        ),
        example="2026-03-01",
        fhir="ImplementationGuide.extension",
    ),
    Column(
        "last_review_date",
        "Date de dernière relecture",
        "Last review date",
        Type.DATE,
        aliases=("lastReviewDate",),
        help=Term(
            "Le jour où ce contenu a été relu pour la dernière fois. Il vaut pour chaque définition qui n'a pas le "
            "sien.",
            "The day on which this content was last reviewed. It holds for each definition without one of its own.",
        ),
        example="2026-02-15",
        fhir="ImplementationGuide.extension",
    ),
    Column(
        "fhir_version",
        "Version FHIR",
        "FHIR version",
        Type.CODE,
        aliases=("fhirVersion",),
        help=Term(
            "La version de FHIR sur laquelle le guide repose. Vide : 4.0.1, celle des guides français.",
            "The version of FHIR that the guide rests on. Empty: 4.0.1.",
        ),
        example="4.0.1",
        fhir="ImplementationGuide.fhirVersion",
    ),
    Column(
        "publisher",
        "Éditeur",
        "Publisher",
        required=True,
        help=Term(
            "L'organisme qui publie le guide et en répond.",
            "The organization that publishes the guide and answers for it.",
        ),
        example=Term("Collège du souffle", "College of breath"),
        fhir="ImplementationGuide.publisher",
    ),
    Column(
        "publisher_url",
        "URL de l'éditeur",
        "Publisher URL",
        Type.URL,
        aliases=("adresse de l'éditeur",),
        help=Term("Le site de l'éditeur.", "The publisher's site."),
        example=Term("https://souffle.example", "https://breath.example"),
        fhir="ImplementationGuide.contact.telecom",
        pages=False,
    ),
    Column(
        "contact",
        "Contact",
        "Contact",
        Type.CODE,
        help=Term(
            "L'adresse électronique ou la page à laquelle poser des questions.",
            "The e-mail address or the page that questions go to.",
        ),
        example=Term("contact@souffle.example", "contact@breath.example"),
        fhir="ImplementationGuide.contact.telecom",
    ),
    Column(
        "jurisdiction",
        "Juridiction",
        "Jurisdiction",
        Type.CODE,
        help=Term(
            "Le pays auquel le guide s'applique, par son code à deux lettres ; 001 pour le monde entier.",
            "The country that the guide applies to, by its code of two letters; 001 for the whole world.",
        ),
        example="FR",
        fhir="ImplementationGuide.jurisdiction",
        pages=False,
    ),
    Column(
        "license",
        "Licence",
        "License",
        Type.CODE,
        help=Term(
            "La licence sous laquelle le guide est publié, par son identifiant SPDX.",
            "The licence under which the guide is published, by its SPDX identifier.",
        ),
        example="CC-BY-4.0",
        fhir="ImplementationGuide.license",
    ),
    Column(
        "copyright",
        "Droits",
        "Copyright",
        translated=True,
        help=Term(
            "La mention de droits, écrite dans chaque définition qui n'a pas la sienne.",
            "The notice of rights, written into each definition that has none of its own.",
        ),
        example=Term("© Collège du souffle", "© College of breath"),
        fhir="ImplementationGuide.copyright",
    ),
    Column(
        "lang",
        "Langue",
        "Language",
        Type.CODE,
        help=Term(
            "La langue dans laquelle les tables sont écrites : fr ou en.",
            "The language in which the tables are written: fr or en.",
        ),
        example=Term("fr", "en"),
        fhir="ImplementationGuide.language",
    ),
    Column(
        "langs",
        "Langues",
        "Languages",
        Type.CODE,
        many=True,
        wordlike=True,
        help=Term(
            "Les langues des pages. Les textes des autres langues viennent de colonnes jumelles, comme « Titre::en ».",
            "The languages of the pages. Texts in other languages come from twin columns, such as `Title::fr`.",
        ),
        example=Term("fr|en", "en|fr"),
    ),
    Column(
        "site",
        "Adresse du site",
        "Site address",
        Type.URL,
        aliases=("site",),
        help=Term(
            "L'adresse où les pages seront publiées. Elle sert aux liens qui doivent être complets.",
            "The address where the pages will be published. It serves the links that have to be complete.",
        ),
        example=Term("https://souffle.example/guide", "https://breath.example/guide"),
    ),
    Column(
        "comments",
        "Commentaires",
        "Comments",
        Type.CODE,
        aliases=("adresse des commentaires",),
        help=Term(
            "Où les lecteurs envoient leurs commentaires : une adresse électronique, ou celle d'un outil de suivi.",
            "Where readers send their comments: an e-mail address, or that of a tracker.",
        ),
        example=Term("avis@souffle.example", "comments@breath.example"),
    ),
    Column(
        "review_opens",
        "Ouverture de la concertation",
        "Review opens",
        Type.DATE,
        aliases=("début de la concertation", "review start"),
        help=Term(
            "Le premier jour de la concertation publique. Les pages l'annoncent.",
            "The first day of the public review. The pages announce it.",
        ),
        example="2026-04-01",
    ),
    Column(
        "review_closes",
        "Clôture de la concertation",
        "Review closes",
        Type.DATE,
        aliases=("fin de la concertation", "review end", "concertation jusqu'au"),
        help=Term("Le dernier jour de la concertation publique.", "The last day of the public review."),
        example="2026-05-15",
    ),
    Column(
        "dependencies",
        "Dépendances",
        "Dependencies",
        Type.CODE,
        many=True,
        wordlike=True,
        aliases=("dependsOn", "dépendance"),
        help=Term(
            "Les paquets FHIR dont vos définitions se servent : nom@version, un par ligne.",
            "The FHIR packages that your definitions use: name@version, one per line.",
        ),
        example="hl7.fhir.uv.ips@1.1.0",
        fhir="ImplementationGuide.dependsOn",
    ),
    Column(
        "experimental",
        "Expérimental",
        "Experimental",
        Type.YES_NO,
        help=Term(
            "« oui » pour un guide d'essai, que personne ne doit utiliser avec de vraies personnes.",
            "`yes` for a guide made to try things out, which nobody should use with real people.",
        ),
        fhir="ImplementationGuide.experimental",
        pages=False,
    ),
    Column(
        "hidden",
        "Contenu masqué",
        "Hidden content",
        Type.CHOICE,
        choices=HIDDEN,
        help=Term(
            "Ce que deviennent les lignes, colonnes et feuilles masquées ou filtrées d'un classeur. Vide : elles sont "
            "lues, et un avertissement les compte.",
            "What becomes of the rows, columns and sheets that a workbook hides or filters. Empty: they are read, and "
            "a warning counts them.",
        ),
        pages=False,
    ),
    Column(
        "whole_numbers",
        "Colonnes de nombres entiers",
        "Whole-number columns",
        many=True,
        help=Term(
            "Les colonnes de codes qui n'ont que des nombres entiers, comme ceux de SNOMED CT : feuille › titre, une "
            "par ligne. Un nombre de quinze chiffres au plus y est lu comme le code, sans passer au format Texte.",
            "The columns of codes that hold whole numbers only, as those of SNOMED CT: sheet › heading, one per line. "
            "A number of fifteen digits at most is read there as the code, without the format Text.",
        ),
        example=Term("Concepts › Code", "Concepts › Code"),
        any_text="which columns there are is checked (GU015)",
        pages=False,
    ),
)


def item_note(item: Column, lang: str) -> str:
    """What the note of an item's row says: meaning, duty, allowed values, an example, what it becomes."""
    return explained(item, item.fhir, lang)
