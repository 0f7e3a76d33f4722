"""A small OpenID provider (OpenID Connect Core 1.0, authorization code flow) which lets anybody in."""

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.waiting import wait_until

CLIENT = "dashboard"
CLIENT_SECRET = "a secret between the dashboard and the provider"


class IdentityProvider:
    """Signs `claims` for whoever comes. `issued_at`: when they signed in, in seconds since 1970; None is now. It knows
    no `prompt` but those of OpenID Connect Core, as strict providers do. `answers`: what it says instead of a code.
    `audience`: for whom it signs. `trusts`: does it accept the dashboard's secret?"""

    def __init__(self) -> None:
        self.address = ""
        self.forget()
        self._key = RSAKey.generate_key(2048, {"kid": "key-1", "use": "sig", "alg": "RS256"})
        self._asked: dict[str, dict[str, str]] = {}

    def forget(self) -> None:
        """Sign what it signs at first."""
        self.claims: dict[str, object] = {
            "sub": "analyst-7",
            "email": "analyst@ministry.example",
            "email_verified": True,
        }
        self.issued_at: int | None = None
        self.answers: dict[str, str] | None = None
        self.audience = CLIENT
        self.trusts = True

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/keys", self._keys),
            ]
        )

    async def _discovery(self, request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        if asked.get("prompt", "login") not in ("none", "login", "consent"):
            self.answers = self.answers or {"error": "invalid_request", "error_description": "prompt is unknown"}
        if self.answers:
            answer = urlencode({**self.answers, "state": asked["state"]})
            return RedirectResponse(f"{asked['redirect_uri']}?{answer}", status_code=302)
        code = secrets.token_urlsafe()
        self._asked[code] = asked
        answer = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{answer}", status_code=302)

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        asked = self._asked.pop(str(form["code"]), None)
        client = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
        verifier = hashlib.sha256(str(form.get("code_verifier", "")).encode()).digest()
        proves_itself = request.headers.get("authorization") == f"Basic {client}"
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if not self.trusts:
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        if asked is None or not proves_itself or challenge != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": self.audience,
            "iat": self.issued_at or now,
            "exp": now + 3600,
            "nonce": asked["nonce"],
            **self.claims,
        }
        token = jwt.encode({"alg": "RS256", "kid": "key-1"}, claims, self._key)
        return JSONResponse(
            {"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "expires_in": 3600, "id_token": token}
        )

    async def _keys(self, request: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})


@contextmanager
def running_provider() -> Iterator[IdentityProvider]:
    """Run the provider on a free port of this machine for as long as the block lasts."""
    provider = IdentityProvider()
    server = uvicorn.Server(uvicorn.Config(provider.app(), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert wait_until(lambda: server.started)
    provider.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield provider
    server.should_exit = True
    thread.join(10)
