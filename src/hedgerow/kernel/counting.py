"""Numbers in texts, as each language writes large ones: 10,000 or 10.000."""

import re
from collections.abc import Mapping
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma

_NUMBER = re.compile(r"%\((\w+)\)d")


class Count(int):
    """A whole number that stands in a text as the language of the text writes it."""

    def __str__(self) -> str:
        return str(intcomma(int(self)))


def filled(form: str, values: Mapping[str, Any]) -> str:
    """A translated text with its values in it; its numbers (`%(n)d`) as its language writes them."""
    said = {name: Count(value) if isinstance(value, int) else value for name, value in values.items()}
    return _NUMBER.sub(r"%(\1)s", form) % said
