"""The secretariat's view: comments as they come in, admitted, split, grouped, assigned and decided, in plain forms.

No script runs on these pages, and none may: what contributors write is text. Every form holds a key of its session, so
that a page of somebody else's can send none. A token never stands in an address, where logs would keep it.
"""

from __future__ import annotations

import datetime
import hmac
from asyncio import to_thread
from collections.abc import Awaitable, Callable
from itertools import islice
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from tabellion.diagnostics import Report, Term
from tabellion.review.record.comment import Comment
from tabellion.review.record.decisions import DECISIONS
from tabellion.review.record.states import STATES
from tabellion.review.record.vocabulary import IMPACTS, plain, word_of
from tabellion.review.register.changes import CommentChanges
from tabellion.review.register.frozen import FrozenReview
from tabellion.review.secretariat.acts import Secretariat
from tabellion.review.secretariat.duplicates import proposed_duplicates
from tabellion.services.review.acts import ACTS, act_on
from tabellion.services.review.limits import Rate
from tabellion.services.review.people import HOURS_OF_A_SESSION, People, Person
from tabellion.services.review.sign_on import SignOn, SignOnError
from tabellion.services.review.transactions import Transactions
from tabellion.services.review.views import page, style
from tabellion.services.review.words import words

PER_PAGE = 50
COOKIE = "session"
NO_PERSON = Term("vous n'êtes pas connu ici : demandez à l'organisateur", "you are not known here: ask the organiser")
WRONG_TOKEN = Term("ce jeton ne donne aucun accès", "this token gives no access")
TOKEN_IN_ADDRESS = Term(
    "un jeton ne doit jamais figurer dans une adresse : celui-ci est à remplacer",
    "a token must never appear in an address: this one has to be replaced",
)
TOO_OFTEN = Term("trop d'essais : attendez une minute", "too many attempts: wait a minute")
STALE_FORM = Term("le formulaire a expiré : rechargez la page", "the form has expired: load the page again")
PROVIDER_SILENT = Term("le fournisseur d'identité ne répond pas", "the identity provider does not answer")
FORBIDDEN_KEYS = frozenset({"token", "access_token", "session", "key"})


