"""A world kept twice: in the database by the engine's acts, and as plain facts for the reference.

Whatever happens is done to both; then every fast path is asked the same as the reference.
"""

from random import Random

from hedgerow.boundary import acts, algebra
from hedgerow.boundary.algebra import Clause, Stay
from hedgerow.boundary.models import Circle, Membership
from hedgerow.boundary.reference import Entry, World
from hedgerow.kernel.clock import now_us
from hedgerow.kernel.ids import random_id
from hedgerow.kernel.writing import write
from hedgerow.people.models import Face
from hedgerow.talk.models import Post

LOCAL, REMOTE, CIRCLES = 7, 1, 4


class Twin:
    """A random world of a few faces, circles, blocks and threads."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.world = World()
        self.faces: list[int] = []
        self.circles: list[int] = []
        self.fixed: list[int] = []
        self.blocked: dict[tuple[int, int], set[tuple[int, int]]] = {}
        self.posts: dict[int, Entry] = {}
        self.dead_gates: dict[int, Entry] = {}
        with write():
            for number in range(LOCAL + REMOTE):
                self._add_face(local=number < LOCAL)
            for number in range(CIRCLES):
                history = Circle.History.ALL if number == 0 else Circle.History.FROM_JOINING
                self.circles.append(
                    acts.open_circle(self.random.choice(self.faces), "own", f"c{number}", history)
                )

    def _add_face(self, *, local: bool) -> None:
        name = f"f{random_id():x}"
        domain = "" if local else "far.example"
        face = Face.objects.create(handle=name, handle_key=name, domain=domain)
        acts.stand(face.pk, local=local)
        self.faces.append(face.pk)
        self.world.stays[face.pk] = []
        if local:
            self.world.local.add(face.pk)

    def live(self, steps: int) -> None:
        """Let random things happen."""
        happenings = [self.post] * 5 + [self.join] * 5 + [self.leave] * 3 + [self.block, self.unblock]
        happenings += [
            self.fix,
            self.stop,
            self.restart,
            self.delete,
            self.narrow,
            self.look_back,
            self.expire,
        ]
        for _ in range(steps):
            with write():
                self.random.choice(happenings)()
        self.world.now = now_us()

    def join(self) -> None:
        circle, face = self.random.choice(self.circles), self.random.choice(self.faces)
        acts.join(circle, [face])
        self._copy_stays(face)

    def leave(self) -> None:
        circle, face = self.random.choice(self.circles), self.random.choice(self.faces)
        acts.leave(circle, [face])
        self._copy_stays(face)

    def look_back(self) -> None:
        circle, face = self.random.choice(self.circles), self.random.choice(self.faces)
        moments = [entry.entered_at for entry in self.posts.values()] or [0]
        acts.look_back(circle, face, self.random.choice(moments))
        self._copy_stays(face)

    def fix(self) -> None:
        chosen = self.random.sample(self.faces, 3)
        self.fixed.append(acts.fix(chosen))
        for face in chosen:
            self._copy_stays(face)

    def _copy_stays(self, face: int) -> None:
        rows = Membership.objects.filter(face=face).values_list("circle_id", "since", "sees_from", "left_at")
        self.world.stays[face] = [Stay(*row) for row in rows]

    def block(self) -> None:
        """Some blocks go both ways, some only shut out: as another face of who was blocked by name."""
        one, other = self.random.sample(self.faces, 2)
        both = self.random.random() < 0.5
        (acts.veto if both else acts.shut_out)(one, [other])
        self.blocked.setdefault((one, other), set()).update({(other, one), *([(one, other)] if both else [])})
        self._tell_blocks()

    def unblock(self) -> None:
        if self.blocked:
            one, other = self.random.choice(sorted(self.blocked))
            acts.lift(one, [other])
            del self.blocked[one, other]
            self._tell_blocks()

    def _tell_blocks(self) -> None:
        self.world.blocks = {pair for pairs in self.blocked.values() for pair in pairs}

    def stop(self) -> None:
        face = self.random.choice(self.faces)
        acts.stop([face])
        self.world.stopped.add(face)

    def restart(self) -> None:
        acts.restart(sorted(self.world.stopped))
        self.world.stopped.clear()

    def clause(self) -> Clause:
        """A random clause, public and this site among them."""
        pick = self.random
        kind = pick.random()
        without = {"without_circles": self._some(self.circles), "without_faces": self._some(self.faces)}
        if kind < 0.1:
            return algebra.EVERYBODY
        if kind < 0.2:
            return algebra.clause([algebra.PUBLIC], without_circles=self._some(self.fixed))
        if kind < 0.25 and self.fixed:
            return algebra.clause([pick.choice(self.fixed)])
        if kind < 0.3:
            return algebra.clause([algebra.SITE], **without)
        return algebra.clause(self._some(self.circles), self._some(self.faces), **without)

    def _some(self, ids: list[int]) -> list[int]:
        return self.random.sample(ids, min(len(ids), self.random.choice([0, 0, 1, 1, 2])))

    def post(self) -> None:
        """A root, a reply with or without an audience of its own, or one that quotes too."""
        pick = self.random
        parent = pick.choice(list(self.posts)) if self.posts and pick.random() < 0.6 else None
        other = pick.choice(list(self.posts)) if parent and pick.random() < 0.2 else None
        own = algebra.audience([self.clause()])
        if parent and pick.random() < 0.6:
            own = algebra.WHOEVER_SEES_THE_PARENT
        elif pick.random() < 0.2:
            own = algebra.both(own, algebra.audience([self.clause()]))
        under = self._gate(parent) if parent else None
        if under is not None and other and other != parent:
            under = acts.join_gates(under, self._gate(other))
        else:
            other = None
        author = pick.choice(self.faces)
        row = Post.objects.create(
            author_id=author, audience_id=acts.intern(own), entered_at=now_us(), under_id=under, text="x"
        )
        self.posts[row.pk] = Entry(
            author, own, row.entered_at, self.posts.get(parent or 0), self.posts.get(other or 0)
        )

    def _gate(self, post: int) -> int:
        row = self._row(post)
        if row.gate_id is None:
            row.gate_id = acts.open_gate(row)
            row.save(update_fields=["gate"])
        return row.gate_id

    def _row(self, post: int) -> Post:
        return Post.objects.unguarded(reason="the twin of the reference").get(pk=post)

    def _change(self, post: int, **columns: object) -> None:
        row = self._row(post)
        for name, value in columns.items():
            setattr(row, name, value)
        row.save()
        if row.gate_id is not None:
            acts.move_gate(row.gate_id, row)

    def delete(self) -> None:
        if self.posts:
            post = self.random.choice(list(self.posts))
            self._change(post, gone_at=now_us())
            self._replace(post, gone=True)

    def expire(self) -> None:
        if self.posts:
            post = self.random.choice(list(self.posts))
            moment = now_us()
            self._change(post, expires_at=moment)
            self._replace(post, expires_at=moment)

    def narrow(self) -> None:
        if self.posts:
            post = self.random.choice(list(self.posts))
            narrowed = algebra.both(self.posts[post].audience, algebra.audience([self.clause()]))
            self._change(post, audience_id=acts.intern(narrowed))
            self._replace(post, audience=narrowed)

    def _replace(self, post: int, **facts: object) -> None:
        """Entries are values: what stands below a changed one is made anew above the changed one."""
        old = self.posts[post]
        changed = {old: Entry(**{**vars(old), **facts})}
        for number, entry in sorted(self.posts.items()):
            if number == post:
                self.posts[number] = changed[old]
                continue
            parents = (
                changed.get(entry.parent, entry.parent),
                changed.get(entry.also_under, entry.also_under),
            )
            if parents != (entry.parent, entry.also_under):
                changed[entry] = Entry(**{**vars(entry), "parent": parents[0], "also_under": parents[1]})
                self.posts[number] = changed[entry]

    def rows(self) -> list[Post]:
        """Every post of this world as the database has it."""
        rows = Post.objects.unguarded(reason="the twin of the reference").filter(pk__in=self.posts)
        return list(rows.order_by("pk"))
