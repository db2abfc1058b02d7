"""The site as the API says it."""

import re
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.templatetags.static import static

from hedgerow.delivery.telling import reads as telling
from hedgerow.doors.mastodon.entities.common import CustomEmoji, absolute
from hedgerow.doors.mastodon.entities.instance import (
    Activity,
    Contact,
    Icon,
    Instance,
    Language,
    NodeInfo,
    Registrations,
    Rule,
    Thumbnail,
    V1Instance,
)
from hedgerow.kernel.handles import LONGEST_NAME
from hedgerow.kernel.text import plain
from hedgerow.people.emoji import reads as emoji
from hedgerow.people.emoji.reads import Emoji
from hedgerow.people.faces import reads as faces
from hedgerow.people.site import reads as site
from hedgerow.people.site.reads import SiteFacts
from hedgerow.talk.media import reads as media
from hedgerow.talk.polls import reads as polls
from hedgerow.talk.posts import reads as posts

SPOKEN = "4.4.0"
API_VERSION = 6
"""What 4.4 says in `api_versions`."""
RESERVED_PER_URL = 23
ICONS = {"192x192": "web/app-icons/192.png", "512x512": "web/app-icons/512.png"}


@cache
def own_version() -> str:
    """The version of this program."""
    try:
        return version("hedgerow")
    except PackageNotFoundError:
        return "0.1.0"


def _version() -> str:
    return f"{SPOKEN} (compatible; Hedgerow {own_version()})"


def instance() -> Instance:
    """The site (version 2)."""
    facts = site.site()
    return Instance(
        domain=settings.DOMAIN,
        title=facts.name,
        version=_version(),
        source_url=settings.SITE_URL + "/about",
        description=_plain(facts.about_html),
        usage={"users": {"active_month": posts.census().active_month}},
        thumbnail=Thumbnail(_picture(facts)),
        icon=[Icon(absolute(static(file)), size) for size, file in ICONS.items()],
        languages=_languages(),
        configuration=_configuration(),
        registrations=_registrations(facts),
        api_versions={"mastodon": API_VERSION},
        contact=Contact(facts.contact),
        rules=rules(),
    )


def v1_instance() -> V1Instance:
    """The site (version 1)."""
    facts, counted, joining = site.site(), posts.census(), _registrations(site.site())
    return V1Instance(
        uri=settings.DOMAIN,
        title=facts.name,
        short_description=_plain(facts.about_html),
        description=_plain(facts.about_html),
        email=facts.contact,
        version=_version(),
        urls={"streaming_api": _streaming()},
        stats={"user_count": faces.how_many(), "status_count": counted.posts, "domain_count": 0},
        thumbnail=_picture(facts),
        languages=_languages(),
        registrations=joining.enabled,
        approval_required=joining.approval_required,
        invites_enabled=facts.members_invite,
        configuration=_sizes(),
        contact_account=None,
        rules=rules(),
    )


def node_info() -> NodeInfo:
    """The site in the form that programs of every kind of server know."""
    facts, counted = site.site(), posts.census()
    return NodeInfo(
        software={"name": "hedgerow", "version": own_version()},
        services={"inbound": [], "outbound": []},
        usage={
            "users": {"total": faces.how_many(), "activeMonth": counted.active_month},
            "localPosts": counted.posts,
        },
        openRegistrations=_registrations(facts).enabled,
        metadata={"nodeName": facts.name, "nodeDescription": _plain(facts.about_html)},
    )


def _registrations(facts: SiteFacts) -> Registrations:
    by_approval = facts.registration == "approval"
    return Registrations(
        enabled=facts.registration in ("open", "approval"),
        approval_required=by_approval,
        reason_required=by_approval,
        message=None,
        min_age=None,
        url=None,
    )


