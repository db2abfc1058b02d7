"""Who may quote a post, and taking it out of somebody's quote."""

from django.utils.translation import gettext as _

from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import write
from hedgerow.people.contacts import reads as contacts
from hedgerow.talk.models import Post

from . import addressing, loading, rules


def insist_on_a_choice(wanted: str) -> None:
    """Raise Refused("may_quote", …) for what is none; empty leaves it as it is."""
    if wanted and wanted not in Post.MayQuote.values:
        raise Refused("may_quote", _("Choose who may quote."))


def insist_on_letting(actor: int, quoted: Post) -> None:
    """Raise Refused("quote", …) unless the author of a post lets this face, which sees it, quote it."""
    own = quoted.author_id == actor
    follows = quoted.may_quote == Post.MayQuote.FOLLOWERS and quoted.author_id in contacts.follows(actor)
    if not rules.may_quote(quoted.may_quote, own=own, follows=follows):
        raise Refused("quote", _("Its author chose who may quote this post."))


def let_quote(actor: int, post: int, who: str) -> None:
    """From now on these may quote an own post: all, followers or nobody. Raises NotFound, Refused."""
    insist_on_a_choice(who)
    with write():
        found = loading.own(actor, post)
        found.may_quote = who or found.may_quote
        found.save(update_fields=["may_quote"])
        addressing.say_changed(found)


def unquote(actor: int, post: int, quoting: int) -> None:
    """Take an own post out of a quote of it: there it says what it says of every post that is not available.

    The quote goes on standing behind it. Raises NotFound.
    """
    with write():
        found, quote = loading.own(actor, post), loading.load(actor, quoting)
        if quote.quote_of_id != found.pk:
            raise NotFound
        quote.quote_of = None
        quote.save(update_fields=["quote_of"])
        addressing.say_changed(quote)
        addressing.say_changed(found)
