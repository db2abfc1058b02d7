"""What is done behind an import's pages."""

from hedgerow.kernel.jobs import task


def _cut_short(brought: int) -> None:
    from . import steps

    steps.cut_short(brought, {})


@task(max_attempts=3, given_up=_cut_short)
def look(brought: int) -> None:
    """Read a file of contacts and lay out what it holds."""
    from . import looking

    looking.look(brought)


@task(max_attempts=5, given_up=_cut_short)
def carry_out(brought: int) -> None:
    """Do what its face said yes to."""
    from . import carrying

    carrying.carry_out(brought)


def forget_undecided() -> None:
    """Every hour: files that nobody said yes to are gone."""
    from . import acts

    acts.forget_undecided()
