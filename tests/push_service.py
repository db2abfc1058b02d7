"""A push service of the tests' own, on loopback: it checks who sends (RFC 8292), keeps what it was given, and
opens it with the browser's private key as the browser would (RFC 8291).
"""

import base64
import json
import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

import http_ece
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _vapid(headers: dict[str, str]) -> str:
    """Who sends, as RFC 8292 has it; older messages say the key beside the salt's."""
    said = headers.get("authorization", "")
    if not said.startswith("WebPush "):
        return said
    key = headers.get("crypto-key", "").partition("p256ecdsa=")[2]
    return f"vapid t={said.removeprefix('WebPush ')}, k={key}"


class Device:
    """One browser: its keys, its address at the service, and what it was told."""

    def __init__(self, service: "PushService", name: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = os.urandom(16)
        self.endpoint = f"{service.url}/push/{name}"
        self.told: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        """What the service says to the next messages instead of taking them."""

    @property
    def subscription(self) -> dict[str, Any]:
        """As `PushSubscription.toJSON()` gives it."""
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return {"endpoint": self.endpoint, "keys": {"p256dh": _text(point), "auth": _text(self.secret)}}

    def open(self, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
        """What a message says, sealed as RFC 8291 or as its fourth draft has it."""
        older: dict[str, Any] = {}
        if headers["content-encoding"] == "aesgcm":
            older["salt"] = _bytes(headers["encryption"].partition("salt=")[2])
            older["dh"] = _bytes(headers["crypto-key"].partition("dh=")[2].partition(";")[0])
        version = headers["content-encoding"]
        plain = http_ece.decrypt(
            body, private_key=self.key, auth_secret=self.secret, version=version, **older
        )
        said: dict[str, Any] = json.loads(plain)
        return said


class PushService:
    """Knows its devices by their addresses."""

    def __init__(self) -> None:
        self.devices: dict[str, Device] = {}
        self.wrong: list[str] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                status, headers = service.take(
                    self.path, {k.lower(): v for k, v in self.headers.items()}, body
                )
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def device(self, name: str) -> Device:
        """A new browser with an address here."""
        made = self.devices[f"/push/{name}"] = Device(self, name)
        return made

    def take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        """One message: what a push service answers."""
        device = self.devices.get(path)
        if device is None:
            return 404, {}
        if device.answers:
            return device.answers.pop(0)
        if not self._is_signed(_vapid(headers)):
            return 403, {}
        if (
            headers.get("content-encoding") not in ("aes128gcm", "aesgcm")
            or not headers.get("ttl", "").isdigit()
        ):
            self.wrong.append("encoding or ttl")
            return 400, {}
        if len(body) > 4096:
            return 413, {}
        device.told.append(device.open(body, headers))
        device.headers.append(headers)
        return 201, {"location": f"{self.url}/message/1"}

    def _is_signed(self, header: str) -> bool:
        try:
            scheme, _, rest = header.partition(" ")
            parts = dict(part.strip().split("=", 1) for part in rest.split(","))
            key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(parts["k"]))
            said = jwt.decode(parts["t"], key, algorithms=["ES256"], audience=self.url)
            assert scheme == "vapid"
            assert time.time() < said["exp"] <= time.time() + 24 * 3600
            assert said["sub"].startswith("mailto:")
        except (KeyError, ValueError, AssertionError, jwt.InvalidTokenError) as error:
            self.wrong.append(repr(error))
            return False
        return True

    def __enter__(self) -> "PushService":
        threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
