"""Pictures the program paints itself: abstract hills, leaves and suns, for demonstrations and for faces
without one.

The same seed paints the same picture. A seed must not be anything that two faces of one member share.
"""

import math
import random
from collections.abc import Callable

from hedgerow.kernel.vips import vips

PALETTES = (
    ("#f6e7cb", "#eab676", "#c8553d", "#588b8b", "#2d4654"),
    ("#fdf0d5", "#c6d8af", "#7fb069", "#3c7a57", "#1f4d3a"),
    ("#fde8e9", "#e3bac6", "#bc9ec1", "#7a6f9b", "#3d3a5c"),
    ("#e8f1f2", "#b3d4d9", "#5fa8b8", "#2a6f97", "#14395b"),
    ("#fff3e0", "#ffcf99", "#f29559", "#b8574a", "#5c2f3a"),
    ("#f1f3e0", "#d5dba4", "#a3b565", "#6d8a3e", "#3d5226"),
)

LIGHTS = ("dusk", "green", "violet", "water", "warm", "meadow")
"""The palettes by name, in their order."""

Scene = Callable[[random.Random, list[str], float], str]


def drawn(
    seed: str | int,
    size: int | tuple[int, int] = 800,
    *,
    scene: str = "",
    light: str = "",
    night: bool = False,
) -> bytes:
    """A painted picture as WebP, `size` pixels wide and high, or (width, height).

    `scene` (hills, leaves or rings) and `light` (a name of `LIGHTS`) are the seed's choice where not given;
    with a `light`, `night` turns it round, so that the sky is the darkest.
    """
    width, height = size if isinstance(size, tuple) else (size, size)
    dice = random.Random(str(seed))  # noqa: S311
    colours = list(dice.choice(PALETTES))
    if dice.random() < 0.25:
        colours.reverse()
    if light:
        colours = list(PALETTES[LIGHTS.index(light)])[:: -1 if night else 1]
    drawing = dice.choice((_hills, _leaves, _rings))
    if scene:
        drawing = {"hills": _hills, "leaves": _leaves, "rings": _rings}[scene]
    image = vips().Image.svgload_buffer(_svg(dice, drawing, colours, width, height).encode())
    return bytes(image.flatten(background=255).webpsave_buffer(Q=85, keep="none"))


def _svg(dice: random.Random, scene: Scene, colours: list[str], width: int, height: int) -> str:
    # A drawing 100 units high, as wide as the picture's shape asks for.
    across = 100 * width / height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {across:.2f} 100" preserveAspectRatio="none">'
        f"{_sky(colours, across)}{_sun(dice, colours, across)}{scene(dice, colours, across)}</svg>"
    )


def _sky(colours: list[str], across: float) -> str:
    return (
        '<defs><linearGradient id="sky" x1="0" y1="0" x2="0.3" y2="1">'
        f'<stop offset="0" stop-color="{colours[0]}"/><stop offset="1" stop-color="{colours[1]}"/>'
        f'</linearGradient></defs><rect width="{across:.2f}" height="100" fill="url(#sky)"/>'
    )


def _sun(dice: random.Random, colours: list[str], across: float) -> str:
    x, y, radius = dice.uniform(0.2, 0.8) * across, dice.uniform(18, 40), dice.uniform(7, 15)
    # The palettes run from light to dark, and a night is one turned round.
    light = max(colours, key=lambda colour: int(colour[3:5], 16))
    halo = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius * 1.7:.1f}" fill="{light}" opacity="0.35"/>'
    return halo + f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{light}" opacity="0.9"/>'


def _hills(dice: random.Random, colours: list[str], across: float) -> str:
    """Layer behind layer, darker towards us."""
    return "".join(
        _ridge(dice, colours[min(4, 1 + layer)], 42 + 13 * layer, across, 0.75 + 0.06 * layer)
        for layer in range(4)
    )


def _ridge(dice: random.Random, colour: str, base: float, across: float, opacity: float) -> str:
    waves = [(dice.uniform(2, 8), dice.uniform(0.8, 2.6), dice.uniform(0, math.tau)) for _ in range(3)]
    points = []
    for step in range(41):
        x = across * step / 40
        turn = math.tau * x / 100
        points.append(f"{x:.1f},{base + sum(a * math.sin(f * turn + p) for a, f, p in waves):.1f}")
    corners = f"{across:.1f},100 0,100"
    return f'<polygon points="{" ".join(points)} {corners}" fill="{colour}" opacity="{opacity:.2f}"/>'


def _leaves(dice: random.Random, colours: list[str], across: float) -> str:
    """A twig's worth of leaves over low ground."""
    ground = _ridge(dice, colours[4], 88, across, 0.9)
    return ground + "".join(_leaf(dice, dice.choice(colours[2:]), across) for _ in range(dice.randint(9, 16)))


def _leaf(dice: random.Random, colour: str, across: float) -> str:
    x, y = dice.uniform(0, across), dice.uniform(30, 98)
    length, angle = dice.uniform(14, 34), dice.uniform(-70, 70)
    half = length * dice.uniform(0.18, 0.3)
    shape = f"M0 0 Q{half:.1f} {-length / 2:.1f} 0 {-length:.1f} Q{-half:.1f} {-length / 2:.1f} 0 0Z"
    vein = f'<path d="M0 0 L0 {-length * 0.8:.1f}" stroke="{colour}" stroke-width="0.5" opacity="0.5"/>'
    return (
        f'<g transform="translate({x:.1f} {y:.1f}) rotate({angle:.0f})">'
        f'<path d="{shape}" fill="{colour}" opacity="{dice.uniform(0.6, 0.95):.2f}"/>{vein}</g>'
    )


def _rings(dice: random.Random, colours: list[str], across: float) -> str:
    """Broad circles that overlap, like stones under water."""
    parts = []
    for _ in range(dice.randint(6, 9)):
        x, y, radius = dice.uniform(0, across), dice.uniform(45, 105), dice.uniform(12, 30)
        colour, opacity = dice.choice(colours[1:]), dice.uniform(0.35, 0.8)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" opacity="{opacity:.2f}"/>'
        )
    return "".join(parts)
