"""What refuses an act of the secretariat."""

from __future__ import annotations

from tabellion.diagnostics import rule

UNKNOWN_COMMENT = rule(
    "RV040",
    "unknown-comment",
    "error",
    "not-found",
    fr="aucun commentaire n'a le numéro « {value} »",
    en="no comment has the number `{value}`",
    help_fr="voyez « tabellion review list »",
    help_en="see `tabellion review list`",
)
STATE_DOES_NOT_FOLLOW = rule(
    "RV041",
    "state-does-not-follow",
    "error",
    "business-rule",
    fr="{number} est « {before} » et ne peut pas devenir « {after} »",
    en="{number} is `{before}` and cannot become `{after}`",
    help_fr="passez par : {path}",
    help_en="go by: {path}",
)
DECISION_WITHOUT_REASON = rule(
    "RV042",
    "decision-without-reason",
    "error",
    "required",
    fr="{number} : la décision « {decision} » demande {need}",
    en="{number}: the decision `{decision}` needs {need}",
    help_fr="chaque commentaire a droit à une réponse publique et motivée : donnez-la avec la décision",
    help_en="every comment is owed a public answer with its reason: give it with the decision",
)
UNKNOWN_DECISION = rule(
    "RV043",
    "unknown-decision",
    "error",
    "value",
    fr="« {value} » n'est pas une décision",
    en="`{value}` is not a decision",
    help_fr="décisions possibles : {choices}",
    help_en="possible decisions: {choices}",
)
REFUSAL_WITHOUT_REASON = rule(
    "RV044",
    "refusal-without-reason",
    "error",
    "required",
    fr="{number} : « {after} » demande un motif, qui est public",
    en="{number}: `{after}` needs a reason, which is public",
    help_fr="donnez-le avec --reason, ou dans « Réponse motivée »",
    help_en="give it with --reason, or in `Reasoned answer`",
)
UNDECIDED_COMMENT = rule(
    "RV045",
    "undecided-comment",
    "error",
    "incomplete",
    fr="{number} est encore « {before} » : le bilan ne se publie pas avec un commentaire sans réponse",
    en="{number} is still `{before}`: the result is not published with a comment that has no answer",
    help_fr="décidez-le, ou déclarez-le irrecevable avec son motif",
    help_en="decide it, or declare it inadmissible with its reason",
)
REVIEW_STILL_OPEN = rule(
    "RV046",
    "review-still-open",
    "error",
    "business-rule",
    fr="la concertation {review} est ouverte jusqu'au {closes}",
    en="the review {review} is open until {closes}",
    help_fr="publiez le bilan après la clôture",
    help_en="publish the result after the closing",
)
NOTHING_TO_SPLIT = rule(
    "RV047",
    "nothing-to-split",
    "error",
    "value",
    fr="{number} : découper demande au moins deux textes, tirés du commentaire",
    en="{number}: to split takes two texts at least, taken from the comment",
    help_fr="donnez chaque point par --into ; le texte d'origine reste tel quel",
    help_en="give each point by --into; the original stays as it is",
)
"""Splitting never rewrites: the parts are words of the author."""
ATTACHMENT_DELETED_WITHOUT_REASON = rule(
    "RV048",
    "attachment-deleted-without-reason",
    "error",
    "required",
    fr="{number} : effacer les fichiers joints demande un motif",
    en="{number}: to delete the attached files takes a reason",
    help_fr="indiquez pourquoi ; ce qui est effacé ne revient pas, le motif reste",
    help_en="say why; what is deleted does not come back, the reason stays",
)
UNKNOWN_ACT = rule(
    "RV049",
    "unknown-act",
    "error",
    "value",
    fr="« {value} » n'est pas un acte",
    en="`{value}` is no act",
    help_fr="actes possibles : {choices}",
    help_en="possible acts: {choices}",
)
REVIEW_NOT_EXTENDED = rule(
    "RV053",
    "review-not-extended",
    "error",
    "business-rule",
    fr="{review} n'est pas prolongée du {closes} au {wanted}",
    en="{review} is not extended from {closes} to {wanted}",
    help_fr="donnez une clôture plus tardive et le motif, tant qu'elle est ouverte ou dans les {days} jours",
    help_en="give a later closing and the reason, while the review is open or within {days} days",
)
NO_INSTANT = rule(
    "RV054",
    "no-instant",
    "error",
    "value",
    fr="« {value} » n'est pas un instant avec son fuseau",
    en="`{value}` is no instant with its zone",
    help_fr="écrivez par exemple 2026-05-31T23:59+02:00, puis le motif",
    help_en="write for instance 2026-05-31T23:59+02:00, then the reason",
)
