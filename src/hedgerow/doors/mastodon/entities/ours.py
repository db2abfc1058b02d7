"""What our own API gives."""

from typing import Literal

import msgspec

from .account import Account
from .status import Status

Scope = Literal["public", "site", "followers", "mutuals", "chosen", "nobody"]


class Audience(msgspec.Struct, frozen=True):
    """An audience in words. `gate`: none, site, wide, ajar or closed; `sentence`: as its owner reads it."""

    gate: str
    sentence: str


class Choice(msgspec.Struct, frozen=True):
    """An audience as it is chosen, by the ids of circles and accounts."""

    scope: str
    circles: list[str]
    people: list[str]
    without_circles: list[str]
    without_people: list[str]


class Face(msgspec.Struct, frozen=True):
    """The one face that this token speaks for."""

    id: str
    handle: str
    name: str
    url: str
    default_audience: Choice
    """Whom it usually speaks to."""


class Circle(msgspec.Struct, frozen=True):
    """One of the face's circles. `kind`: own, label, followers or mutuals; only own ones can be changed."""

    id: str
    name: str
    kind: str
    count: int


class Labels(msgspec.Struct, frozen=True):
    """What a contact is to the face. Nobody else ever knows."""

    labels: list[str]


class Surprise(msgspec.Struct, frozen=True):
    """Somebody among the readers whom one may not have in mind, and why."""

    account: Account
    why: str


class Preview(msgspec.Struct, frozen=True):
    """Who will read this. `count`: how many of this site; null where everybody may, or where the number
    would tell whom somebody else's post is for.
    """

    everybody: bool
    count: int | None
    audience: Audience
    surprising: list[Surprise]


class Reader(msgspec.Struct, frozen=True):
    """Somebody who can see a post, and why: the rule that decided and the face's own circles in it."""

    account: Account
    rule: str
    circles: list[Circle]


class Readers(msgspec.Struct, frozen=True):
    """Who can see an own post. Nobody is listed where it is for the whole site.

    `behind`: whose post it answers, where only those who see that one see this; then nobody is counted.
    """

    everybody: bool
    count: int | None
    audience: Audience
    readers: list[Reader]
    behind: Account | None


class Explained(msgspec.Struct, frozen=True):
    """Why a face sees an own post, or why not. `rule` is the one that decided.

    `behind`: and only if it sees this face's post too, which is not for the author to know.
    """

    account: Account
    sees: bool
    rule: str
    circles: list[Circle]
    behind: Account | None


class Why(msgspec.Struct, frozen=True):
    """Why the caller sees a post: its audience in one word, as others may know it.

    `behind`: it answers or quotes what is not public; whoever does not see that one does not see this.
    """

    scope: str
    audience: Audience
    behind: bool
    follows: bool


class Readership(msgspec.Struct, frozen=True):
    """Who can see some posts: anybody, or so many of this site."""

    everybody: bool
    count: int
    audience: Audience


class Effect(msgspec.Struct, frozen=True):
    """What narrowing would do. `lost`: how many no longer see at least one of the posts. `behind`: how many
    of them answer somebody else's post; of those nobody is counted. `beside`: how many other variants are
    narrowed with them, and `lost_beside` how many people no longer see theirs.
    """

    posts: list[str]
    before: Readership
    after: Readership
    lost: int
    behind: int
    beside: int
    lost_beside: int


class Reason(msgspec.Struct, frozen=True):
    """Why somebody's place is worth a look. `label`: the one they were given after they could see things;
    `circle`: the one that is otherwise for another part of life or, where `without` is not 0, for which so
    many posts were written without them. One of the two is null.
    """

    label: str | None
    circle: Circle | None
    without: int


class Drift(msgspec.Struct, frozen=True):
    """Somebody whose place may no longer be the right one."""

    account: Account
    reason: Reason


class Through(msgspec.Struct, frozen=True):
    """A circle that somebody is in, and how many of the posts they see are for it."""

    circle: Circle
    count: int


class Open(msgspec.Struct, frozen=True):
    """What somebody can see of the face's that is not public. `count`: how many posts in all; `statuses`: a
    part of them, newest first; `through`: what they can be taken out of.
    """

    account: Account
    count: int
    oldest: str | None
    newest: str | None
    reasons: list[Reason]
    through: list[Through]
    statuses: list[Status]


class Loss(msgspec.Struct, frozen=True):
    """How many posts of the face's somebody would see no more."""

    lost: int


