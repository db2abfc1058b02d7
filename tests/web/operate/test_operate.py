"""Running the site through its pages: who may, what happens, what is written down, what is never shown."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver

from hedgerow.boundary import reads as engine
from hedgerow.kernel.jobs import run_due
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.models import AuditEntry, Invitation, Member, Site
from hedgerow.people.site import acts as site
from hedgerow.people.site import reads as site_reads
from hedgerow.people.site.acts import SiteDraft
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from hedgerow.talk.reports import acts as reporting
from tests.web.me.test_me import photo
from tests.web.someone import PASSWORD, face_of, member, signed_in

pytestmark = pytest.mark.django_db

FOR_OPERATORS = (
    "/operate/site", "/operate/texts", "/operate/requests", "/operate/invitations", "/operate/members",
)  # fmt: skip
FOR_MODERATORS = ("/operate", "/operate/audit", "/operate/faces", "/operate/reports")


def logged() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("id").values_list("act", "subject"))


def subject(face: int) -> str:
    return f"face {reads.card(face).public_id}"


@pytest.fixture
def boss(db: None) -> Client:
    return signed_in(member("boss", role="operator"))


@pytest.fixture
def moderator(db: None) -> Client:
    return signed_in(member("mona", role="moderator"))


def test_pages_are_there_for_those_they_are_for_and_missing_for_others(
    boss: Client, moderator: Client
) -> None:
    ordinary = signed_in(member("ana"))
    for page in (*FOR_OPERATORS, *FOR_MODERATORS):
        assert boss.get(page).status_code == 200
        assert moderator.get(page).status_code == (200 if page in FOR_MODERATORS else 404)
        for stranger in (ordinary, Client()):
            assert stranger.get(page).status_code == 404
            assert stranger.post(page, {"name": "Mine now"}).status_code == 404
    assert site_reads.site().name != "Mine now"


def test_every_address_of_running_the_site_is_missing_for_an_ordinary_member() -> None:
    """A new address that forgets its decorator fails here."""
    ordinary = signed_in(member("ana"))
    member("ben")
    patterns = [str(p.pattern) for part in get_resolver().url_patterns for p in _leaves(part)]
    own = [p for p in patterns if p.startswith("operate")]
    assert len(own) > 15
    for pattern in own:
        page = "/" + re.sub(r"<str:handle>", "ben", re.sub(r"<int:\w+>", "1", pattern))
        assert ordinary.get(page).status_code == 404, page
        assert ordinary.post(page).status_code == 404, page


def test_who_operates_is_told_that_no_mail_leaves(boss: Client, moderator: Client, settings: Any) -> None:
    settings.MAIL_LEAVES = False
    assert b"HEDGEROW_EMAIL_URL" in boss.get("/operate").content
    assert b"HEDGEROW_EMAIL_URL" not in moderator.get("/operate").content
    settings.MAIL_LEAVES = True
    assert b"HEDGEROW_EMAIL_URL" not in boss.get("/operate").content


def steps_of(client: Client) -> dict[str, bool]:
    """The first steps on the overview, and whether each is marked as done."""
    part = client.get("/operate").content.decode().partition('id="steps"')[2].partition("</ul>")[0]
    rows = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in part.split("<li>")[1:]]
    return {row.removesuffix(" done"): row.endswith(" done") for row in rows}


def test_the_overview_tells_what_waits_and_what_is_still_to_do(boss: Client, moderator: Client) -> None:
    assert b"Nothing waits for you." in boss.get("/operate").content
    site.change(None, SiteDraft(registration="approval"))
    member("ana", freely=False, why="I know Boss.")
    assert "1 person asks to join" in boss.get("/operate").content.decode()
    site.change(None, SiteDraft(registration="invitation", rules=""))
    assert steps_of(moderator) == {}
    assert not any(steps_of(boss)[step] for step in ("Write the rules", "Make the first invitation"))
    boss.post("/operate/invitations", {"uses": "1", "days": "7"})
    site.change(None, SiteDraft(rules="Be kind."))
    assert all(steps_of(boss)[step] for step in ("Write the rules", "Make the first invitation"))


def test_a_quiet_home_leads_who_runs_the_site_to_its_first_steps(boss: Client, moderator: Client) -> None:
    assert 'href="/operate">First steps' in boss.get("/").content.decode()
    assert "First steps" not in moderator.get("/").content.decode()
    face = face_of(Member.objects.get(email="boss@example.org"))
    posts.publish(face, Draft("Hello."))
    assert "First steps" not in boss.get("/").content.decode()


def test_the_log_names_what_was_changed_and_what_is_kept_out(boss: Client, moderator: Client) -> None:
    form = {"name": "Lindenhof", "about": "", "colour": "1", "registration": "open"}
    boss.post("/operate/site", form)
    boss.post("/operate/site", form | {"registration": "closed"})
    boss.post("/operate/site", form | {"registration": "closed"})
    changes = AuditEntry.objects.filter(act="site.change").order_by("id")
    assert [each.detail for each in changes][1:] == [{"changed": ["registration"]}]
    boss.post("/operate/kept-out", {"kind": "mail", "what": "spam.example", "manner": "refuse"})
    site.discuss_norms(Member.objects.get(role="operator"), 1)
    page, theirs = (each.get("/operate/audit").content.decode() for each in (boss, moderator))
    assert "spam.example" in page
    assert "spam.example" not in theirs
    assert "Opened the discussion" in page
    for raw in ("True", "Entry ", "open "):
        assert raw not in re.sub(r"<[^>]+>", " ", page.partition("<tbody")[2].partition("</tbody>")[0])


def _leaves(part: Any) -> list[Any]:
    if not hasattr(part, "url_patterns"):
        return [part]
    return [leaf for inner in part.url_patterns for leaf in _leaves(inner)]


def test_the_site_is_named_and_painted(boss: Client) -> None:
    said = {
        "name": "Lindenhof", "about": "A *street*.", "colour": "4", "registration": "approval",
        "confirm_email": "on", "contact": "hello@example.org", "picture": photo(),
    }  # fmt: skip
    assert boss.post("/operate/site", said)["Location"] == "/operate/site"
    facts = site_reads.site()
    assert (facts.name, facts.colour, facts.registration) == ("Lindenhof", 4, "approval")
    page = Client().get("/about").content.decode()
    assert "<em>street</em>" in page
    assert "hello@example.org" in page
    assert facts.picture_url in page
    assert Client().get(facts.picture_url).status_code == 200
    boss.post("/operate/site/picture/remove")
    assert Client().get(facts.picture_url).status_code == 404
    assert ("site.change", "site") in logged()
    assert Site.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "\u202e"}, "name"),
        ({"registration": "maybe"}, "registration"),
        ({"colour": "9"}, "colour"),
        ({"contact": "nonsense"}, "contact"),
        ({"about": "x" * 2001}, "about"),
        ({"picture": SimpleUploadedFile("x.png", b"no picture", content_type="image/png")}, "picture"),
    ],
)
def test_what_cannot_be_is_said_next_to_its_field(boss: Client, changes: dict[str, Any], field: str) -> None:
    said = {"name": "Lindenhof", "about": "Kept words", "colour": "4", "registration": "open", **changes}
    answer = boss.post("/operate/site", said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'href="#id_{field}' in page
    assert "Lindenhof" in page or field == "name"


def test_the_log_names_only_texts_that_were_changed(boss: Client) -> None:
    two = {"rules": "# Be kind\r\nto all", "privacy": "", "imprint": "Us"}
    boss.post("/operate/texts", two)
    site.change(None, SiteDraft(privacy="One.\n\nTwo."))
    boss.post("/operate/texts", two | {"privacy": "One.\r\n\r\nTwo.", "imprint": "Ours"})
    last = AuditEntry.objects.filter(act="site.change").order_by("id").last()
    assert last is not None
    assert last.detail == {"changed": ["imprint"]}, "the line ends of a browser are no change"


def test_texts_are_markdown_and_safe(boss: Client) -> None:
    boss.post("/operate/texts", {"rules": "# Be kind\n<script>alert(1)</script>", "imprint": "Us"})
    page = Client().get("/rules").content.decode()
    assert "Be kind" in page
    assert "<script>alert" not in page
    assert Client().get("/imprint").content.count(b"Us") >= 1
    empty = Client().get("/privacy")
    assert empty.status_code == 200
    assert b"Nothing is written here yet" in empty.content


@pytest.mark.parametrize(
    ("uses", "days"), [("0", "3"), ("1001", "3"), ("x", "3"), ("1", "0"), ("1", "9999"), ("", "")]
)
def test_an_invitation_that_cannot_be_is_refused(boss: Client, uses: str, days: str) -> None:
    answer = boss.post("/operate/invitations", {"note": "For Ana", "uses": uses, "days": days})
    assert answer.status_code == 422
    assert b"For Ana" in answer.content
    assert b"Ensure" not in answer.content
    assert not Invitation.objects.exists()


def test_what_is_too_much_is_said_in_plain_words(boss: Client) -> None:
    page = boss.post("/operate/invitations", {"uses": "1", "days": "0", "note": "n" * 201}).content.decode()
    assert "For how many days: At least 1 day." in page
    assert "At most 200 characters: these are 201." in page


def test_an_invitation_has_a_link_and_an_end(boss: Client) -> None:
    assert boss.post("/operate/invitations", {"note": "For Ana", "uses": "2", "days": "7"}).status_code == 302
    row = Invitation.objects.get()
    page = boss.get("/operate/invitations").content.decode()
    assert f"/join/{row.code}" in page
    assert row.expires_at is not None
    assert ("invitation.make", f"invitation {row.pk}") in logged()
    assert row.code not in repr(list(AuditEntry.objects.values_list("subject", "detail")))


def test_a_face_is_suspended_and_restored_at_once(moderator: Client) -> None:
    ana = member("ana")
    work = faces.create(ana, FaceDraft(handle="analopez"))
    browser = signed_in(ana)
    assert moderator.get("/operate/faces/@ana/suspend").status_code == 200
    assert reads.card(face_of(ana)).state == "active"
    moderator.post("/operate/faces/@ana/suspend", {"whole": "face", "reason": "Shouting"})
    assert face_of(ana) in engine.stopped()
    assert work not in engine.stopped()
    assert 'data-face="analopez"' in browser.get("/me").content.decode()
    assert "suspended" in browser.get("/me/faces").content.decode()
    assert browser.post("/switch", {"face": "ana"}).status_code == 404
    assert browser.post("/me/faces/@ana", {"name": "Still here"}).status_code == 404
    run_due()
    assert "Shouting" in mail.outbox[0].body
    assert "analopez" not in str(mail.outbox[0].body)
    assert ("face.suspend", subject(face_of(ana))) in logged()
    moderator.post("/operate/faces/@ana/restore")
    assert face_of(ana) not in engine.stopped()
    assert reads.profile(None, "ana").card.handle == "ana"


def test_suspending_the_member_behind_stops_all_faces_and_sessions_and_names_none(moderator: Client) -> None:
    ana = member("ana")
    work = faces.create(ana, FaceDraft(handle="analopez"))
    browser = Client()
    browser.post("/account/login/", {"login": ana.email, "password": PASSWORD})
    assert browser.get("/me").status_code == 200
    held = signed_in(ana)  # a session the list of sessions does not know
    answer = moderator.post(
        "/operate/faces/@ana/suspend", {"whole": "member", "reason": "Threats"}, follow=True
    )
    assert {face_of(ana), work} <= set(engine.stopped())
    assert browser.get("/me").status_code == 302
    assert held.get("/me").status_code == 403
    assert b"suspended" in held.get("/").content
    assert held.post("/me/faces/new", {"name": "x"}).status_code == 403
    again = browser.post("/account/login/", {"login": ana.email, "password": PASSWORD}, follow=True)
    assert again.status_code == 403
    shown = answer.content + moderator.get("/operate/audit").content
    for secret in (b"analopez", b"ana@example.org"):
        assert secret not in shown
    run_due()
    assert "Threats" in mail.outbox[0].body
    moderator.post("/operate/faces/@ana/restore")
    assert not {face_of(ana), work} & set(engine.stopped())
    assert held.get("/me").status_code == 200


def test_moderators_do_not_reach_operators_nor_themselves(boss: Client, moderator: Client) -> None:
    for handle in ("boss", "mona"):
        for whole in ("face", "member"):
            answer = moderator.post(f"/operate/faces/@{handle}/suspend", {"whole": whole})
            assert answer.status_code == 404
        assert moderator.post(f"/operate/faces/@{handle}/warn", {"text": "x"}).status_code == 404
    assert boss.post("/operate/faces/@mona/suspend", {"whole": "member"}).status_code == 302
    assert moderator.get("/operate").status_code in {302, 403}


def test_a_warning_is_said_and_written_down(moderator: Client) -> None:
    ana = member("ana")
    assert moderator.post("/operate/faces/@ana/warn", {"text": "   "}).status_code == 422
    assert moderator.post("/operate/faces/@ana/warn", {"text": "x" * 2001}).status_code == 422
    moderator.post("/operate/faces/@ana/warn", {"text": "Please stop."})
    assert "Please stop." in signed_in(ana).get("/me").content.decode()
    assert ("face.warn", subject(face_of(ana))) in logged()


def test_a_face_is_found_by_its_handle_suspended_or_not(moderator: Client) -> None:
    ana = member("ana")
    site.suspend_face(Member.objects.get(email="mona@example.org"), face_of(ana))
    assert moderator.post("/operate/faces", {"handle": "@Ana"})["Location"] == "/operate/faces/@ana"
    missing = moderator.post("/operate/faces", {"handle": "nobodyhere"})
    assert missing.status_code == 422
    assert b"nobodyhere" in missing.content
    assert moderator.get("/operate/faces/@nobodyhere").status_code == 404


def test_logins_are_listed_without_their_faces(boss: Client) -> None:
    ana = member("ana")
    faces.create(ana, FaceDraft(handle="analopez"))
    page = boss.get("/operate/members?find=ana@").content.decode()
    assert "ana@example.org" in page
    assert "analopez" not in page
    assert "analopez" not in boss.get(f"/operate/members/{ana.pk}").content.decode()
    assert boss.get("/operate/members?find=%00&after=x").status_code == 200
    assert boss.get("/operate/members/999999999999").status_code == 404


def test_unfinished_sign_ups_are_listed_only_when_asked_for(boss: Client) -> None:
    member("ana")
    site.change(None, SiteDraft(registration="open", confirm_email=True))
    member("begun", freely=False, confirmed=False)
    usual = boss.get("/operate/members").content.decode()
    assert "ana@example.org" in usual
    assert "begun@example.org" not in usual
    assert "begun@example.org" not in boss.get("/operate/members?find=begun&state=nonsense").content.decode()
    unfinished = boss.get("/operate/members?state=new&find=example").content.decode()
    assert "begun@example.org" in unfinished
    assert "ana@example.org" not in unfinished
    assert re.search(r'<option value="new"\s+selected', unfinished)
    assert "ana@example.org" not in boss.get("/operate/members?state=suspended").content.decode()


def test_roles_are_given_and_taken_but_never_the_last_operators(boss: Client) -> None:
    ana, own = member("ana"), Member.objects.get(email="boss@example.org")
    boss.post(f"/operate/members/{ana.pk}", {"role": "moderator"})
    assert signed_in(ana).get("/operate").status_code == 200
    assert boss.post(f"/operate/members/{ana.pk}", {"role": "king"}).status_code == 422
    assert boss.post(f"/operate/members/{own.pk}", {"role": "member"}).status_code == 422
    boss.post(f"/operate/members/{ana.pk}", {"role": "operator"})
    assert boss.post(f"/operate/members/{own.pk}", {"role": "member"}).status_code == 302
    assert boss.get("/operate").status_code == 404
    assert ("member.appoint", f"member {ana.pk}") in logged()


def test_a_login_is_suspended_and_restored(boss: Client) -> None:
    ana = member("ana")
    browser = signed_in(ana)
    assert boss.get(f"/operate/members/{ana.pk}/suspend").status_code == 200
    boss.post(f"/operate/members/{ana.pk}/suspend", {"reason": ""})
    assert browser.get("/me").status_code in {302, 403}
    boss.post(f"/operate/members/{ana.pk}/restore")
    assert signed_in(ana).get("/me").status_code == 200
    own = Member.objects.get(email="boss@example.org")
    assert boss.post(f"/operate/members/{own.pk}/suspend").status_code == 404
    assert boss.get(f"/operate/members/{ana.pk}/restore").status_code == 405


def test_a_report_shows_the_copies_and_is_done_once(moderator: Client) -> None:
    ana, ben = member("ana"), member("ben")
    faces.edit(face_of(ana), FaceDraft(name="Ana", no_index=False))
    reporting.report(face_of(ben), face_of(ana), [], "harassment", "She <b>shouts</b>.")
    page = moderator.get("/operate/reports").content.decode()
    assert "She &lt;b&gt;shouts" in page
    number = re.findall(r"/operate/reports/(\d+)", page)[0]
    shown = moderator.get(f"/operate/reports/{number}").content.decode()
    assert "Harassment or threats" in shown
    assert moderator.post(f"/operate/reports/{number}", {"outcome": ""}).status_code == 422
    assert moderator.post(f"/operate/reports/{number}", {"outcome": "Warned"}).status_code == 302
    assert "She" not in moderator.get("/operate/reports").content.decode()
    assert f"/operate/reports/{number}" in moderator.get("/operate/reports?done=1").content.decode()
    assert moderator.get("/operate/reports/1").status_code == 404
    assert signed_in(ana).get(f"/operate/reports/{number}").status_code == 404


def test_the_log_is_read_a_page_at_a_time_and_hides_addresses_from_moderators(
    boss: Client, moderator: Client
) -> None:
    own = Member.objects.get(email="boss@example.org")
    for number in range(site_reads.AUDIT_PAGE + 5):
        site.audit(own.pk, "site.change", f"number {number:03d}", {})
    first = boss.get("/operate/audit").content.decode()
    assert "number 054" in first
    assert "number 004" not in first
    older = re.findall(r"\?before=(\d+)", first)[0]
    assert "number 004" in boss.get(f"/operate/audit?before={older}").content.decode()
    assert "boss@example.org" in first
    assert "boss@example.org" not in moderator.get("/operate/audit").content.decode()
    for nonsense in ("x", "-1", "9" * 40, "1.5", "%00"):
        assert boss.get(f"/operate/audit?before={nonsense}").status_code == 200


def test_the_log_cannot_be_written_from_outside(boss: Client) -> None:
    assert boss.post("/operate/audit", {"act": "x"}).status_code == 405
    assert not AuditEntry.objects.exists()


def test_a_refused_act_leaves_no_entry() -> None:
    mona = member("mona", role="moderator")
    operator = member("boss", role="operator")
    signed_in(mona).post("/operate/faces/@boss/warn", {"text": "x"})
    assert logged() == []
    assert operator.role == "operator"


def test_forms_without_their_token_are_refused(db: None) -> None:
    browser = signed_in(member("boss", role="operator"), enforce_csrf_checks=True)
    member("ana")
    for page in ("/operate/site", "/operate/texts", "/operate/invitations", "/operate/faces/@ana/suspend"):
        assert browser.post(page, {"whole": "face"}).status_code == 403
    assert logged() == []
