"""From the bytes of a text table to its text: which encoding they are in, and where that is in doubt."""

from __future__ import annotations

import re

from tabellion.diagnostics import Place, Report, Term, rule

MIXED_ENCODINGS = rule(
    "FI009",
    "mixed-encodings",
    "error",
    "processing",
    cause=True,
    fr="le fichier est en UTF-8, sauf {lines}",
    en="the file is UTF-8, but for {lines}",
    help_fr="reprenez ces lignes à leur source, et enregistrez tout le fichier au format CSV UTF-8",
    help_en="take these lines again from their source, and save the whole file as CSV UTF-8",
)
OTHER_ENCODING = rule(
    "FI010",
    "other-encoding",
    "error",
    "processing",
    cause=True,
    fr="le fichier semble être en {encoding} (« {text} »), que rien n'annonce",
    en="the file seems to be in {encoding} (`{text}`), which is declared nowhere",
    help_fr="enregistrez-le au format CSV UTF-8, et relisez-en les accents",
    help_en="save it as CSV UTF-8, and read its accents again",
)

UTF_16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
WINDOWS = "cp1252"
# what programs of DOS and of older Macintosh computers write
OTHERS = {"cp850": "DOS (cp850)", "mac_roman": "MacRoman"}
LETTERS = frozenset("àâäáãåçéèêëíìîïñóòôöõøúùûüýÿœæÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØÚÙÛÜÝŒÆßß’")
FIRST_BYTES, FEWEST = 4_000, 16
SHOWN_LINES = 10
GOOD = 0.8  # of the letters in words: enough for an encoding to be the right one


def decoded(data: bytes, name: str, report: Report) -> str | None:
    """The text of a file; `None` for what is no text in any encoding that is known.

    A byte-order mark decides, then the zeros of UTF-16, then strict UTF-8, then Windows-1252. A file that is UTF-8 but
    for some lines, or that only reads well in an encoding of DOS or of the Macintosh, is reported, and its text is what
    it probably is.
    """
    for mark, encoding in UTF_16.items():
        if data.startswith(mark):
            return _decode(data, encoding)
    if (wide_text := _without_mark(data)) is not None:
        return wide_text
    text = _decode(data, "utf-8-sig")
    if text is not None:
        return text
    lines = data.splitlines(keepends=True)
    bad = [number for number, line in enumerate(lines, 1) if _decode(line, "utf-8") is None]
    wide = sum(not line.isascii() for line in lines) - len(bad)
    if wide:
        report.add(MIXED_ENCODINGS, Place(name, line=bad[0]), lines=_lines(bad))
        readings = (_decode(line, "utf-8") or line.decode(WINDOWS, "replace") for line in lines)
        return "".join(readings).removeprefix("\ufeff")
    return _of_one_byte(data, name, report)


def _without_mark(data: bytes) -> str | None:
    """The text of UTF-16 without its mark: every other byte of western text is zero."""
    start = data[:FIRST_BYTES]
    zeros = start[0::2].count(0), start[1::2].count(0)
    if len(start) < FEWEST or max(zeros) < 0.4 * len(start) or min(zeros) > 0.02 * len(start):
        return None
    return _decode(data, "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le")


def _decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _lines(numbers: list[int]) -> Term:
    shown = ", ".join(map(str, numbers[:SHOWN_LINES]))
    if len(numbers) == 1:
        return Term(f"la ligne {shown}", f"line {shown}")
    if len(numbers) <= SHOWN_LINES:
        return Term(f"les lignes {shown}", f"lines {shown}")
    return Term(f"{len(numbers)} lignes : {shown}…", f"{len(numbers)} lines: {shown}…")


def _of_one_byte(data: bytes, name: str, report: Report) -> str | None:
    """The text in the encoding in which most of its accents stand where words have letters."""
    usual = _decode(data, WINDOWS)
    score = _score(usual, without=1.0) if usual is not None else -1.0
    if score >= GOOD:
        return usual
    scores = {encoding: _score(data.decode(encoding), without=0.0) for encoding in OTHERS}
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] < GOOD or scores[best] <= score:
        return usual
    text = data.decode(best)
    word = next((word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()), "")
    report.add(OTHER_ENCODING, Place(name), encoding=OTHERS[best], text=word)
    return text


def _score(text: str, without: float) -> float:
    """How many of the characters beyond ASCII inside words are letters of the languages of western Europe; `without`
    any in a word."""
    good = bad = 0
    for match in re.finditer(r"[^\x00-\x7f]", text):
        around = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
        in_word = [side.isalpha() for side in around]
        if all(in_word) or (match[0].isalpha() and any(in_word)):
            good += match[0] in LETTERS
            bad += match[0] not in LETTERS
    return good / (good + bad) if good + bad else without
