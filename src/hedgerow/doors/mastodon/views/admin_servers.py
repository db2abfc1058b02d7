"""What the site keeps out, for operators: mail domains and addresses, networks, other servers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities import admin
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.errors import Invalid, Wrong
from hedgerow.doors.mastodon.making import barring, moderation
from hedgerow.doors.mastodon.paging import Paged, listed
from hedgerow.kernel import clock
from hedgerow.kernel.errors import Refused
from hedgerow.people.barring import acts, reads
from hedgerow.people.barring.acts import Bar
from hedgerow.people.barring.reads import ASK, REFUSE, BarredShown

AT = "/api/v1/admin"
LONGEST_S = 100 * 365 * 24 * 3600


class Group(msgspec.Struct, frozen=True):
    """One of the lists: what it is called in addresses, what it is to our room, how its entries are shown."""

    name: str
    kind: str
    entity: Any
    made: Callable[[BarredShown], Any]
    field: str
    """What it calls that which is kept out."""

    def scopes(self, verb: str) -> str:
        """Those with which it is read or written."""
        return f"admin:{verb} admin:{verb}:{self.name}"

    def shown(self, caller: Caller, number: int) -> Any:
        """One entry."""
        return self.made(reads.one(moderation.operator(caller), self.kind, number))

    def keep(self, caller: Caller, what: str, bar: Bar) -> Any:
        """Keep something out, and show it. Raises Invalid."""
        operator = moderation.operator(caller)
        if not what.strip():
            raise Invalid(self.field, "can't be blank", "ERR_BLANK")
        if self.said(lambda: reads.named(operator, self.kind, what)) is not None:
            raise Invalid(self.field, "has already been taken", "ERR_TAKEN")
        number = self.said(lambda: acts.keep_out(operator, self.kind, what, bar, here=_here(caller)))
        return self.shown(caller, number)

    def said(self, act: Callable[[], Any]) -> Any:
        """What an act gives; what it refuses, in the words of the API."""
        try:
            return act()
        except Refused as refused:
            field = self.field if refused.field == "what" else refused.field
            raise Refused(field, refused.message) from refused


def _here(caller: Caller) -> str:
    return str(caller.request.META.get("REMOTE_ADDR", ""))


MAIL = Group("email_domain_blocks", "mail", admin.EmailDomainBlock, barring.mail, "domain")
ADDRESSES = Group("canonical_email_blocks", "address", admin.CanonicalEmailBlock, barring.address, "email")
NETWORKS = Group("ip_blocks", "network", admin.IpBlock, barring.network, "ip")
SERVERS = Group("domain_blocks", "server", admin.AdminDomainBlock, barring.server, "domain")
ALLOWED = Group("domain_allows", "allowed", admin.AdminDomainAllow, barring.allowed, "domain")


def _reading(group: Group) -> None:
    """The methods that all lists have: all of it, one of it, one of it taken away."""

    def index(caller: Caller, given: Paged) -> Answer:
        """All that is on this list."""
        window = given.window(100, 200)
        found = reads.listed(moderation.operator(caller), (group.kind,), window)
        return listed(caller, [group.made(each) for each in found], [each.id for each in found], window)

    def show(caller: Caller, number: int) -> Any:
        """One entry of this list."""
        return group.shown(caller, number)

    def remove(caller: Caller, number: int) -> Answer:
        """Take an entry off this list."""
        acts.let_in(moderation.operator(caller), group.kind, number)
        return Answer(EMPTY)

    at, one = f"{AT}/{group.name}", f"{AT}/{group.name}/<id:barred>"
    for view in (index, show, remove):
        view.__name__ = f"{group.name}_{view.__name__}"
    reading, writing = group.scopes("read"), group.scopes("write")
    door.get(at, gives=list[group.entity], scopes=reading, takes=Paged, errors=(403,))(index)  # type: ignore[name-defined]
    door.get(one, gives=group.entity, scopes=reading, errors=(403, 404))(show)
    door.delete(one, gives=Empty, scopes=writing, errors=(403, 404))(remove)


for _group in (MAIL, ADDRESSES, NETWORKS, SERVERS, ALLOWED):
    _reading(_group)


class Domain(msgspec.Struct, frozen=True, kw_only=True):
    """A domain."""

    domain: str = ""


class MailDomain(Domain, frozen=True, kw_only=True):
    """A domain of e-mail addresses."""

    allow_with_approval: bool = False
    """Who joins with one of them waits for an operator."""


@door.post(
    f"{AT}/email_domain_blocks",
    gives=admin.EmailDomainBlock,
    scopes=MAIL.scopes("write"),
    takes=MailDomain,
    errors=(403, 422),
)
def keep_mail_out(caller: Caller, given: MailDomain) -> admin.EmailDomainBlock:
    """Nobody joins any more with an e-mail address of this domain, or of one below it."""
    made: admin.EmailDomainBlock = MAIL.keep(
        caller, given.domain, Bar(manner=ASK if given.allow_with_approval else REFUSE)
    )
    return made


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """An e-mail address, or its fingerprint."""

    email: str = ""
    canonical_email_hash: str = ""


@door.post(
    f"{AT}/canonical_email_blocks",
    gives=admin.CanonicalEmailBlock,
    scopes=ADDRESSES.scopes("write"),
    takes=Address,
    errors=(403, 422),
)
def keep_address_out(caller: Caller, given: Address) -> admin.CanonicalEmailBlock:
    """Nobody joins any more with this address, however it is spelled."""
    made: admin.CanonicalEmailBlock = ADDRESSES.keep(caller, given.email or given.canonical_email_hash, Bar())
    return made


@door.post(
    f"{AT}/canonical_email_blocks/test",
    gives=list[admin.CanonicalEmailBlock],
    scopes=ADDRESSES.scopes("read"),
    takes=Address,
    errors=(403, 422),
)
def test_address(caller: Caller, given: Address) -> list[admin.CanonicalEmailBlock]:
    """The entry that keeps this address out, if there is one."""
    operator = moderation.operator(caller)
    found = ADDRESSES.said(lambda: reads.named(operator, "address", given.email))
    return [] if found is None else [barring.address(found)]


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """An internet address, or a network of them, and how far it is kept out."""

    ip: str | None = None
    severity: str | None = None
    """sign_up_requires_approval, sign_up_block or no_access."""
    comment: str | None = None
    expires_in: int | None = None
    """For so many seconds; 0 and nothing: until it is taken away."""

    def bar(self) -> Bar:
        """The same for the room. Raises Invalid."""
        if self.severity is not None and self.severity not in barring.SEVERITIES:
            raise Invalid("severity", "is not included in the list", "ERR_INCLUSION")
        manner = barring.SEVERITIES[self.severity] if self.severity is not None else None
        if self.expires_in is None:
            return Bar(manner=manner, note=self.comment)
        lasts = max(0, min(self.expires_in, LONGEST_S))
        ends = clock.now() + timedelta(seconds=lasts) if lasts else None
        return Bar(manner=manner, note=self.comment, ends_at=ends)


@door.post(
    f"{AT}/ip_blocks",
    gives=admin.IpBlock,
    scopes=NETWORKS.scopes("write"),
    takes=Network,
    errors=(403, 422),
)
def keep_network_out(caller: Caller, given: Network) -> admin.IpBlock:
    """Keep these internet addresses out."""
    moderation.operator(caller)
    if given.severity is None:
        raise Invalid("severity", "can't be blank", "ERR_BLANK")
    made: admin.IpBlock = NETWORKS.keep(caller, given.ip or "", given.bar())
    return made


@door.put(
    f"{AT}/ip_blocks/<id:barred>",
    gives=admin.IpBlock,
    scopes=NETWORKS.scopes("write"),
    takes=Network,
    errors=(403, 404, 422),
)
def change_network(caller: Caller, number: int, given: Network) -> admin.IpBlock:
    """Keep them out in another way."""
    operator = moderation.operator(caller)
    NETWORKS.said(lambda: acts.change(operator, "network", number, given.bar(), given.ip, here=_here(caller)))
    made: admin.IpBlock = NETWORKS.shown(caller, number)
    return made


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """How far a server is kept out."""

    severity: str | None = None
    """silence, suspend or noop."""
    reject_media: bool | None = None
    reject_reports: bool | None = None
    private_comment: str | None = None
    public_comment: str | None = None
    obfuscate: bool | None = None

    def bar(self, before: tuple[str, ...] = ()) -> Bar:
        """The same for the room; what is not said of its flags stays as it was. Raises Invalid."""
        if self.severity is not None and self.severity not in reads.MANNERS["server"]:
            raise Invalid("severity", "is not included in the list", "ERR_INCLUSION")
        said = {"media": self.reject_media, "reports": self.reject_reports, "obfuscate": self.obfuscate}
        flags = [name for name, on in said.items() if (name in before if on is None else on)]
        return Bar(manner=self.severity, note=self.private_comment, said=self.public_comment, flags=flags)


class NewServer(Server, frozen=True, kw_only=True):
    """A server, and how far it is kept out."""

    domain: str = ""


@door.post(
    f"{AT}/domain_blocks",
    gives=admin.AdminDomainBlock,
    scopes=SERVERS.scopes("write"),
    takes=NewServer,
    errors=(403, 422),
)
def keep_server_out(caller: Caller, given: NewServer) -> admin.AdminDomainBlock:
    """Keep a server out, once this one speaks with others."""
    operator = moderation.operator(caller)
    there = SERVERS.said(lambda: reads.named(operator, "server", given.domain)) if given.domain else None
    if there is not None:
        error = "Validation failed: Domain has already been taken"
        raise Wrong(422, error, existing_domain_block=barring.server(there))
    made: admin.AdminDomainBlock = SERVERS.keep(caller, given.domain, given.bar())
    return made


@door.put(
    f"{AT}/domain_blocks/<id:barred>",
    gives=admin.AdminDomainBlock,
    scopes=SERVERS.scopes("write"),
    takes=Server,
    errors=(403, 404, 422),
)
def change_server(caller: Caller, number: int, given: Server) -> admin.AdminDomainBlock:
    """Keep it out in another way."""
    operator = moderation.operator(caller)
    before = tuple(reads.one(operator, "server", number).flags)
    SERVERS.said(lambda: acts.change(operator, "server", number, given.bar(before)))
    made: admin.AdminDomainBlock = SERVERS.shown(caller, number)
    return made


@door.post(
    f"{AT}/domain_allows",
    gives=admin.AdminDomainAllow,
    scopes=ALLOWED.scopes("write"),
    takes=Domain,
    errors=(403, 422),
)
def let_server_in(caller: Caller, given: Domain) -> admin.AdminDomainAllow:
    """Let a server in by its name; one that is let in already stays so."""
    operator = moderation.operator(caller)
    there = ALLOWED.said(lambda: reads.named(operator, "allowed", given.domain)) if given.domain else None
    made: admin.AdminDomainAllow = (
        barring.allowed(there) if there is not None else ALLOWED.keep(caller, given.domain, Bar())
    )
    return made
