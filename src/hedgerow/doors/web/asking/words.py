"""Each rule of the boundary in words: one sentence for the owner, one for the reader.

The owner's name circles, since they are the owner's. The reader's name none, nor a number, and are the same
whether somebody was addressed by name or through a circle.
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from hedgerow.boundary.reads import CircleRow, Reason, Rule
from hedgerow.kernel.bidi import isolated
from hedgerow.people.audiences.reads import listed
from hedgerow.people.circles.reads import label_word
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.posts.reads import Shown

# --- for the owner ------------------------------------------------------------------------------------


def short(reason: Reason, circles: Sequence[CircleRow]) -> str:
    """Why somebody in the list of readers sees an own post, in a few words."""
    if reason.rule is Rule.IN_CIRCLE:
        return listed([_within(circle) for circle in circles]) or _("through a circle")
    words = {
        Rule.BY_NAME: _("named"),
        Rule.PUBLIC: _("it is public"),
        Rule.SITE: _("on this site"),
        Rule.SEES_PARENT: _("sees the post it answers"),
    }
    return words.get(reason.rule, "")


def _within(circle: CircleRow) -> str:
    if circle.kind == "followers":
        return _("follows you")
    if circle.kind == "mutuals":
        return _("you follow each other")
    if circle.kind == "label":
        return _("labelled %(label)s") % {"label": label_word(circle.name)}
    return _("in %(circle)s") % {"circle": isolated(circle.name)}


def named(circles: Iterable[CircleRow]) -> str:
    """Own circles as part of a sentence: "Hiking and your followers"."""
    return listed([_name(circle) for circle in circles]) or _("one of your circles")


def _name(circle: CircleRow) -> str:
    if circle.kind == "followers":
        return _("your followers")
    if circle.kind == "mutuals":
        return _("your mutual followers")
    if circle.kind == "label":
        return _("everybody labelled %(label)s") % {"label": label_word(circle.name)}
    return isolated(circle.name)


def answer(
    reason: Reason,
    card: FaceCard,
    circles: Sequence[CircleRow],
    behind: FaceCard | None = None,
    *,
    board: bool = False,
) -> str:
    """Why this person sees an own post (`board`: a collection) or does not, as one sentence to its author.

    `behind`: it stands under that face's post, and whether the person sees that one is not said.
    """
    if behind is not None and reason.rule is Rule.SEES_PARENT:
        return _("It is for whoever sees %(name)s’s post. You left nobody out.") % {
            "name": isolated(behind.name)
        }
    if board and reason.rule in _OF_BOARD:
        sentence = _OF_BOARD[reason.rule]()
    else:
        sentence = _YES[reason.rule]() if reason.sees else _no(reason.rule, circles)
    return sentence % {"name": isolated(card.name), "circle": named(circles)}


_YES = {
    Rule.OWN: lambda: _("You wrote it."),
    Rule.PUBLIC: lambda: _("It is public: anybody can read it, signed in or not."),
    Rule.SITE: lambda: _("It is for everybody on this site, and %(name)s is here."),
    Rule.BY_NAME: lambda: _("You named %(name)s."),
    Rule.IN_CIRCLE: lambda: _("It is for %(circle)s, and %(name)s belongs there."),
    Rule.SEES_PARENT: lambda: _("%(name)s can see the post it answers."),
}


def _no(rule: Rule, circles: Sequence[CircleRow]) -> str:
    if all(circle.kind == "followers" for circle in circles) and circles:
        if rule is Rule.JOINED_AFTER:
            return _("%(name)s began to follow you after you wrote it, and sees what you write from then on.")
        if rule is Rule.LEFT_CIRCLE:
            return _("%(name)s no longer follows you.")
    return _NO[rule]()


_NO = {
    Rule.VIEWER_STOPPED: lambda: _("%(name)s cannot read anything here at the moment."),
    Rule.AUTHOR_STOPPED: lambda: _("Nothing you wrote is shown at the moment."),
    Rule.GONE: lambda: _("It is deleted."),
    Rule.BLOCKED: lambda: _("You blocked %(name)s."),
    Rule.EXCLUDED_BY_NAME: lambda: _("You left %(name)s out."),
    Rule.IN_EXCLUDED_CIRCLE: lambda: _("You left out %(circle)s, and %(name)s belongs there."),
    Rule.LEFT_EXCLUDED_CIRCLE_AFTER: lambda: _(
        "You left out %(circle)s, and %(name)s belonged there when you wrote it. "
        "Leaving shows nothing of the past."
    ),
    Rule.JOINED_AFTER: lambda: _(
        "%(name)s came into %(circle)s after you wrote it. Whoever comes in sees new posts only."
    ),
    Rule.LEFT_CIRCLE: lambda: _("%(name)s was in %(circle)s and no longer is."),
    Rule.NOT_ADDRESSED: lambda: _("It is not addressed to %(name)s."),
    Rule.SETTLED: lambda: _(
        "You wrote several versions, and who gets which was settled when you posted. "
        "This one is not for %(name)s."
    ),
    Rule.PARENT_UNSEEN: lambda: _("%(name)s cannot see your post that it answers."),
}


# A collection is not written once: what counts is when its author chose whom it is for.
_OF_BOARD = {
    Rule.LEFT_EXCLUDED_CIRCLE_AFTER: lambda: _(
        "You left out %(circle)s, and %(name)s belonged there when you chose whom it is for. "
        "Leaving shows nothing of the past."
    ),
    Rule.JOINED_AFTER: lambda: _(
        "%(name)s came into %(circle)s after you chose whom it is for. "
        "Whoever comes in later does not see it."
    ),
}


def verdict(reason: Reason, card: FaceCard, behind: FaceCard | None) -> str:
    """Yes or no, before the reason. Of a reply in somebody else's thread: only together with that post."""
    if not reason.sees:
        return _("No, %(name)s cannot see it.") % {"name": isolated(card.name)}
    if behind is None:
        return _("Yes, %(name)s can see it.") % {"name": isolated(card.name)}
    names = {"name": isolated(card.name), "author": isolated(behind.name)}
    return _("If %(name)s can see %(author)s’s post, then this too.") % names


