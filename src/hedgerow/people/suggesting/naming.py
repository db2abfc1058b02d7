"""What to call a circle: by what its people share and others do not."""

from .network import Network

TELLING = 0.3
"""From which F1 on a shared trait says what the circle is about."""


def traits(network: Network, group: int, most: int = 3) -> list[int]:
    """The traits that tell this circle best from all others, the best first."""
    size = group.bit_count()
    found = [
        (2 * (who & group).bit_count() / (size + who.bit_count()), trait)
        for trait, who in network.traits.items()
    ]
    telling = sorted((one for one in found if one[0] >= TELLING), key=lambda one: (-one[0], one[1]))
    return [trait for _f1, trait in telling[:most]]
