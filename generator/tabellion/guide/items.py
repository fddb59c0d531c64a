"""The items of the Guide sheet: their names in both languages, their types, which are required."""

from __future__ import annotations

from tabellion.tables.columns import Choice, Column, Type

STATUSES = (
    Choice("draft", "brouillon", "draft", ("en cours", "concertation", "public-comment")),
    Choice("active", "actif", "active", ("publié",)),
    Choice("retired", "retiré", "retired"),
)

ITEMS: tuple[Column, ...] = (
    Column("package_id", "Identifiant du paquet", "Package id", Type.CODE, required=True, aliases=("packageId",)),
    Column("canonical", "Canonique", "Canonical", Type.URL, required=True, aliases=("adresse canonique", "url")),
    Column("name", "Nom", "Name", Type.CODE, required=True),
    Column("title", "Titre", "Title", required=True, translated=True),
    Column("description", "Description", "Description", translated=True),
    Column("version", "Version", "Version", Type.CODE, required=True),
    Column("status", "Statut", "Status", Type.CHOICE, required=True, choices=STATUSES),
    Column("date", "Date de l'édition", "Date of the edition", Type.DATE, required=True, aliases=("date",)),
    Column("fhir_version", "Version FHIR", "FHIR version", Type.CODE, aliases=("fhirVersion",)),
    Column("publisher", "Éditeur", "Publisher", required=True),
    Column("publisher_url", "URL de l'éditeur", "Publisher URL", Type.URL, aliases=("adresse de l'éditeur",)),
    Column("contact", "Contact", "Contact", Type.CODE),
    Column("jurisdiction", "Juridiction", "Jurisdiction", Type.CODE),
    Column("license", "Licence", "License", Type.CODE),
    Column("copyright", "Droits", "Copyright", translated=True),
    Column("lang", "Langue", "Language", Type.CODE),
    Column("langs", "Langues", "Languages", Type.CODE, many=True, wordlike=True),
    Column("site", "Adresse du site", "Site address", Type.URL, aliases=("site",)),
    Column("comments", "Commentaires", "Comments", Type.CODE, aliases=("adresse des commentaires",)),
    Column(
        "review_opens",
        "Ouverture de la concertation",
        "Review opens",
        Type.DATE,
        aliases=("début de la concertation", "review start"),
    ),
    Column(
        "review_closes",
        "Clôture de la concertation",
        "Review closes",
        Type.DATE,
        aliases=("fin de la concertation", "review end", "concertation jusqu'au"),
    ),
    Column(
        "dependencies",
        "Dépendances",
        "Dependencies",
        Type.CODE,
        many=True,
        wordlike=True,
        aliases=("dependsOn", "dépendance"),
    ),
    Column("experimental", "Expérimental", "Experimental", Type.YES_NO),
)
