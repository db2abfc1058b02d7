"""People who write, answer, mention, react and follow, each in a thread, until the site is gone.

A form whose answer never came is sent once more after the next start, as a person would do: with the same
token, so that it must be taken once.
"""

import http.client
import threading
from collections.abc import Callable, Iterable
from random import Random

from .books import Books, Said
from .browser import Answer, Browser

WAYS = (("public", ""), ("public", ""), ("site", ""), ("circles", "followers"))
GONE = (OSError, http.client.HTTPException)


class Person:
    """One of the crowd: a face, its browser and what it will do next."""

    def __init__(self, handle: str, others: Iterable[str], books: Books, seed: int) -> None:
        self.handle = handle
        self.others = [other for other in others if other != handle]
        self.books = books
        self.random = Random(f"{seed} {handle}")  # noqa: S311 (a crowd to repeat, not a secret)
        self.browser: Browser | None = None
        self.refused: list[str] = []
        self._number = 0
        self._unanswered: Callable[[], None] | None = None

    def act_until(self, stop: threading.Event) -> None:
        """One thing after the other, until told to stop or nobody answers any more."""
        try:
            if self._unanswered is not None:
                self._unanswered()
            while not stop.is_set():
                self._something()
        except GONE:
            return

    def _something(self) -> None:
        known = [said for said in self.books.known() if said.author != self.handle]
        acts: list[Callable[[], None]] = [self._write, self._mention]
        if known:
            said = self.random.choice(known)
            acts += [lambda: self._answer(said), lambda: self._react(said), lambda: self._react(said)]
        if any((self.handle, other) not in self.books.follows for other in self.others):
            acts.append(self._follow)
        self.random.choice(acts)()

    # --- posts ---------------------------------------------------------------------------------------

    def _write(self) -> None:
        way, circle = self.random.choice(WAYS)
        fields = {"way": way, **({"circle": circle} if circle else {})}
        self._send(Said(self._mark(), self.handle, open=way != "circles"), "writes something.", fields)

    def _mention(self) -> None:
        other = self.random.choice(self.others)
        said = Said(self._mark(), self.handle, frozenset({other}))
        self._send(said, f"greets @{other}.", {"way": "public"})

    def _answer(self, parent: Said) -> None:
        said = Said(self._mark(), self.handle, frozenset({parent.author}))
        self._send(said, "answers.", {"reply": str(parent.post)})

    def _mark(self) -> str:
        self._number += 1
        return f"kq{self.handle}{self._number}qk"

    def _send(self, said: Said, words: str, fields: dict[str, str]) -> None:
        self.books.sent(said)
        form = {"text": f"{said.mark} {words}", "token": said.mark, "face": self.handle, **fields}

        def send() -> None:
            answer = self._post("/compose", form)
            if answer.done:
                self.books.taken(said.mark, int(answer.location.rpartition("/")[2]))

        self._insist(send)

    # --- ties and reactions --------------------------------------------------------------------------

    def _react(self, said: Said) -> None:
        key = (self.handle, said.post)
        if key in self.books.reacted:
            return
        self.books.note(self.books.reacted, key, False)
        # Sent once only: the same again would take it back.
        if self._post(f"/p/{said.post}/react", {"emoji": "🌱"}).done:
            self.books.note(self.books.reacted, key, True)

    def _follow(self) -> None:
        free = [other for other in self.others if (self.handle, other) not in self.books.follows]
        other = self.random.choice(free)
        key = (self.handle, other)
        self.books.note(self.books.follows, key, False)

        def follow() -> None:
            if self._post(f"/contacts/@{other}/follow", {}).done:
                self.books.note(self.books.follows, key, True)

        self._insist(follow)

    def _insist(self, act: Callable[[], None]) -> None:
        self._unanswered = act
        act()
        self._unanswered = None

    def _post(self, path: str, fields: dict[str, str]) -> Answer:
        assert self.browser is not None  # signed in before it acts
        answer = self.browser.post(path, fields)
        if not answer.done:
            self.refused.append(f"{self.handle} at {path}: {answer.status}")
        return answer


class Crowd:
    """Everybody acting at once."""

    def __init__(self, people: list[Person]) -> None:
        self.people = people
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def begin(self) -> None:
        """Let everybody act."""
        self._stop.clear()
        self._threads = [
            threading.Thread(target=person.act_until, args=[self._stop], daemon=True)
            for person in self.people
        ]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Ask everybody to stop, and wait until they have."""
        self._stop.set()
        for thread in self._threads:
            thread.join(60)
        for person in self.people:
            if person.browser is not None:
                person.browser.hang_up()

    def refused(self) -> list[str]:
        """What the site answered with an error although nothing was wrong with it."""
        return [line for person in self.people for line in person.refused]
