"""A large archive brought through the page: it goes in pieces, and goes on after the connection broke."""

import os
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from hedgerow.kernel import blobs
from hedgerow.people.models import Import
from tests.web.someone import member, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_large_archive_goes_on_where_it_stopped(new_context: Any, tmp_path: Path) -> None:
    archive = tmp_path / "mine.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("outbox.json", '{"orderedItems": []}')
        made.writestr("film.bin", os.urandom(17 << 20))
    context = new_context()
    key = signed_in(member("ana")).cookies[settings.SESSION_COOKIE_NAME].value
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": key, "domain": "localhost", "path": "/"}])
    page = context.new_page()
    breaks = iter([False, False, True])
    page.route("**/me/import/piece", lambda way: way.abort() if next(breaks, False) else way.continue_())
    page.goto("/me/import")
    page.set_input_files("#import-file", archive)
    page.get_by_role("button", name="See what is in it").click()
    expect(page.locator("[data-how-far]")).to_contain_text("/ 17 MB")
    page.wait_for_url(re.compile(r"/me/import/\d+$"))
    assert blobs.path(Import.objects.get().blob).read_bytes() == archive.read_bytes()
