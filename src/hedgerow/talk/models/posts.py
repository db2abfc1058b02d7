"""Posts and what hangs on one: versions, tags, mentions, reactions, bookmarks."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from hedgerow.boundary.guard import Guarded, GuardedManager
from hedgerow.kernel.ids import timed_id


class Post(Guarded):
    """What a face says: a root, a reply, a boost (no text of its own) or a quote."""

    class MayReply(models.TextChoices):
        ALL = "all"
        FOLLOWERS = "followers"
        MENTIONED = "mentioned"
        NOBODY = "nobody"

    class MayQuote(models.TextChoices):
        ALL = "all"
        FOLLOWERS = "followers"
        NOBODY = "nobody"

    public_id = models.BigIntegerField(unique=True, default=timed_id)
    conversation = models.ForeignKey(
        "talk.Conversation", null=True, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    """The conversation it was said in: then it is a message, and stands in no timeline."""
    answers = models.BigIntegerField(null=True)
    """Of a message the public id of what it answers, another message or a post; it stands behind no gate."""
    author = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="posts", db_index=False)
    text = models.TextField(max_length=50_000, blank=True)
    """Light Markdown as written; 5,000 characters unless it is a story (`talk.posts.rules`)."""
    title = models.CharField(max_length=150, blank=True)
    """A story has one; nothing else has."""
    cover = models.ForeignKey("Media", null=True, on_delete=models.SET_NULL, related_name="+")
    """A story's first picture, one of its own."""
    minutes = models.PositiveSmallIntegerField(default=0)
    """How long a story takes to read."""
    latest_end = models.BigIntegerField(null=True)
    """The moment it was first said to vanish at: an edit may shorten that, never pass it."""
    html = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    content_note = models.CharField(max_length=200, blank=True)
    reply_to = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    root = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="thread")
    boost_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="boosts")
    quote_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="quotes")
    quoted = models.BooleanField(default=False)
    """It quotes, even when what it quoted is gone for good."""
    scope = models.CharField(max_length=9, blank=True)
    """Its audience in one word, by which everybody but its author knows it; see `talk.posts.rules`."""
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(null=True)
    pinned_at = models.DateTimeField(null=True)
    may_reply = models.CharField(max_length=10, choices=MayReply.choices, default=MayReply.ALL)
    """Of the thread, set on its root by its author."""
    may_quote = models.CharField(max_length=10, choices=MayQuote.choices, default=MayQuote.ALL)
    """Its author may quote it whatever this says."""
    sensitive = models.BooleanField(default=False)
    """Its pictures and films are covered until a reader uncovers them."""
    unlisted = models.BooleanField(default=False, db_default=False)
    """Whoever it is for may read it, but it stands in no list of what everybody says: explore, the site,
    tags, trends. Apps call that *unlisted* or *quiet public*.
    """
    app = models.BigIntegerField(null=True)
    """The number of the app it was said with; None on our pages. Its author alone is told."""
    closed = models.BooleanField(default=False)
    """Of the thread, set on its root: nobody replies any more."""
    hidden = models.BooleanField(default=False)
    """A reply that the author of its thread folded away."""
    removed = models.BooleanField(default=False)
    """A reply that the author of its thread took out: its own author alone keeps it, for good."""

    objects: ClassVar[GuardedManager["Post"]] = GuardedManager()

    class Meta(Guarded.Meta):
        indexes = [
            models.Index(fields=["author", "-public_id"], name="post_by_author"),
            models.Index(fields=["root", "public_id"], name="post_by_root"),
            models.Index(fields=["audience", "-public_id"], name="post_by_audience"),
            models.Index(fields=["scope", "-public_id"], name="post_by_scope"),
            # How much a face says in public is counted anew with each of its posts (`posts.said`).
            models.Index(
                fields=["author", "scope", "entered_at"],
                condition=models.Q(under=None, gone_at=None, expires_at=None, boost_of=None),
                name="post_said",
            ),
            models.Index(
                fields=["conversation", "-public_id"],
                condition=models.Q(conversation__isnull=False),
                name="post_by_conversation",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "boost_of"],
                condition=models.Q(boost_of__isnull=False, gone_at=None),
                name="boosts_once",
            )
        ]


class Revision(models.Model):
    """What a post was before an edit. Each version is seen only by those its own audience has."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    text = models.TextField()
    html = models.TextField()
    content_note = models.CharField(max_length=200, blank=True)
    audience = models.BigIntegerField()
    """The engine's id of the audience this version was addressed to."""
    entered_at = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "version"], name="one_row_a_version")]


class Tag(models.Model):
    """A hashtag, folded for case and width."""

    key = models.CharField(max_length=100, unique=True)
    shown = models.CharField(max_length=100)


class PostTag(models.Model):
    """A post carries a tag."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="tags", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "tag"], name="tagged_once")]


class Mention(models.Model):
    """A post names a face in its text. Naming addresses nobody."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    face = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "face"], name="mentioned_once")]


class Reaction(models.Model):
    """A face's one reaction to a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions", db_index=False)
    face = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=40)
    """One of Unicode's, or one of this site's own as `:code:`."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "face"], name="reacts_once")]


class Bookmark(models.Model):
    """A face keeps a post for itself."""

    face = models.ForeignKey(
        "people.Face", on_delete=models.CASCADE, related_name="bookmarks", db_index=False
    )
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "post"], name="bookmarks_once")]
