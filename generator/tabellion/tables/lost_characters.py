"""Characters that a wrong encoding lost or changed before the text came here: `�`, and `Ã©` for `é`."""

from __future__ import annotations

import re

from tabellion.diagnostics import Finding, Place, Report, rule

REPLACEMENT_CHARACTER = rule(
    "TB047",
    "replacement-character",
    "error",
    "value",
    fr="« {value} » contient � (U+FFFD) : un caractère s'est perdu en route",
    en="`{value}` contains � (U+FFFD): a character was lost on the way",
    help_fr="reprenez le texte à sa source",
    help_en="take the text again from its source",
    columnwise=True,
)
TWICE_ENCODED_TEXT = rule(
    "TB048",
    "twice-encoded-text",
    "error",
    "value",
    fr="« {value} » contient « {part} » : de l'UTF-8 qu'un programme a lu comme du Windows-1252",
    en="`{value}` contains `{part}`: UTF-8 that a program read as Windows-1252",
    help_fr="ouvrez la source en UTF-8, et enregistrez-la de nouveau",
    help_en="open the source as UTF-8, and save it again",
    columnwise=True,
)

# the second bytes of two-byte characters of UTF-8, as Windows-1252 reads them
_SECOND = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u0081\u008d\u008f\u0090\u009d\u00a0-\u00bf"
TWICE_ENCODED = re.compile(rf"[ÃÅ][{_SECOND}]|Â[\u00a0-\u00bf]|â[€‚„][{_SECOND}]")
LEFT_OVER = re.compile(r"[ÃÂ](?!\w)")  # of a character whose second byte became something else on the way
LOST = re.compile(rf"\ufffd|{TWICE_ENCODED.pattern}")


def lost_characters(text: str, place: Place, report: Report) -> Finding | None:
    """The finding of a text with lost characters; what it was is proposed where it can be calculated."""
    found = LOST.search(text)
    if found is None:
        return None
    shown = text if len(text) <= 80 else f"{text[:80]}…"
    if "\ufffd" in text:
        return report.add(REPLACEMENT_CHARACTER, place, value=shown)
    near = TWICE_ENCODED.sub(_once, text)
    is_whole = near != text and not LEFT_OVER.search(near)
    return report.add(TWICE_ENCODED_TEXT, place, value=shown, part=found[0], suggestion=near if is_whole else None)


def _once(match: re.Match[str]) -> str:
    # Windows-1252 leaves five bytes without a character, which programs pass on as they are
    data = b"".join(
        character.encode("latin-1" if "\u0080" <= character <= "\u009f" else "cp1252") for character in match[0]
    )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
