"""The secretariat at work in its pages: who may come in, what each may do, and that nobody else can do it for them."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import httpx
import pytest

from services.review.conftest import Receiver, comment, receiving
from tabellion.review.register.frozen import FrozenReview

ADDRESS = "http://127.0.0.1"


def token_of(receiver: Receiver, *roles: str, name: str = "Zoé") -> str:
    """Somebody let in with these roles."""
    from tabellion.services.review.people import People

    return People(receiver.database).admit(name, frozenset(roles), with_token=True)


@pytest.fixture
def office(receiver: Receiver) -> Iterator[httpx.Client]:
    """A browser of somebody with all roles, signed in."""
    with httpx.Client(base_url=receiver.address, follow_redirects=True) as client:
        client.post("/office/sign-in", data={"token": token_of(receiver, "secretariat", "instructor", "decider")})
        yield client


def do(office: httpx.Client, number: str, act: str, **form: str) -> httpx.Response:
    """Fill in a form of a comment's page and send it."""
    page = office.get(f"/office/comments/{number}").text
    key = re.search(r'name="key" value="([0-9a-f]{64})"', page)
    assert key is not None and f"/{number}/{act}" in page
    return office.post(f"/office/comments/{number}/{act}", data={"key": key[1], **form})


def test_from_the_post_to_the_answer(receiver: Receiver, office: httpx.Client) -> None:
    """Admitted, given to an instructor, decided; each act is an event with who did it."""
    sent = comment("Le débit au repos manque.")
    receiver.post(sent)
    assert "Le débit au repos manque." in office.get("/office").text
    do(office, "C-2024-0001", "admit")
    do(office, "C-2024-0001", "assign", instructor="Collège")
    refused = do(office, "C-2024-0001", "decide", decision="not-accepted")
    assert (422, True) == (refused.status_code, "réponse motivée" in refused.text)
    do(office, "C-2024-0001", "decide", decision="not-accepted", answer="Il est mesuré ailleurs.")
    kept = receiver.kept()[sent["uid"]]
    assert ("decided", "Collège", "Il est mesuré ailleurs.") == (kept.state, kept.instructor, kept.answer)
    assert [("contributor", "receive"), ("zoé", "admit"), ("zoé", "assign"), ("zoé", "decide")] == [
        (event.by, event.action) for event in kept.events
    ]


def test_one_comment_of_several_points(receiver: Receiver, office: httpx.Client) -> None:
    """Split in the words of its author; grouped, marked as a duplicate, not public."""
    receiver.post(comment("Le débit manque. L'heure aussi."), organization="Souffle")
    receiver.post(comment("L'heure manque aussi."), organization="Labo")
    do(office, "C-2024-0001", "split", texts="Le débit manque.\r\n\r\nL'heure aussi.")
    do(office, "C-2024-0003", "group", name="Débit")
    do(office, "C-2024-0002", "duplicate", of="C-2024-0004")
    do(office, "C-2024-0002", "mask", reason="nomme un patient")
    found = {item.number: item for item in receiver.kept().values()}
    assert ["C-2024-0001"] * 2 == [found[number].split_from for number in ("C-2024-0003", "C-2024-0004")]
    assert ("Débit", "C-2024-0004", True) == (
        found["C-2024-0003"].group,
        found["C-2024-0002"].duplicate_of,
        found["C-2024-0002"].masked,
    )
    assert ("Labo",) == found["C-2024-0004"].supports


def test_files_are_handed_over_and_never_shown(receiver: Receiver, office: httpx.Client) -> None:
    """As a download of no type, to people of the organiser alone; shown to the public, or deleted, by its form."""
    content = b"<?xml version='1.0'?><x onload='alert(1)'/>"
    sent = comment(attachments=[{"name": '"><b>.xml', "data": base64.b64encode(content).decode()}])
    assert [] == receiver.post(sent).json()["receipts"][0]["remarks"]
    page = office.get("/office/comments/C-2024-0001").text
    found = re.search(r'href="(/office/comments/C-2024-0001/attachments/[0-9a-f]{64})"', page)
    assert found is not None and "<b>" not in page
    answer = office.get(found[1])
    assert (content, "application/octet-stream") == (answer.content, answer.headers["content-type"])
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert 404 == office.get(found[1].replace("0001", "0002")).status_code
    assert b"onload" not in httpx.get(f"{receiver.address}{found[1]}", follow_redirects=True).content
    do(office, "C-2024-0001", "show")
    assert receiver.kept()[sent["uid"]].attachments_shown
    do(office, "C-2024-0001", "drop", reason="doute")
    assert () == receiver.kept()[sent["uid"]].attachments
    assert 404 == office.get(found[1]).status_code


def test_what_contributors_write_is_text(receiver: Receiver, office: httpx.Client) -> None:
    """No script, no link that runs one, no form of theirs; and the page allows none."""
    text = '<script>alert(1)</script><img src=x onerror=alert(1)>"><form action=//a.example>'
    anchor = {"type": "page", "section": text, "quoted": text, "url": "javascript:alert(1)"}
    receiver.post(comment(text, proposal=text, reason=text, anchor=anchor), organization=text, author_name=text)
    for path in ("/office", "/office/comments/C-2024-0001"):
        answer = office.get(path)
        assert "<script" not in answer.text and "<img" not in answer.text and 'href="javascript' not in answer.text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "&lt;script&gt;" in office.get("/office/comments/C-2024-0001").text


