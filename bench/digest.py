"""What every day costs: the notes of a thousand people, and whether somebody who posts meanwhile waits."""

# ruff: noqa: E402
import threading
import time

from bench import stage

stage.enter()

from django.conf import settings
from django.core import mail

from bench import people
from hedgerow.delivery.models import Notification, Telling
from hedgerow.delivery.telling import notes
from hedgerow.delivery.telling.jobs import note
from hedgerow.delivery.telling.mailing import Mailbox
from hedgerow.kernel import jobs
from hedgerow.kernel.clock import now
from hedgerow.kernel.models import Job
from hedgerow.kernel.writing import write
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.members import reads as members
from hedgerow.people.models import AuditEntry
from hedgerow.talk.posts import acts as talk
from hedgerow.talk.posts.acts import Draft

PEOPLE, SECONDS, MOST_WAIT_MS = 1_000, 60, 100
INSERTS = 200


def run() -> None:
    """Tell the figures. Mails are made whole and kept in memory: the mail server's time is its own."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    # Django makes it with the first mail; two threads that do so at once lose one.
    mail.outbox = []
    # The world's faces have no logins of their own; every one stands for somebody who confirmed an address.
    members.mailbox = lambda face: Mailbox(f"{face}@example.org", "en", "UTC")
    readers = [face for face in people.faces() if contacts.follows(face)][:PEOPLE]
    _prepare(readers)
    baseline = stage.cpu(_insert, INSERTS)
    waits: list[float] = []
    done = threading.Event()
    posting: list[float] = []
    poster = threading.Thread(target=_post_meanwhile, args=[people.egos()[0], waits, posting, done])
    poster.start()
    begun = time.process_time()
    _work()
    done.set()
    poster.join()
    spent = time.process_time() - begun - posting.pop()
    stage.tell(f"{len(mail.outbox)} mails for {len(readers)} people")
    stage.figure(
        f"digest: {PEOPLE} people, worker",
        spent,
        "ms",
        SECONDS * 1_000,
        ("an INSERT of one row", baseline),
    )
    late, alone = sorted(waits)[max(0, int(len(waits) * 0.99) - 1)], _alone()
    most = alone * 1_000 + MOST_WAIT_MS
    stage.figure("digest: a post meanwhile, p99", late, "ms", most, ("a post alone, p99", alone))


def _prepare(readers: list[int]) -> None:
    """Everybody's note is due, and tells of the last hundred years."""
    long_ago = now().replace(year=2000)
    with write():
        Telling.objects.all().delete()
        Telling.objects.bulk_create(
            Telling(face_id=face, rhythm="daily", note_at=now(), noted_to=long_ago) for face in readers
        )
        Notification.objects.filter(face__in=readers).update(seen=False)


def _work() -> None:
    """The notes are made by the worker's own threads, as in a process that serves pages too."""
    stop = threading.Event()
    worker = threading.Thread(target=jobs.run_worker, args=[stop])
    worker.start()
    notes.call_due(now())
    while Job.objects.filter(finished_at_us=None, name=note.module_path).exists():
        time.sleep(0.2)
    stop.set()
    worker.join()


def _post_meanwhile(author: int, waits: list[float], spent: list[float], done: threading.Event) -> None:
    while not done.wait(0.05):
        waits.append(_timed(author))
    spent.append(time.thread_time())


def _timed(author: int) -> float:
    begun = time.perf_counter()
    talk.publish(author, Draft("a word in between", Choice("followers")))
    return time.perf_counter() - begun


def _alone() -> float:
    author = people.egos()[0]
    waits = sorted(_timed(author) for _ in range(100))
    return waits[98]


def _insert() -> None:
    for _ in range(INSERTS):
        with write():
            AuditEntry.objects.create(act="figure", subject="an INSERT")


if __name__ == "__main__":
    run()
