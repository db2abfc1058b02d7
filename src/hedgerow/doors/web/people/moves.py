"""The last moves of a session, each under a random name by which it is taken back."""

from typing import Any

from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.ids import opaque

MOVES = "moves"
"""The session's key for them."""
KEPT_MOVES = 10


def undo_address(request: Any, move: int, at: str = "/contacts/undo") -> str:
    """The address that takes this move back, for this session and face only."""
    token = opaque()
    kept = request.session.get(MOVES, [])
    request.session[MOVES] = [*kept, [token, request.face_id, move]][-KEPT_MOVES:]
    return f"{at}/{token}"


def move_of(request: Any, token: str) -> int:
    """The move of this session and face that `undo_address` gave this token to. Raises NotFound."""
    for name, face, made in request.session.get(MOVES, []):
        if name == token and face == request.face_id:
            return int(made)
    raise NotFound
