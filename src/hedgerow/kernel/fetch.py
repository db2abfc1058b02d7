"""The one way to fetch something from another server, built so that nobody can aim it at ours.

Names are looked up here, every address is checked, and the connection goes to the checked address itself: a
name that answers differently the second time gains nothing. Each redirect is a new fetch with all checks.
Time, size (unpacked) and redirects are limited; there are no cookies, no proxies from the environment and no
passwords in addresses.
"""

import socket
import ssl
import time
import zlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as LookupTimeout
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx
from django.conf import settings
from msgspec import Struct

from hedgerow.kernel.errors import HedgerowError

MOST_REDIRECTS = 3
PORTS = {80, 443}
LONGEST_URL = 2048
REDIRECTS = {301, 302, 303, 307, 308}

Address = IPv4Address | IPv6Address
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")
_lookups = ThreadPoolExecutor(max_workers=8, thread_name_prefix="lookup")


class FetchRefused(HedgerowError):
    """We will not: the address, port, scheme, redirect or size is not one we fetch."""


class FetchFailed(HedgerowError):
    """We could not: no such name, no answer, too slow, broken."""


class Fetched(Struct, frozen=True):
    """An answer of whatever status: the last address, headers by lower-case name, the unpacked body."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


def fetch(
    url: str,
    *,
    accept: str,
    max_bytes: int,
    timeout: float,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Fetched:
    """Fetch `url` within `timeout` seconds altogether and `max_bytes` unpacked.

    GET and HEAD follow up to three redirects; to another origin the given `headers` are not sent along.
    Raises FetchRefused and FetchFailed; an answer like 404 is an answer. Never call it inside `write()`.
    """
    deadline = time.monotonic() + timeout
    sent = {"accept": accept, "accept-encoding": "gzip, deflate", "user-agent": _user_agent()}
    extra = {name.lower(): value for name, value in (headers or {}).items() if name.lower() != "host"}
    for _ in range(MOST_REDIRECTS + 1):
        check_url(url)
        answer = _one(method, url, sent | extra, body, max_bytes, deadline)
        target = answer.headers.get("location", "")
        if method not in ("GET", "HEAD") or answer.status not in REDIRECTS or not target:
            return answer
        following = urljoin(url, target)
        if _origin(following) != _origin(url):
            extra = {}
        url = following
    raise FetchRefused("too many redirects")


def check_url(url: str) -> None:
    """Raise FetchRefused unless it is a plain http(s) address on a port we fetch from."""
    if len(url) > LONGEST_URL or any(ord(char) <= 32 or ord(char) == 127 for char in url):
        raise FetchRefused("not an address")
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise FetchRefused("not an address") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchRefused("not a web address")
    if parts.username is not None or parts.password is not None:
        raise FetchRefused("a password in an address")
    if port not in PORTS | set(getattr(settings, "FETCH_PORTS", ())) and not _loopback_allowed():
        raise FetchRefused("a port we do not fetch from")


def is_public(address: Address) -> bool:
    """May we connect there? Only to addresses everybody can reach, whatever they are wrapped in."""
    inner = _unwrapped(address)
    if inner is not None:
        return is_public(inner)
    if _loopback_allowed() and address.is_loopback:
        return True
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _unwrapped(address: Address) -> Address | None:
    """The IPv4 address that an IPv6 address carries within it, if it does."""
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64_LOCAL:
        return IPv4Address("0.0.0.0")  # noqa: S104 (stands for "nowhere public")
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo:
        return address.teredo[1] if address.teredo[0].is_global else address.teredo[0]
    return address.ipv4_mapped or address.sixtofour


def _loopback_allowed() -> bool:
    return bool(getattr(settings, "ALLOW_LOOPBACK", False))


def _user_agent() -> str:
    return f"Hedgerow (+{getattr(settings, 'SITE_URL', '')})"


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    try:
        return parts.scheme, parts.hostname or "", parts.port
    except ValueError:
        return "", "", None


def _one(
    method: str, url: str, headers: dict[str, str], body: bytes | None, max_bytes: int, deadline: float
) -> Fetched:
    """One request, no redirects."""
    limits = httpx.Timeout(_left(deadline))
    try:
        with (
            httpx.Client(transport=_transport(deadline), timeout=limits, trust_env=False) as client,
            client.stream(method, url, headers=headers, content=body) as response,
        ):
            content = _read(response, max_bytes, deadline)
            return Fetched(url, response.status_code, _plain_headers(response), content)
    except (httpx.HTTPError, httpx.InvalidURL, zlib.error, UnicodeError) as error:
        raise FetchFailed(type(error).__name__) from error


def _plain_headers(response: httpx.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


def _read(response: httpx.Response, most: int, deadline: float) -> bytes:
    """The body, unpacked a bounded piece at a time, so that no small answer grows large in memory."""
    unpack = _unpacker(response.headers.get("content-encoding", ""))
    content = bytearray()
    for raw in response.iter_raw(16_384):
        _left(deadline)
        content += unpack(raw, most + 1 - len(content))
        if len(content) > most:
            raise FetchRefused("larger than we take")
    return bytes(content)


def _unpacker(encoding: str) -> Any:
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return lambda raw, most: raw[:most]
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise FetchFailed("an encoding we did not ask for")
    return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress


def _left(deadline: float) -> float:
    """Seconds left, always more than none. Raises FetchFailed when time is up."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchFailed("too slow")
    return left


def _transport(deadline: float) -> httpx.HTTPTransport:
    """httpx's transport, on a pool whose network asks before it connects."""
    transport = httpx.HTTPTransport(verify=_tls(), trust_env=False)
    transport._pool.close()
    transport._pool = httpcore.ConnectionPool(
        ssl_context=_tls(), max_connections=1, network_backend=_GuardedNetwork(deadline)
    )
    return transport


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


class _GuardedNetwork(httpcore.NetworkBackend):
    """Connects to public addresses only, and lets no single step outlive the deadline."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError("no address")
        for address in _look_up(host, port, self._deadline)[:4]:
            try:
                stream = self._network.connect_tcp(str(address), port, timeout=_left(self._deadline))
                return _GuardedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise FetchRefused("not a web address")


class _GuardedStream(httpcore.NetworkStream):
    """A stream on which every step gets only the time that is left altogether."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _GuardedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _look_up(host: str, port: int, deadline: float) -> list[Address]:
    """Every address of a name. If one of them is not public, none is taken."""
    try:
        answers = _lookups.submit(resolve, host, port).result(_left(deadline))
    except LookupTimeout:
        raise FetchFailed("too slow") from None
    except (OSError, UnicodeError):
        raise FetchFailed("no such name") from None
    addresses = [ip_address(answer.split("%")[0]) for answer in dict.fromkeys(answers)]
    if not addresses or not all(is_public(address) for address in addresses):
        raise FetchRefused("not a public address")
    return addresses


def resolve(host: str, port: int) -> list[str]:
    """The addresses the system's resolver gives for a name."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
