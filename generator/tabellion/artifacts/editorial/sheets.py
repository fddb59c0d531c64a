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
        Column(
            "version",
            "Version",
            "Version",
            Type.CODE,
            required=True,
            help=Term("L'édition dans laquelle le nom a changé.", "The edition in which the name changed."),
            example="1.1.0",
            form=VERSION,
        ),
        Column(
            "old_artifact",
            "Ancien artefact",
            "Old artifact",
            Type.CODE,
            required=True,
            help=Term(
                "L'ancien nom, en Type/identifiant ou par l'identifiant seul.",
                "The old name, as Type/id or by the id alone.",
            ),
            example=Term("StructureDefinition/souffle", "StructureDefinition/breath"),
            form=REFERENCE,
        ),
        Column(
            "old_path",
            "Ancien chemin",
            "Old path",
            Type.PATH,
            help=Term(
                "L'ancien chemin, si un élément seul a changé de nom.",
                "The old path, if an element alone changed its name.",
            ),
            example=Term("Observation.component:essai", "Observation.component:attempt"),
            form=ELEMENT,
        ),
        Column(
            "new_artifact",
            "Nouvel artefact",
            "New artifact",
            Type.CODE,
            required=True,
            help=Term("Le nouveau nom. L'ancienne page y conduit.", "The new name. The old page leads to it."),
            example=Term("StructureDefinition/debit-de-pointe", "StructureDefinition/peak-flow"),
            form=REFERENCE,
        ),
        Column(
            "new_path",
            "Nouveau chemin",
            "New path",
            Type.PATH,
            help=Term("Le nouveau chemin de l'élément.", "The element's new path."),
            example=Term("Observation.component:premier", "Observation.component:first"),
            form=ELEMENT,
        ),
        Column(
            "reason",
            "Motif",
            "Reason",
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term("Pourquoi le nom a changé.", "Why the name changed."),
            example=Term("nom plus précis", "a more exact name"),
        ),
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
        Column(
            "version",
            "Version",
            "Version",
            Type.CODE,
            required=True,
            help=Term(
                "L'édition dans laquelle l'artefact ou l'élément est parti.",
                "The edition in which the artifact or the element left.",
            ),
            example="1.1.0",
            form=VERSION,
        ),
        Column(
            "artifact",
            "Artefact",
            "Artifact",
            Type.CODE,
            required=True,
            help=Term(
                "Ce qui est parti, en Type/identifiant. Une page reste à son ancienne adresse et le dit.",
                "What left, as Type/id. A page stays at its former address and says so.",
            ),
            example=Term("StructureDefinition/ancien", "StructureDefinition/former"),
            form=REFERENCE,
        ),
        Column(
            "path",
            "Chemin",
            "Path",
            Type.PATH,
            help=Term(
                "L'élément qui est parti, si l'artefact est resté.", "The element that left, if the artifact stayed."
            ),
            example="Observation.note",
            form=ELEMENT,
        ),
        Column(
            "reason",
            "Motif",
            "Reason",
            required=True,
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term("Pourquoi il est parti.", "Why it left."),
            example=Term("plus utilisé", "no longer used"),
        ),
        Column(
            "date",
            "Date",
            "Date",
            Type.DATE,
            help=Term(
                "Le jour du retrait. Vide : celui de l'édition, si c'est celle-ci.",
                "The day of the withdrawal. Empty: that of the edition, if it is this one.",
            ),
            example="2026-03-01",
        ),
        Column(
            "replaced_by",
            "Remplacé par",
            "Replaced by",
            Type.CODE,
            help=Term(
                "Ce qui le remplace : un identifiant de ce guide, ou une adresse.",
                "What replaces it: an id of this guide, or an address.",
            ),
            example=Term("StructureDefinition/debit-de-pointe", "StructureDefinition/peak-flow"),
            form=REFERENCE,
        ),
    ),
    help=Term("ce qui a été publié et ne l'est plus", "what was published and no longer is"),
)

ACCEPTED = Sheet(
    "accepted",
    "Avertissements acceptés",
    "Accepted warnings",
    aliases=("alertes acceptées",),
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
                "La règle qui donne l'avertissement, par son code, ou l'identifiant du message du validateur officiel.",
                "The rule that gives the warning, by its code, or the message id of the official validator.",
            ),
            example="SD013",
            form=RULE,
        ),
        Column(
            "artifact",
            "Artefact",
            "Artifact",
            Type.CODE,
            required=True,
            help=Term(
                "L'artefact dont parle l'avertissement, en Type/identifiant ; l'identifiant seul de ce qui n'est pas "
                "une ressource : mesure, règle, flux.",
                "The artifact that the warning is about, as Type/id; the id alone of what is no resource: measure, "
                "rule, flow.",
            ),
            example=Term("Observation/debit-minimal", "Observation/minimal-flow"),
            form=REFERENCE,
        ),
        Column(
            "path",
            "Chemin",
            "Path",
            Type.CODE,
            help=Term(
                "L'élément tel que l'avertissement le montre, ou le code en cause. Vide : l'artefact même.",
                "The element as the warning shows it, or the code concerned. Empty: the artifact itself.",
            ),
            example="Observation.note",
            form=ELEMENT_OR_CODE,
        ),
        Column(
            "reason",
            "Motif",
            "Reason",
            required=True,
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term("Pourquoi l'équipe accepte l'avertissement.", "Why the team accepts the warning."),
            example=Term("voulu ainsi", "meant to be so"),
        ),
        Column(
            "date",
            "Date",
            "Date",
            Type.DATE,
            required=True,
            help=Term("Le jour de la décision.", "The day of the decision."),
            example="2026-03-01",
        ),
        Column(
            "by",
            "Décidé par",
            "Decided by",
            help=Term("Qui a décidé.", "Who decided."),
            example=Term("Comité de relecture", "Review board"),
            any_text="names are written as those who bear them want",
        ),
    ),
    help=Term(
        "les avertissements que l'équipe a examinés et accepte, un par ligne",
        "the warnings that the team has looked at and accepts, one per row",
    ),
)
