"""The page on which a member sees which apps were let in, and takes that away."""

import re

import pytest

from hedgerow.kernel.jobs import run_due
from hedgerow.people.apps import acts, reads
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.faces.acts import FaceDraft
from tests.leaks.matrix import api_routes
from tests.mastodon.client import Api
from tests.web.someone import face_of, member, signed_in

pytestmark = pytest.mark.django_db


def test_apps_are_listed_with_their_face_and_end_at_once_when_taken_away() -> None:
    nora = member("nora")
    night = faces.create(nora, FaceDraft(handle="night", name="Night"))
    app = acts.register("Tusk <b>", ["app://x"], "read write push")
    one, other = acts.let_in(face_of(nora), app.app, "read push"), acts.let_in(night, app.app, "write:media")
    assert reads.bearer(one) is not None
    run_due()
    page = signed_in(nora)
    shown = page.get("/me/apps").content.decode()
    assert shown.count("Tusk &lt;b&gt;</bdi></strong>") == 2
    assert "@night" in shown
    assert "Last used:" in shown
    assert "Not used yet" in shown
    assert "Send pictures, videos and sounds" in shown
    bearer = reads.bearer(other)
    assert bearer is not None
    assert signed_in(member("mallory")).post(f"/me/apps/{bearer.token}/take-away").status_code == 404
    assert reads.bearer(other) is not None
    done = page.post(f"/me/apps/{bearer.token}/take-away", follow=True)
    assert "has no access any more" in done.content.decode()
    assert reads.bearer(other) is None
    assert reads.bearer(one) is not None
    assert len(re.findall("/take-away", done.content.decode())) == 1


def test_an_app_never_learns_of_another_face() -> None:
    nora = member("nora")
    night = faces.create(nora, FaceDraft(handle="night", name="Of the night"))
    secrets = ("night", "of the night", str(face_reads.card(night).public_id), nora.email)
    token = Api(face_of(nora), "read write follow push profile")
    asked = [route for route, varying in api_routes().items() if not varying]
    assert "/api/v1/accounts/verify_credentials" in asked
    for route in asked:
        answer = token.get(route)
        text = (answer.content.decode() + str(answer.headers)).lower()
        assert [word for word in secrets if word in text] == [], route


def test_tokens_of_two_faces_have_nothing_in_common_but_the_app() -> None:
    nora = member("nora")
    night = faces.create(nora, FaceDraft(handle="night", name="Of the night"))
    told = [Api(face, "read profile").get("/oauth/userinfo").json() for face in (face_of(nora), night)]
    assert {name for name in told[0] if told[0][name] == told[1].get(name)} == {"iss"}
