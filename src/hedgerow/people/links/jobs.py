"""Looking at the pages that faces link to."""

from datetime import timedelta

from django.conf import settings

from hedgerow.kernel import clock
from hedgerow.kernel.errors import HedgerowError
from hedgerow.kernel.fetch import fetch
from hedgerow.kernel.jobs import task
from hedgerow.people.faces.rules import good_link
from hedgerow.people.models import Face

from . import acts, rules

AGAIN_AFTER = timedelta(days=7)
AT_ONCE = 50
PAGE_BYTES, SECONDS = 1 << 20, 10.0


def want(face: int) -> None:
    """Let the links of a face be looked at soon. Inside `write()`."""
    look.using(unique_key=f"links:{face}").enqueue(face)


@task(max_attempts=3)
def look(face: int) -> None:
    """See which of the face's links lead back to its page here, and note it."""
    row = Face.objects.filter(pk=face, state=Face.State.ACTIVE, domain="").first()
    if row is None:
        return
    own = f"{settings.SITE_URL}/@{row.handle}"
    for link in row.links:
        if good_link(link["url"]):
            acts.note(face, link["url"], proven=_leads_back(link["url"], own))


def _leads_back(url: str, own: str) -> bool:
    try:
        answer = fetch(url, accept="text/html", max_bytes=PAGE_BYTES, timeout=SECONDS)
    except HedgerowError:
        return False
    page = "html" in answer.headers.get("content-type", "").lower()
    return answer.status == 200 and page and rules.points_back(answer.url, answer.body, own)


def look_again() -> None:
    """Every hour: some of the links that were last looked at a week ago."""
    for face in acts.due(clock.now() - AGAIN_AFTER, AT_ONCE):
        look.using(unique_key=f"links:{face}").enqueue(face)
