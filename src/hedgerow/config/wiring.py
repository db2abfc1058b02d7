"""Ties the rooms together: the one place that lists who listens to which event, and what runs behind.

Rooms never import upwards; what happens below is told here to those above. They are imported inside the
functions: this module is loaded before Django knows its models.
"""

import threading

from django.conf import settings

_stop = threading.Event()
_worker: list[threading.Thread] = []


def wire() -> None:
    """Registers every listener, hot door and recurring task. Called once in each process, at its start."""
    _kernel()
    _streams()
    _people()
    _talk()
    _conversations()
    _searching()
    _files()
    _delivery()
    _moving()
    _telling()
    _written()


def _kernel() -> None:
    """What was delivered, done, answered or changed long ago is forgotten."""
    from hedgerow.kernel import upkeep

    upkeep.keep_house()


def _streams() -> None:
    """Open streams hear of posts, ties and ended access: before all others, since somebody looks on."""
    from hedgerow.config import front
    from hedgerow.delivery.streams import jobs as streams
    from hedgerow.doors.mastodon.streaming.front import streaming
    from hedgerow.doors.web.reading.stream import stream
    from hedgerow.kernel.outbox import subscribe
    from hedgerow.people.announcements.events import Announced, AnnouncementReacted, Withdrawn
    from hedgerow.people.apps.events import AccessEnded
    from hedgerow.people.faces.events import FaceStopped
    from hedgerow.talk.conversations.events import Messaged
    from hedgerow.talk.filters.events import FiltersChanged
    from hedgerow.talk.posts.events import Boosted, Deleted, Edited, Narrowed, Posted, Restored, Unboosted

    subscribe(Posted, streams.heard)
    subscribe(Boosted, streams.boosted)
    subscribe(Unboosted, streams.unboosted)
    subscribe(Edited, streams.edited)
    subscribe(Narrowed, streams.narrowed)
    subscribe(Deleted, streams.gone)
    subscribe(Restored, streams.heard, name="talk.restored>hedgerow.delivery.streams.jobs.heard")
    subscribe(Messaged, streams.messaged)
    subscribe(FiltersChanged, streams.filters_changed)
    subscribe(Announced, streams.announced)
    subscribe(Withdrawn, streams.withdrawn)
    subscribe(AnnouncementReacted, streams.announcement_reacted)
    subscribe(AccessEnded, streams.access_ended)
    subscribe(FaceStopped, streams.halted)
    front.register("/stream/", stream)
    front.register("/api/v1/streaming/", streaming)


def _people() -> None:
    """Who closed a face or an account, and let the grace period pass, is really gone within the hour; so are
    notes of moves that can no longer be taken back.
    """
    from hedgerow.kernel.jobs import every
    from hedgerow.people.apps import jobs as apps
    from hedgerow.people.circles import jobs as circles
    from hedgerow.people.links import jobs as links
    from hedgerow.people.members import jobs as members

    every(3600, "people.purge_due", members.purge_due)
    every(3600, "people.forget_moves", circles.forget_moves)
    every(3600, "people.look_at_links", links.look_again)
    every(24 * 3600, "people.unused_apps", apps.sweep)


def _talk() -> None:
    """What a gone face wrote goes with it; what nobody uses any more is swept up."""
    from hedgerow.kernel.jobs import every
    from hedgerow.kernel.outbox import subscribe
    from hedgerow.people.faces.events import FaceGone
    from hedgerow.people.moving.events import Brought
    from hedgerow.talk.cards import jobs as cards
    from hedgerow.talk.guarding import jobs as guarding
    from hedgerow.talk.media import jobs as media
    from hedgerow.talk.posts import wiping
    from hedgerow.talk.reports import jobs as reports
    from hedgerow.talk.suggesting import jobs as suggesting

    subscribe(FaceGone, wiping.forget_faces)
    subscribe(FaceGone, guarding.forget_faces)
    subscribe(Brought, suggesting.brought)
    every(3600, "talk.unused_pictures", media.sweep_unused)
    every(24 * 3600, "talk.unused_cards", cards.sweep_unused)
    every(24 * 3600, "talk.done_reports", reports.forget_done)


def _conversations() -> None:
    """Those in a conversation hear of what is said; what a gone face left in conversations goes with it."""
    from hedgerow.config import front
    from hedgerow.delivery.notifications import jobs as notifications
    from hedgerow.doors.web.talking.live import stream
    from hedgerow.kernel.outbox import subscribe
    from hedgerow.people.contacts.events import Accepted, Followed
    from hedgerow.people.faces.events import FaceGone
    from hedgerow.talk.conversations import jobs, wiping
    from hedgerow.talk.conversations.events import Messaged

    subscribe(Messaged, notifications.messaged)
    subscribe(Followed, jobs.followed)
    subscribe(Accepted, jobs.let_follow)
    front.register("/live/", stream)
    subscribe(FaceGone, wiping.forget_faces)


def _searching() -> None:
    """What can be found follows what was said, changed, narrowed and deleted."""
    from hedgerow.kernel.jobs import every
    from hedgerow.kernel.outbox import subscribe
    from hedgerow.talk.posts.events import Deleted, Edited, Narrowed, Posted, Restored
    from hedgerow.talk.searching import acts as found
    from hedgerow.talk.searching import jobs as searching

    for event in (Posted, Edited, Deleted, Restored):
        subscribe(event, searching.said, name=f"{event.__name__}>talk.searching")
    subscribe(Narrowed, searching.narrowed)
    every(24 * 3600, "talk.sweep_found", found.sweep)
    every(3600, "talk.tidy_found", found.tidy)


