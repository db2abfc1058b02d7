"""What base.html is told on every page of running the site."""

from typing import Any

FRAME: dict[str, Any] = {"nav": "me", "wide": True}
