"""Filters, as older apps know them; the newer form stands with statuses, which name their filters."""

import msgspec


class V1Filter(msgspec.Struct, frozen=True):
    """Words that one does not want to read. `irreversible`: what holds them is to be hidden altogether."""

    id: str
    phrase: str
    context: list[str]
    whole_word: bool
    expires_at: str | None
    irreversible: bool
