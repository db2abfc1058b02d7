"""What the groups of methods are called, what else people look for when they mean them, and how to begin."""

from typing import NamedTuple

from django.conf import settings


class About(NamedTuple):
    """A group in plain words. `also`: what else a search finds it by. `example`: a line for a shell."""

    title: str
    also: str = ""
    example: str = ""


def _get(path: str) -> str:
    return f'curl -H "Authorization: Bearer $TOKEN" "$SITE{path}"'


def _do(verb: str, path: str, *given: str) -> str:
    """Each of `given` is one field of a form."""
    fields = "".join(f' -F "{each}"' for each in given)
    return f'curl -X {verb} -H "Authorization: Bearer $TOKEN"{fields} "$SITE{path}"'


ONE = "ID"
"""What stands in examples for the number of something."""

GROUPS = {
    "accounts": About(
        "Accounts", "faces people profile followers", _get("/api/v1/accounts/lookup?acct=anna")
    ),
    "acting": About(
        "Liking, boosting, keeping",
        "favourite like reblog boost bookmark pin mute",
        _do("POST", f"/api/v1/statuses/{ONE}/favourite"),
    ),
    "admin_accounts": About(
        "Moderation: accounts", "admin suspend warn approve", _get("/api/v1/admin/accounts?status=pending")
    ),
    "admin_figures": About(
        "Moderation: figures",
        "admin dashboard measures dimensions retention statistics",
        _do("POST", "/api/v1/admin/measures", "keys[]=opened_reports"),
    ),
    "admin_reports": About("Moderation: reports", "admin flag", _get("/api/v1/admin/reports")),
    "admin_servers": About(
        "Running the site: who is kept out",
        "admin block ban ip address email domain server",
        _do("POST", "/api/v1/admin/email_domain_blocks", "domain=spam.example"),
    ),
    "announcements": About("Announcements", "news of the site", _get("/api/v1/announcements")),
    "annual_reports": About("Reports of a year", "wrapped annual", _get("/api/v1/annual_reports")),
    "apps": About(
        "Apps",
        "register client first step begin",
        'curl -F "client_name=My app" -F "redirect_uris=urn:ietf:wg:oauth:2.0:oob" -F "scopes=read write" '
        '"$SITE/api/v1/apps"',
    ),
    "audiences": About(
        "Who sees what, and why",
        "audience preview explain see-as",
        _get(f"/api/hedgerow/v1/statuses/{ONE}/why"),
    ),
    "calm": About("Where home ends", "time stopping point calm", _get("/api/hedgerow/v1/home")),
    "circles": About("Circles", "lists groups of people", _get("/api/hedgerow/v1/circles")),
    "conversations": About("Conversations", "direct messages dm chat", _get("/api/v1/conversations")),
    "discovering": About(
        "Finding people and trends", "directory suggestions trending explore", _get("/api/v1/trends/tags")
    ),
    "drift": About("Whose place no longer fits", "sees remedies narrow", _get("/api/hedgerow/v1/drift")),
    "embed": About(
        "Showing posts on other pages", "oembed iframe", f'curl "$SITE/api/oembed?url=$SITE/@anna/{ONE}"'
    ),
    "filters": About(
        "Filters",
        "hide warn keywords words",
        _do(
            "POST",
            "/api/v2/filters",
            "title=Quiet",
            "context[]=home",
            "keywords_attributes[][keyword]=football",
        ),
    ),
    "filters_v1": About("Filters, for older apps", "hide keywords words", _get("/api/v1/filters")),
    "guard": About(
        "A second look before posting",
        "guard confidential personal tone",
        _do("POST", "/api/hedgerow/v1/guard/look", "status=My number is 030 123456"),
    ),
    "guard_of_site": About(
        "Running the site: names to keep quiet",
        "admin guard confidential list organisation",
        _do("POST", "/api/hedgerow/v1/admin/guard/names", "words=Project Heron", "why=Not announced yet"),
    ),
    "instance": About(
        "The site", "server rules emoji nodeinfo health limits", 'curl "$SITE/api/v2/instance"'
    ),
    "joining": About(
        "Joining",
        "register sign up new account",
        _do(
            "POST",
            "/api/v1/accounts",
            "username=anna",
            "email=anna@example.org",
            "password=…",
            "agreement=true",
            "locale=en",
        ),
    ),
    "labels": About("Labels", "friend family colleague", _get("/api/hedgerow/v1/labels")),
    "leaving": About(
        "Where posts went", "doors mail push app call back", _get(f"/api/hedgerow/v1/statuses/{ONE}/went")
    ),
    "lists": About("Lists", "circles groups", _do("POST", "/api/v1/lists", "title=Family")),
    "markers": About("How far one has read", "position unread", _get("/api/v1/markers?timeline[]=home")),
    "marks": About("What a face notes of others", "close quiet", _get("/api/hedgerow/v1/close")),
    "media": About(
        "Pictures, videos and sounds",
        "upload file attachment image photo audio",
        _do("POST", "/api/v2/media", "file=@garden.jpg", "description=A hedge in bloom"),
    ),
    "mirror": About("A look in the mirror", "habits readers yearly", _get("/api/hedgerow/v1/mirror")),
    "norms": About(
        "How this site or a group is used", "norms rules conversation", 'curl "$SITE/api/hedgerow/v1/norms"'
    ),
    "notifications": About("Notifications", "mentions alerts", _get("/api/v1/notifications")),
    "oauth": About(
        "Getting a token",
        "login sign in authorize second step",
        'curl -F "grant_type=authorization_code" -F "code=$CODE" -F "client_id=$ID" '
        '-F "client_secret=$SECRET" -F "redirect_uri=urn:ietf:wg:oauth:2.0:oob" "$SITE/oauth/token"',
    ),
    "own": About("Requests, blocks and mutes", "follow request domain", _get("/api/v1/follow_requests")),
    "polls": About("Polls", "vote questions", _do("POST", f"/api/v1/polls/{ONE}/votes", "choices[]=0")),
    "posting": About(
        "Posting",
        "status write toot edit delete publish third step",
        _do("POST", "/api/v1/statuses", "status=Hello", "visibility=private"),
    ),
    "profile": About(
        "One's own profile",
        "avatar picture header bio settings preferences",
        _do("PATCH", "/api/v1/accounts/update_credentials", "display_name=Anna"),
    ),
    "push": About("Push", "subscription phone", _get("/api/v1/push/subscription")),
    "reference": About("This description", "openapi swagger schema", 'curl "$SITE/api/openapi.json"'),
    "reports": About("Reporting", "flag abuse spam", _do("POST", "/api/v1/reports", f"account_id={ONE}")),
    "requests": About(
        "Requests by where they come from",
        "follow triage kind answer deflect",
        _get("/api/hedgerow/v1/requests"),
    ),
    "responses": About(
        "Who responded, and earlier versions",
        "likes boosts history source card quotes bookmarks favourites",
        _get(f"/api/v1/statuses/{ONE}/favourited_by"),
    ),
    "review": About("Old posts", "review narrow audience", _get("/api/hedgerow/v1/review")),
    "scheduled": About("Scheduled posts", "later plan", _get("/api/v1/scheduled_statuses")),
    "searching": About("Search", "find", _get("/api/v2/search?q=hedge")),
    "statuses": About("Posts and threads", "status toot context replies", _get(f"/api/v1/statuses/{ONE}")),
    "strategies": About(
        "Ways to live here",
        "strategy self-diagnosis open audience content custom",
        _get("/api/hedgerow/v1/strategies"),
    ),
    "streaming": About(
        "Streams",
        "streaming websocket sse live events realtime",
        'curl -N -H "Authorization: Bearer $TOKEN" "$SITE/api/v1/streaming/user"',
    ),
    "suggested": About(
        "Suggested circles", "proposals groups contacts", _get("/api/hedgerow/v1/suggested-circles")
    ),
    "tags": About("Hashtags", "follow feature", _do("POST", "/api/v1/tags/hedges/follow")),
    "ties": About(
        "Following, blocking, muting", "unfollow note endorse", _do("POST", f"/api/v1/accounts/{ONE}/follow")
    ),
    "timelines": About("Timelines", "home feed public list", _get("/api/v1/timelines/home")),
    "variants": About(
        "Variants",
        "versions other words different audience",
        _get(f"/api/hedgerow/v1/statuses/{ONE}/variants"),
    ),
}
"""By the file of the views."""

