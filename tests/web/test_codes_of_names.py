"""The site's own emoji in names: drawn where a page can, and nowhere spelled out as their codes."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from hedgerow.boundary import epoch
from hedgerow.kernel.writing import write
from hedgerow.people.emoji import acts as emoji
from hedgerow.people.emoji import rules
from hedgerow.people.models import Face
from tests import pages
from tests.talk.media.test_media import png

pytestmark = pytest.mark.django_db

TYPED = "textarea, input, option, script, code, img.emoji, [name=emoji], li[data-code], .field-help, .mono"
"""Where the code itself is meant: what people type, what is offered to them, and the picture's own words."""


def spelled(html: str) -> list[str]:
    """Where a page spells a code out."""
    tree = LexborHTMLParser(html)
    for node in tree.css(TYPED):
        node.decompose()
    words = [node.text(deep=False) for node in tree.css("*")]
    words += [value or "" for node in tree.css("*") for value in node.attributes.values()]
    return [" ".join(each.split()) for each in words if ":hedge:" in each]


def test_no_page_spells_out_the_emoji_of_a_name() -> None:
    world = pages.furnish()
    emoji.bring(world.cast.members["keeper"], "hedge", png(64, 64))
    for face in Face.objects.all():
        face.name = f"{face.handle.title()} :hedge:"
        face.save()
    with write():
        epoch.changed([epoch.EVERYTHING])
    wrong = {}
    for who, found in pages.addresses(world).items():
        for address in found:
            answer = pages.signed_in(world, who).get(address)
            assert answer.status_code < 500, address
            html = answer.content.decode(errors="replace") if not answer.streaming else ""
            wrong |= {f"{who} {address}": bad for bad in [spelled(html)] if bad}
    assert wrong == {}


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("Ana :hedge:", "Ana"),
        (":hedge: Ana :hedge: B", "Ana B"),
        ("Ana :other:", "Ana :other:"),
        (":hedge:", ":hedge:"),
        ("at 10:hedge:", "at 10:hedge:"),
        ("Ana  B", "Ana  B"),
    ],
)
def test_a_name_without_its_emoji(name: str, left: str) -> None:
    assert rules.bare(name, {"hedge"}) == left
