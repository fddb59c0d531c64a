"""The sequence of a quick start as code: for curl, and for Python with its own library alone."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from tabellion.artifacts.flow.plan import PLACEHOLDER, Header, StatedFlow
from tabellion.fhir.json import Json
from tabellion.publish.interfaces.quick_start import Path, QuickStart
from tabellion.publish.interfaces.requests import FHIR_JSON, secret_name

LOCAL = "http://127.0.0.1:8080/fhir"
"""Where `tabellion flows serve --port 8080` answers."""
MARK = "\N{REPLACEMENT CHARACTER}value\N{REPLACEMENT CHARACTER}"


def _marked(start: QuickStart) -> Json:
    """The message with a mark in the place of the number that is typed."""

    def copied(value: Any, path: Path | None) -> Any:
        if path == ():
            return MARK if start.path else value
        if isinstance(value, dict):
            here = start.path if value is start.resource else path
            return {key: copied(item, _after(here, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [copied(item, _after(path, number)) for number, item in enumerate(value)]
        return value

    made: Json = copied(start.message, start.path if start.message is start.resource else None)
    return made


def _after(path: Path | None, step: str | int) -> Path | None:
    return path[1:] if path and path[0] == step else None


def shell_of(start: QuickStart, trial: str) -> str:
    """The sequence for curl; `trial` stands for a token where none is given."""
    lines = [f"BASE=${{BASE:-{LOCAL}}}", *(f"{name}=${{{name}:-{trial}}}" for name in start.secrets)]
    if start.value:
        lines.append(f"VALUE={start.value}")
    body = json.dumps(_marked(start), indent=2, ensure_ascii=False, default=_plain)
    for sign in ("\\", "$", "`"):
        body = body.replace(sign, f"\\{sign}")
    body = body.replace(json.dumps(MARK, ensure_ascii=False), "$VALUE")
    lines += ["", "cat > message.json <<END", body, "END", ""]
    where = f"$BASE/{start.flow.path}" if start.flow.path else "$BASE"
    keep = "" if start.back is not None else " -D headers.txt -o answer.json"
    lines += [f'curl -sS{keep} "{where}" \\', *_shell_headers(start.flow, sends=True), "  --data-binary @message.json"]
    if start.back is None:
        if start.flow.interaction == "create":
            lines += ["", "PLACE=$(tr -d '\\r' < headers.txt | sed -n 's/^[Ll]ocation: *//p' | head -1)"]
        else:
            lines += [
                "",
                "PLACE=$(tr ',{' '\\n\\n' < answer.json | sed -n 's/.*\"location\": *\"\\([^\"]*\\)\".*/\\1/p' | head "
                "-1)",
            ]
        lines += [
            'PLACE=${PLACE#"$BASE/"}',
            "",
            'curl -sS "$BASE/${PLACE%%/_history/*}" \\',
            *_shell_headers(start.flow),
        ]
        lines[-1] = lines[-1].removesuffix(" \\")
        return "\n".join(lines) + "\n"
    lines += ["", f'curl -sS -G "$BASE/{start.back.path}" \\', *_shell_headers(start.back)]
    lines += [f"  --data-urlencode {_quoted(f'{name}={value}')} \\" for name, value in start.query]
    lines[-1] = lines[-1].removesuffix(" \\")
    return "\n".join(lines) + "\n"


def _shell_headers(flow: StatedFlow, *, sends: bool = False) -> list[str]:
    filled = [f"{header.name}: {_filled(header, '${}')}" for header in _headers(flow, sends=sends)]
    return [f'  -H "{text}" \\' for text in filled]


def _headers(flow: StatedFlow, *, sends: bool = False) -> list[Header]:
    """The headers of a request; the type of what is sent where the table does not say it."""
    own = [header for header in flow.headers if sends or header.name.lower() != "content-type"]
    if sends and not any(header.name.lower() == "content-type" for header in own):
        own.append(Header("Content-Type", FHIR_JSON))
    return own


def _filled(header: Header, form: str) -> str:
    return PLACEHOLDER.sub(lambda _: form.format(secret_name(header).upper()), header.value)


def _quoted(text: str) -> str:
    escaped = text.replace("'", "'\\''")
    return f"'{escaped}'"


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value))


def python_of(start: QuickStart, trial: str) -> str:
    """The sequence for Python, with its own library alone."""
    imports = ["import json", "import os"]
    imports += ["from urllib.parse import urlencode"] if start.back is not None else []
    imports += ["from urllib.request import Request, urlopen"]
    lines = [*imports, "", f'BASE = os.environ.get("BASE", "{LOCAL}")']
    lines += [f'{name} = os.environ.get("{name}", "{trial}")' for name in start.secrets]
    if start.value:
        lines.append(f"VALUE = {start.value}")
    lines += [f"SENDING = {_python_headers(start.flow, sends=True)}"]
    lines += [f"READING = {_python_headers(start.back or start.flow)}", ""]
    lines += [f"message = {_literal(_marked(start))}"]
    where = f'BASE + "/{start.flow.path}"' if start.flow.path else "BASE"
    lines += [
        f"with urlopen(Request({where}, json.dumps(message).encode(), SENDING)) as answer:",
        '    sent, place = json.load(answer), answer.headers.get("Location")',
    ]
    if start.flow.interaction == "transaction":
        lines.append('place = sent["entry"][0]["response"]["location"]')
    lines += ["print(place)", ""]
    shown = "".join(f"[{json.dumps(step)}]" for step in start.path)
    if start.back is None:
        lines += [
            'address = BASE + "/" + place.removeprefix(BASE + "/").partition("/_history/")[0]',
            "with urlopen(Request(address, headers=READING)) as answer:",
            f"    print(json.load(answer){shown})",
        ]
        return "\n".join(lines) + "\n"
    pairs = ", ".join(f"({json.dumps(name)}, {json.dumps(value, ensure_ascii=False)})" for name, value in start.query)
    lines += [
        f"query = urlencode([{pairs}])",
        f'with urlopen(Request(BASE + "/{start.back.path}?" + query, headers=READING)) as answer:',
        '    for entry in json.load(answer)["entry"]:',
        f'        if entry["resource"]["resourceType"] == "{start.resource["resourceType"]}":',
        f'            print(entry["resource"]{shown})',
    ]
    return "\n".join(lines) + "\n"


def _python_headers(flow: StatedFlow, *, sends: bool = False) -> str:
    items = []
    for header in _headers(flow, sends=sends):
        value = json.dumps(_filled(header, "{{{}}}"), ensure_ascii=False)
        items.append(f"{json.dumps(header.name)}: {'f' if header.is_secret else ''}{value}")
    return "{" + ", ".join(items) + "}"


def _literal(value: Any, indent: int = 0) -> str:
    """JSON as Python writes it, with the variable in the place of the mark."""
    inside, end = " " * (indent + 4), " " * indent
    if isinstance(value, dict):
        lines = [f"{inside}{json.dumps(key)}: {_literal(item, indent + 4)},\n" for key, item in value.items()]
        return "{\n" + "".join(lines) + end + "}"
    if isinstance(value, list):
        return "[\n" + "".join(f"{inside}{_literal(item, indent + 4)},\n" for item in value) + end + "]"
    if value == MARK:
        return "VALUE"
    if isinstance(value, bool) or value is None:
        return str(value)
    return json.dumps(value, ensure_ascii=False, default=_plain)