def _sizes() -> dict[str, Any]:
    """What may be sent, as both versions say it."""
    return {
        "accounts": _of_accounts(),
        "statuses": {
            "max_characters": posts.LONGEST_TEXT,
            "max_media_attachments": posts.MOST_PICTURES,
            "characters_reserved_per_url": RESERVED_PER_URL,
        },
        "media_attachments": {
            "description_limit": media.LONGEST_ALT,
            "supported_mime_types": list(media.MIMES),
            "image_size_limit": media.MOST_PICTURE_BYTES,
            "image_matrix_limit": media.MOST_PIXELS,
            "video_size_limit": media.MOST_FILM_BYTES,
            "video_frame_rate_limit": media.MOST_FRAMES,
            "video_matrix_limit": media.MOST_SIDE**2,
        },
        "polls": {
            "max_options": polls.MOST,
            "max_characters_per_option": polls.LONGEST_OPTION,
            "min_expiration": polls.SHORTEST_S,
            "max_expiration": polls.LONGEST_S,
        },
    }


MOST_FIELDS = 4
"""Of a profile, as the original; a face that has more from our pages may send as many back."""
LONGEST_WORDS = media.LONGEST_ALT
"""Of what a picture of a profile shows, as of files."""


def _of_accounts() -> dict[str, int]:
    return {
        "max_featured_tags": 10,
        "max_pinned_statuses": 5,
        "max_display_name_length": LONGEST_NAME,
        "max_note_length": faces.LONGEST_BIO,
        "max_avatar_description_length": LONGEST_WORDS,
        "max_header_description_length": LONGEST_WORDS,
        "max_profile_fields": MOST_FIELDS,
        "profile_field_name_limit": faces.LONGEST_LINK_NAME,
        "profile_field_value_limit": faces.LONGEST_LINK,
    }


_ANYBODY = {"local": "public", "remote": "public"}


def _configuration() -> dict[str, Any]:
    return {
        "timelines_access": {
            "live_feeds": _ANYBODY,
            "hashtag_feeds": _ANYBODY,
            "trending_link_feeds": _ANYBODY,
        },
        "urls": {
            "streaming": _streaming(),
            "status": None,
            "about": absolute("/about"),
            "privacy_policy": absolute("/privacy"),
            "terms_of_service": None,
        },
        "vapid": {"public_key": telling.public_key()},
        **_sizes(),
        "translation": {"enabled": False},
        "limited_federation": False,
    }


def _streaming() -> str:
    return ("wss" if settings.HTTPS else "ws") + f"://{settings.DOMAIN}"


def _picture(facts: SiteFacts) -> str:
    return absolute(facts.picture_url or static(ICONS["512x512"]))


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES if code in LANG_INFO]


def language_codes() -> frozenset[str]:
    """The codes of all of them."""
    return frozenset(each.code for each in languages())


def languages() -> list[Language]:
    """Every language that has a name of its own here."""
    plain = (code for code in sorted(LANG_INFO) if "name" in LANG_INFO[code])
    return [Language(code, str(LANG_INFO[code]["name"])) for code in plain]


def rules() -> list[Rule]:
    """The rules one by one: the points of the text's lists, or its paragraphs where it has none."""
    html = site.site().rules_html
    found = re.findall(r"<li[^>]*>(.*?)</li>", html, re.DOTALL) or re.findall(
        r"<p[^>]*>(.*?)</p>", html, re.DOTALL
    )
    return [Rule(str(number), text) for number, part in enumerate(found, 1) if (text := _plain(part))]


def _plain(html: str) -> str:
    """The words without marks, in one line."""
    return " ".join(plain(html).split())


def activity() -> list[Activity]:
    """The last twelve weeks. Nobody is told when somebody signed in or joined."""
    return [
        Activity(str(week.begins), str(week.posts), str(week.authors), "0") for week in posts.census().weeks
    ]


def emojis() -> list[CustomEmoji]:
    """The site's own emoji."""
    return [drawn(each) for each in emoji.known().values()]


def drawn(each: Emoji) -> CustomEmoji:
    """One of them."""
    url = absolute(each.url)
    return CustomEmoji(each.code, url, url, True, each.category or None)
