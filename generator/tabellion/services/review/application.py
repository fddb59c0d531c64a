"""The receiver of a review behind one address."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.middleware.sessions import SessionMiddleware

from tabellion.review.register.frozen import FrozenReview
from tabellion.services.bodies import BodyLimit, Message, Receive, Send
from tabellion.services.review import office, posting
from tabellion.services.review.database import Database
from tabellion.services.review.limits import Patience, Rate
from tabellion.services.review.people import People
from tabellion.services.review.sign_on import Provider, SignOn
from tabellion.services.review.transactions import OverloadedError, Transactions
from tabellion.services.running import Application

LARGEST_BODY = 3_000_000
"""Bytes of the largest request: some hundred comments, or one with its files."""
SECONDS_FOR_A_BODY = 30.0
MINUTES_TO_SIGN_ON = 10
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class ReceiverSettings:
    """How a receiver is set up. `address` is where it is reached, without a slash at the end; `origins` are those of
    the pages that may post to it, besides the frozen ones; `per_minute` is how many comments one client may post in
    a minute, 0 for any number."""

    address: str
    origins: frozenset[str] = frozenset()
    per_minute: int = 60
    provider: Provider | None = None


def application(
    review: FrozenReview, database: Database, settings: ReceiverSettings
) -> tuple[Application, Transactions]:
    """The application, and the transactions that are to be closed after it."""
    transactions = Transactions(database, review.id)
    app = FastAPI(title=f"tabellion review {review.id}", docs_url=None, redoc_url=None, openapi_url=None)
    origins = settings.origins | _origin(review.address)
    app.include_router(posting.routes(review, transactions, Rate(settings.per_minute), origins))
    sign_on = None if settings.provider is None else SignOn(settings.provider)
    desk = office.Office(review, transactions, People(database), settings.address, sign_on)
    app.include_router(office.routes(desk))

    @app.exception_handler(SQLAlchemyError)
    @app.exception_handler(OverloadedError)
    async def not_kept(request: Request, fault: Exception) -> Response:
        headers = {"Retry-After": str(posting.SECONDS_TO_RETRY)}
        return JSONResponse({"error": posting.NOT_KEPT["en"]}, 503, headers)

    # what signing on needs to remember between going to the provider and coming back, signed, for some minutes
    secure = settings.address.startswith("https:")
    app.add_middleware(
        SessionMiddleware,
        secret_key=secrets.token_urlsafe(32),
        session_cookie="sign-on",
        max_age=MINUTES_TO_SIGN_ON * 60,
        https_only=secure,
    )
    refusal = JSONResponse({"error": f"more than {LARGEST_BODY} bytes"}, 413)
    limited = Patience(BodyLimit(app, LARGEST_BODY, refusal), SECONDS_FOR_A_BODY)
    return _with_headers(limited), transactions


def _with_headers(inner: Application) -> Application:
    """The application with the headers of `HEADERS` in every answer."""
    pairs = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]

    async def outer(scope: Message, receive: Receive, send: Send) -> None:
        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *pairs]
            await send(message)

        await inner(scope, receive, send_with)

    return outer


def _origin(address: str) -> frozenset[str]:
    parts = urlsplit(address)
    return frozenset({f"{parts.scheme}://{parts.netloc}"}) if parts.scheme in ("http", "https") else frozenset()
