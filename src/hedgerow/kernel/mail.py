"""HTML as mail programs read it."""

from functools import lru_cache
from typing import Any


def styled(html: str) -> str:
    """The page with its styles at the elements; of rules those for night and small screens stay as they are.
    Nothing is fetched.
    """
    return str(_inliner().inline(html))


@lru_cache(maxsize=1)
def _inliner() -> Any:
    # Loaded with the first mail.
    import css_inline

    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
