"""The methods, one file a group of the original's documentation. Each file names its own in the registry."""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Every file of this folder, so that the registry is whole."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
