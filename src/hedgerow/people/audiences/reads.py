"""From a choice to the engine's audience and back, in words, and what it would reach."""

from .choosing import choice_of, default_choice, resolve
from .naming import named
from .reaching import Preview, preview
from .rules import Choice, Told, listed, some_names
from .surprising import CAREFUL_LABELS, Surprise
from .telling import describe

__all__ = [
    "CAREFUL_LABELS", "Choice", "Preview", "Surprise", "Told", "choice_of", "default_choice", "describe",
    "listed", "named", "preview", "resolve", "some_names",
]  # fmt: skip
