"""Every room's reads, asked for everybody in the cast, equal the boundary's reference."""

from random import Random

import pytest

from hedgerow.doors.cli.worlds.auditing import Audit
from hedgerow.kernel.jobs import run_due
from tests.cast import assemble

pytestmark = pytest.mark.django_db


def test_every_read_equals_the_reference_for_everybody_in_the_cast() -> None:
    cast = assemble()
    run_due()
    found = Audit(Random(1), list(cast.faces.values()))
    for viewer in [None, *cast.faces.values()]:
        found.ask(viewer)
    assert found.leaks == []
    assert found.losses == []
