"""Who moderates is told of reports and of people who ask to join; who does no longer is not."""

import pytest

from hedgerow.delivery.notifications import reads
from hedgerow.kernel.jobs import run_due
from hedgerow.people.faces import reads as faces
from hedgerow.people.members import acts as members
from hedgerow.people.site import acts as site
from hedgerow.people.site import reads as site_reads

pytestmark = pytest.mark.django_db


def test_somebody_who_asks_to_join_is_told_to_those_who_moderate_alone() -> None:
    keeper = members.register("k@example.org", None, "keeper", "Keeper", freely=True, role="operator")
    other = members.register("o@example.org", None, "other", "Other", freely=True)
    run_due()
    draft = site.SiteDraft(registration="approval", confirm_email=False, name=site_reads.site().name)
    site.change(keeper, draft)
    members.register("new@example.org", None, "newcomer", "New", why="I know Keeper")
    run_due()
    assert [group.kind for group in reads.page(faces.own(keeper.pk)[0].id).groups] == ["waiting"]
    assert reads.page(faces.own(other.pk)[0].id).groups == []
