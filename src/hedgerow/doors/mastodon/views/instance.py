"""The site: what it is, its rules and texts, its emoji."""

from django.http import HttpResponse

from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.common import CustomEmoji, absolute
from hedgerow.doors.mastodon.entities.instance import (
    Activity,
    DomainBlock,
    Instance,
    Language,
    NodeInfo,
    NodeLink,
    NodeLinks,
    Rule,
    TermsOfService,
    V1Instance,
    Words,
)
from hedgerow.doors.mastodon.making import instances
from hedgerow.kernel.errors import NotFound
from hedgerow.people.site import reads as site

NODE_SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.0"


@door.get("/api/v2/instance", gives=Instance, needs="nobody")
def show(caller: Caller) -> Instance:
    """The site as apps ask for it first."""
    return instances.instance()


@door.get("/api/v1/instance", gives=V1Instance, needs="nobody")
def show_v1(caller: Caller) -> V1Instance:
    """The same for older apps."""
    return instances.v1_instance()


@door.get("/api/v1/instance/rules", gives=list[Rule], needs="nobody")
def rules(caller: Caller) -> list[Rule]:
    """What is asked of people here."""
    return instances.rules()


@door.get("/api/v1/instance/extended_description", gives=Words, needs="nobody")
def extended_description(caller: Caller) -> Words:
    """What the site says of itself."""
    return Words(None, site.site().about_html)


@door.get("/api/v1/instance/privacy_policy", gives=Words, needs="nobody")
def privacy_policy(caller: Caller) -> Words:
    """What is kept of people, and why."""
    return Words(None, site.site().privacy_html)


@door.get("/api/v1/instance/terms_of_service", gives=TermsOfService, needs="nobody", errors=(404,))
def terms_of_service(caller: Caller) -> TermsOfService:
    """A site has rules and a privacy text, and no terms beside them."""
    raise NotFound


@door.get("/api/v1/instance/terms_of_service/<str:date>", gives=TermsOfService, needs="nobody", errors=(404,))
def terms_of_service_of(caller: Caller, date: str) -> TermsOfService:
    """None of any date either."""
    raise NotFound


@door.get("/api/v1/instance/peers", gives=list[str], needs="nobody")
def peers(caller: Caller) -> list[str]:
    """Other servers this one knows: none, until it speaks with others."""
    return []


@door.get("/api/v1/instance/activity", gives=list[Activity], needs="nobody")
def activity(caller: Caller) -> list[Activity]:
    """The last twelve weeks, newest first."""
    return instances.activity()


@door.get("/api/v1/instance/domain_blocks", gives=list[DomainBlock], needs="nobody", errors=(404,))
def domain_blocks(caller: Caller) -> list[DomainBlock]:
    """Servers this one does not talk to: not shown, as where the original's is left as it comes."""
    raise NotFound


@door.get("/api/v1/instance/languages", gives=list[Language], needs="nobody")
def languages(caller: Caller) -> list[Language]:
    """Every language a post may be in."""
    return instances.languages()


@door.get("/api/v1/instance/translation_languages", gives=dict[str, list[str]], needs="nobody")
def translation_languages(caller: Caller) -> dict[str, list[str]]:
    """Nothing is translated here."""
    return {}


@door.get("/api/v1/custom_emojis", gives=list[CustomEmoji], needs="nobody")
def custom_emojis(caller: Caller) -> list[CustomEmoji]:
    """The site's own emoji."""
    return instances.emojis()


@door.get("/.well-known/nodeinfo", gives=NodeLinks, needs="nobody")
def node_links(caller: Caller) -> NodeLinks:
    """Where a program reads what this server is."""
    return NodeLinks([NodeLink(NODE_SCHEMA, absolute("/nodeinfo/2.0"))])


@door.get("/nodeinfo/2.0", gives=NodeInfo, needs="nobody")
def node_info(caller: Caller) -> NodeInfo:
    """What this server is."""
    return instances.node_info()


@door.get("/health", gives=str, needs="nobody")
def health(caller: Caller) -> HttpResponse:
    """Says that the site answers: OK, as plain text."""
    return HttpResponse("OK", content_type="text/plain; charset=utf-8")
