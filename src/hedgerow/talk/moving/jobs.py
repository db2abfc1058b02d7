"""What is done behind the pages of moving."""

from hedgerow.kernel.jobs import task


def _not_made(export: int) -> None:
    from hedgerow.people.moving import archives

    archives.fail(export)


def _cut_short(brought: int) -> None:
    from . import bringing

    bringing.cut_short(brought)


@task(max_attempts=3, given_up=_not_made)
def make(export: int) -> None:
    """Make an archive of one face."""
    from . import exporting

    exporting.make(export)


@task(max_attempts=3, given_up=_cut_short)
def look(brought: int) -> None:
    """Read an archive and count what it holds."""
    from . import bringing

    bringing.look(brought)


@task(max_attempts=5, given_up=_cut_short)
def carry_out(brought: int) -> None:
    """Bring the posts that their face said yes to."""
    from . import bringing

    bringing.carry_out(brought)


@task(max_attempts=8)
def take_back(brought: int) -> None:
    """Take the posts of an import away again."""
    from . import bringing

    bringing.take_back(brought)
