"""The site's HTML in the form that apps of the original know: whole addresses, mentions and tags as it marks
them. Pure: a function of HTML that the kernel made and filtered.
"""

import re

from django.conf import settings

_MENTION = re.compile(r'<a\b([^>]*?\bclass="mention"[^>]*)>@([^<]*)</a>')
_TAG = re.compile(r'<a\b([^>]*?\bclass="tag"[^>]*)>#([^<]*)</a>')
_HREF = re.compile(r'href="(/[^"]*)"')
_LINK = re.compile(r'<a href="(?=https?://)')


def for_apps(html: str) -> str:
    """What our pages show, for apps."""
    if not html:
        return ""
    html = html.replace(' dir="auto"', "").replace("<br>\n", "<br>").replace(">\n<", "><")
    if "<a " not in html:
        return html
    html = _LINK.sub('<a target="_blank" href="', html)
    return _TAG.sub(_tag, _MENTION.sub(_mention, html))


def _mention(found: re.Match[str]) -> str:
    link = f'<a href="{_whole(found[1])}" class="u-url mention">@<span>{found[2]}</span></a>'
    return f'<span class="h-card" translate="no">{link}</span>'


def _tag(found: re.Match[str]) -> str:
    return f'<a href="{_whole(found[1])}" class="mention hashtag" rel="tag">#<span>{found[2]}</span></a>'


def _whole(attributes: str) -> str:
    found = _HREF.search(attributes)
    return settings.SITE_URL + found[1] if found else ""
