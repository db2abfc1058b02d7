"""Polls and the posts that ask them. Inside a write, except `clean`."""

import msgspec
from django.utils.translation import gettext as _

from hedgerow.kernel import clock
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.text import normalise
from hedgerow.talk.models import Poll, PollOption, Post
from hedgerow.talk.posts.rules import said_at

from . import jobs, rules
from .rules import Asked


def clean(asked: Asked) -> Asked:
    """The poll with its words in one form, empty options left out. Raises Refused("poll", …)."""
    options = [option for text in asked.options[: rules.MOST * 2] if (option := _option(text))]
    if not rules.FEWEST <= len(options) <= rules.MOST:
        raise Refused("poll", _("A poll has two to eight answers to choose from."))
    if len(set(options)) < len(options):
        raise Refused("poll", _("Two answers of the poll are the same."))
    if not rules.SHORTEST_S <= asked.lasts <= rules.LONGEST_S:
        raise Refused("poll", _("A poll lasts from five minutes to thirty days."))
    return msgspec.structs.replace(asked, options=options)


def _option(text: str) -> str:
    try:
        return " ".join(normalise(text, rules.LONGEST_OPTION).split())
    except Refused as refused:
        said = _("An answer of a poll has at most %(most)d characters.")
        raise Refused("poll", said % {"most": rules.LONGEST_OPTION}) from refused


def ask(post: Post, asked: Asked) -> None:
    """Let the post ask this, from now on."""
    ends = said_at(post) + asked.lasts * 1_000_000
    poll = Poll.objects.create(post=post, multiple=asked.multiple, hidden=asked.hidden, ends_at=ends)
    _offer(poll, asked)
    jobs.close_later(post.pk, ends)


def ask_anew(post: Post, asked: Asked | None) -> None:
    """After an edit: other answers begin the voting anew; None takes the poll away. What is over stays."""
    poll = Poll.objects.filter(post=post).first()
    if poll is None:
        if asked is not None:
            raise Refused("poll", _("A poll is asked from the start. Write a new post for it."))
        return
    if asked is None:
        poll.delete()
        return
    before = list(poll.options.order_by("position").values_list("text", flat=True))
    if asked.options == before and (asked.multiple, asked.hidden) == (poll.multiple, poll.hidden):
        return
    if poll.ends_at <= clock.now_us():
        raise Refused("poll", _("This poll is over. Its answers stay as they are."))
    poll.multiple, poll.hidden = asked.multiple, asked.hidden
    poll.save(update_fields=["multiple", "hidden"])
    poll.options.all().delete()
    _offer(poll, asked)


def _offer(poll: Poll, asked: Asked) -> None:
    PollOption.objects.bulk_create(
        [PollOption(poll=poll, position=place, text=text) for place, text in enumerate(asked.options)]
    )