def test_who_does_not_sign_in_sees_nothing(receiver: Receiver) -> None:
    """Neither the list nor a comment, and nothing is done."""
    receiver.post(comment("Privé."))
    with httpx.Client(base_url=receiver.address) as client:
        for path in ("/office", "/office/comments/C-2024-0001"):
            answer = client.get(path)
            assert (303, "/office/sign-in") == (answer.status_code, answer.headers["Location"])
        assert 401 == client.post("/office/comments/C-2024-0001/admit").status_code
        assert 403 == client.post("/office/sign-in", data={"token": "x" * 43}).status_code
        client.cookies.set("session", "x" * 43)
        assert 303 == client.get("/office").status_code


def test_a_form_of_another_page_does_nothing(receiver: Receiver, office: httpx.Client) -> None:
    """A page elsewhere may send a form with the cookie of somebody who is signed in, but not its key."""
    sent = comment()
    receiver.post(sent)
    for form in ({}, {"key": ""}, {"key": "0" * 64}):
        assert 403 == office.post("/office/comments/C-2024-0001/admit", data=form).status_code
    assert "received" == receiver.kept()[sent["uid"]].state


@pytest.mark.parametrize(
    ("role", "act", "status"),
    [
        ("secretariat", "admit", 303),
        ("secretariat", "decide", 403),
        ("instructor", "admit", 403),
        ("instructor", "anonymise", 403),
        ("decider", "admit", 403),
        ("decider", "mask", 403),
        ("secretariat", "delete", 404),
    ],
)
def test_each_role_has_its_acts(receiver: Receiver, role: str, act: str, status: int) -> None:
    """A program shows its token with each request; what is not its own to do is refused, and nothing can be deleted."""
    receiver.post(comment())
    header = {"Authorization": f"Bearer {token_of(receiver, role)}"}
    answer = httpx.post(f"{receiver.address}/office/comments/C-2024-0001/{act}", headers=header)
    assert status == answer.status_code


def test_a_token_never_stands_in_an_address(receiver: Receiver) -> None:
    """It opens nothing there, and whoever put it there is told to change it."""
    token = token_of(receiver, "secretariat")
    for name in ("token", "access_token", "Token"):
        answer = httpx.get(f"{receiver.address}/office?{name}={token}")
        assert (400, True, False) == (answer.status_code, "à remplacer" in answer.text, token in answer.text)


def test_somebody_who_leaves(receiver: Receiver, office: httpx.Client) -> None:
    """Their sessions end at once, and so do those of who signs out."""
    from tabellion.services.review.people import People

    assert "Commentaires" in office.get("/office").text
    assert People(receiver.database).dismiss("zoé")
    assert 'type="password"' in office.get("/office").text


def test_tokens_are_not_guessed(receiver: Receiver) -> None:
    """After some attempts one waits."""
    statuses = [
        httpx.post(f"{receiver.address}/office/sign-in", data={"token": str(number)}).status_code
        for number in range(12)
    ]
    assert [403] * 10 + [429] * 2 == statuses


def test_signing_on_by_the_provider(review: FrozenReview, sqlite: str, key: bytes) -> None:
    """By OpenID Connect, at a small provider: who is known there and here comes in, with the roles given here."""
    from oidc_provider_mock import run_server_in_thread

    from tabellion.services.review.people import People
    from tabellion.services.review.sign_on import Provider

    with run_server_in_thread(port=0) as provider:
        issuer = f"http://127.0.0.1:{provider.server_port}"
        settings = Provider(issuer, "tabellion", "secret")
        with receiving(review, sqlite, key, provider=settings, address="http://127.0.0.1:1") as receiver:
            People(receiver.database).admit("zoe@organiser.example", frozenset({"decider"}), with_token=False)
            for address, title in (("zoe@organiser.example", "Commentaires"), ("eve@elsewhere.example", "Entrer")):
                with httpx.Client(base_url=receiver.address) as browser:
                    to_provider = browser.get("/office/sign-on").headers["Location"]
                    assert to_provider.startswith(issuer) and "code_challenge_method=S256" in to_provider
                    httpx.put(f"{issuer}/users/{address}", json={"email": address, "email_verified": True})
                    back = httpx.post(to_provider, data={"sub": address}).headers["Location"]
                    browser.get(back.replace("http://127.0.0.1:1", receiver.address))
                    assert title in browser.get("/office", follow_redirects=True).text


def test_a_provider_that_does_not_answer(review: FrozenReview, sqlite: str, key: bytes) -> None:
    """Said so, and the token still opens."""
    from tabellion.services.review.sign_on import Provider

    provider = Provider("http://127.0.0.1:9", "tabellion", "secret")
    with receiving(review, sqlite, key, provider=provider) as receiver:
        answer = httpx.get(f"{receiver.address}/office/sign-on")
        assert (502, True) == (answer.status_code, "ne répond pas" in answer.text)
