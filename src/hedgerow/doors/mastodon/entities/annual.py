"""What the API says of a face's year."""

from typing import Any

import msgspec

from .account import Account
from .status import Status


class AnnualReports(msgspec.Struct, frozen=True):
    """Reports of years, and whom and what they name."""

    annual_reports: list[dict[str, Any]] = []
    accounts: list[Account] = []
    statuses: list[Status] = []


class AnnualReportState(msgspec.Struct, frozen=True):
    """Whether there is a report of a year, or can be: `available`, `generating`, `eligible`, `ineligible`."""

    state: str
