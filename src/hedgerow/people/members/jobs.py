"""What happens to members by itself."""

from . import acts


def purge_due() -> None:
    """Every hour: make really gone what was closed long enough ago, and who never confirmed their address."""
    while acts.purge_due() >= acts.AT_ONCE:
        pass
    while acts.end_unconfirmed() >= acts.AT_ONCE:
        pass
