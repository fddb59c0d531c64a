"""The MkDocs configuration of each language: ours, the project's `mkdocs.yml` laid over it, then what is made."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

ASSETS = Path(__file__).parent / "assets"
# settings that are the program's to say: pages, addresses and languages hang together
OURS = ("docs_dir", "site_dir", "use_directory_urls", "nav", "plugins", "hooks")

Nav = Sequence[Mapping[str, Any]]

DEFAULTS: Mapping[str, Any] = {
    "theme": {
        "name": "material",
        "font": False,
        "logo": "assets/logo.svg",
        "favicon": "assets/logo.svg",
        "icon": {"repo": "material/table"},
        "palette": [
            {
                "media": "(prefers-color-scheme: light)",
                "scheme": "default",
                "primary": "custom",
                "accent": "custom",
                "toggle": {"icon": "material/weather-night", "name": "dark"},
            },
            {
                "media": "(prefers-color-scheme: dark)",
                "scheme": "slate",
                "primary": "custom",
                "accent": "custom",
                "toggle": {"icon": "material/weather-sunny", "name": "light"},
            },
        ],
        "features": ["navigation.tabs", "navigation.indexes", "navigation.prune", "toc.integrate"],
    },
    "markdown_extensions": [
        "attr_list",
        "def_list",
        "footnotes",
        "md_in_html",
        "tables",
        {"toc": {"toc_depth": "2-2"}},
    ],
    "extra": {"generator": False},
    "extra_css": ["assets/guide.css"],
    "extra_javascript": ["assets/words.js", "assets/guide.js", "assets/search.js"],
}
TOGGLES = {
    "fr": {"dark": "Passer en sombre", "light": "Passer en clair"},
    "en": {"dark": "Switch to dark", "light": "Switch to light"},
}


def read_project_settings(path: Path) -> dict[str, Any]:
    """What a project's `mkdocs.yml` says; nothing when there is none. Raises `ValueError` when it is not YAML."""
    if not path.is_file():
        return {}
    import yaml

    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as fault:
        raise ValueError(str(fault)) from fault
    return {key: value for key, value in (found or {}).items() if key not in OURS}


def menu_of(project: Mapping[str, Any]) -> dict[str, list[str]]:
    """The narrative pages of each section, as `extra: menu:` of the project's settings names them."""
    menu = (project.get("extra") or {}).get("menu") or {}
    return {str(section): [str(name) for name in names or ()] for section, names in menu.items()}


def within_of(project: Mapping[str, Any]) -> dict[str, str]:
    """The narrative pages that stand within a page that the guide makes, as `extra: within:` of the project's settings
    says: the file name of each, and the path of the page."""
    within = (project.get("extra") or {}).get("within") or {}
    return {str(name): str(path) for name, path in within.items()}


def settings(
    lang: str,
    name: str,
    site_url: str,
    docs: str,
    site: str,
    nav: Nav,
    project: Mapping[str, Any],
    scripts: Sequence[str] = (),
) -> dict[str, Any]:
    """The configuration of one language as plain data; `scripts` are loaded after those of every page."""
    ours = {**DEFAULTS, "extra_javascript": [*DEFAULTS["extra_javascript"], *scripts]}
    made = _laid_over(ours, project)
    made |= {
        "site_name": project.get("site_name") or escape(name),
        "docs_dir": docs,
        "site_dir": site,
        "use_directory_urls": False,
        "plugins": [],
        "nav": nav,
        "validation": {
            # pages beyond the menu, and entries of the menu that lead into a page
            "nav": {"omitted_files": "ignore", "not_found": "ignore", "absolute_links": "ignore"},
            "links": {"absolute_links": "ignore", "unrecognized_links": "ignore"},
        },
    }
    if site_url:
        made["site_url"] = site_url
    theme = dict(made["theme"])
    theme["language"] = lang
    words = TOGGLES.get(lang, TOGGLES["en"])
    theme["palette"] = [
        {**item, "toggle": {**item["toggle"], "name": words.get(item["toggle"]["name"], item["toggle"]["name"])}}
        for item in theme["palette"]
        if isinstance(item, dict) and "toggle" in item
    ] or theme["palette"]
    made["theme"] = theme
    return made


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Mappings are laid over each other key by key; anything else above replaces what is below."""
    made = dict(below)
    for key, value in above.items():
        known = made.get(key)
        made[key] = _laid_over(known, value) if isinstance(known, Mapping) and isinstance(value, Mapping) else value
    return made


def as_yaml(configuration: Mapping[str, Any]) -> str:
    """The configuration as a file: JSON is YAML."""
    return json.dumps(configuration, ensure_ascii=False, indent=2) + "\n"
