"""What the program imports is what pyproject.toml declares, with bounds; nothing is declared that it does not use."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tabellion.diagnostics import rules
from tabellion.terminology import ucum

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
INSTALLED = packages_distributions()
SOURCES = sorted((ROOT / "generator").rglob("*.py"))
# found by name in an environment, whatever its version: part of Python's own set-up
WITHOUT_UPPER_BOUND = {"pip"}


def declared(requirements: list[str]) -> dict[str, str]:
    """Bounds by the normalized name of the distribution."""
    found = (re.match(r"([A-Za-z0-9.\-_]+)(?:\[[^]]*\])?(.*)", item) for item in requirements)
    return {normalized(match[1]): match[2] for match in found if match is not None}


def of_extras() -> dict[str, str]:
    """Bounds of what the extras for users bring."""
    extras = PROJECT["optional-dependencies"]
    return declared(extras["cluster"]) | declared(extras["models"]) | declared(extras["service"])


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(path: Path) -> Iterator[str]:
    """The modules that a file names: in imports, and as texts given to importlib."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module is not None:
            yield node.module
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in (
            "import_module",
            "find_spec",
        ):
            yield from (
                item.value for item in ast.walk(node) if isinstance(item, ast.Constant) and isinstance(item.value, str)
            )


def distributions(module: str) -> set[str]:
    """The distributions that a module is of; none for Python's own and ours."""
    root = module.partition(".")[0]
    if root in sys.stdlib_module_names or root == "tabellion" or not root.isidentifier():
        return set()
    return {normalized(name) for name in INSTALLED.get(root, [root])}


def used() -> set[str]:
    return {name for path in SOURCES for module in imported(path) for name in distributions(module)}


def test_what_is_imported_is_declared() -> None:
    """A library that comes with another one today may not come tomorrow."""
    assert set() == used() - set(declared(PROJECT["dependencies"])) - set(of_extras())


def test_what_is_declared_is_used() -> None:
    """Whoever installs Tabellion gets what it imports, or starts by its name, and nothing else."""
    texts = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    idle = set(declared(PROJECT["dependencies"])) - used()
    assert set() == {name for name in idle if f'"{name}"' not in texts}


def test_what_is_declared_has_bounds() -> None:
    """A version that does not exist yet is not let in."""
    needed = declared(PROJECT["dependencies"]) | of_extras()
    loose = {name for name, bounds in needed.items() if not ("==" in bounds or (">=" in bounds and ",<" in bounds))}
    assert WITHOUT_UPPER_BOUND == loose


# rooms that are nothing without the extra: nobody outside imports them at the head of a module
OF_AN_EXTRA = ("tabellion.services.review",)


def test_extras_are_imported_where_they_are_needed() -> None:
    """What only an extra brings is never imported at the head of a module, but within a room that needs all of it."""
    extras = {normalized(name) for name in of_extras()}
    heads = {
        name
        for path in SOURCES
        if not is_within(path)
        for module in at_the_head(path)
        for name in distributions(module)
    }
    rooms = {module for path in SOURCES if not is_within(path) for module in at_the_head(path)}
    assert set() == extras & heads
    assert [] == [module for module in rooms if module.startswith(OF_AN_EXTRA)]


def test_rules_are_found_without_any_extra() -> None:
    """Whoever installs the program alone has all its rules: looking for them imports nothing that an extra brings."""
    extras = {module for module, names in INSTALLED.items() if {normalized(name) for name in names} & set(of_extras())}
    script = (
        f"import sys; sys.modules.update(dict.fromkeys({sorted(extras)!r})); "
        "from tabellion.diagnostics.registry import rules; print(len(rules()))"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ("", str(len(rules()))) == (found.stderr, found.stdout.strip())
    texts = {path: path.read_text(encoding="utf-8") for path in SOURCES if is_within(path)}
    assert [] == [path.name for path, text in texts.items() if re.search(r"\brule\(", text)]


def is_within(path: Path) -> bool:
    module = ".".join(path.relative_to(ROOT / "generator").with_suffix("").parts)
    return module.startswith(OF_AN_EXTRA)


def at_the_head(path: Path) -> Iterator[str]:
    """The modules that a file imports as soon as it is imported itself."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (item.name for item in node.names)


def test_every_library_is_in_the_notices() -> None:
    """The list of licences names what is installed beside the program."""
    text = (ROOT / "THIRD-PARTY-NOTICES.md").read_text(encoding="utf-8")
    named = {normalized(name) for name in re.findall(r"(?m)^\| ([A-Za-z][\w.\- ]*?)(?: \(.*)? \|", text)}
    titles = {"mkdocs-material": "material for mkdocs", "pyyaml": "pyyaml"}
    assert set() == {name for name in declared(PROJECT["dependencies"]) if titles.get(name, name) not in named}


def test_the_grammar_of_units_is_where_it_is_looked_for() -> None:
    """It is a file of ucumvert, whose versions are bounded for it."""
    assert ucum.is_valid("mol.kg-3.s-2")
    assert not ucum.is_valid("mmHg")
