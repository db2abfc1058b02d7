"""Reports of a year, as the original makes them: none, because nobody's year is counted up here."""

from typing import Any

from hedgerow.doors.mastodon.answers import EMPTY
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.annual import AnnualReports, AnnualReportState
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.kernel.errors import NotFound

AT = "/api/v1/annual_reports"
YEAR = f"{AT}/<str:year>"


@door.get(AT, gives=AnnualReports, scopes="read:accounts")
def index(caller: Caller) -> AnnualReports:
    """No report."""
    return AnnualReports()


@door.get(YEAR, gives=AnnualReports, scopes="read:accounts", errors=(404,))
def show(caller: Caller, year: str) -> AnnualReports:
    """None of any year either."""
    raise NotFound


@door.post(f"{YEAR}/read", gives=Empty, scopes="write:accounts", errors=(404,))
def read(caller: Caller, year: str) -> dict[str, Any]:
    """There is none to read."""
    raise NotFound


@door.get(f"{YEAR}/state", gives=AnnualReportState, scopes="read:accounts")
def state(caller: Caller, year: str) -> AnnualReportState:
    """There will be none."""
    return AnnualReportState("ineligible")


@door.post(f"{YEAR}/generate", gives=Empty, scopes="write:accounts")
def generate(caller: Caller, year: str) -> dict[str, Any]:
    """It is not made."""
    return EMPTY
