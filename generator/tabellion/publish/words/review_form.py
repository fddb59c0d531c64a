"""Words of the comment form and of the banner, which scripts say."""

from __future__ import annotations

from collections.abc import Mapping

from tabellion.diagnostics import Term

WORDS: Mapping[str, Term] = {
    "form_title": Term("Commenter", "Comment"),
    "form_about": Term("Vous commentez", "You comment on"),
    "form_whole": Term("l'ensemble", "all of it"),
    "form_missing": Term("Il manque quelque chose ici", "Something is missing here"),
    "form_organization": Term("Organisme", "Organization"),
    "form_name": Term("Nom", "Name"),
    "form_email": Term("Courriel (jamais publié)", "E-mail (never published)"),
    "form_publication": Term("Publier", "Publish"),
    "form_add": Term("Ajouter à mon envoi", "Add to my submission"),
    "form_later": Term("Fermer (le brouillon reste dans ce navigateur)", "Close (the draft stays in this browser)"),
    "form_file": Term("Créer le fichier à envoyer", "Create the file to send"),
    "form_mail": Term("Écrire à l'organisateur", "Write to the organiser"),
    "form_post": Term("Envoyer maintenant", "Send now"),
    "form_remove": Term("Retirer", "Remove"),
    "form_list": Term("Mon envoi", "My submission"),
    "form_required": Term("Écrivez votre remarque.", "Enter your comment."),
    "form_errors": Term("Un champ est à corriger", "A field needs to be corrected"),
    "form_patient": Term(
        "Votre texte semble contenir un numéro de sécurité sociale ou le nom d'un patient. Retirez-le avant l'envoi.",
        "Your text seems to contain a social security number or the name of a patient. Remove it before sending.",
    ),
    "form_added": Term("Ajouté. # commentaires à envoyer.", "Added. # comments to send."),
    "form_added_one": Term("Ajouté. # commentaire à envoyer.", "Added. # comment to send."),
    "form_receipt": Term("Fichier créé : envoyez-le à", "File created: send it to"),
    "form_sent": Term("Reçu :", "Received:"),
    "form_failed": Term(
        "L'envoi a échoué, mais rien n'est perdu : créez le fichier et envoyez-le.",
        "Sending failed, but nothing is lost: create the file and send it.",
    ),
    "banner_before": Term("Ouverture le {date} ({zone})", "Opens on {date} ({zone})"),
    "banner_open": Term("Concertation ouverte jusqu'au {date} ({zone})", "Public review open until {date} ({zone})"),
    "banner_days": Term("encore # jours", "# days left"),
    "banner_days_one": Term("encore # jour", "# day left"),
    "banner_last": Term("dernier jour", "last day"),
    "banner_closed": Term("Concertation close depuis le {date} ({zone})", "Public review closed since {date} ({zone})"),
    "banner_yours": Term("soit {date} chez vous", "{date} where you are"),
    "form_comment": Term("Ce qui ne va pas, ou votre question", "What is wrong, or your question"),
    "form_proposal": Term("Ce que vous écririez à la place", "What you would write instead"),
    "form_reason": Term("Pourquoi : cas d'usage, référence", "Why: a use case, a reference"),
    "form_version": Term("Version", "Version"),
    "form_artifact": Term("Artefact", "Artifact"),
    "form_element": Term("Élément", "Element"),
    "form_quoted": Term("Valeur actuelle", "Current value"),
    "form_address": Term("Adresse", "Address"),
    "form_support": Term("Soutenir", "Support"),
    "form_supported": Term("Soutien ajouté à votre envoi", "Support added to your submission"),
    "form_read": Term("relu", "reviewed"),
    "form_count": Term("# commentaires", "# comments"),
    "form_count_one": Term("# commentaire", "# comment"),
    "form_late": Term("Envoyer une remarque tardive", "Send a late comment"),
}
