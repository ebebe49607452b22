"""Starts the page: on loopback by default; for tablets in the local network only if asked, behind a token."""

from __future__ import annotations

import secrets
import socket
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from nicegui import app, ui
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse

from experiments.lib.demo.page import register
from experiments.lib.demo.service import Service
from experiments.lib.demo.trunk import Room
from experiments.lib.words import say
from model.checks import InputError
from model.world import load

LOOPBACK = "127.0.0.1"


def serve(port: int, show: bool, lang: str, room: Room, workers: int, share: bool) -> None:
    """Serve until stopped. Raises InputError if the port is taken."""
    if not _free(port):
        raise InputError(say("refused_port", lang, port=port, next=port + 1))
    service = Service(room, load(room.world), workers)
    service.start()
    register(service, lang)
    app.on_shutdown(service.close)
    token = secrets.token_urlsafe(12) if share else ""
    address = f"http://{LOOPBACK}:{port}/{f'?token={token}' if token else ''}"
    if token:
        app.add_middleware(Guard, token=token)
        print(say("demo_share_warning", lang, address=f"http://{_own_address()}:{port}/?token={token}"), flush=True)
    else:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"])
    app.on_startup(lambda: print(say("demo_ready", lang, address=address), flush=True))
    ui.run(host="0.0.0.0" if share else LOOPBACK, port=port, show=address if show else False, reload=False,
           title="Vaivén", show_welcome_message=False, reconnect_timeout=30, language="es" if lang == "es" else "en-US")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) != 0


def _own_address() -> str:
    """Address of this machine in the local network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return socket.gethostname()


class Guard:
    """Lets in whoever brings the token once in the address (and a cookie from then on), page and socket alike."""

    def __init__(self, inner: Any, token: str) -> None:
        self.inner, self.token = inner, token

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve a request that knows the token; answer others with 403."""
        if scope["type"] not in ("http", "websocket") or self._known(scope):
            await self.inner(scope, receive, self._marked(send) if scope["type"] == "http" else send)
        elif scope["type"] == "http":
            await PlainTextResponse("token missing", 403)(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 4403})

    def _known(self, scope: Any) -> bool:
        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        cookies = SimpleCookie()
        for name, value in scope.get("headers", ()):
            if name == b"cookie":
                cookies.load(value.decode("latin-1"))
        kept = cookies["vaiven_token"].value if "vaiven_token" in cookies else ""
        return any(secrets.compare_digest(text.encode(), self.token.encode()) for text in (given, kept))

    def _marked(self, send: Any) -> Any:
        async def marked(message: Any) -> None:
            if message["type"] == "http.response.start":
                cookie = f"vaiven_token={self.token}; HttpOnly; SameSite=Strict; Path=/"
                message["headers"] = [*message.get("headers", ()), (b"set-cookie", cookie.encode())]
            await send(message)

        return marked
