"""What is done behind the pages of moving."""

from hedgerow.kernel.jobs import task


@task(max_attempts=3)
def make(export: int) -> None:
    """Make an archive of one face."""
    from . import exporting

    exporting.make(export)


@task(max_attempts=3)
def look(brought: int) -> None:
    """Read an archive and count what it holds."""
    from . import bringing

    bringing.look(brought)


@task(max_attempts=5)
def carry_out(brought: int) -> None:
    """Bring the posts that their face said yes to."""
    from . import bringing

    bringing.carry_out(brought)


@task(max_attempts=8)
def take_back(brought: int) -> None:
    """Take the posts of an import away again."""
    from . import bringing

    bringing.take_back(brought)
