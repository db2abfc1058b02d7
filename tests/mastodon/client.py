"""A small client of the API: it speaks for a face with a token of its own, or for nobody."""

from typing import Any

from django.test import Client

from tests.mastodon.tokens import token_for


class Api:
    """`api.get("/api/v1/…")`: answers of the door, asked with this face's token."""

    def __init__(
        self, face: int | None = None, scopes: str = "read write follow push", token: str = ""
    ) -> None:
        self.token = token or (token_for(face, scopes) if face is not None else "")
        self.client = Client(raise_request_exception=False)

    def ask(self, verb: str, address: str, data: Any = None, **more: Any) -> Any:
        """Any verb. `data` is sent as the client of Django does: JSON with `content_type`, else a form."""
        if self.token:
            more.setdefault("HTTP_AUTHORIZATION", f"Bearer {self.token}")
        if data is not None and verb != "GET":
            more.setdefault("content_type", "application/json")
        return getattr(self.client, verb.lower())(address, data, **more)

    def get(self, address: str, **given: Any) -> Any:
        """A reading; what is given stands in the address."""
        return self.ask("GET", address, given)

    def post(self, address: str, **given: Any) -> Any:
        """An act with JSON."""
        return self.ask("POST", address, given)

    def form(self, address: str, given: dict[str, Any]) -> Any:
        """An act with a form; files in it make it multipart."""
        more = {"HTTP_AUTHORIZATION": f"Bearer {self.token}"} if self.token else {}
        return self.client.post(address, given, **more)

    def put(self, address: str, **given: Any) -> Any:
        """A change with JSON."""
        return self.ask("PUT", address, given)

    def patch(self, address: str, **given: Any) -> Any:
        """A change of something with JSON."""
        return self.ask("PATCH", address, given)

    def delete(self, address: str, **given: Any) -> Any:
        """Taking something away."""
        return self.ask("DELETE", address, given)
