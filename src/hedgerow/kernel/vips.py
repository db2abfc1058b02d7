"""libvips, loaded with the first picture: 10 MiB that a site without any does not need."""

import os
from functools import cache
from typing import Any


@cache
def vips() -> Any:
    """The module `pyvips`, set up to keep nothing and to leave the processors to others."""
    os.environ.setdefault("VIPS_CONCURRENCY", "1")
    import pyvips

    pyvips.cache_set_max(0)
    pyvips.concurrency_set(1)
    return pyvips
