"""Telling a face by e-mail: at once, or in the note of its day or week."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from hedgerow.delivery.home import reads as home
from hedgerow.delivery.models import Due, Telling
from hedgerow.delivery.notifications import reads as notifications
from hedgerow.delivery.notifications.reads import Group
from hedgerow.kernel.clock import from_us, now, to_us
from hedgerow.kernel.counting import filled
from hedgerow.kernel.mail import styled
from hedgerow.kernel.writing import write
from hedgerow.people.emoji.reads import bare
from hedgerow.people.faces import reads as faces
from hedgerow.people.members import reads as members
from hedgerow.people.members.reads import Mailbox
from hedgerow.people.site.reads import sender, site
from hedgerow.talk.posts.reads import Shown

from . import due, rules, tokens, words
from .reads import noted, ways, wishes
from .words import Item

FEW = 5
"""So many posts of people stand in a note."""

MOST_ITEMS = 12


class Said(msgspec.Struct, frozen=True):
    """A post in a note: whose, to whom in words, when, and as much of it as may leave the site."""

    name: str
    sentence: str
    at: datetime
    excerpt: str
    url: str


class Letter(msgspec.Struct, frozen=True):
    """What a mail is made of. `stop` is what its one click ends (`tokens`)."""

    template: str
    subject: str
    items: list[Item]
    posts: list[Said]
    stop: str
    name: str
    """The same for the same letter, so that one sent twice arrives as one."""


def hand_on(face: int) -> None:
    """What waits for this face goes out in one mail, once it is not quiet."""
    from . import jobs

    with write():
        if due.quiet(face, now()) is not None:
            due.call(face, due.MAIL, now())
            return
        notified = due.claim(face, Due.By.MAIL)
        if notified:
            jobs.letter.enqueue(face, notified)


def at_once(face: int, notified: list[int]) -> None:
    """One mail about these notifications (public ids), as far as the face may know of them at this moment."""
    box = members.mailbox(face)
    if box is None:
        return
    with words.manners(box):
        groups = _wanted(face, notifications.about(face, notified))
        if groups:
            _send(face, box, _letter(face, groups, notified[0]))
            _noted(face, "mail", [group.post for group in groups[:MOST_ITEMS]])


def _wanted(face: int, groups: list[Group]) -> list[Group]:
    chosen = ways([face])
    return [group for group in groups if chosen.get((face, group.kind), rules.usual(group.kind)).mail]


def _letter(face: int, groups: list[Group], first: int) -> Letter:
    excerpts = wishes(face).excerpts
    kinds = {group.kind for group in groups}
    return Letter(
        template="now",
        subject=words.headline(groups),
        items=[words.item(group, excerpts) for group in groups[:MOST_ITEMS]],
        posts=[],
        stop=kinds.pop() if len(kinds) == 1 else tokens.MAIL,
        name=f"mail {face} {first}",
    )


def note(face: int, moment: int) -> None:
    """The note that was due at this moment (microseconds), unless it went out or there is nothing new."""
    said, since, box = wishes(face), _noted_to(face), members.mailbox(face)
    if said.rhythm == rules.OFF or since is None or since >= from_us(moment):
        return
    began = now()
    if box is not None:
        with words.manners(box):
            letter, told = _note(face, since, moment)
            if letter is not None:
                _send(face, box, letter)
                _noted(face, "note", told)
    with write():
        Telling.objects.filter(face=face).update(noted_to=began)


def _noted_to(face: int) -> datetime | None:
    return Telling.objects.filter(face=face).values_list("noted_to", flat=True).first()


def _noted(face: int, door: str, told: Sequence[Shown | None]) -> None:
    from hedgerow.delivery.leaving import acts as leaving

    leaving.left(door, face, told, words=wishes(face).excerpts)


def _note(face: int, since: datetime, moment: int) -> tuple[Letter | None, list[Shown | None]]:
    """What concerned the face, then a few posts of people, with what it tells of; None without either."""
    said = wishes(face)
    groups = notifications.since(face, since, noted(face))
    concerning = [group.post for group in groups[:MOST_ITEMS]]
    above = {post.id for post in concerning if post is not None}
    some = home.few(face, to_us(since), FEW + len(above))
    posts = [post for post in some if post.id not in above][:FEW]
    if not groups and not posts:
        return None, []
    told = [*concerning, *posts]
    letter = Letter(
        template="note",
        subject=_subject(said.rhythm, len(groups), len(posts)),
        items=[words.item(group, said.excerpts) for group in groups[:MOST_ITEMS]],
        posts=[_said(post, said.excerpts) for post in posts],
        stop=tokens.NOTE,
        name=f"note {face} {moment}",
    )
    return letter, told


def _subject(rhythm: str, concerning: int, posts: int) -> str:
    title = _("Your week on %(site)s") if rhythm == rules.WEEKLY else _("Your day on %(site)s")
    if concerning:
        form = ngettext("%(title)s: %(n)d thing for you", "%(title)s: %(n)d things for you", concerning)
    else:
        form = ngettext(
            "%(title)s: %(n)d post of people you follow", "%(title)s: %(n)d posts of people you follow", posts
        )
    return filled(form, {"title": title % {"site": site().name}, "n": concerning or posts})


def _said(post: Shown, excerpts: bool) -> Said:
    return Said(
        name=bare(post.author.name),
        sentence=bare(str(post.told.sentence)),
        at=post.body.at,
        excerpt=words.words_of(post, excerpts),
        url=words.link(post.url),
    )


def try_out(face: int) -> bool:
    """Send a mail that only shows that mails arrive; False where the address is not confirmed."""
    box = members.mailbox(face)
    if box is None:
        return False
    with words.manners(box):
        subject = _("A mail from %(site)s, to try it out") % {"site": site().name}
        item = Item(_("It works: this is how news reaches you by e-mail."), "", words.link("/notifications"))
        _send(face, box, Letter("trial", subject, [item], [], tokens.MAIL, f"try {face} {to_us(now())}"))
    return True


# --- one mail -----------------------------------------------------------------------------------------


def _send(face: int, box: Mailbox, letter: Letter) -> None:
    stop = words.link(f"/unsubscribe/{tokens.sign(face, letter.stop)}")
    context = {
        "letter": letter,
        "subject": letter.subject,
        "face": faces.card(face),
        "site": site(),
        "language": box.language,
        "bidi": get_language_info(box.language)["bidi"],
        "stop": stop,
        "settings": words.link("/notifications/settings"),
        "home": words.link("/"),
        "weekly": wishes(face).rhythm == rules.WEEKLY,
    }
    mail = EmailMultiAlternatives(
        # One line, whatever names stand in it.
        " ".join(letter.subject.split()),
        render_to_string(f"delivery/{letter.template}.txt", context),
        sender(),
        [box.address],
        headers={
            "Message-ID": f"<{tokens.opaque(letter.name)}@{settings.HOST}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    html = render_to_string(f"delivery/{letter.template}.html", context)
    mail.attach_alternative(styled(html), "text/html")
    mail.send()
