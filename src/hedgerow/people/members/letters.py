"""E-mails to members, written in their language and sent by a job: no act waits for a mail server."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from hedgerow.kernel.jobs import task
from hedgerow.kernel.mail import styled
from hedgerow.people.models import Member
from hedgerow.people.site.reads import sender, site


@task(max_attempts=12)
def send(to: str, subject: str, text: str, html: str = "") -> None:
    """Send one e-mail."""
    mail = EmailMultiAlternatives(subject, text, sender(), [to])
    if html:
        mail.attach_alternative(html, "text/html")
    mail.send()


def _write(member: Member, subject: str, *paragraphs: str, link: str = "", button: str = "") -> None:
    """The same in text and in HTML. `link`: where it leads, with the words on its button."""
    said = [words for words in paragraphs if words]
    context = {
        "subject": subject,
        "paragraphs": said,
        "link": link,
        "button": button,
        "site": site(),
        "language": member.language,
        "bidi": get_language_info(member.language)["bidi"],
    }
    text = "\n\n".join([*said, *filter(None, [link]), site().name]) + "\n"
    send.enqueue(member.email, subject, text, styled(render_to_string("people/letter.html", context)))


def approved(member: Member) -> None:
    """They may come in."""
    with translation.override(member.language):
        _write(
            member,
            _("You can come in: %(site)s") % {"site": site().name},
            _("Your request to join was approved."),
            link=settings.SITE_URL + "/",
            button=_("Come in"),
        )


def declined(member: Member, reason: str) -> None:
    """They may not, and nothing of them was kept."""
    with translation.override(member.language):
        _write(
            member,
            _("Your request to join %(site)s") % {"site": site().name},
            _("Your request to join was declined. Nothing of what you entered was kept."),
            reason.strip(),
        )


def suspended(member: Member, reason: str) -> None:
    """Their login was stopped."""
    with translation.override(member.language):
        _write(
            member,
            _("Your account on %(site)s is suspended") % {"site": site().name},
            _("A moderator suspended your account. Your pages and posts are hidden, and kept."),
            reason.strip(),
            _("To answer, write to %(address)s.") % {"address": site().contact} if site().contact else "",
        )


def face_suspended(member: Member, handle: str, reason: str) -> None:
    """One face of theirs was stopped."""
    with translation.override(member.language):
        _write(
            member,
            _("@%(handle)s on %(site)s is suspended") % {"handle": handle, "site": site().name},
            _("A moderator suspended this face. Its page and posts are hidden, and kept."),
            reason.strip(),
            _("To answer, write to %(address)s.") % {"address": site().contact} if site().contact else "",
        )


def restored(member: Member) -> None:
    """Their login works again."""
    with translation.override(member.language):
        _write(
            member,
            _("Your account on %(site)s is back") % {"site": site().name},
            _("The suspension was taken back. Everything is as it was."),
            link=settings.SITE_URL + "/",
            button=_("Come in"),
        )


def exposed(member: Member, words: str) -> None:
    """Posts of theirs left the site in an accident. It names no post: a mail is read by more than one."""
    with translation.override(member.language):
        _write(
            member,
            _("Posts of yours may have been read by others: %(site)s") % {"site": site().name},
            words,
            link=settings.SITE_URL + "/notifications",
            button=_("See what happened"),
        )


def archive_ready(member: Member) -> None:
    """An archive that one of their faces asked for can be fetched. It does not say which face."""
    with translation.override(member.language):
        _write(
            member,
            _("Your archive on %(site)s is ready") % {"site": site().name},
            _("The archive you asked for is made. Fetch it within 7 days, signed in as the face it is of:"),
            link=settings.SITE_URL + "/me/export",
            button=_("Fetch the archive"),
        )