def _files() -> None:
    """Once a day, files that nobody names any more go; each room says which it still names."""
    from hedgerow.kernel import blobs
    from hedgerow.kernel.jobs import every
    from hedgerow.people.emoji import reads as emoji
    from hedgerow.people.faces import reads as faces
    from hedgerow.people.moving import archives
    from hedgerow.people.moving import reads as moving
    from hedgerow.talk.collections import reads as collections
    from hedgerow.talk.conversations import files
    from hedgerow.talk.media import reads as media
    from hedgerow.talk.reports import reads as reports

    def named() -> set[str]:
        return {
            *faces.kept_pictures(),
            *emoji.named_blobs(),
            *media.named_blobs(),
            *reports.named_blobs(),
            *moving.kept_blobs(),
            *archives.kept_blobs(),
            *files.named_blobs(),
            *collections.named_blobs(),
        }

    every(24 * 3600, "files.sweep", lambda: blobs.sweep(named))


def _delivery() -> None:
    """Notifications hear of posts, ties and the moderators' words."""
    from hedgerow.config import front
    from hedgerow.delivery.notifications import jobs as notifications
    from hedgerow.delivery.notifications import mirrors
    from hedgerow.doors.mastodon.hot import quick
    from hedgerow.kernel.jobs import every
    from hedgerow.kernel.outbox import subscribe
    from hedgerow.people.contacts.events import Accepted, Followed, Requested
    from hedgerow.people.deflecting.events import Deflected
    from hedgerow.people.faces.events import FaceGone
    from hedgerow.people.members.events import MemberWaits
    from hedgerow.people.moving.events import Brought
    from hedgerow.people.site.events import Warned
    from hedgerow.talk.posts.events import Boosted, Edited, Posted, Reacted
    from hedgerow.talk.reports.events import Reported

    subscribe(Posted, notifications.posted)
    subscribe(Edited, notifications.edited)
    subscribe(Reacted, notifications.reacted)
    subscribe(Boosted, notifications.boosted)
    subscribe(Followed, notifications.followed)
    subscribe(Requested, notifications.requested)
    subscribe(Accepted, notifications.accepted)
    subscribe(Deflected, notifications.deflected)
    subscribe(Warned, notifications.warned)
    subscribe(Reported, notifications.reported)
    subscribe(MemberWaits, notifications.waits)
    subscribe(FaceGone, notifications.forgotten)
    every(24 * 3600, "delivery.tidy", notifications.tidy)
    subscribe(Brought, mirrors.brought)
    every(24 * 3600, "delivery.readers_due", mirrors.readers_due)
    every(24 * 3600, "delivery.mirrors_due", mirrors.mirrors_due)
    every(3600, "delivery.silences", notifications.silences)
    every(24 * 3600, "delivery.years", notifications.years)
    front.quicken("/api/", quick)


def _moving() -> None:
    """Files that nobody said yes to go within a day, archives after seven."""
    from hedgerow.kernel.jobs import every
    from hedgerow.people.moving import archives
    from hedgerow.people.moving import jobs as moving

    every(3600, "moving.forget_archives", archives.forget_old)
    every(3600, "moving.forget_undecided", moving.forget_undecided)


def _telling() -> None:
    """What is new reaches people outside a page: on devices, by e-mail, in notes."""
    from hedgerow.delivery.leaving import jobs as leaving
    from hedgerow.delivery.notifications.events import Notified
    from hedgerow.delivery.telling import jobs as telling
    from hedgerow.kernel.jobs import every
    from hedgerow.kernel.outbox import subscribe
    from hedgerow.people.faces.events import FaceGone

    subscribe(Notified, telling.notified)
    every(300, "telling.notes", telling.notes_due)
    every(24 * 3600, "telling.tidy", telling.tidy)
    subscribe(FaceGone, leaving.forgotten, name="people.face_gone>delivery.leaving")
    every(24 * 3600, "leaving.tidy", leaving.tidy)


def _written() -> None:
    """Polls end, drafts come back, posts vanish; drafts that are gone are forgotten."""
    from hedgerow.delivery.notifications import ends
    from hedgerow.kernel.jobs import every
    from hedgerow.kernel.outbox import subscribe
    from hedgerow.talk.drafts import jobs as drafts
    from hedgerow.talk.drafts.events import DraftReturned
    from hedgerow.talk.polls.events import PollEnded
    from hedgerow.talk.posts.events import Vanished

    subscribe(PollEnded, ends.polls_ended)
    subscribe(DraftReturned, ends.drafts_returned)
    subscribe(Vanished, ends.vanished)
    every(3600, "talk.gone_drafts", drafts.sweep_gone)


def start() -> None:
    """Begins background work in this web process: noting what apps were given, and jobs and events where no
    worker process does them.
    """
    if _worker:
        return
    from hedgerow.delivery.leaving import jobs as leaving
    from hedgerow.kernel import jobs

    _stop.clear()
    flusher = threading.Thread(target=leaving.flush_until, args=[_stop], name="noting", daemon=True)
    _worker.append(flusher)
    flusher.start()
    if not settings.WORKER_INSIDE:
        return
    thread = threading.Thread(target=jobs.run_worker, args=[_stop], name="worker", daemon=True)
    _worker.append(thread)
    thread.start()


def stop() -> None:
    """Ends it; what was begun is finished, or taken up again at the next start."""
    _stop.set()
    while _worker:
        _worker.pop().join(15)
