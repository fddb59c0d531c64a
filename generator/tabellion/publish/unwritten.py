"""What is said of folders that could not be written, or not to the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tabellion.diagnostics import Place, Report, rule
from tabellion.files.cause import cause_of
from tabellion.files.change import BusyError, HalfWrittenError, is_half_written
from tabellion.publish.stamp import belongs

OUTPUT_NOT_WRITABLE = rule(
    "OU002",
    "output-not-writable",
    "error",
    "processing",
    fr="le dossier ne peut pas être écrit : {reason}{file} ; ce qu'il contenait est intact",
    en="the folder cannot be written: {reason}{file}; what it held is as it was",
    help_fr="{remedy}",
    help_en="{remedy}",
    machine=True,
)
FOLDER_HALF_WRITTEN = rule(
    "OU005",
    "folder-half-written",
    "error",
    "incomplete",
    fr="l'écriture du dossier a été interrompue et ne s'annule pas ({reason}{file}) : il mêle deux constructions",
    en="the writing of the folder was interrupted and could not be undone ({reason}{file}): it mixes two builds",
    help_fr="{remedy} : « tabellion build » remet d'abord le dossier comme il était",
    help_en="{remedy}: `tabellion build` first puts the folder back as it was",
    machine=True,
)
WRITING_INTERRUPTED = rule(
    "OU006",
    "writing-interrupted",
    "warning",
    "incomplete",
    fr="une construction a été interrompue pendant qu'elle écrivait ce dossier, ou l'écrit en ce moment : "
    "il mêle l'ancien et le nouveau",
    en="a build was interrupted while it wrote this folder, or is writing it now: it mixes the former and the new",
    help_fr="lancez « tabellion build » : le dossier est d'abord remis comme il était, puis écrit en entier",
    help_en="run `tabellion build`: the folder is first put back as it was, then written whole",
)
SITE_OF_ANOTHER_OUTPUT = rule(
    "OU007",
    "site-of-another-output",
    "information",
    "informational",
    fr="le site n'a pas été construit à partir de ce que contient « {output} »",
    en="the site was not built from what `{output}` holds",
    help_fr="lancez « tabellion build », sans « --no-site », pour que les deux aillent ensemble",
    help_en="run `tabellion build`, without `--no-site`, so that the two belong together",
)
FOLDER_BEING_WRITTEN = rule(
    "OU008",
    "folder-being-written",
    "error",
    "processing",
    fr="une autre commande écrit ce dossier en ce moment",
    en="another command is writing this folder now",
    help_fr="attendez qu'elle ait fini, puis relancez",
    help_en="wait until it is done, then run again",
    machine=True,
)


@contextmanager
def told(folder: Path, report: Report) -> Iterator[None]:
    """Report why the folder could not be written, where what is done inside raises `OSError`."""
    try:
        yield
    except BusyError:
        report.add(FOLDER_BEING_WRITTEN, Place(folder.name))
    except OSError as fault:
        rule = FOLDER_HALF_WRITTEN if isinstance(fault, HalfWrittenError) else OUTPUT_NOT_WRITABLE
        cause = cause_of(fault)
        report.add(rule, Place(folder.name), reason=cause.reason, remedy=cause.remedy, file=_name(fault, folder))


def tell_unfinished(output: Path, site: Path, report: Report) -> None:
    """Report which of the folders an earlier run left in a state that is neither former nor new, and whether the site
    shows the output that is there."""
    mixed = [folder for folder in (output, site) if is_half_written(folder)]
    for folder in mixed:
        report.add(WRITING_INTERRUPTED, Place(folder.name))
    if not mixed and not belongs(site, output):
        report.add(SITE_OF_ANOTHER_OUTPUT, Place(site.name), output=output.name)


def _name(fault: OSError, folder: Path) -> str:
    """The file that a fault is about, with the blank and brackets that it takes in a sentence; `""` for the folder."""
    named = fault.filename2 or fault.filename
    if not isinstance(named, str) or Path(named) in (folder, folder.resolve()):
        return ""
    return f" ({Path(named).name})"
