"""The sheets of editorial decisions."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.forms import ELEMENT, ELEMENT_OR_CODE, REFERENCE, RULE, VERSION

NO_RESOURCE = "decisions of editors are about resources, and in none of them"
RENAMINGS = Sheet(
    "renamings",
    "Renommages",
    "Renamings",
    owner="specification",
    columns=(
        Column("version", "Version", "Version", Type.CODE, required=True, form=VERSION),
        Column("old_artifact", "Ancien artefact", "Old artifact", Type.CODE, required=True, form=REFERENCE),
        Column("old_path", "Ancien chemin", "Old path", Type.PATH, form=ELEMENT),
        Column("new_artifact", "Nouvel artefact", "New artifact", Type.CODE, required=True, form=REFERENCE),
        Column("new_path", "Nouveau chemin", "New path", Type.PATH, form=ELEMENT),
        Column("reason", "Motif", "Reason", translated=True, pages_only=NO_RESOURCE),
    ),
    help=Term(
        "les anciennes adresses continuent de mener au bon endroit", "old addresses keep leading to the right place"
    ),
)

REMOVALS = Sheet(
    "removals",
    "Retraits",
    "Removals",
    owner="specification",
    columns=(
        Column("version", "Version", "Version", Type.CODE, required=True, form=VERSION),
        Column("artifact", "Artefact", "Artifact", Type.CODE, required=True, form=REFERENCE),
        Column("path", "Chemin", "Path", Type.PATH, form=ELEMENT),
        Column("reason", "Motif", "Reason", required=True, translated=True, pages_only=NO_RESOURCE),
        Column("replaced_by", "Remplacé par", "Replaced by", Type.CODE, form=REFERENCE),
    ),
    help=Term("ce qui a été publié et ne l'est plus", "what was published and no longer is"),
)

ACCEPTED = Sheet(
    "accepted",
    "Alertes acceptées",
    "Accepted warnings",
    owner="specification",
    unique=("rule", "artifact", "path"),
    columns=(
        Column(
            "rule",
            "Règle",
            "Rule",
            Type.CODE,
            required=True,
            help=Term(
                "code de la règle, ou identifiant du message du validateur officiel",
                "code of the rule, or message id of the official validator",
            ),
            form=RULE,
        ),
        Column(
            "artifact",
            "Artefact",
            "Artifact",
            Type.CODE,
            required=True,
            help=Term("Type/identifiant", "Type/id"),
            form=REFERENCE,
        ),
        Column(
            "path",
            "Chemin",
            "Path",
            Type.CODE,
            help=Term(
                "l'élément comme l'alerte le montre, ou le code en cause ; vide si elle porte sur l'artefact même",
                "the element as the warning shows it, or the code at fault; empty if it is about the artifact itself",
            ),
            form=ELEMENT_OR_CODE,
        ),
        Column("reason", "Motif", "Reason", required=True, translated=True, pages_only=NO_RESOURCE),
        Column("date", "Date", "Date", Type.DATE, required=True),
        Column("by", "Décidé par", "Decided by", any_text="names are written as those who bear them want"),
    ),
    help=Term(
        "les avertissements que l'équipe a examinés et accepte, un par ligne",
        "the warnings that the team has looked at and accepts, one per row",
    ),
)
