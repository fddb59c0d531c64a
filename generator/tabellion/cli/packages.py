"""`tabellion packages`: the FHIR packages that a guide depends on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tabellion.cli.language import spoken
from tabellion.cli.shared_options import (
    EverythingOption,
    Format,
    FormatOption,
    LangOption,
    ProjectOption,
    exit_code,
    tell_any,
)

if TYPE_CHECKING:
    from tabellion.fhir.coordinates import Coordinate

NOT_USED = {"fr": "le guide n'en dépend pas", "en": "the guide does not depend on it"}

packages = typer.Typer(help="The FHIR packages that a guide depends on.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(packages, name="packages")


@packages.command("list")
def list_packages(
    project: ProjectOption = Path(),
    caches: Annotated[bool, typer.Option("--caches", help="Those of the two caches of this machine too.")] = False,
    format: FormatOption = Format.text,
    everything: EverythingOption = False,
    lang: LangOption = None,
) -> None:
    """List what the guide depends on and where it is found, then the other available packages."""
    from tabellion.diagnostics import Report
    from tabellion.fhir.package_resolver import PackageResolver
    from tabellion.pipeline.dependencies import dependencies
    from tabellion.pipeline.project import Project

    said = spoken(lang, project)
    report = Report()
    resolver = PackageResolver(Project(project).packages, report, fetch=False)
    found = [(wanted, resolver.at_hand(wanted)) for wanted in dependencies(Project(project))]
    lines = [(str(wanted), str(match.path) if match else _missing(wanted, said)) for wanted, match in found]
    used = {match.path for _, match in found if match is not None}
    others = [package for package in resolver.packages(caches=caches) if package.path not in used]
    lines += [(str(other.coordinate), f"{other.path} ({NOT_USED[said]})") for other in others]
    width = max((len(name) for name, _ in lines), default=0)
    for name, where in lines:
        typer.echo(f"{name:<{width}}  {where}")
    if not lines:
        words = {"fr": "aucun paquet dans le dossier du projet", "en": "no package in the project's folder"}
        typer.echo(words[said], err=True)
    tell_any(report, format, said, everything=everything, err=True)
    raise typer.Exit(1 if report.failed else 0)


def _missing(wanted: Coordinate, lang: str) -> str:
    words = {"fr": "absent : tabellion packages add {}", "en": "missing: tabellion packages add {}"}
    return words[lang].format(wanted)


@packages.command("add")
def add(
    package: Annotated[str, typer.Argument(metavar="FILE|name@version", help="A .tgz file, a folder, or a name.")],
    project: ProjectOption = Path(),
    format: FormatOption = Format.text,
    everything: EverythingOption = False,
    lang: LangOption = None,
) -> None:
    """Put a package into the project's folder of packages, from a file or from the FHIR package registry."""
    from tabellion.diagnostics import Report
    from tabellion.fhir.adding import add_package
    from tabellion.pipeline.project import Project

    said = spoken(lang, project)
    report = Report()
    added = add_package(package, Project(project).packages, report)
    if added is not None:
        words = {
            "fr": "{} : {}. Pour que le guide en dépende, écrivez « {} » à la ligne Dépendances de la feuille Guide.",
            "en": "{}: {}. To have the guide depend on it, write `{}` in the row Dependencies of the Guide sheet.",
        }
        typer.echo(words[said].format(added.coordinate, added.path, added.coordinate))
    tell_any(report, format, said, everything=everything, err=True)
    raise typer.Exit(exit_code(report))
