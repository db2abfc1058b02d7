"""Who may see what, as one SQL predicate over guarded rows: the same text on SQLite and PostgreSQL.

It states the rules of `reference.py` once, as a condition that the database can answer from indexes.
"""

from typing import Any, TypeVar

from django.db import models
from django.db.models.expressions import F, Func
from django.db.models.sql.compiler import SQLCompiler

from hedgerow.kernel.clock import now_us

from .algebra import PUBLIC, SITE
from .models import Standing

Row = TypeVar("Row", bound=models.Model)

NO_FACE = 0
"""Stands for a signed-out viewer in SQL: no face has this number."""

_EXCLUDED = """EXISTS (
    SELECT 1 FROM boundary_term t WHERE t.audience_id = {audience} AND NOT t.include AND (
        t.face = {viewer} OR EXISTS (
            SELECT 1 FROM boundary_membership m WHERE m.face = {viewer} AND m.circle_id = t.circle
            AND (m.left_at IS NULL OR m.left_at > {entered_at}))))"""

_PARTS_OPEN = """(
    SELECT COUNT(DISTINCT t.part) FROM boundary_term t WHERE t.audience_id = {audience} AND t.include AND (
        t.circle IN ({known}) OR t.face = {viewer} OR EXISTS (
            SELECT 1 FROM boundary_membership m WHERE m.face = {viewer} AND m.circle_id = t.circle
            AND m.left_at IS NULL AND m.sees_from <= {entered_at})))"""

_OPEN = (
    "(NOT EXISTS (SELECT 1 FROM boundary_veto v WHERE v.face = {viewer} AND v.other = {author})"  # noqa: S608 (no value from outside)
    " AND NOT "
    + _EXCLUDED
    + " AND (SELECT a.parts FROM boundary_audience a WHERE a.id = {audience}) = "
    + _PARTS_OPEN
    + ")"
)

_STOPPED = "EXISTS (SELECT 1 FROM boundary_standing s WHERE s.stopped AND s.face = {author})"

_GATE = {"author": "g.author", "audience": "g.audience_id", "entered_at": "g.entered_at"}

_SHUT_GATE = """EXISTS (
    SELECT 1 FROM boundary_gatepath p JOIN boundary_gate g ON g.id = p.above_id WHERE p.gate_id = {under}
    AND NOT ((g.gone OR COALESCE(g.expires_at, {now} + 1) <= {now} OR NOT %s)
             AND (g.author = {viewer} OR %s)))"""


class Sees(Func):
    """True for the rows that `viewer` (a face, or `NO_FACE`) may see; `local` faces are on this site."""

    output_field = models.BooleanField()

    def __init__(self, viewer: int, *, local: bool, now: int) -> None:
        super().__init__(
            F("author_id"), F("audience_id"), F("entered_at"), F("under_id"), F("gone_at"), F("expires_at")
        )
        known = f"{PUBLIC}, {SITE}" if local else f"{PUBLIC}"
        # Numbers only: they are formatted as integers here, so nothing from outside becomes SQL.
        self.given = {"viewer": f"{viewer:d}", "known": known, "now": f"{now:d}"}

    def as_sql(  # type: ignore[override]  # Func's own takes a template that this needs none of
        self, compiler: SQLCompiler, connection: Any, **extra: Any
    ) -> tuple[str, tuple[Any, ...]]:
        columns = [compiler.compile(expression)[0] for expression in self.source_expressions]
        author, audience, entered_at, under, gone_at, expires_at = columns
        row = {"author": author, "audience": audience, "entered_at": entered_at, **self.given}
        gate = {**_GATE, **self.given}
        shut = (_SHUT_GATE % (_STOPPED, _OPEN)).format(under=under, **gate)
        return (
            f"({gone_at} IS NULL AND ({expires_at} IS NULL OR {expires_at} > {self.given['now']})"
            f" AND NOT {_STOPPED.format(**row)}"
            f" AND ({author} = {self.given['viewer']} OR ({_OPEN.format(**row)} AND NOT {shut})))"
        ), ()


def narrow(rows: models.QuerySet[Row, Row], viewer: int | None) -> models.QuerySet[Row, Row]:
    """The rows this viewer may see. A suspended or closed viewer sees nothing."""
    standing = Standing.objects.filter(face=viewer).first() if viewer is not None else None
    if standing is not None and standing.stopped:
        return rows.none()
    # A face the engine was never told of is a stranger from nowhere: it sees what is public.
    face = standing.face if standing is not None else NO_FACE
    return rows.filter(Sees(face, local=standing is not None and standing.local, now=now_us()))
