"""The 31 columns of the grid: headings in both languages, what others call them, who fills them, what they may hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.diagnostics import Term
from tabellion.review.record.decisions import DECISIONS, Decision
from tabellion.review.record.states import STATES
from tabellion.review.record.vocabulary import FACETS, IMPACTS, NATURES, REACTIONS, SEVERITIES, TARGETS, Word

YES_NO = (Term("oui", "yes"), Term("non", "no"))
GRID, CONTRIBUTOR, SECRETARIAT = "grid", "contributor", "secretariat"
BY = {
    GRID: Term("rempli d'avance ; ne le changez pas", "filled beforehand; leave it as it is"),
    CONTRIBUTOR: Term("rempli par vous", "filled by you"),
    SECRETARIAT: Term("rempli par le secrétariat", "filled by the secretariat"),
}


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of the grid: `key` is a field of a comment or of its anchor, `by` who fills it, `words` what it may hold
    where that is a closed list, or an open one (`free`)."""

    key: str
    heading: Term
    note: Term
    by: str = CONTRIBUTOR
    required: bool = False
    width: int = 16
    words: Sequence[Term] = ()
    free: bool = False


def _labels(words: Sequence[Word | Decision]) -> tuple[Term, ...]:
    return tuple(word.label for word in words)


COLUMNS = (
    GridColumn(
        "line", Term("N° ligne", "Row no."), Term("Le numéro de la ligne.", "The number of the row."), GRID, width=8
    ),
    GridColumn(
        "uid",
        Term("UID", "UID"),
        Term("Vide la première fois ; la copie de réception le remplit.", "Empty at first; the receipt copy fills it."),
        GRID,
        width=10,
    ),
    GridColumn("review", Term("Concertation", "Review"), Term("La concertation.", "The review."), GRID),
    GridColumn(
        "version", Term("Version du guide", "Version of the guide"), Term("L'édition relue.", "The edition read."), GRID
    ),
    GridColumn(
        "type",
        Term("Type de cible", "Target type"),
        Term("Ce dont vous parlez : un élément, une page, ou « il manque ».", "What it is about; or `missing`."),
        required=True,
        words=_labels(TARGETS),
    ),
    GridColumn(
        "artifact",
        Term("Artefact", "Artifact"),
        Term(
            "L'artefact, en Type/identifiant ; voyez la feuille Références.",
            "The artifact, as Type/id; see References.",
        ),
        width=38,
    ),
    GridColumn(
        "element",
        Term("Élément ou section", "Element or section"),
        Term("L'élément FHIR, le code, l'erreur ou la page.", "The FHIR element, the code, the error or the page."),
        width=38,
    ),
    GridColumn(
        "facet",
        Term("Facette", "Facet"),
        Term("Le point précis de l'élément : cardinalité, liaison, unité…", "Which point: cardinality, binding, unit…"),
        words=_labels(FACETS),
    ),
    GridColumn("url", Term("Lien", "Link"), Term("La page relue.", "The page that was read."), GRID, width=24),
    GridColumn(
        "quoted",
        Term("Texte ou valeur en cause", "Existing wording"),
        Term(
            "Ce qui est écrit aujourd'hui ; vous pouvez citer autre chose.",
            "What stands there; quote another part if you like.",
        ),
        width=34,
    ),
    GridColumn(
        "nature",
        Term("Nature", "Nature"),
        Term(
            "Question, rédaction, correction, évolution, suppression ou accord.",
            "Question, wording, correction, change, removal or agreement.",
        ),
        required=True,
        words=_labels(NATURES),
    ),
    GridColumn(
        "severity",
        Term("Gravité", "Severity"),
        Term("Bloquant, majeur, mineur ou suggestion.", "Blocking, major, minor or suggestion."),
        required=True,
        words=_labels(SEVERITIES),
    ),
    GridColumn(
        "comment",
        Term("Commentaire", "Comment"),
        Term(
            "Un seul point par ligne, compréhensible sans pièce jointe.",
            "One point in a row, clear without attachment.",
        ),
        required=True,
        width=50,
    ),
    GridColumn(
        "proposal",
        Term("Modification proposée", "Proposed change"),
        Term("Ce que vous écririez à la place.", "What you would write instead."),
        width=40,
    ),
    GridColumn(
        "reason",
        Term("Justification / cas d'usage", "Rationale / use case"),
        Term("Pourquoi : un cas d'usage, une référence.", "Why: a use case, a reference."),
        width=40,
    ),
    GridColumn(
        "author_name",
        Term("Auteur", "Author"),
        Term("Qui le demande chez vous.", "Who asks for it in your organization."),
    ),
    GridColumn(
        "confidential",
        Term("Confidentiel", "Confidential"),
        Term(
            "« oui » : seules l'existence et la décision seront publiées.",
            "`yes`: only its existence and the decision are published.",
        ),
        words=YES_NO,
    ),
    GridColumn(
        "number", Term("N° public", "Public no."), Term("Le numéro du commentaire.", "Its number."), SECRETARIAT
    ),
    GridColumn(
        "received",
        Term("Reçu le / Hors délai", "Received / Late"),
        Term("La date de réception.", "The date of reception."),
        SECRETARIAT,
    ),
    GridColumn(
        "admission",
        Term("Recevabilité", "Admissibility"),
        Term("Recevable, à compléter ou irrecevable.", "Admissible, to complete or inadmissible."),
        SECRETARIAT,
        words=tuple(state.label for state in STATES if state.code in ("admissible", "to-complete", "inadmissible")),
    ),
    GridColumn("group", Term("Groupe", "Group"), Term("Le thème.", "The theme."), SECRETARIAT),
    GridColumn("duplicate_of", Term("Doublon de", "Duplicate of"), Term("Un numéro.", "A number."), SECRETARIAT),
    GridColumn(
        "instructor", Term("Instructeur", "Instructor"), Term("Qui l'instruit.", "Who looks into it."), SECRETARIAT
    ),
    GridColumn(
        "decision",
        Term("Décision", "Decision"),
        Term("La décision.", "The decision."),
        SECRETARIAT,
        words=_labels(DECISIONS),
        width=22,
    ),
    GridColumn(
        "answer",
        Term("Réponse motivée", "Reasoned answer"),
        Term("La réponse publiée, avec son motif.", "The answer that is published, with its reason."),
        SECRETARIAT,
        width=50,
    ),
    GridColumn(
        "impact",
        Term("Impact", "Impact"),
        Term("Ce que le changement demande aux logiciels.", "What the change asks of software."),
        SECRETARIAT,
        words=_labels(IMPACTS),
    ),
    GridColumn(
        "applied_version",
        Term("Version d'application", "Applied in version"),
        Term("L'édition qui l'applique.", "The edition that applies it."),
        SECRETARIAT,
    ),
    GridColumn(
        "change",
        Term("Référence du changement", "Reference of the change"),
        Term("La ligne du journal des changements.", "The line of the change log."),
        SECRETARIAT,
    ),
    GridColumn(
        "source_cell",
        Term("Source à modifier", "Cell to change"),
        Term("fichier › feuille!cellule", "file › sheet!cell"),
        SECRETARIAT,
        width=34,
    ),
    GridColumn(
        "state",
        Term("Statut", "Status"),
        Term("L'état dans le registre.", "Its state in the register."),
        SECRETARIAT,
        words=_labels(STATES),
    ),
    GridColumn(
        "author_opinion",
        Term("Avis du contributeur", "Contributor's opinion"),
        Term(
            "La réponse convient-elle ? Sur le commentaire d'un autre : je soutiens, ou je ne suis pas d'accord. Le "
            "motif suit après deux-points.",
            "Does the answer suit? On a comment of somebody else: I support this, or I disagree. The reason follows "
            "after a colon.",
        ),
        words=_labels(REACTIONS),
        free=True,
    ),
)
"""The columns in their order."""
RESULT = GridColumn(
    "result",
    Term("Résultat d'import", "Import result"),
    Term("Ce qu'est devenue la ligne.", "The outcome of the row."),
    GRID,
    width=44,
)
"""The further column of a receipt copy."""
ORGANIZATION = (
    ("organization", Term("Organisme", "Organization")),
    ("organization_kind", Term("Type d'organisme", "Kind of organization")),
    ("author_name", Term("Référent", "Contact person")),
    ("author_email", Term("Courriel", "E-mail")),
    ("product", Term("Produit et version", "Product and version")),
    ("system_role", Term("Rôle", "Role")),
    ("publication", Term("Publication du nom", "Publication of the name")),
    ("date", Term("Date", "Date")),
)
"""The rows of the sheet about the organization, by the fields of a comment."""
ATTACHMENTS = (
    Term("N° ligne", "Row no."),
    Term("Nom du fichier, à côté de la grille", "Name of the file, beside the grid"),
)
"""The columns of the sheet about files that come with comments."""
SHEETS = {
    "readme": Term("Lisez-moi", "Read me"),
    "organization": Term("Organisme", "Organization"),
    "comments": Term("Commentaires", "Comments"),
    "references": Term("Références", "References"),
    "lists": Term("Listes", "Lists"),
    "attachments": Term("Pièces jointes", "Attachments"),
    "acts": Term("Actes", "Acts"),
}
"""The sheets of the workbook."""
FORMULA_REFUSED = frozenset(
    {"type", "artifact", "element", "facet", "nature", "severity", "comment", "proposal", "reason", "author_name",
     "confidential"}
)  # fmt: skip
"""The columns of a contributor in which a formula is refused."""
