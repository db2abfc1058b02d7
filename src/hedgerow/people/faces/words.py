"""What faces and the site say of themselves, made safe to show."""

from hedgerow.kernel import text as kernel
from hedgerow.people.models import Face

from . import names


def html(text: str, limit: int = kernel.LIMIT) -> str:
    """Light Markdown as safe HTML; empty for nothing. Raises Refused("text", …) when it is too long."""
    if not text:
        return ""
    written = kernel.normalise(text, limit)
    return kernel.render(written, link_mention=_page_of, tag_url=lambda key: f"/tags/{key}").html


def _page_of(key: str) -> str | None:
    """The page of a face of this site by a name in a text, where there is one."""
    there = Face.objects.filter(handle_key=names.key_of(key), domain="", handle__iexact=key).exists()
    return f"/@{key}" if there else None
