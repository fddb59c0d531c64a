"""The words of the office's pages, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from tabellion.diagnostics import Term

WORDS: Mapping[str, Term] = {
    "office": Term("Secrétariat de la concertation", "Secretariat of the review"),
    "sign_in": Term("Entrer", "Sign in"),
    "sign_out": Term("Sortir", "Sign out"),
    "token": Term("Jeton", "Token"),
    "token_help": Term(
        "remis par l'organisateur : tabellion review person NOM --token", "from the organiser: tabellion review person"
    ),
    "sign_on": Term("Entrer avec le compte de mon organisme", "Sign in with the account of my organization"),
    "comments": Term("Commentaires", "Comments"),
    "waiting": Term("sans réponse", "without an answer"),
    "number": Term("Numéro", "Number"),
    "received": Term("Reçu le", "Received"),
    "late": Term("hors délai", "late"),
    "about": Term("Porte sur", "About"),
    "comment": Term("Commentaire", "Comment"),
    "proposal": Term("Modification proposée", "Proposed change"),
    "reason": Term("Justification", "Rationale"),
    "organization": Term("Organisme", "Organization"),
    "author": Term("Auteur", "Author"),
    "email": Term("Courriel", "E-mail"),
    "state": Term("État", "State"),
    "all": Term("tous", "all"),
    "text": Term("Texte", "Text"),
    "instructor": Term("Instructeur", "Instructor"),
    "filter": Term("Filtrer", "Filter"),
    "more": Term("Suite", "Next"),
    "before": Term("Retour", "Previous"),
    "none": Term("Aucun commentaire.", "No comment."),
    "duplicates": Term("Semblent identiques", "Seem to say the same"),
    "exact": Term("mot pour mot", "word for word"),
    "history": Term("Historique", "History"),
    "nature": Term("Nature", "Nature"),
    "severity": Term("Gravité", "Severity"),
    "quoted": Term("Valeur en cause", "Value in question"),
    "frozen_page": Term("page figée", "frozen page"),
    "masked": Term("non public", "not public"),
    "confidential": Term("confidentiel", "confidential"),
    "revision_of": Term("Semble réviser", "Seems to revise"),
    "duplicate_of": Term("Doublon de", "Duplicate of"),
    "split_from": Term("Découpé de", "Split from"),
    "group": Term("Thème", "Theme"),
    "supports": Term("Soutenu par", "Supported by"),
    "decision": Term("Décision", "Decision"),
    "answer": Term("Réponse motivée, publique", "Reasoned answer, public"),
    "impact": Term("Impact", "Impact"),
    "version": Term("Version", "Version"),
    "link": Term("Lien", "Link"),
    "same_as": Term("Numéro de l'autre commentaire", "Number of the other comment"),
    "cell": Term("Cellule à modifier", "Cell to change"),
    "decided_by": Term("Décidé par", "Decided by"),
    "why": Term("Motif, public", "Reason, public"),
    "points": Term("Un point par paragraphe, dans les mots de l'auteur", "One point for each paragraph, as written"),
    "admit": Term("Déclarer recevable", "Declare admissible"),
    "ask": Term("Demander un complément", "Ask for more"),
    "refuse": Term("Déclarer irrecevable", "Declare inadmissible"),
    "split": Term("Découper", "Split"),
    "set_group": Term("Ranger sous ce thème", "Put under this theme"),
    "duplicate": Term("Marquer comme doublon", "Mark as a duplicate"),
    "revision": Term("Confirmer la révision", "Confirm the revision"),
    "mask": Term("Garder hors du public", "Withhold from the public"),
    "unmask": Term("Rendre public", "Make public"),
    "withdraw": Term("Retirer pour l'auteur", "Withdraw for the author"),
    "anonymise": Term("Anonymiser", "Anonymise"),
    "assign": Term("Confier à", "Assign to"),
    "await": Term("Attendre un tiers", "Await a third party"),
    "decide": Term("Décider", "Decide"),
    "attachments": Term("Fichiers joints", "Attached files"),
    "attachments_apart": Term("gardés à part", "kept apart"),
    "attachments_shown": Term("montrés au public", "shown to the public"),
    "show": Term("Montrer les fichiers au public", "Show the files to the public"),
    "hide": Term("Garder les fichiers à part", "Keep the files apart"),
    "drop": Term("Effacer les fichiers", "Delete the files"),
    "acts": Term("Que faire", "What to do"),
}


def words(lang: str) -> dict[str, str]:
    """The words in a language."""
    return {key: term[lang] for key, term in WORDS.items()}