class Office:
    """What the pages of the secretariat need."""

    def __init__(
        self,
        review: FrozenReview,
        transactions: Transactions,
        people: People,
        address: str,
        sign_on: SignOn | None,
    ) -> None:
        self.review = review
        self.transactions = transactions
        self.people = people
        self.address = address
        self.sign_on = sign_on
        self.attempts = Rate(10)

    def person(self, request: Request) -> Person | None:
        """Who asks: by the session of a browser, or by the token of a program."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and token:
            return self.people.of_token(token.strip())
        session = request.cookies.get(COOKIE, "")
        return self.people.of_session(session) if session else None

    def is_form_of(self, person: Person, key: str) -> bool:
        """Whether a form was made for this session; programs that show a token need none."""
        return not person.session or hmac.compare_digest(person.form_key, key)

    def opened(self, person: Person) -> Response:
        """The way into the office, with a session."""
        answer = RedirectResponse("/office", 303)
        session = self.people.open_session(person)
        answer.set_cookie(
            COOKIE,
            session,
            max_age=HOURS_OF_A_SESSION * 3600,
            httponly=True,
            samesite="lax",
            secure=self.address.startswith("https:"),
        )
        return answer


def routes(office: Office) -> APIRouter:
    """The addresses of the office."""
    router = APIRouter()
    router.add_api_route("/office/style.css", style, methods=["GET"])
    router.include_router(_entry(office), prefix="/office")
    router.include_router(_desk(office), prefix="/office")
    return router


def _entry(office: Office) -> APIRouter:
    """Signing in and out."""
    router = APIRouter()

    @router.get("/sign-in")
    async def sign_in(request: Request) -> Response:
        return _sign_in(office, request)

    @router.post("/sign-in")
    async def with_token(request: Request) -> Response:
        client = request.client.host if request.client is not None else ""
        if office.attempts.wait(client):
            return _sign_in(office, request, TOO_OFTEN, 429)
        form = await request.form()
        person = office.people.of_token(str(form.get("token", "")).strip())
        return office.opened(person) if person is not None else _sign_in(office, request, WRONG_TOKEN, 403)

    @router.get("/sign-on")
    async def start(request: Request) -> Response:
        if office.sign_on is None:
            return RedirectResponse("/office/sign-in", 303)
        try:
            return await office.sign_on.start(request, f"{office.address}/office/signed-on")
        except SignOnError:
            return _sign_in(office, request, PROVIDER_SILENT, 502)

    @router.get("/signed-on")
    async def finish(request: Request) -> Response:
        if office.sign_on is None:
            return RedirectResponse("/office/sign-in", 303)
        try:
            address = await office.sign_on.finish(request)
        except SignOnError:
            return _sign_in(office, request, NO_PERSON, 403)
        person = office.people.of_name(address)
        return office.opened(person) if person is not None else _sign_in(office, request, NO_PERSON, 403)

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        person = office.person(request)
        form = await request.form()
        if person is not None and office.is_form_of(person, str(form.get("key", ""))):
            office.people.close_session(person.session)
        answer = RedirectResponse("/office/sign-in", 303)
        answer.delete_cookie(COOKIE)
        return answer

    return router


def _desk(office: Office) -> APIRouter:
    """The comments and what is done to them."""
    router = APIRouter()

    @router.get("")
    async def listed(request: Request) -> Response:
        return await _entered(office, request, _list)

    @router.get("/comments/{number}")
    async def shown(number: str, request: Request) -> Response:
        async def show(office: Office, request: Request, person: Person) -> Response:
            return await _comment(office, request, person, number, Report())

        return await _entered(office, request, show)

    @router.get("/comments/{number}/attachments/{sha256}")
    async def attached(number: str, sha256: str, request: Request) -> Response:
        async def send(office: Office, request: Request, person: Person) -> Response:
            comments = await office.transactions.do(_all)
            found = [item for comment in comments if comment.number == number for item in comment.attachments]
            item = next((item for item in found if item.sha256 == sha256), None)
            content = await to_thread(office.transactions.attachment, sha256) if item is not None else None
            if item is None or content is None:
                return Response(status_code=404)
            # a file of somebody else's: it is handed over, never shown here
            headers = {"Content-Disposition": f'attachment; filename="{item.published_name}"'}
            return Response(content, media_type="application/octet-stream", headers=headers)

        return await _entered(office, request, send)

    @router.post("/comments/{number}/{act}")
    async def done(number: str, act: str, request: Request) -> Response:
        async def do(office: Office, request: Request, person: Person) -> Response:
            form = {key: str(value) for key, value in (await request.form()).items()}
            if not office.is_form_of(person, form.get("key", "")):
                return _sign_in(office, request, STALE_FORM, 403)
            wanted = ACTS.get(act)
            if wanted is None or not person.roles & wanted.roles:
                return Response(status_code=404 if wanted is None else 403)
            report = Report()

            def act_now(change: CommentChanges) -> bool:
                at = datetime.datetime.now(datetime.UTC)
                desk = Secretariat(change, office.review.anchors, report, by=person.name, at=at)
                return act_on(desk, wanted, number, form)

            if await office.transactions.do(act_now) and not report.failed:
                return RedirectResponse(f"/office/comments/{number}", 303)
            return await _comment(office, request, person, number, report)

        return await _entered(office, request, do)

    return router


async def _entered(
    office: Office, request: Request, answer: Callable[[Office, Request, Person], Awaitable[Response]]
) -> Response:
    if FORBIDDEN_KEYS & {key.lower() for key in request.query_params}:
        return _sign_in(office, request, TOKEN_IN_ADDRESS, 400)
    person = office.person(request)
    if person is None:
        return RedirectResponse("/office/sign-in", 303) if request.method == "GET" else Response(status_code=401)
    return await answer(office, request, person)


async def _list(office: Office, request: Request, person: Person) -> Response:
    asked = request.query_params
    state, text, instructor = asked.get("state", ""), asked.get("text", ""), asked.get("instructor", "")
    comments = sorted(await office.transactions.do(_all), key=lambda comment: comment.number)
    found = [
        comment
        for comment in comments
        if (not state or comment.state == state)
        and (not instructor or comment.instructor == instructor)
        and (not text or plain(text) in plain(" ".join((comment.number, comment.comment, comment.organization))))
    ]
    first = max(0, int(asked.get("from", "0")) if asked.get("from", "0").isdigit() else 0)
    values = {
        "person": person,
        "comments": found[first : first + PER_PAGE],
        "count": len(found),
        "first": first,
        "per_page": PER_PAGE,
        "states": STATES,
        "asked": {"state": state, "text": text, "instructor": instructor},
        "waiting": sum(comment.is_open for comment in comments),
        "duplicates": await to_thread(lambda: list(islice(proposed_duplicates(comments), PER_PAGE))),
    }
    return _page("list", office, request, 200, **values)


async def _comment(office: Office, request: Request, person: Person, number: str, report: Report) -> Response:
    comments = await office.transactions.do(_all)
    comment = next((item for item in comments if item.number == number), None)
    if comment is None:
        return Response(status_code=404)
    acts = {name: act for name, act in ACTS.items() if person.roles & act.roles}
    values = {
        "person": person,
        "comment": comment,
        "acts": acts,
        "decisions": DECISIONS,
        "impacts": IMPACTS,
        "state": word_of(STATES, comment.state),
        "findings": report.in_order(),
    }
    return _page("comment", office, request, 422 if report.failed else 200, **values)


def _all(change: CommentChanges) -> list[Comment]:
    return list(change.comments.values())


def _sign_in(office: Office, request: Request, said: Term | None = None, status: int = 200) -> Response:
    return _page("sign_in", office, request, status, person=None, said=said, provider=office.sign_on is not None)


def _page(template: str, office: Office, request: Request, status: int, **values: Any) -> Response:
    first = request.headers.get("accept-language", "").strip().lower()
    lang = "en" if first.startswith("en") else "fr"
    text = page(template, lang=lang, review=office.review, words=words(lang), **values)
    return HTMLResponse(text, status)
