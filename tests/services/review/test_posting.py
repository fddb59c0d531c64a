"""Comments come in by anybody, once each, with a receipt; what is no comment, or comes too often, is refused."""

from __future__ import annotations

import asyncio
import json
import socket
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.review.conftest import PAGES, Receiver, comment, receiving, record
from tabellion.review.register.frozen import FrozenReview


def test_a_comment_gets_its_number(review: FrozenReview, database: str, key: bytes) -> None:
    """Received once, however often it is sent; a changed text is a revision."""
    first = comment(severity="blocking", proposal="Ajouter le débit au repos.")
    with receiving(review, database, key) as receiver:
        answers = [
            receiver.post(first, organization="Éditions du Souffle", author_email="zoe@souffle.example"),
            receiver.post(first, organization="Éditions du Souffle", author_email="zoe@souffle.example"),
            receiver.post(first | {"comment": "Le débit au repos manque partout."}, organization="Éditions du Souffle"),
        ]
        receipts = [(answer.status_code, answer.json()["receipts"][0]) for answer in answers]
        assert [
            (201, "C-2024-0001", "new"),
            (200, "C-2024-0001", "same"),
            (201, "C-2024-0001", "noted"),
        ] == [(status, receipt["number"], receipt["outcome"]) for status, receipt in receipts]
        kept = receiver.kept()[first["uid"]]
        assert ("received", True, "zoe@souffle.example") == (kept.state, kept.late, kept.author_email)


def test_two_that_say_the_same_are_two(receiver: Receiver) -> None:
    """Two people who name no organization are not one person, though they say the same."""
    answers = [receiver.post(comment("D'accord avec tout.")), receiver.post(comment("D'accord avec tout."))]
    assert [["C-2024-0001"], ["C-2024-0002"]] == [answer.json()["numbers"] for answer in answers]


def test_one_refused_keeps_none_of_the_others(receiver: Receiver) -> None:
    """Each has its answer; sending all again doubles none."""
    sent = [comment("Une remarque."), comment("   "), comment("Une autre.")]
    for _ in range(2):
        answer = receiver.post(*sent)
        receipts = answer.json()["receipts"]
        assert (422, ["C-2024-0001", "C-2024-0002"]) == (answer.status_code, answer.json()["numbers"])
        assert ["RV020"] == [remark["rule"] for remark in receipts[1]["remarks"]]
    assert 2 == len(receiver.kept())


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"", {}, 400),
        (b"{", {}, 400),
        (b"[]", {}, 400),
        (b"null", {}, 400),
        (b"[" * 100_000, {}, 400),
        (b'{"format": "tabellion-review"}', {}, 400),
        (json.dumps(record()).encode(), {}, 400),
        (json.dumps(record() | {"comments": {}}).encode(), {}, 400),
        (json.dumps(record(*[comment()] * 2_001)).encode(), {}, 400),
        (json.dumps(record(comment())).encode(), {"Content-Type": "text/plain"}, 415),
        (b"a=1", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        (json.dumps(record(comment())).encode(), {"Origin": "https://elsewhere.example"}, 403),
        (json.dumps(record(comment())).encode(), {"Origin": "null"}, 403),
        (json.dumps(record(comment())).encode(), {"Origin": PAGES}, 201),
        (json.dumps(record(comment("x" * 20_001))).encode(), {}, 422),
        (json.dumps(record(comment()) | {"review": "CONC-1999-01"}).encode(), {}, 422),
    ],
    ids=range(16),
)
def test_what_is_no_comment(receiver: Receiver, content: bytes, headers: dict[str, str], status: int) -> None:
    """Refused with its reason, and nothing kept."""
    answer = httpx.post(
        f"{receiver.address}/comments", content=content, headers={"Content-Type": "application/json"} | headers
    )
    assert status == answer.status_code
    assert answer.json().get("error") or answer.json()["receipts"]
    assert (status == 201) == (len(receiver.kept()) == 1)
    assert ("access-control-allow-origin" in answer.headers) == (headers.get("Origin") == PAGES)


def test_a_body_too_large(receiver: Receiver) -> None:
    """50 MB are not read."""
    answer = httpx.post(
        f"{receiver.address}/comments", content=b"x" * 50_000_000, headers={"Content-Type": "application/json"}
    )
    assert 413 == answer.status_code


