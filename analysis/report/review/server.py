"""The desk as a page on this machine alone: nobody else, and no page of another origin, reaches it."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import logging
import os
import secrets
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tornado import httpserver, netutil, web

from analysis.codings.records import CodingsError
from analysis.corpus import CorpusError
from analysis.corpus.atomic_files import atomic_write
from analysis.corpus.cache import cache_folder
from analysis.report.html import plain_style
from analysis.report.reading.pages import environment
from analysis.report.reading.texts import Texts
from analysis.report.review.desk import TEMPLATES, Desk

HOST = "127.0.0.1"
POLICY = (
    "default-src 'none'; script-src 'sha256-{0}'; style-src 'unsafe-inline'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
MOST_BYTES = 100_000  # of what a page sends


def serve(desk: Desk, ready: Callable[[str], None], *, kinds: list[str], only: list[str], port: int = 0) -> None:
    """Show the desk in the browser until it is ended (Ctrl+C); `ready` gets the address once it can be opened.

    The address and its token are those of the last time, so that a page which is still open goes on; another port is
    taken where that one is in use. Raises OSError when no port can be had.
    """
    asyncio.run(_serve(desk, ready, kinds, only, port))


async def _serve(desk: Desk, ready: Callable[[str], None], kinds: list[str], only: list[str], port: int) -> None:
    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    kept = cache_folder() / "review" / f"{hashlib.sha256(str(desk.folder.resolve()).encode()).hexdigest()[:16]}.json"
    last, token = _last(kept)
    sockets = _sockets(port, last)
    port = sockets[0].getsockname()[1]
    _keep(kept, port, token)
    asked = {"desk": desk, "token": token, "port": port, "asked": {"kinds": kinds, "only": only}}
    routes: list[Any] = [(r"/", _Front, asked), (r"/(rows|article|decide|undo)", _Talk, asked)]
    server = httpserver.HTTPServer(web.Application(routes, default_handler_class=web.ErrorHandler,
                                   default_handler_args={"status_code": 404}), max_body_size=MOST_BYTES)  # fmt: skip
    server.add_sockets(sockets)
    ended = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, ended.set)
    ready(f"http://{HOST}:{port}/?token={token}")
    await ended.wait()
    server.stop()


def _last(kept: Path) -> tuple[int, str]:
    """Port and token of the last time; a new token where there was none."""
    try:
        found = json.loads(kept.read_text(encoding="utf-8"))
        return int(found["port"]), str(found["token"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, secrets.token_urlsafe(32)


def _keep(kept: Path, port: int, token: str) -> None:
    """For the next time, where only this user can read it."""
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    atomic_write(kept, json.dumps({"port": port, "token": token}).encode())
    os.chmod(kept, 0o600)


def _sockets(port: int, last: int) -> list[Any]:
    """The port that is asked for, or that of the last time, or any that is free."""
    try:
        return netutil.bind_sockets(port or last, HOST)
    except OSError:
        if port:
            raise
        return netutil.bind_sockets(0, HOST)


class _Guarded(web.RequestHandler):
    """Who does not come from the page itself is sent away."""

    def initialize(self, desk: Desk, token: str, port: int, asked: dict[str, list[str]]) -> None:
        self.desk, self.token, self.port, self.asked = desk, token, port, asked

    def set_default_headers(self) -> None:
        for name, value in (
            ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
        ):  # fmt: skip
            self.set_header(name, value)
        self.clear_header("Server")

    def prepare(self) -> None:
        hosts = [f"{name}:{self.port}" for name in (HOST, "localhost")]
        origin = self.request.headers.get("Origin")
        if self.request.host not in hosts or (origin and origin not in [f"http://{host}" for host in hosts]):
            raise web.HTTPError(403, reason="This desk answers to its own page alone")
        if not secrets.compare_digest(self.given().encode(), self.token.encode()):
            raise web.HTTPError(403, reason="Open the address that counterframe review has printed")

    def given(self) -> str:
        """The token that came along."""
        return self.request.headers.get("X-Counterframe-Token", "")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{self._reason}.\n")


class _Front(_Guarded):
    """The page."""

    def given(self) -> str:
        return self.get_query_argument("token", "") or self.get_cookie(f"counterframe-{self.port}", "") or ""

    def get(self) -> None:
        self.set_cookie(f"counterframe-{self.port}", self.token, httponly=True, samesite="Strict")
        desk, folder = self.desk, TEMPLATES / "review"
        env = environment(Texts(desk.study, {}, {}, False), folder)
        sheets = (TEMPLATES / "style.css", TEMPLATES / "reading" / "reading.css", folder / "review.css")
        style = "\n".join(plain_style(path.read_text(encoding="utf-8")) for path in sheets)
        script = (folder / "review.js").read_text(encoding="utf-8")
        facts = {"choices": desk.choices(), "names": desk.names, "token": self.token, "asked": self.asked}
        page = env.get_template("review.html").render(
            style=style, script=script, facts=json.dumps(facts).replace("<", "\\u003c"), desk=desk
        )
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        self.set_header("Content-Security-Policy", POLICY.format(digest))
        self.finish(page)


class _Talk(_Guarded):
    """What the page asks, and what the reader decides."""

    def post(self, what: str) -> None:
        try:
            said = json.loads(self.request.body)
            if not isinstance(said, dict):
                raise ValueError("this is no decision")
            self.finish(self._answer(what, said))
        except (ValueError, TypeError, KeyError, OverflowError, CorpusError, CodingsError) as wrong:
            self.set_status(400)
            self.finish({"wrong": str(wrong)})
        except OSError as wrong:
            self.set_status(507)
            self.finish({"wrong": f"the disk did not take it: {wrong.strerror or wrong}"})

    def _answer(self, what: str, said: dict[str, Any]) -> dict[str, Any]:
        if what == "rows":
            return self.desk.rows(*(list(map(str, said.get(name) or ())) for name in ("kinds", "only", "skipped")))
        if what == "article":
            return self.desk.article(str(said.get("id")))
        return self.desk.decide(said) if what == "decide" else self.desk.undo()
