"""`./hedgerow import` and `./hedgerow export`: the same acts as the pages."""

import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hedgerow.people.models import AddressEntry
from hedgerow.talk.models import BroughtPost
from tests.cast import assemble, mark

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_contacts_come_in_and_a_look_takes_nothing(tmp_path: Path) -> None:
    cast = assemble()
    file = tmp_path / "lists.csv"
    file.write_text("Old,ana@elsewhere.example\nOld,ben@elsewhere.example\nlonely\n")
    assert "away 2" in said("bring_in", "@alice", str(file), "--look")
    assert not AddressEntry.objects.exists()
    told = said("bring_in", "@alice", str(file))
    assert "done" in told
    assert "line 3" in told
    assert AddressEntry.objects.filter(face=cast.alice, kept=True).count() == 2
    with pytest.raises(CommandError):
        said("bring_in", "@nobody_here", str(file))


def test_an_archive_goes_out_and_comes_in(tmp_path: Path) -> None:
    cast = assemble()
    file = tmp_path / "alice.zip"
    assert "bytes" in said("take_out", "@alice", str(file))
    assert file.stat().st_mode & 0o077 == 0
    assert mark("circle") in zipfile.ZipFile(file).read("posts.json").decode()
    assert "done" in said("bring_in", "@heidi", str(file))
    assert BroughtPost.objects.filter(face=cast.heidi).exists()
