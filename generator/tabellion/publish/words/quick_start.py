"""Words of the quick start."""

from __future__ import annotations

from collections.abc import Mapping

from tabellion.diagnostics import Term

WORDS: Mapping[str, Term] = {
    "quick_start_title": Term("Démarrage rapide", "Quick start"),
    "quick_start_lead": Term(
        "Une valeur saisie à la main, envoyée au serveur d'essai de ce guide, puis relue. Les commandes se copient "
        "telles quelles.",
        "A value entered by hand, sent to the trial server of this guide, then read back. The commands can be pasted "
        "as "
        "they are.",
    ),
    "quick_start_server": Term("Lancer le serveur d'essai", "Start the trial server"),
    "quick_start_server_how": Term(
        "Dans le dossier du guide. Le serveur répond comme les tables l'indiquent, erreurs comprises ; il accepte "
        "n'importe quel jeton.",
        "In the folder of the guide. The server answers as the tables state, errors included; it accepts any token.",
    ),
    "quick_start_curl": Term("Envoyer et relire avec curl", "Send and read back with curl"),
    "quick_start_python": Term("Envoyer et relire en Python", "Send and read back in Python"),
    "quick_start_message": Term("Message envoyé, tiré de l'exemple", "Message sent, taken from the example"),
    "quick_start_typed": Term("Valeur à saisir", "Value to enter"),
    "quick_start_sent_by": Term("Envoi", "Sending"),
    "quick_start_read_by": Term("Relecture", "Reading back"),
    "quick_start_at_place": Term("à l'adresse que donne la réponse", "at the address given in the response"),
    "quick_start_needed": Term("À enregistrer d'abord sur un autre serveur", "To be recorded first on another server"),
    "quick_start_variables": Term("Variables, pour un autre serveur", "Variables, for another server"),
    "quick_start_python_how": Term(
        "Sans autre bibliothèque que celle de Python.", "With no other library than Python's own."
    ),
}