class Group(msgspec.Struct, frozen=True):
    """Own posts of one audience. `id`: that of the newest, which names the group."""

    id: str
    audience: Audience
    count: int
    oldest: str
    newest: str


class Narrowed(msgspec.Struct, frozen=True):
    """How many posts were narrowed, and how many of those asked for are left: ask again."""

    done: int
    left: int


class Seen(msgspec.Struct, frozen=True):
    """An own post as somebody else sees it. `behind`: only together with this face's post."""

    status: Status
    sees: bool
    audience: Audience
    """Whom it is for, in the owner's own words."""
    behind: Account | None


class Variant(msgspec.Struct, frozen=True):
    """One variant of an own post. `status`: null where those it is for are shown nothing.

    `everybody`: it is the public one, for all besides, and nobody is counted. `count`: for how many of this
    site it was fixed when it was said.
    """

    status: Status | None
    audience: Audience
    everybody: bool
    count: int | None


class Suggestion(msgspec.Struct, frozen=True):
    """People for a new circle, or newcomers to `circle`. `name`: what they share, or empty; `also`: who
    might belong to them, too. `id` changes with every look.
    """

    id: str
    name: str
    circle: Circle | None
    people: list[Account]
    also: list[Account]


class Look(msgspec.Struct, frozen=True):
    """Suggested circles. `state`: none (there was no look yet, or what it rested on is no longer to be
    seen), looking or ready.
    """

    state: Literal["none", "looking", "ready"]
    suggestions: list[Suggestion]


class Request(msgspec.Struct, frozen=True):
    """Somebody asks to follow. `group`: the life they probably come from; `reason`: what speaks for it, in a
    sentence, or empty; `answer`: what the face answered, or empty.
    """

    account: Account
    note: str
    created_at: str
    group: Literal["private", "work", "known", "new"]
    reason: str
    answer: str


class KindAnswer(msgspec.Struct, frozen=True):
    """What was said to a request that goes on waiting. `instead`: who may be asked instead."""

    words: str
    instead: Account | None
    created_at: str


class Sent(msgspec.Struct, frozen=True):
    """Somebody the face asked to follow."""

    account: Account
    note: str
    created_at: str
    answer: KindAnswer | None


class Norms(msgspec.Struct, frozen=True):
    """How this site is used, as written and as HTML; empty where nothing is written. `discussion`: the post
    under which it is talked about, for whom may see it.
    """

    text: str
    content: str
    discussion: Status | None


class GroupNorms(msgspec.Struct, frozen=True):
    """How a group uses its conversation, as it was written at a moment. `account`: who wrote it, null where
    that may not be shown. Where nothing was ever written, `id` is null and the words are empty.
    """

    id: str | None
    text: str
    content: str
    created_at: str | None
    account: Account | None


class Went(msgspec.Struct, frozen=True):
    """An own post left by one door. `people`: to how many, null for a few; `unworded`: how many of them were
    told only that there is something new, null where that is not said. `day` is by the face's own clock;
    `first` and `last` are null where more than the day would tell when somebody reads.
    """

    door: Literal["mail", "note", "push", "app"]
    people: int | None
    unworded: int | None
    day: str
    first: str | None
    last: str | None


class Reach(msgspec.Struct, frozen=True):
    """How many of a circle or a label can read at least one of the posts."""

    circle: Circle
    count: int


class Mirror(msgspec.Struct, frozen=True):
    """What the face's newest posts show, itself alone. `wide`: how many are for everybody or this site;
    `all`: for all who follow; `chosen`: for circles and people picked; `alone`: for itself. `as_if`: what
    that amounts to, null where there are too few.
    """

    posts: int
    public: int
    wide: int
    all: int
    chosen: int
    alone: int
    as_if: str | None
    followers: int
    readers: list[Reach]


class Meant(msgspec.Struct, frozen=True):
    """Somebody, and for how many of the posts that are not public the audience means them today."""

    account: Account
    count: int


class Year(msgspec.Struct, frozen=True):
    """What is worth a calm look once a year. `most`: who is meant by most; `unused`: own circles nothing was
    written for in a year; `silent`: people in own circles with whom no word was exchanged; `quiet`: followers
    accepted quietly; `left`: who carries a label of work no more, and is still meant by some.
    """

    most: list[Meant]
    unused: list[Circle]
    silent: list[Account]
    quiet: list[Account]
    left: list[Meant]


class HomeEnds(msgspec.Struct, frozen=True):
    """Does home end where one is up to date, with older posts on demand alone?"""

    ends: bool
