"""Words around every page: menu, banner, comments, search."""

from __future__ import annotations

from collections.abc import Mapping

from tabellion.diagnostics import Term

WORDS: Mapping[str, Term] = {
    # the frame of every page
    "home": Term("Accueil", "Home"),
    "start": Term("Démarrer", "Get started"),
    "measures": Term("Mesures", "Measurements"),
    "profiles": Term("Profils", "Profiles"),
    "flows": Term("Flux", "Exchanges"),
    "conformance": Term("Conformité", "Conformance"),
    "breadcrumbs": Term("Fil d'Ariane", "Breadcrumbs"),
    "languages": Term("Langues", "Languages"),
    "version": Term("Version", "Version"),
    "edition_of": Term("édition du {date}", "edition of {date}"),
    "status_draft": Term("Version de travail", "Working version"),
    "status_active": Term("Publiée", "Published"),
    "status_retired": Term("Retirée", "Withdrawn"),
    "status_unknown": Term("Statut inconnu", "Unknown status"),
    "draft_notice": Term(
        "Version de travail : le contenu peut changer, ne le mettez pas en œuvre.",
        "Working version: the content may change, do not implement it.",
    ),
    "retired_notice": Term(
        "Cette édition est retirée : ne l'utilisez plus.", "This edition is withdrawn: do not use it."
    ),
    "review_until": Term("Concertation jusqu'au {closes} à 23 h 59", "Public review until {closes}, 23:59"),
    "review_between": Term(
        "Concertation du {opens} au {closes} à 23 h 59", "Public review from {opens} to {closes}, 23:59"
    ),
    "review_is_to_come": Term("À venir.", "Upcoming."),
    "review_is_open": Term("Ouverte.", "Open."),
    "review_is_over": Term("Terminée.", "Closed."),
    "comment": Term("Commenter", "Comment"),
    "comment_page_long": Term("Une remarque sur cette page ?", "Any comment on this page?"),
    "comment_subject": Term("[{guide} {version}] {title}", "[{guide} {version}] {title}"),
    "comment_edition": Term("Édition : {guide} {version}", "Edition: {guide} {version}"),
    "comment_page": Term("Page : {title}", "Page: {title}"),
    "comment_canonical": Term("Artefact : {url}", "Artifact: {url}"),
    "comment_text": Term("Votre remarque, et ce que vous proposez :", "Your comment, and what you propose:"),
    "yes": Term("oui", "yes"),
    "no": Term("non", "no"),
    "and_more": Term("et {count:autre|autres}", "and {count} more"),
    "waiting_validated": Term("Validé", "Validated"),
    "waiting_proposed": Term("Proposé", "Proposed"),
    "waiting_to-validate": Term("À valider", "To validate"),
    "copy": Term("Copier", "Copy"),
    "copied": Term("Copié", "Copied"),
    "copy_link": Term("Copier le lien", "Copy the link"),
    "copy_example": Term("Copier l'exemple", "Copy the example"),
    "download": Term("Télécharger", "Download"),
    "download_json": Term("Télécharger le JSON", "Download as JSON"),
    # search
    "search": Term("Rechercher", "Search"),
    "search_hint": Term("Un code, un chemin, un mot…", "A code, a path, a word…"),
    "also_called": Term("Autres noms", "Also known as"),
    "search_meant": Term("Recherche comprise comme « # ».", "Interpreted as “#”."),
    "search_none": Term("Aucun résultat", "No result"),
    "search_in_list": Term("Chercher « # » dans la liste : #", "Search for “#” in the list: #"),
    "search_one": Term("1 résultat", "1 result"),
    "search_many": Term("# résultats", "# results"),
    "close": Term("Fermer", "Close"),
    "in_table": Term("Voir dans la table", "See in the table"),
    "element_label": Term("Élément : ", "Element: "),
    "address_label": Term("Adresse : ", "Address: "),
    # the menu
    "contents": Term("Sur cette page", "On this page"),
    "measures_list": Term("Toutes les mesures", "All measurements"),
    "reference": Term("Référence", "Reference"),
    "errors_title": Term("Erreurs", "Errors"),
    "reading_title": Term("Mots et signes", "Words and signs"),
    "quality_title": Term("Qualité", "Quality"),
    "family_vital-signs": Term("Signes vitaux", "Vital signs"),
    "family_laboratory": Term("Biologie", "Laboratory"),
    "family_activity": Term("Activité", "Activity"),
    "family_survey": Term("Ressenti", "Survey"),
    "family_other": Term("Autres mesures", "Other measurements"),
}