# --- for the reader -----------------------------------------------------------------------------------

PUBLIC, FOLLOWERS = "public", "followers"


def why(post: Shown, scope: str, *, follows: bool, behind: bool) -> list[str]:
    """Why a reader sees somebody else's post, sentence by sentence.

    `scope`: the audience in one word, as others may know it. `behind`: it answers or quotes what is not
    public.
    """
    said = []
    if post.boosted_by is not None:
        said.append(_("%(name)s boosted it.") % {"name": isolated(post.boosted_by.name)})
    if post.body.public:
        said.append(_("It is public. Anybody can read it, signed in or not."))
    elif scope == "parent":
        said.append(_above(post))
    elif behind:
        said += [_above(post), _own_part(post)]
    else:
        said.append(_addressed(post, scope, follows=follows))
    return said


def why_board(author: FaceCard, scope: str, *, follows: bool) -> list[str]:
    """Why a reader sees somebody else's collection. `scope` as for a post."""
    name = {"name": isolated(author.name)}
    if scope == PUBLIC:
        said = _("It is public. Anybody can see it, signed in or not.")
    elif scope == "site":
        said = _("%(name)s made it for people on this site, and you are signed in here.") % name
    elif scope == FOLLOWERS and follows:
        said = _("%(name)s made it for followers, and you follow %(name)s.") % name
    else:
        said = _("%(name)s addressed it to some people, you among them.") % name
    return [said, _("Each post on it is there for you only if it was written for you, too.")]


def _above(post: Shown) -> str:
    quoted = post.quote.author if isinstance(post.quote, Shown) else None
    above = post.answers or quoted
    if above is None:
        return _("It belongs to a thread that you can see. Whoever sees what it answers sees this too.")
    names = {"name": isolated(post.author.name), "author": isolated(above.name)}
    said = (
        _("%(name)s answered a post by %(author)s that you can see.")
        if post.answers is not None
        else _("%(name)s quoted a post by %(author)s that you can see.")
    )
    return f"{said % names} {_('Whoever cannot see that one cannot see this.')}"


def _own_part(post: Shown) -> str:
    said = _("Of those who can, %(name)s addressed it to some people, you among them.")
    return said % {"name": isolated(post.author.name)}


def _addressed(post: Shown, scope: str, *, follows: bool) -> str:
    name = {"name": isolated(post.author.name)}
    if scope == "site":
        return _("%(name)s wrote it for people on this site, and you are signed in here.") % name
    if scope == FOLLOWERS and follows:
        return _("%(name)s wrote it for followers, and you follow %(name)s.") % name
    return _("%(name)s addressed it to some people, you among them.") % name
