"""The door for contributors: comments come in, each with a receipt that promises that it is kept; nobody signs in."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import SQLAlchemyError

from tabellion.diagnostics import Finding, Place, Term
from tabellion.review.intake.from_json import NotARecordError, read_delivery
from tabellion.review.intake.imports import Handed, ImportedFile, handed_in, receive
from tabellion.review.intake.reactions import HandedReaction
from tabellion.review.intake.remarks import Remark
from tabellion.review.record.comment import Comment
from tabellion.review.record.states import STATES
from tabellion.review.record.vocabulary import word_of
from tabellion.review.register.changes import CommentChanges
from tabellion.review.register.frozen import FrozenReview
from tabellion.services.review.limits import Rate
from tabellion.services.review.transactions import OverloadedError, Transactions

MOST_ASKED = 200
"""How many comments may be asked about at once."""
SECONDS_TO_RETRY = 5
NOT_JSON = Term("envoyez du JSON (Content-Type: application/json)", "send JSON (Content-Type: application/json)")
NO_RECORD = Term(
    "ce n'est pas un envoi de commentaires de la page : « format », « review », « comments »",
    "this is not a record of comments of the page: `format`, `review`, `comments`",
)
NOTHING_IN_IT = Term("l'envoi ne contient aucun commentaire", "there is no comment in it")
OTHER_PLACE = Term(
    "cette adresse ne reçoit pas de commentaires de {origin}", "no comments are accepted from {origin} here"
)
TOO_OFTEN = Term("trop d'envois : réessayez dans {seconds} s", "too many posts: try again in {seconds} s")
NOT_KEPT = Term(
    "rien n'a été enregistré : réessayez dans un instant, ou envoyez le fichier",
    "nothing was kept: try again in a moment, or send the file",
)


def routes(review: FrozenReview, transactions: Transactions, rate: Rate, origins: frozenset[str]) -> APIRouter:
    """The addresses for contributors: `POST /comments`, `POST /comments/status`, `GET /review`."""
    router = APIRouter()

    @router.post("/comments", status_code=201)
    async def post(request: Request) -> Response:
        """Receive the comments of a record that the page makes. 201 when each has its receipt, 200 when all were there
        already, 422 when some are refused: the others are kept, and sending all of them again doubles none."""
        lang = _lang(request)
        if (refusal := _refused(request, lang, origins)) is not None:
            return refusal
        try:
            imported = handed_in(read_delivery(await request.body()), "", review)
        except NotARecordError:
            return _no(400, NO_RECORD, lang, request, origins)
        if not imported.handed and not imported.reactions:
            return _no(400, NOTHING_IN_IT, lang, request, origins)
        client = request.client.host if request.client is not None else ""
        if seconds := rate.wait(client, max(1, len(imported.handed) + len(imported.reactions))):
            return _no(429, TOO_OFTEN, lang, request, origins, seconds=int(seconds) + 1)
        try:
            await transactions.do(_Reception(imported, review))
        except (OverloadedError, SQLAlchemyError, OSError):
            return _no(503, NOT_KEPT, lang, request, origins, seconds=SECONDS_TO_RETRY)
        receipts = [_receipt(item, lang) for item in imported.handed]
        numbers = [receipt["number"] for receipt in receipts if "number" in receipt]
        answer = {"review": review.id, "version": review.version, "numbers": numbers, "receipts": receipts}
        if imported.reactions:
            answer["reactions"] = [_reacted(item, lang) for item in imported.reactions]
        return JSONResponse(answer, _status(imported), _cross_origin(request, origins))

    @router.options("/comments")
    @router.options("/comments/status")
    async def preflight(request: Request) -> Response:
        """Whether a page of another address may post here."""
        return Response(status_code=204, headers=_cross_origin(request, origins))

    @router.post("/comments/status")
    async def status(request: Request) -> Response:
        """What has become of comments, for who knows their uids: their authors."""
        lang = _lang(request)
        if (refusal := _refused(request, lang, origins)) is not None:
            return refusal
        try:
            uids = json.loads(await request.body())["uids"]
            wanted = [uid for uid in uids if isinstance(uid, str)][:MOST_ASKED]
        except (ValueError, TypeError, KeyError, RecursionError):
            return _no(400, NO_RECORD, lang, request, origins)

        def found(change: CommentChanges) -> list[Comment]:
            return [change.comments[uid] for uid in wanted if uid in change.comments]

        try:
            comments = await transactions.do(found)
        except (OverloadedError, SQLAlchemyError, OSError):
            return _no(503, NOT_KEPT, lang, request, origins, seconds=SECONDS_TO_RETRY)
        told = [_state(comment, lang) for comment in comments]
        return JSONResponse({"review": review.id, "comments": told}, 200, _cross_origin(request, origins))

    @router.get("/review")
    async def about(request: Request) -> Response:
        """The review that comments are received for."""
        now = datetime.datetime.now(datetime.UTC)
        told = {
            "review": review.id,
            "version": review.version,
            "title": dict(review.title),
            "opens": review.opens.isoformat(),
            "closes": review.closes.isoformat(),
            "open": review.opens <= now <= review.deadline,
        }
        return JSONResponse(told, 200, _cross_origin(request, origins))

    return router


class _Reception:
    """The comments of a delivery received at the moment that they are written down."""

    def __init__(self, imported: ImportedFile, review: FrozenReview) -> None:
        self._imported = imported
        self._review = review

    def __call__(self, change: CommentChanges) -> None:
        receive(self._imported, change, self._review, datetime.datetime.now(datetime.UTC))


def _refused(request: Request, lang: str, origins: frozenset[str]) -> Response | None:
    """Why a request is not read: a page from elsewhere, or what no script of a page has to ask leave for."""
    origin = request.headers.get("origin")
    if origin is not None and origin not in origins and origin != _own(request):
        return _no(403, OTHER_PLACE, lang, request, origins, origin=origin[:200])
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        return _no(415, NOT_JSON, lang, request, origins)
    return None


def _no(
    status: int, text: Term, lang: str, request: Request, origins: frozenset[str], **values: object
) -> JSONResponse:
    headers = _cross_origin(request, origins)
    if "seconds" in values:
        headers["Retry-After"] = str(values["seconds"])
    return JSONResponse({"error": text[lang].format(**values)}, status, headers)


def _cross_origin(request: Request, origins: frozenset[str]) -> dict[str, str]:
    origin = request.headers.get("origin", "")
    headers = {"Vary": "Origin"}
    if origin in origins:
        headers |= {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": "POST",
            "Access-Control-Allow-Headers": "Content-Type, Accept-Language",
            "Access-Control-Max-Age": "600",
        }
    return headers


def _own(request: Request) -> str:
    address = urlsplit(str(request.base_url))
    return f"{address.scheme}://{address.netloc}"


def _status(imported: ImportedFile) -> int:
    if any(item.refused for item in imported.handed) or any(item.remark for item in imported.reactions):
        return 422
    outcomes = {item.received.became for item in imported.handed if item.received is not None}
    return 200 if outcomes == {"same"} else 201


def _receipt(item: Handed, lang: str) -> dict[str, Any]:
    """What became of a comment: its number, or why it was not received."""
    said = [_told(remark, lang) for remark in item.remarks]
    if item.received is None:
        return {"uid": item.submission.uid, "outcome": "refused", "remarks": said}
    comment = item.received.comment
    return {**_state(comment, lang), "outcome": item.received.became.value, "remarks": said}


def _reacted(item: HandedReaction, lang: str) -> dict[str, Any]:
    """What became of what was said of a comment."""
    said = [_told(item.remark, lang)] if item.remark is not None else []
    reaction = item.reaction
    return {"number": reaction.number, "reaction": reaction.kind, "taken": item.remark is None, "remarks": said}


def _told(remark: Remark, lang: str) -> dict[str, str]:
    finding = Finding(remark.rule, Place(), remark.parameters, remark.value, remark.suggestion)
    return {"rule": remark.rule.code, "text": finding.message(lang), "help": finding.help(lang)}


def _state(comment: Comment, lang: str) -> dict[str, Any]:
    told: Mapping[str, Any] = {
        "uid": comment.uid,
        "number": comment.number,
        "received": comment.received,
        "late": comment.late,
        "state": comment.state,
        "label": word_of(STATES, comment.state).label[lang],
        "reason": comment.state_reason,
    }
    if comment.decided is None:
        return dict(told)
    return {**told, "decision": comment.decided.label[lang], "answer": comment.answer}


def _lang(request: Request) -> str:
    first = request.headers.get("accept-language", "").split(",")[0].strip().lower()
    return "en" if first.startswith("en") else "fr"
