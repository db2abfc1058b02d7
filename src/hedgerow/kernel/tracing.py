"""Telling where something failed without telling what was in it."""

import traceback


def where(error: BaseException) -> str:
    """The error's type and the innermost line it came from; never its message, which may quote what people
    wrote.
    """
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    place = "/".join(last.filename.split("/")[-2:])
    return f"{type(error).__name__} at {place}:{last.lineno} in {last.name}"[:300]