HOSTILE = (
    "'); DROP TABLE events; --",
    "<script>alert(1)</script>",
    '=HYPERLINK("http://a.example")',
    "\x00\x1b[31m",
    "\ud800",
    "🫁" * 50,
    "{{ 7 * 7 }}",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field(receiver: Receiver, text: str) -> None:
    """It is kept as text, or refused with its reason: never an error of the server."""
    anchor = {"type": "element", "artifact": text, "element": text, "section": text, "quoted": text, "url": text}
    fields: dict[str, Any] = dict.fromkeys(
        ("uid", "nature", "severity", "comment", "proposal", "reason", "lang", "door", "written", "publication"), text
    )
    content = json.dumps(record(fields | {"anchor": anchor}, organization=text, author_name=text, author_email=text))
    answer = httpx.post(
        f"{receiver.address}/comments", content=content.encode(), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (201, 422)
    assert len(answer.json()["numbers"]) == len(receiver.kept())


def test_a_client_that_posts_too_often(review: FrozenReview, sqlite: str, key: bytes) -> None:
    """Told when to come back; what came before is kept."""
    with receiving(review, sqlite, key, per_minute=3) as receiver:
        answers = [receiver.post(comment(str(number))) for number in range(4)]
        assert [201, 201, 201, 429] == [answer.status_code for answer in answers]
        assert 0 < int(answers[-1].headers["Retry-After"]) <= 21
        assert 3 == len(receiver.kept())


def test_a_page_asks_leave_first(receiver: Receiver) -> None:
    """Browsers ask before they post JSON to another address (CORS)."""
    ask = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    allowed = httpx.options(f"{receiver.address}/comments", headers=ask | {"Origin": PAGES})
    refused = httpx.options(f"{receiver.address}/comments", headers=ask | {"Origin": "https://elsewhere.example"})
    assert PAGES == allowed.headers["Access-Control-Allow-Origin"]
    assert "Access-Control-Allow-Origin" not in refused.headers


def test_authors_see_what_became_of_theirs(receiver: Receiver) -> None:
    """By the uid, which the author alone has; nobody else's comment is told."""
    own, other = comment(), comment("Un autre avis.")
    receiver.post(own)
    receiver.post(other)
    asked = {"uids": [own["uid"], "00000000-0000-4000-8000-000000000000", 7]}
    answer = httpx.post(f"{receiver.address}/comments/status", json=asked, headers={"Accept-Language": "en"})
    assert [("C-2024-0001", "received")] == [(item["number"], item["label"]) for item in answer.json()["comments"]]


def test_fifty_at_once(review: FrozenReview, database: str, key: bytes) -> None:
    """Fifty posters at once lose none, and no number is given twice."""

    async def post_all(address: str) -> list[httpx.Response]:
        async with httpx.AsyncClient(timeout=60) as client:
            posts = (
                client.post(f"{address}/comments", json=record(comment(f"Remarque {number}")))
                for number in range(50 * 4)
            )
            return await asyncio.gather(*posts)

    with receiving(review, database, key) as receiver:
        # a loop of its own, whatever runs in this thread
        with ThreadPoolExecutor(1) as apart:
            answers = apart.submit(asyncio.run, post_all(receiver.address)).result()
        numbers = [number for answer in answers for number in answer.json()["numbers"]]
        assert {201} == {answer.status_code for answer in answers}
        assert [f"C-2024-{number:04}" for number in range(1, 201)] == sorted(numbers)
        assert sorted(numbers) == sorted(item.number for item in receiver.kept().values())


def test_a_slow_client_keeps_nobody_waiting(
    review: FrozenReview, sqlite: str, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that never ends its request is given up, and others are answered meanwhile."""
    monkeypatch.setattr("tabellion.services.review.application.SECONDS_FOR_A_BODY", 1.0)
    with receiving(review, sqlite, key) as receiver:
        host, port = receiver.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as slow:
            slow.sendall(
                b"POST /comments HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
            )
            assert 201 == receiver.post(comment()).status_code
            assert slow.recv(4096).startswith(b"HTTP/1.1 400")


def test_no_address_can_be_read_in_the_database(receiver: Receiver, tmp_path: Path) -> None:
    """What must not be published is encrypted: whoever copies the file finds nobody."""
    secret = comment("Un secret bien gardé.", confidential=True)
    receiver.post(secret, organization="Labo Discret", author_name="Zoé Gardée", author_email="zoe@discret.example")
    with sqlite3.connect(tmp_path / "receiver.sqlite") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        dump = "\n".join(connection.iterdump())
    for text in ("zoe@discret", "Zoé Gardée", "Labo Discret", "secret bien gardé"):
        assert text not in dump
    assert "zoe@discret.example" == receiver.kept()[secret["uid"]].author_email


def test_a_database_that_fails_promises_nothing(receiver: Receiver) -> None:
    """No receipt without a commit: the client is told to come back, and the next one is served."""
    from sqlalchemy import event
    from sqlalchemy.exc import OperationalError

    def fail(*_: object) -> None:
        raise OperationalError("disk full", None, Exception("disk full"))

    event.listen(receiver.database.engine, "commit", fail)
    refused = receiver.post(comment("Perdu."))
    event.remove(receiver.database.engine, "commit", fail)
    accepted = receiver.post(comment("Gardé."))
    assert (503, True) == (refused.status_code, "Retry-After" in refused.headers)
    assert (201, ["C-2024-0001"]) == (accepted.status_code, accepted.json()["numbers"])
    assert ["Gardé."] == [item.comment for item in receiver.kept().values()]
