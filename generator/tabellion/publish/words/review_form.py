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
    "form_supported": Term("Ajouté à votre envoi", "Added to your submission"),
    "react_support": Term("Je soutiens", "I support this"),
    "react_oppose": Term("Je ne suis pas d'accord", "I disagree"),
    "react_satisfied": Term("Cette réponse me convient", "This answer suits me"),
    "react_not-satisfied": Term("Cette réponse ne me convient pas", "This answer does not suit me"),
    "react_why": Term("Pourquoi", "Why"),
    "react_why_optional": Term("Pourquoi (facultatif)", "Why (optional)"),
    "react_reason_required": Term("Indiquez pourquoi.", "Please state why."),
    "react_organization_required": Term(
        "Nommez votre organisme : les soutiens et les désaccords se comptent par organisme.",
        "Name your organization: support and disagreement are counted by organization.",
    ),
    "react_close": Term("Fermer", "Close"),
    "react_mine": Term("le vôtre", "yours"),
    "form_read": Term("relu", "reviewed"),
    "form_count": Term("# commentaires", "# comments"),
    "form_count_one": Term("# commentaire", "# comment"),
    "form_files": Term("Joindre un exemple (facultatif)", "Attach a sample (optional)"),
    "form_files_help": Term(
        "JSON, XML, texte, image ou PDF, 500 ko au plus, 3 au plus. L'exemple doit être inventé : rien sur une vraie "
        "personne. Il n'est publié qu'une fois relu par le secrétariat.",
        "JSON, XML, text, picture or PDF, 500 kB at most, 3 at most. The sample must be fictitious: nothing about a "
        "real person. It is published only once the secretariat has read it.",
    ),
    "form_files_checked": Term(
        "J'ai vérifié que ces fichiers ne contiennent rien d'une vraie personne",
        "I have checked that these files contain nothing about a real person",
    ),
    "form_files_unchecked": Term(
        "Vérifiez que les fichiers ne contiennent rien d'une vraie personne, puis cochez la case.",
        "Check that the files contain nothing about a real person, then tick the box.",
    ),
    "form_file_number": Term(
        "Un fichier semble contenir un numéro de sécurité sociale. Retirez-le, ou joignez un exemple inventé.",
        "A file seems to contain a social security number. Remove it, or attach a fictitious sample.",
    ),
    "form_file_signs": Term("semble concerner une personne ({what})", "seems to concern a person ({what})"),
    "form_sign_number": Term("numéro de sécurité sociale", "social security number"),
    "form_sign_patient": Term("données d'un patient", "data of a patient"),
    "form_sign_birth": Term("date de naissance", "date of birth"),
    "form_file_type": Term("ce format n'est pas accepté", "this format is not accepted"),
    "form_file_empty": Term("ce fichier est vide", "this file is empty"),
    "form_file_large": Term("ce fichier dépasse 500 ko", "this file is over 500 kB"),
    "form_file_many": Term("trois fichiers au plus", "three files at most"),
    "form_late": Term("Envoyer une remarque tardive", "Send a late comment"),
}
