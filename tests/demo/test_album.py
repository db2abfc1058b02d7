"""The album of pages: what it names is there. The photographs themselves are a command's work."""

from urllib.parse import urlsplit

import pytest
from django.test import override_settings
from django.urls import Resolver404, resolve

import hedgerow.config.urls  # noqa: F401 (read before any test says that this is the demonstration)
from hedgerow.doors.cli.demo import album, story

HANDLES = {face.handle for group in story.read() for face in group.face}


def test_no_picture_overwrites_another() -> None:
    names = [shot.name for shot in album.SHOTS]
    assert len(set(names)) == len(names)


@override_settings(ROOT_URLCONF="tests.demo.urls")
@pytest.mark.parametrize("shot", album.SHOTS, ids=lambda shot: shot.name)
def test_every_page_of_the_album_exists_and_somebody_looks_at_it(shot: album.Shot) -> None:
    assert shot.who in {*HANDLES, album.NOBODY, album.NEW}
    if isinstance(shot.where, str):
        try:
            assert resolve(urlsplit(shot.where).path)
        except Resolver404:
            pytest.fail(f"{shot.where} is no address of the site")
