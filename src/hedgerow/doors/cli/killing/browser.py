"""A browser of the plainest kind: keeps cookies, sends forms, follows nothing by itself."""

import http.client
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode

PATIENCE = 30
CSRF = "hedgerow-csrf"


class Answer(NamedTuple):
    """What came back. That it came at all is what an acknowledgement means here."""

    status: int
    location: str
    body: str

    @property
    def done(self) -> bool:
        """Was the form taken? Being sent to sign in is no taking."""
        return 200 <= self.status < 400 and not self.location.startswith("/account/")


class Browser:
    """One person's browser. Every request raises OSError or HTTPException when the answer did not come."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}
        self._line: http.client.HTTPConnection | None = None

    def sign_in(self, email: str, password: str) -> None:
        """Through the sign-in page. Raises RuntimeError when it is refused."""
        self.get("/account/login/")
        answer = self.post("/account/login/", {"login": email, "password": password})
        if answer.status != 302:
            raise RuntimeError(f"{email} could not sign in: {answer.status}")

    def get(self, path: str) -> Answer:
        """One page."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """One form, with the token that the site's own forms carry."""
        return self._ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": self._cookies[CSRF]}))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._line.request(method, path, body, headers)
            came = self._line.getresponse()
            text = came.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            self.hang_up()
            raise
        self._keep(came.headers.get_all("Set-Cookie") or [])
        return Answer(came.status, came.headers.get("Location", ""), text)

    def hang_up(self) -> None:
        """Close the connection; the next request opens another."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                self._cookies[name] = morsel.value
