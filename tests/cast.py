"""The fixed cast: who stands where towards Alice, and a post of hers for every kind of audience.

Alice owns, Bob is in the circle, Carol joined later, Dan was removed, Erin is excluded, Frank is pending,
Grace is blocked, Heidi is a stranger, `alice_too` is Alice's other face, Ivan is on another server, Judy is
suspended, nobody is signed out. One of them must never get in where they should not: all of them are asked.
"""

from contextlib import suppress
from dataclasses import dataclass, field

from hedgerow.boundary import acts as engine
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.writing import write
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.members import acts as members
from hedgerow.people.models import Face, Member
from hedgerow.talk.collections import acts as collections
from hedgerow.talk.filters import acts as filters
from hedgerow.talk.filters import reads as filter_reads
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts import reads as post_reads
from hedgerow.talk.posts.acts import Draft, Variation
from hedgerow.talk.variants import reads as variants

PASSWORD = "quite a long hedge 7"
LOCALS = ("alice", "bob", "carol", "dan", "erin", "frank", "grace", "heidi", "judy")


@dataclass
class Cast:
    """Faces by name (dense ids), their members, Alice's circles, and marked posts by the kind of audience."""

    faces: dict[str, int] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    circles: dict[str, int] = field(default_factory=dict)
    talks: dict[str, int] = field(default_factory=dict)
    """Conversations (public ids), where a test had them begun (`tests.leaks.talks`)."""
    posts: dict[str, int] = field(default_factory=dict)
    """Public ids. The text of each holds its mark (`mark(name)`) and no other text does."""

    collections: dict[str, int] = field(default_factory=dict)
    """Public ids of Alice's collections, once `gather_all` made them."""

    filters: dict[str, int] = field(default_factory=dict)
    """What a filter of Alice's has for numbers, once `filter_some` made it: filter, keyword and kept."""

    def __getattr__(self, name: str) -> int:
        try:
            return self.__dict__["faces"][name]
        except KeyError:
            raise AttributeError(name) from None

    def public(self, name: str) -> int:
        """The outside id of a face."""
        return face_reads.card(self.faces[name]).public_id

    def circle_id(self, name: str) -> int:
        """The outside id of one of Alice's circles."""
        return next(c.public_id for c in engine_circles(self.alice) if c.id == self.circles[name])

    def say(self, name: str, author: str, **draft: object) -> int:
        """Publish a post whose text holds its mark."""
        given = {"text": f"{mark(name)} says {author}", **draft}
        self.posts[name] = posts.publish(self.faces[author], Draft(**given))  # type: ignore[arg-type]
        return self.posts[name]


def mark(name: str) -> str:
    """The words that stand in this post's text and nowhere else."""
    return f"zqq{name.replace('_', '')}qqz"


def engine_circles(owner: int) -> list[object]:
    """The owner's circles as the engine lists them."""
    from hedgerow.boundary import reads

    return list(reads.circles_of(owner))


def assemble() -> Cast:
    """Everybody in their places, and a world of posts."""
    cast = Cast()
    for name in LOCALS:
        member = members.register(
            f"{name}@example.org", PASSWORD, name, name.title(), freely=True, confirmed=True,
            draft=FaceDraft(handle=name, name=name.title(), locked=name == "alice", no_index=False),
        )  # fmt: skip
        cast.members[name] = member
        cast.faces[name] = face_reads.own(member.pk)[0].id
    cast.faces["alice_too"] = faces.create(
        cast.members["alice"], FaceDraft(handle="quiet_garden", name="Quiet", no_index=False)
    )
    cast.members["alice_too"] = cast.members["alice"]
    _add_ivan(cast)
    _take_places(cast)
    _say_before(cast)
    with write():
        engine.join(cast.circles["Garden"], [cast.carol])
    _say_after(cast)
    _lose_places(cast)
    return cast


def gather_all(cast: Cast) -> None:
    """Two collections of Alice's, for everybody and for her circle, each with every post she sees."""
    garden = Choice("chosen", circles=[cast.circle_id("Garden")])
    for name, audience in (("open", Choice("public")), ("circle_later", garden)):
        # Its name is for those who see the post that has this mark, and is told to nobody else.
        words = mark(name) if name in cast.posts else name
        cast.collections[name] = collections.make(cast.alice, collections.Draft(words, words, audience))
    for number in cast.posts.values():
        with suppress(NotFound):
            collections.gather(cast.alice, number, list(cast.collections.values()))


def filter_some(cast: Cast) -> None:
    """A filter of Alice's, with a word and a post of her circle; its title is hers alone."""
    made = filters.Change(title="Garden", contexts=["home"], words=[filters.WordChange(words="Garden")])
    cast.filters["filter"] = filters.make(cast.alice, made)
    cast.filters["kept"] = filters.add_post(cast.alice, cast.filters["filter"], cast.posts["circle"])
    cast.filters["keyword"] = filter_reads.one(cast.alice, cast.filters["filter"]).words[0].id


