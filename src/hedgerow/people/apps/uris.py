"""Where an app may be sent back to. Pure: what may be registered, what fits, and the address to go to.

An address is never taken apart and put together again: apps compare it with the one they registered, and a
scheme of their own has no rules but theirs.
"""

import re
from urllib.parse import SplitResult, urlencode, urlsplit

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
"""No address: the code is shown, to be copied into the app."""

LONGEST = 2_000
MOST = 20
FORBIDDEN = {
    "javascript", "data", "vbscript", "blob", "file", "filesystem", "about", "view-source", "mailto",
    "tel", "ws", "wss",
}  # fmt: skip
WEB = {"http", "https"}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*\Z")
_LOOPBACK = {"127.0.0.1", "::1"}
_HOST = re.compile(r"[a-z0-9.-]+\Z|[0-9a-f:.]+\Z")


def problem(uri: str) -> str:
    """Why an app may not be sent there: blank, relative, fragment or forbidden; empty when it may."""
    if not uri:
        return "blank"
    if uri == OUT_OF_BAND:
        return ""
    parts = _parts(uri)
    if parts is None or not _SCHEME.match(parts.scheme) or len(uri) > LONGEST:
        return "relative"
    if parts.scheme in FORBIDDEN:
        return "forbidden"
    if "#" in uri:
        return "fragment"
    return "relative" if parts.scheme in WEB and not parts.hostname else ""


def _parts(uri: str) -> SplitResult | None:
    """None for what is no address, or one that programs read in different ways."""
    if any(mark.isspace() or ord(mark) < 33 or ord(mark) > 126 or mark in '\\"<>^`{|}' for mark in uri):
        return None
    try:
        parts = urlsplit(uri)
        parts.port  # noqa: B018 (it is read late, and raises)
    except ValueError:
        return None
    return None if parts.scheme in WEB and "@" in parts.netloc else parts


def fits(uri: str, registered: list[str]) -> bool:
    """Is this one of the registered addresses? To the letter; but a program on one's own machine may listen
    on any port (RFC 8252 7.3).
    """
    if uri in registered:
        return True
    parts = _parts(uri)
    if parts is None or parts.scheme != "http" or parts.hostname not in _LOOPBACK:
        return False
    return _without_port(uri) in map(_without_port, registered)


def _without_port(uri: str) -> str:
    return re.sub(r"\A(http://(?:127\.0\.0\.1|\[::1\])):\d+", r"\1", uri)


def back(uri: str, **said: str) -> str:
    """The address with what is said to the app added to its query."""
    return (
        uri + ("&" if "?" in uri else "?") + urlencode({name: value for name, value in said.items() if value})
    )


def source(uri: str) -> str:
    """What a page's policy calls the place where its form leads in the end; empty for none."""
    parts = _parts(uri)
    if parts is None or uri == OUT_OF_BAND or not _SCHEME.match(parts.scheme):
        return ""
    if parts.scheme not in WEB:
        return f"{parts.scheme}:"
    host = parts.hostname or ""
    if not _HOST.match(host):
        return ""
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{parts.port}" if parts.port else "")
