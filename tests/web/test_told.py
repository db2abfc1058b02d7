"""How moments, languages and places are told on every page."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from hedgerow.doors.web import languages
from hedgerow.doors.web.me import forms
from hedgerow.doors.web.posts import stories

pytestmark = pytest.mark.django_db


def drawn(moment: datetime, form: str = "") -> str:
    page = Template("{% load hedgerow %}{% when moment form %}")
    with timezone.override(ZoneInfo("Europe/Berlin")), translation.override("de"):
        return page.render(Context({"moment": moment, "form": form}))


def test_a_moment_has_few_forms_and_the_whole_of_it_beside() -> None:
    now = timezone.now()
    fresh, long_ago = drawn(now - timedelta(hours=2)), drawn(now - timedelta(days=800))
    year = str(timezone.localtime(now - timedelta(days=800)).year)
    assert ":" in fresh.partition(">")[2]
    assert year in long_ago.partition(">")[2]
    assert ":" not in long_ago.partition(">")[2]
    assert "data-ago" in fresh
    for form in ("long", "day", "time"):
        told = drawn(now, form)
        assert f'datetime="{now.isoformat(timespec="seconds")}"' in told
        assert 'title="' in told
        assert "data-ago" not in told
    assert str(timezone.localtime(now).year) not in drawn(now, "day").partition(">")[2]


def test_languages_stand_in_order_by_their_own_names() -> None:
    here, others = [name for _code, name in languages.of_site()], [name for _code, name in languages.others()]
    assert here == ["Deutsch", "English", "Español", "Français", "العربيّة"]
    assert others[:3] == ["Afrikaans", "Asturianu", "Asụsụ Ìgbò"]
    assert "Bahasa Indonesia" in others
    assert "Čeština" in others
    assert others.index("Čeština") < others.index("Cymraeg") < others.index("Dansk")
    assert [code for code, _name in languages.for_posts("gsw")][:2] == ["gsw", "de"]


def test_places_are_drawn_once_with_the_chosen_one_marked() -> None:
    field = forms.FaceForm(initial={"time_zone": "Europe/Berlin"})["time_zone"]
    told = str(field)
    assert told.count("<option") > 400
    assert '<option value="Europe/Berlin" selected>Europe/Berlin</option>' in told
    assert told.count(" selected") == 1
    assert str(forms.FaceForm(initial={"time_zone": '"><script>'})["time_zone"]).count("<script") == 0


def test_a_mark_that_names_no_picture_is_told_beside_the_story() -> None:
    assert stories.lost_marks("One\n\n![1]\n\n![99]\n\n![0]\nnot ![7] here\n![99]", 1) == ["![99]", "![0]"]
