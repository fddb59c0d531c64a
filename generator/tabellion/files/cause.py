"""Why the system refuses to write, in words for people, and what to do about it."""

from __future__ import annotations

import errno
from typing import NamedTuple

from tabellion.diagnostics import Term


class Cause(NamedTuple):
    """Why something could not be written, and what helps."""

    reason: Term
    remedy: Term


OPEN_ELSEWHERE = Cause(
    Term("un autre programme le tient ouvert", "another program holds it open"),
    Term("fermez le programme qui l'utilise, puis relancez", "close the program that uses it, then run again"),
)
MOUNTED = Cause(
    Term("c'est un point de montage ou un fichier ouvert ailleurs", "it is a mount point, or a file open elsewhere"),
    Term(
        "montez le dossier plutôt que ce fichier, ou fermez le programme qui l'utilise, puis relancez",
        "mount the folder rather than this file, or close the program that uses it, then run again",
    ),
)
FORBIDDEN = Cause(
    Term("l'accès est refusé", "access is refused"),
    Term(
        "vérifiez vos droits sur le dossier, fermez les fichiers ouverts, puis relancez",
        "check your permissions on the folder, close open files, then run again",
    ),
)
READ_ONLY = Cause(
    Term("le système de fichiers est en lecture seule", "the file system is read-only"),
    Term("travaillez dans un dossier ouvert à l'écriture", "work in a folder that is open to writing"),
)
FULL = Cause(
    Term("il n'y a plus de place", "there is no space left"),
    Term("libérez de la place sur le disque, puis relancez", "free space on the disk, then run again"),
)
TOO_LONG = Cause(
    Term("le chemin est trop long", "the path is too long"),
    Term(
        "déplacez le projet dans un dossier au chemin plus court, ou raccourcissez les identifiants",
        "move the project to a folder with a shorter path, or shorten the ids",
    ),
)
FOLDER = Cause(
    Term("un dossier est à la place du fichier", "a folder is in the place of the file"),
    Term("déplacez ce dossier, puis relancez", "move that folder away, then run again"),
)
FILE = Cause(
    Term("un fichier est à la place d'un dossier", "a file is in the place of a folder"),
    Term("déplacez ce fichier, puis relancez", "move that file away, then run again"),
)
LOOP = Cause(
    Term("le lien tourne en rond", "the link leads to itself"),
    Term("corrigez ou retirez le lien", "fix or remove the link"),
)
BY_NUMBER = {
    errno.EBUSY: MOUNTED,
    errno.ETXTBSY: OPEN_ELSEWHERE,
    errno.EACCES: FORBIDDEN,
    errno.EPERM: FORBIDDEN,
    errno.EROFS: READ_ONLY,
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.ENAMETOOLONG: TOO_LONG,
    errno.EISDIR: FOLDER,
    errno.ENOTEMPTY: FOLDER,
    errno.EEXIST: FILE,
    errno.ENOTDIR: FILE,
    errno.ELOOP: LOOP,
}
# of Windows: a sharing violation, a locked part, the disk full twice, a path too long
BY_WINDOWS_NUMBER = {32: OPEN_ELSEWHERE, 33: OPEN_ELSEWHERE, 39: FULL, 112: FULL, 206: TOO_LONG}


def cause_of(fault: OSError) -> Cause:
    """Why `fault` was raised; what the system itself says where it is nothing known here."""
    known = BY_WINDOWS_NUMBER.get(getattr(fault, "winerror", None) or 0) or BY_NUMBER.get(fault.errno or 0)
    if known is not None:
        return known
    said = fault.strerror or str(fault) or type(fault).__name__
    remedy = Term("vérifiez le disque et le dossier, puis relancez", "check the disk and the folder, then run again")
    return Cause(Term(said, said), remedy)
