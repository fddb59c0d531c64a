"""Signing on by the organiser's own provider of identities (OpenID Connect Core 1.0, authorization code with PKCE)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import Response


class SignOnError(ValueError):
    """The provider did not say who somebody is."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider: its address (issuer), and what it knows this service by."""

    issuer: str
    client: str
    secret: str


class SignOn:
    """The way to the provider and back."""

    def __init__(self, provider: Provider) -> None:
        from authlib.integrations.starlette_client import OAuth

        oauth = OAuth()
        self._client: Any = oauth.register(
            "organiser",
            client_id=provider.client,
            client_secret=provider.secret,
            server_metadata_url=provider.issuer.rstrip("/") + "/.well-known/openid-configuration",
            client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "timeout": 20},
        )

    async def start(self, request: Request, back: str) -> Response:
        """To the provider, which sends back to the address `back`. Raises `SignOnError` when it does not answer."""
        import httpx

        try:
            answer: Response = await self._client.authorize_redirect(request, back)
        except (httpx.HTTPError, ValueError, KeyError) as fault:
            raise SignOnError from fault
        return answer

    async def finish(self, request: Request) -> str:
        """The e-mail address that the provider vouches for. Raises `SignOnError`."""
        import httpx
        from authlib.integrations.base_client.errors import OAuthError
        from joserfc.errors import JoseError

        try:
            token = await self._client.authorize_access_token(request)
        except (OAuthError, JoseError, httpx.HTTPError, ValueError, KeyError) as fault:
            raise SignOnError from fault
        claims = token.get("userinfo") or {}
        address = claims.get("email")
        if not isinstance(address, str) or claims.get("email_verified") is False:
            raise SignOnError
        return address
