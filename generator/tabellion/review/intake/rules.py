"""What a comment may hold, whichever door it comes by, and what refuses it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tabellion.diagnostics import Term, rule
from tabellion.review.anchors.index import AnchorIndex
from tabellion.review.intake.attachments import SOCIAL_SECURITY, remarks_on_files
from tabellion.review.intake.remarks import Remark
from tabellion.review.record.submission import Submission
from tabellion.review.record.vocabulary import NATURES, Word, plain, word_of

EMPTY_COMMENT = rule(
    "RV020",
    "empty-comment",
    "error",
    "required",
    fr="la ligne n'a pas de commentaire",
    en="the row has no comment",
    help_fr="écrivez la remarque dans « Commentaire », ou videz la ligne",
    help_en="write the comment into `Comment`, or empty the row",
)
SEE_ATTACHED = rule(
    "RV021",
    "see-attached",
    "error",
    "incomplete",
    fr="le commentaire renvoie à une pièce jointe : « {value} »",
    en="the comment refers to an attachment: `{value}`",
    help_fr="écrivez la remarque dans la cellule, pour qu'elle se lise sans le fichier ; un exemple peut l'accompagner",
    help_en="write the comment into the cell, so that it reads without the file; a sample may come with it",
)
SEVERAL_POINTS = rule(
    "RV022",
    "several-points",
    "warning",
    "business-rule",
    fr="le commentaire semble contenir plusieurs points ({value}) ; le secrétariat pourra le découper",
    en="the comment seems to hold several points ({value}); the secretariat may split it",
    help_fr="écrivez une ligne par point, pour que chacun ait sa réponse",
    help_en="write one row for each point, so that each gets its answer",
)
UNKNOWN_ARTIFACT = rule(
    "RV023",
    "unknown-artifact",
    "error",
    "not-found",
    fr="« {value} » n'est pas un artefact de l'édition {version}",
    en="`{value}` is not an artifact of the edition {version}",
    help_fr="choisissez-le dans la feuille Références",
    help_en="choose it in the sheet References",
)
UNKNOWN_POINT = rule(
    "RV024",
    "unknown-point",
    "error",
    "not-found",
    fr="« {value} » n'est ni un élément, ni un code, ni une page {artifact:de} dans l'édition {version}",
    en="`{value}` is not an element, code or page of {artifact} in the edition {version}",
    help_fr="choisissez-le dans la feuille Références ; pour ce qui manque, prenez la cible « il manque »",
    help_en="choose it in the sheet References; for something missing, choose the target `missing`",
)
OTHER_VERSION = rule(
    "RV025",
    "other-version",
    "warning",
    "business-rule",
    fr="la ligne mentionne la version {value}, la concertation porte sur {version} ; elle est acceptée",
    en="the row mentions version {value}, the review is about {version}; it is accepted",
    help_fr="vérifiez que la remarque vaut encore",
    help_en="check that the comment still applies",
)
OTHER_REVIEW = rule(
    "RV026",
    "other-review",
    "error",
    "business-rule",
    fr="la ligne est adressée à la concertation {value}, et non à {review}",
    en="the row is addressed to the review {value}, not to {review}",
    help_fr="envoyez-la à l'autre concertation, ou recopiez-la dans la grille de celle-ci",
    help_en="send it to the other review, or copy it into the grid of this one",
)
UNKNOWN_WORD = rule(
    "RV027",
    "unknown-word",
    "error",
    "value",
    fr="« {value} » n'est pas une valeur de « {heading} »",
    en="`{value}` is not a value of `{heading}`",
    help_fr="choisissez dans la liste : {choices}",
    help_en="choose from the list: {choices}",
)
MISSING_WORD = rule(
    "RV028",
    "missing-word",
    "error",
    "required",
    fr="« {heading} » est vide",
    en="`{heading}` is empty",
    help_fr="choisissez dans la liste : {choices}",
    help_en="choose from the list: {choices}",
)
NO_PROPOSAL = rule(
    "RV029",
    "no-proposal",
    "warning",
    "incomplete",
    fr="une {nature} sans modification proposée",
    en="a {nature} without a proposed change",
    help_fr="indiquez ce que vous écririez : c'est ce qui est repris le plus vite",
    help_en="say what you would write: this is the quickest to take up",
)
FORMULA_IN_GRID = rule(
    "RV030",
    "formula-in-grid",
    "error",
    "value",
    fr="la cellule contient une formule",
    en="the cell holds a formula",
    help_fr="collez-y le texte (collage spécial, valeurs)",
    help_en="paste the text there (paste special, values)",
)
MERGED_IN_GRID = rule(
    "RV031",
    "merged-in-grid",
    "error",
    "structure",
    fr="la ligne est dans une plage fusionnée ({value})",
    en="the row is in a merged range ({value})",
    help_fr="défusionnez ces cellules : on ne sait pas à quelle ligne elles appartiennent",
    help_en="unmerge these cells: nobody can tell which row they belong to",
)
COMMENT_TOO_LONG = rule(
    "RV032",
    "comment-too-long",
    "error",
    "too-long",
    fr="le texte de « {heading} » a {length} caractères, plus {most:que}",
    en="the text of `{heading}` has {length} characters, more than {most}",
    help_fr="abrégez-le, ou découpez-le en plusieurs lignes",
    help_en="shorten it, or split it into several rows",
)
PERSONAL_DATA_SUSPECTED = rule(
    "RV033",
    "personal-data-suspected",
    "warning",
    "business-rule",
    fr="le commentaire semble contenir un numéro de sécurité sociale ou le nom d'un patient ; il n'est pas rendu "
    "public",
    en="the comment seems to give a social security number or to name a patient; it is not made public",
    help_fr="renvoyez la ligne sans ces données ; le secrétariat décide de ce qui se publie",
    help_en="send the row again without these data; the secretariat decides what is published",
)
ANCHOR_TO_COMPLETE = rule(
    "RV034",
    "anchor-to-complete",
    "warning",
    "incomplete",
    fr="« {value} » ne désigne rien de l'édition {version} ; le commentaire est reçu, à rattacher",
    en="`{value}` does not match anything in the edition {version}; the comment is received, to be attached",
    help_fr="donnez l'artefact et l'élément, comme la feuille Références les écrit",
    help_en="give artifact and element as the sheet References writes them",
)

LONGEST = 20_000
LONGEST_REFERENCE = 100
"""Characters of the longest comment that says no more than that something is attached."""
LONGEST_NAME = 300
LONGEST_ADDRESS = 2_000
NAMES = ("author_name", "author_email", "organization", "written", "confidential_reason")
ATTACHED = re.compile(
    r"\W*(cf\.?|voir|see|c\.f\.?)?\W*(la |le |les |the |my |our |notre |nos )?"
    r"(pi[eè]ces?[ -]jointes?|pj|p\.j\.?|fichiers? joints?|document joint|attach(ed|ment)s?|enclosed)"
    r"( file| document| comments?)?\W*",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(?m)(?:^|\s)(\d{1,2})[.)]\s+\S")
BULLETS = re.compile(r"(?m)^[^\S\n]*[-•*][^\S\n]+\S")
PATIENT = re.compile(
    r"\b(patiente?s?|malade)\s+(nomm[ée]e?s?\s+|named\s+|:\s*)?(M\.|Mr\.?|Mme|Mlle|Mrs\.?|Ms\.?|Monsieur|Madame)\s+[A-ZÉÈ]\w+"
)
TEXT_FIELDS = ("comment", "proposal", "reason")


def remarks_on(submission: Submission, index: AnchorIndex) -> Iterator[Remark]:
    """What is to be said about a submission, whichever the door: texts, and whether its anchor is in the edition."""
    if not plain(submission.comment):
        yield Remark(EMPTY_COMMENT, "comment")
    elif len(submission.comment) <= LONGEST_REFERENCE and ATTACHED.fullmatch(submission.comment):
        yield Remark(SEE_ATTACHED, "comment", submission.comment)
    for key in TEXT_FIELDS:
        length = len(getattr(submission, key))
        if length > LONGEST:
            yield Remark(COMMENT_TOO_LONG, key, parameters={"length": length, "most": LONGEST, "heading": key})
    others = {key: (getattr(submission, key), LONGEST_NAME) for key in NAMES}
    others |= {
        key: (text, LONGEST if key == "quoted" else LONGEST_ADDRESS) for key, text in submission.anchor.json().items()
    }
    for key, (text, most) in others.items():
        if len(text) > most:
            yield Remark(COMMENT_TOO_LONG, key, parameters={"length": len(text), "most": most, "heading": key})
    if any(len(getattr(submission, key)) > LONGEST for key in TEXT_FIELDS):
        return  # nobody looks for patterns in what is not received
    points = [*NUMBERED.findall(submission.comment)]
    count = max(len(points) if points[:2] == ["1", "2"] else 0, len(BULLETS.findall(submission.comment)))
    if count > 1:
        yield Remark(SEVERAL_POINTS, "comment", str(count))
    if submission.nature in ("correction", "change") and not submission.proposal:
        yield Remark(NO_PROPOSAL, "proposal", parameters={"nature": word_of(NATURES, submission.nature).label})
    if names_a_patient(submission):
        yield Remark(PERSONAL_DATA_SUSPECTED, "comment")
    yield from remarks_on_files(submission)
    anchor = submission.anchor
    if anchor.version and anchor.version != index.version:
        yield Remark(OTHER_VERSION, "version", anchor.version, parameters={"version": index.version})
    if anchor.type != "missing" and (anchor.artifact or anchor.element or anchor.section) and index.of(anchor) is None:
        yield Remark(
            ANCHOR_TO_COMPLETE,
            "element",
            anchor.element or anchor.section or anchor.artifact,
            parameters={"version": index.version},
        )


def names_a_patient(submission: Submission) -> bool:
    """Whether the texts seem to give a social security number or to name a patient."""
    texts = (getattr(submission, key) for key in TEXT_FIELDS)
    return any(SOCIAL_SECURITY.search(text) or PATIENT.search(text) for text in texts)


def choices(words: Iterable[Word]) -> Term:
    """The words of a list for a help."""
    labels = [word.label for word in words]
    return Term(", ".join(label.fr for label in labels), ", ".join(label.en for label in labels))
