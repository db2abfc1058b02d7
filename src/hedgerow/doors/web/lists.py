"""Short lists inside a line, as each language writes them."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def in_a_row(items: Iterable[str]) -> str:
    """The items with what the language puts between them: a comma, in Arabic its own."""
    return pgettext("between the items of a list", ", ").join(items)
