"""What every day costs, all of it: searching, messages, the notes of a thousand people, moving in."""

# ruff: noqa: E402
from bench import stage

stage.enter()

from bench import digest, messages, moving, search


def run() -> None:
    """Tell the figures, one part after another, in one world."""
    for part in (search, messages, moving, digest):
        part.run()


if __name__ == "__main__":
    run()
