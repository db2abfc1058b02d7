"""How far long work is: one line that moves on a terminal, elsewhere a line for each twentieth of it."""

from django.core.management.base import OutputWrapper

PARTS = 20


class Progress:
    """Tells on `out` (a command's `stderr`). Call `end` after the last."""

    def __init__(self, out: OutputWrapper) -> None:
        self._out = out
        self._told = -1

    def tell(self, done: int, total: int, words: str) -> None:
        """So much of it is done, as these words say."""
        if self._out.isatty():
            self._out.write(f"\r{words}", ending="")
            self._out.flush()
        elif (part := PARTS * done // max(1, total)) > self._told:
            self._told = part
            self._out.write(words)
            self._out.flush()

    def end(self) -> None:
        """What is written next begins a line."""
        if self._out.isatty():
            self._out.write("")
