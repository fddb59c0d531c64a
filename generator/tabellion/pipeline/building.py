"""From a project to what it publishes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Place, Report, rule
from tabellion.pipeline.accepted_warnings import AcceptedWarnings
from tabellion.pipeline.definitions_verified import verify_definitions
from tabellion.pipeline.former_edition import FilesRead, shared_files
from tabellion.pipeline.kept import Kept
from tabellion.pipeline.project import Project, read_edition
from tabellion.pipeline.published_before import compare_with_before
from tabellion.pipeline.soundness import Soundness
from tabellion.pipeline.verification import verify_examples, verify_invariants, verify_searches
from tabellion.publish.output import Written, write_output
from tabellion.publish.package import output_files, package_archive, package_name
from tabellion.publish.pages.slices import slices_of_guide
from tabellion.publish.pages_check import check_pages
from tabellion.publish.unwritten import tell_unfinished, told

if TYPE_CHECKING:
    from tabellion.publish.site import Site

FOREIGN_FILE_IN_OUTPUT = rule(
    "OU001",
    "foreign-file-in-output",
    "information",
    "informational",
    fr="le fichier n'a pas été écrit par Tabellion ; il est laissé en place",
    en="the file was not written by Tabellion; it is left where it is",
    help_fr="déplacez-le s'il n'a rien à faire là",
    help_en="move it if it does not belong there",
)
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Result:
    """What a run found and wrote.

    `report` has every finding, `lang` is the language of the guide (`fr` or `en`), in which findings are told where
    nobody says another. `edition` is `None` where the Guide sheet or the core package leaves nothing to make, and may
    be incomplete while an error stands. `written` and `site` are `None` where nothing was written.
    """

    report: Report
    lang: str
    edition: Edition | None = None
    written: Written | None = None
    site: Site | None = None

    def __repr__(self) -> str:
        return f"Result({self.edition!r}, {self.report!r})"


def check(project: Project) -> Result:
    """Find every fault of a project; nothing is written.

    Tables and references are checked, artifacts made, invariants and search parameters read as FHIRPath, and examples
    validated (R4 validation.html), as far as what they rest on is sound; the narrative pages are tried when no error
    stands. Faults of the data are in the report, never raised; what an earlier build left unfinished is told too.
    """
    result, _ = _check(project)
    tell_unfinished(project.output, project.site, result.report)
    result.report.gather()
    return result


def check_again(project: Project, kept: Kept) -> Result:
    """Find every fault as `check` does; what nothing changed of since `kept` was filled is not read or validated
    again."""
    result, _ = _check(project, kept)
    result.report.gather()
    return result


def _check(project: Project, kept: Kept | None = None) -> tuple[Result, Mapping[str, bytes]]:
    """What was found, and the files that the next run needs to find it again."""
    report = Report()
    proofs, former = (kept.proofs, kept.former) if kept is not None else (None, FilesRead())
    edition, lang = read_edition(project, report, kept)
    files: Mapping[str, bytes] = {}
    if edition is not None:
        if proofs is not None:
            proofs.begin(edition)
        validator = slices_of_guide(
            edition
        ).validator  # pages ask the same one: what it knows of profiles is known once
        sound, accepted = Soundness(edition, report), AcceptedWarnings(edition)
        unexplained = compare_with_before(edition, project.output, former, sound, report)
        files = unexplained.as_files() | shared_files(edition.shared)
        verify_invariants(edition, validator, accepted, report)
        verify_searches(edition, validator, report)
        verify_definitions(edition, validator, Soundness(edition, report), accepted, report, proofs)
        verify_examples(edition, validator, Soundness(edition, report), accepted, report, proofs)
        if sound.everything:
            edition = check_pages(edition, project.site_folders, report)
        report.extend(edition.agreement)
        accepted.remove(report)
        accepted.tell_unmet(report, official=False, whole=sound.everything)
    return Result(report, lang, edition), files


def build(
    project: Project, *, site: bool = True, official: bool = False, progress: Progress = lambda step: None
) -> Result:
    """Write `output/`, the package, and with `site` the guide. Nothing is written while an error stands.

    With `official` HL7's validator judges what was written; the site is not made while it finds an error. `progress` is
    told each step as it begins: `reading`, `writing`, `official`, `site`. A folder that cannot be written is a finding
    (OU002).
    """
    progress("reading")
    result, kept = _check(project)
    edition, report = result.edition, result.report
    if edition is None or report.failed:
        tell_unfinished(project.output, project.site, report)
        report.gather()
        return result
    progress("writing")
    files = output_files(edition)
    written = None
    with told(project.output, report):
        written = write_output(
            project.output,
            {**files, **kept},
            {package_name(edition): package_archive(edition, files)},
            f"{edition.info.package_id}@{edition.info.version}",
        )
    if written is None:
        tell_unfinished(project.output, project.site, report)
        return result
    for name in written.foreign:
        report.add(FOREIGN_FILE_IN_OUTPUT, Place(f"{project.output.name}/{name}"))
    if official:
        from tabellion.pipeline.official import ask_official

        progress("official")
        ask_official(edition, project, report)
    made = None
    if site and not report.failed:
        from tabellion.publish.site import write_site

        progress("site")
        with told(project.site, report):
            made = write_site(edition, project.site_folders, report)
    tell_unfinished(project.output, project.site, report)
    report.gather()
    return Result(report, result.lang, edition, written, made)