def _add_ivan(cast: Cast) -> None:
    ivan = Face.objects.create(handle="ivan", handle_key="ivan", domain="far.example", name="Ivan")
    with write():
        engine.stand(ivan.pk, local=False)
    cast.faces["ivan"] = ivan.pk


def _take_places(cast: Cast) -> None:
    """Before anything is said: follows, requests, circles and labels."""
    for name in ("bob", "dan", "erin", "grace", "judy"):
        contacts.follow(cast.faces[name], cast.alice)
        contacts.accept(cast.alice, cast.faces[name], follow_back=name in ("bob", "dan"))
    contacts.follow(cast.frank, cast.alice)
    cast.circles["Garden"] = circles.make(cast.alice, "Garden")
    cast.circles["Out"] = circles.make(cast.alice, "Out")
    with write():
        engine.join(cast.circles["Garden"], [cast.bob, cast.dan, cast.erin, cast.grace, cast.judy])
        engine.join(cast.circles["Out"], [cast.erin])


def _say_before(cast: Cast) -> None:
    garden, out = cast.circle_id("Garden"), cast.circle_id("Out")
    in_garden = Choice("chosen", circles=[garden])
    for_bob, for_alice = (Choice("chosen", people=[cast.public(name)]) for name in ("bob", "alice"))
    cast.say("public", "alice", audience=Choice("public"))
    cast.say("site", "alice", audience=Choice("site"))
    cast.say("site_minus", "alice", audience=Choice("site", without_circles=[out]))
    cast.say("followers", "alice", audience=Choice("followers"))
    cast.say("mutuals", "alice", audience=Choice("mutuals"))
    cast.say("circle", "alice", audience=in_garden)
    cast.say("circle_minus", "alice", audience=Choice("chosen", circles=[garden], without_circles=[out]))
    cast.say("by_name", "alice", audience=for_bob)
    cast.say("nobody", "alice", audience=Choice("nobody"))
    cast.say("default", "alice")
    cast.say("tagged_circle", "alice", text=f"{mark('tagged_circle')} #secretgarden", audience=in_garden)
    cast.say(
        "tagged_public", "alice", text=f"{mark('tagged_public')} #secretgarden", audience=Choice("public")
    )
    cast.say(
        "names_heidi",
        "alice",
        text=f"{mark('names_heidi')} @heidi",
        audience=in_garden,
    )
    cast.say("pinned_circle", "alice", audience=in_garden)
    posts.pin(cast.alice, cast.posts["pinned_circle"])
    cast.say("reply_in_circle", "bob", reply_to=cast.posts["circle"])
    cast.say("reply_in_public", "bob", reply_to=cast.posts["public"])
    cast.say("limited_reply_in_public", "alice", reply_to=cast.posts["public"], audience=for_bob)
    cast.say("reply_to_one", "bob", reply_to=cast.posts["public"], audience=for_alice)
    cast.say("quote_of_circle", "bob", quote_of=cast.posts["circle"], audience=Choice("public"))
    cast.say("by_grace", "grace", audience=Choice("public"))
    cast.say("by_judy", "judy", audience=Choice("public"))
    cast.say("narrowed", "alice", audience=Choice("public"))
    posts.narrow(cast.alice, cast.posts["narrowed"], for_bob)
    cast.say("deleted", "alice", audience=Choice("public"))
    cast.say("reply_to_deleted", "bob", reply_to=cast.posts["deleted"])
    posts.delete(cast.alice, cast.posts["deleted"])
    cast.say("of_other_face", "alice_too", audience=Choice("followers"))
    _say_in_variants(cast, in_garden)


def _say_in_variants(cast: Cast, in_garden: Choice) -> None:
    """One thing said in three ways: to the garden, to other followers, and to all besides."""
    names = ("variant_circle", "variant_followers", "variant_public")
    said = [
        Variation(choice, f"{mark(name)} says alice")
        for name, choice in zip(names, (in_garden, Choice("followers")), strict=False)
    ]
    own = cast.say(names[-1], "alice", audience=Choice("public"), variants=said)
    [dense] = post_reads.ids_of([own])
    for name, one in zip(names, variants.tabs(cast.alice, [dense])[dense], strict=True):
        assert one.post is not None
        cast.posts[name] = one.post


def _say_after(cast: Cast) -> None:
    """Said after Carol joined."""
    cast.say("circle_later", "alice", audience=Choice("chosen", circles=[cast.circle_id("Garden")]))
    cast.say("reply_later", "bob", reply_to=cast.posts["circle_later"])


def _lose_places(cast: Cast) -> None:
    with write():
        engine.leave(cast.circles["Garden"], [cast.dan])
    contacts.remove_follower(cast.alice, cast.dan)
    contacts.block(cast.alice, cast.grace)
    operator = members.register(
        "operator@example.org", PASSWORD, "keeper", "Keeper", freely=True, confirmed=True, role="operator"
    )
    cast.members["keeper"] = operator
    cast.faces["keeper"] = face_reads.own(operator.pk)[0].id
    members.suspend_member(operator, cast.members["judy"].pk, "a test of manners")
