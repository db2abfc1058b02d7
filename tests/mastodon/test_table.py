"""`docs/mastodon-api.md` says of every method whether it is here, and says the truth."""

import re
from pathlib import Path

from hedgerow.doors.mastodon.urls import door

TABLE = Path(__file__).resolve().parents[2] / "docs" / "mastodon-api.md"
ROW = re.compile(r"^\| (GET|POST|PUT|PATCH|DELETE) \| `([^`]+)` \| (yes|no|differs: .+) \|$", re.MULTILINE)


def shape(verb: str, address: str) -> tuple[str, str]:
    """A method, whatever its parts are called."""
    return verb, re.sub(r"<\w+:\w+>|:\w+", "*", address)


def test_the_table_says_what_the_registry_has() -> None:
    text = TABLE.read_text()
    rows = ROW.findall(text)
    assert len(rows) == len(re.findall(r"^\| [A-Z]+ \|", text, re.MULTILINE)), (
        "a row says yes, no or differs: …"
    )
    said = {shape(verb, address): word for verb, address, word in rows}
    assert len(said) == len(rows), "each method has one row"
    here = {shape(method.verb, method.route) for method in door.methods()}
    # Our own methods have no row; pages and streams have no line in the registry.
    own = ("/api/hedgerow/", "/api/openapi.json")
    here = {each for each in here if not each[1].startswith(own)}
    by_others = {
        each for each in said if each[1].startswith(("/oauth/", "/.well-known/", "/api/v1/streaming"))
    }
    assert {each for each, word in said.items() if word != "no"} - by_others == here - by_others
    assert here <= set(said)