FIRST = ("apps", "oauth", "posting")
"""Where everybody begins."""

STREAMS = {
    "/api/v1/streaming": "Every stream on one WebSocket: `stream` names the first, and more are asked for by"
    ' `{"type":"subscribe","stream":"public"}`.',
    "/api/v1/streaming/user": "What comes to home, and notifications.",
    "/api/v1/streaming/user/notification": "Notifications alone.",
    "/api/v1/streaming/public": "Public posts. `only_media` leaves out those without files.",
    "/api/v1/streaming/public/local": "Those of this site.",
    "/api/v1/streaming/hashtag": "Posts with the tag that `tag` names.",
    "/api/v1/streaming/list": "What those in a circle say: `list` is its number.",
    "/api/v1/streaming/direct": "Conversations.",
}
"""The addresses of streams, which stand in no registry: each sends events as they come."""


def about(name: str) -> About:
    """What is to be said of a group."""
    return GROUPS.get(name) or About(name.replace("_", " ").capitalize())


def steps() -> list[tuple[str, str]]:
    """From nothing to a first post: what each step is, and its line for a shell."""
    page = f"{settings.SITE_URL}/oauth/authorize?client_id=$ID&redirect_uri=urn:ietf:wg:oauth:2.0:oob"
    asked = f"{page}&response_type=code&scope=read+write"
    return [
        ("Name the site once.", f'SITE="{settings.SITE_URL}"'),
        ("Make an app; keep its `client_id` and `client_secret`.", GROUPS["apps"].example),
        ("Open this page in a browser, let the app in for one of your faces, and copy the code.", asked),
        ("Change the code for a token; keep its `access_token`.", GROUPS["oauth"].example),
        ("Post.", GROUPS["posting"].example),
    ]
