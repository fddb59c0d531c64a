"""Words of the pages about public reviews, and of the form."""

from __future__ import annotations

from collections.abc import Mapping

from tabellion.diagnostics import Term

WORDS: Mapping[str, Term] = {
    "review": Term("Concertation", "Public review"),
    "review_title": Term("Concertation", "Public review"),
    "review_from_to": Term(
        "Concertation du {opens} au {closes} ({zone})", "Public review from {opens} to {closes} ({zone})"
    ),
    "review_result_due": Term(
        "Les réponses seront publiées ici le {date}.", "Answers will be published here on {date}."
    ),
    "review_edition": Term("Édition relue", "Edition under review"),
    "review_dates": Term("Dates", "Dates"),
    "review_grace": Term("tolérance : {count:jour|jours}", "{count:day|days} of grace"),
    "review_instructors": Term("Instructeurs", "Instructors"),
    "review_rules": Term("Règles", "Rules"),
    "review_deciders": Term("Qui décide", "Who decides"),
    "review_result": Term("Bilan attendu", "Result due"),
    "review_questions": Term("Questions", "Questions"),
    "review_how": Term("Comment répondre", "How to answer"),
    "review_how_form": Term(
        "Sur chaque page et à chaque élément, « Commenter » ouvre un formulaire. Aucun compte n'est demandé.",
        "On each page and each element, “Comment” opens a form. No account is required.",
    ),
    "review_how_write": Term(
        "Sans JavaScript : écrivez à l'adresse ci-dessous. Copiez dans votre message l'adresse de la page, le nom de "
        "l'artefact et de l'élément, votre remarque, ce que vous proposez et pourquoi.",
        "Without JavaScript: write to the address below. Copy into your message the address of the page, the name of "
        "the artifact and of the element, your comment, what you propose and why.",
    ),
    "review_how_grid": Term(
        "À plusieurs : remplissez la grille que l'organisateur envoie, une ligne par remarque.",
        "With colleagues: fill in the grid that the organiser sends, one row per comment.",
    ),
    "review_grid": Term("Télécharger la grille (.xlsx)", "Download the grid (.xlsx)"),
    "review_privacy": Term(
        "Votre adresse électronique n'est jamais publiée ; votre nom ne l'est que si vous le choisissez. N'écrivez "
        "rien sur un patient.",
        "Your e-mail address is never published; your name is published only if you choose so. Do not write anything "
        "about a patient.",
    ),
    "review_calendar": Term("Ajouter la clôture au calendrier (.ics)", "Add the closing to your calendar (.ics)"),
    "review_feed": Term("Suivre par un flux Atom", "Follow with an Atom feed"),
    "review_sample": Term("Numéro", "Number"),
    "review_results": Term("Bilan", "Result"),
    "review_figures": Term(
        "{count:commentaire affiché|commentaires affichés}, {waiting} en attente de recevabilité, "
        "{late:reçu|reçus} hors délai.",
        "{count:comment|comments} shown, {waiting} awaiting admissibility, {late} received late.",
    ),
    "review_published": Term("Bilan publié le {date}.", "Result published on {date}."),
    "review_by_decision": Term("Par décision", "By decision"),
    "review_by_theme": Term("Par thème", "By theme"),
    "review_by_nature": Term("Par nature", "By nature"),
    "review_by_severity": Term("Par gravité", "By severity"),
    "review_pages": Term("Pages", "Pages"),
    "to_read_title": Term("À relire", "To review"),
    "to_read_intro": Term(
        "Les questions des auteurs, puis ce qui est nouveau ou a changé depuis l'édition {version}.",
        "The authors' questions, then what is new or has changed since edition {version}.",
    ),
    "to_read_first": Term(
        "Les questions des auteurs, puis tout ce que cette édition définit.",
        "The authors' questions, then everything that this edition defines.",
    ),
    "to_read_new": Term("nouveau", "new"),
    "to_read_changed": Term("changé", "changed"),
    "to_read_gone": Term("retiré", "removed"),
    "to_read_points": Term("Éléments", "Elements"),
    "comment_about": Term("Sur", "About"),
    "comment_said": Term("Commentaire", "Comment"),
    "comment_proposal": Term("Modification proposée", "Proposed change"),
    "comment_reason": Term("Justification", "Rationale"),
    "comment_quoted": Term("Texte relu", "Wording reviewed"),
    "comment_answer": Term("Réponse", "Answer"),
    "comment_decided": Term("Décidé le {date} par {who}", "Decided on {date} by {who}"),
    "comment_author": Term("Auteur", "Author"),
    "comment_someone": Term("Contributeur", "Contributor"),
    "comment_received": Term("Reçu le {date}", "Received on {date}"),
    "comment_late": Term("hors délai", "late"),
    "comment_withheld": Term(
        "Ce commentaire n'est pas publié ; seules son existence et la décision le sont.",
        "This comment is not published; only its existence and the decision are.",
    ),
    "comment_applied": Term("Appliqué dans l'édition", "Applied in edition"),
    "comment_change": Term("Changement", "Change"),
    "comment_change_line": Term("ce qui change", "what changes"),
    "comment_opposed": Term("Désaccords", "Disagreement"),
    "comment_opinion_why": Term("{opinion} : {why}", "{opinion}: {why}"),
    "register_title": Term("Commentaires et réponses", "Comments and answers"),
    "register_intro": Term(
        "{count:commentaire|commentaires}, à chercher ou à lire page à page.",
        "{count:comment|comments}, to search or to read page by page.",
    ),
    "register_text": Term("Mots cherchés", "Words to find"),
    "register_status": Term("Décision ou état", "Decision or state"),
    "register_nature": Term("Nature", "Nature"),
    "register_severity": Term("Gravité", "Severity"),
    "register_artifact": Term("Artefact ou page", "Artifact or page"),
    "register_who": Term("Organisme ou thème", "Organization or theme"),
    "register_count": Term("Commentaires : # sur #", "Comments: # of #"),
    "register_more": Term("En montrer davantage", "Show more"),
    "register_searching": Term("Recherche… # %", "Searching… # %"),
    "register_none": Term("Aucun commentaire ne correspond.", "No comment matches."),
    "register_unreadable": Term(
        "Les commentaires ne peuvent pas être lus ; les pages ci-dessous les contiennent tous.",
        "The comments cannot be read; the pages below contain all of them.",
    ),
    "changes_log_title": Term("Ce qui change", "What changes"),
    "changes_log_intro": Term(
        "Ce qui a changé de l'édition {before} à l'édition {after}, et les commentaires qui l'ont demandé.",
        "What changed from edition {before} to edition {after}, and the comments that asked for it.",
    ),
    "changes_log_changed": Term("Modifié", "Changed"),
    "changes_log_new": Term("Nouveau", "New"),
    "changes_log_gone": Term("Retiré", "Removed"),
    "changes_log_counts": Term("Ce que les changements entraînent", "What the changes mean"),
    "changes_log_impacts": Term(
        "Il y a rupture quand un message qui était valide peut être refusé, ou quand un nom en usage disparaît ; "
        "un changement compatible laisse valides les messages d’avant ; les autres ne touchent que des textes.",
        "A change is breaking where a message that was valid may be refused, or a name in use is gone; "
        "a compatible one leaves the messages of before valid; the others touch texts alone.",
    ),
    "changes_log_file": Term("Tous les changements, pour les programmes", "All changes, for programs"),
    "changes_log_renamed": Term("Renommé, auparavant {name}", "Renamed, formerly {name}"),
    "changes_log_kept": Term("Ce qui ne change pas", "What does not change"),
    "changes_log_kept_intro": Term(
        "Ce qui a été demandé et n'a pas été retenu ; chaque commentaire en porte le motif.",
        "What was asked for and not accepted; each comment gives the reason.",
    ),
    "changes_log_none": Term("Rien n'a changé.", "Nothing has changed."),
    "changes_log_more": Term("et {count:autre point|autres points}", "and {count:more point|more points}"),
    "comment_cell": Term("Cellule modifiée", "Cell changed"),
    "comment_supports": Term("Soutiens", "Supported by"),
    "comment_files": Term("Fichiers joints", "Attached files"),
    "comment_group": Term("Thème", "Theme"),
    "comment_duplicate": Term("Doublon de", "Duplicate of"),
    "comment_split": Term("Découpé de", "Split from"),
    "comment_today": Term("Dans cette édition", "In this edition"),
    "comment_before": Term("avant", "before"),
    "comment_after": Term("après", "after"),
    "comment_opinion": Term("Avis du contributeur", "Contributor's opinion"),
    "resolution_unchanged": Term("inchangé", "unchanged"),
    "resolution_changed": Term("modifié", "changed"),
    "resolution_moved": Term("déplacé", "moved"),
    "resolution_removed": Term("retiré", "removed"),
    "resolution_artifact-removed": Term("artefact retiré", "artifact removed"),
    "resolution_section-not-found": Term("à rattacher", "to be attached"),
    "comments_here": Term("Commentaires de la concertation", "Comments of the public review"),
    "comments_filter": Term("Filtrer les commentaires", "Filter the comments"),
    "comments_all": Term("Tous", "All"),
    "comments_count": Term("# commentaires", "# comments"),
    "comments_count_one": Term("# commentaire", "# comment"),
}
