"""Which sizes are painted one after another, coarse to fine, and for how long."""

from __future__ import annotations

import math
from dataclasses import dataclass

from server.engine.notation import parse_schedule
from server.engine.resample import fitted
from server.engine.settings import Settings

GROWTH = math.sqrt(2)  # from one scale to the next, in side length
SHORT_SIDE = 48  # coarser automatic scales would leave the deepest taps almost no positions


@dataclass(frozen=True)
class Scale:
    """One size of the picture and the number of evaluations spent on it."""

    height: int
    width: int
    iterations: int

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels."""
        return self.height, self.width

    @property
    def work(self) -> int:
        """Evaluations times pixels: what the time is proportional to."""
        return self.iterations * self.height * self.width


def schedule(settings: Settings, height: int, width: int) -> tuple[Scale, ...]:
    """The scales for a picture of that size, the coarsest first.

    Content and styles are brought to each scale from the originals by an antialiased filter: the levels of a Gaussian
    pyramid (Burt and Adelson 1983), at any ratio. settings.size bounds the long side of the last; settings.schedule
    names other sizes by hand, which may even be larger than the picture.
    """
    by_hand = parse_schedule(settings.schedule)
    if by_hand:
        return tuple(
            Scale(
                *fitted(height, width, side), count or _iterations(settings.iterations, index, len(by_hand))
            )
            for index, (side, count) in enumerate(by_hand)
        )
    largest = min(settings.size, max(height, width))
    sides = _long_sides(settings, largest, min(height, width) / max(height, width))
    return tuple(
        Scale(*fitted(height, width, side), _iterations(settings.iterations, index, len(sides)))
        for index, side in enumerate(sides)
    )


def _long_sides(settings: Settings, largest: int, proportion: float) -> list[float]:
    sides = [float(largest)]
    while settings.scales == 0 or len(sides) < settings.scales:
        side = sides[-1] / GROWTH
        too_small = round(side) < settings.smallest_scale or side * proportion < SHORT_SIDE
        if too_small and (settings.scales == 0 or side * proportion < SHORT_SIDE):
            break
        sides.append(side)
    return sides[::-1]


def at_finest(first: int) -> int:
    """The evaluations at the finest of several scales from those at the coarsest."""
    return _iterations(first, 1, 2)


def _iterations(first: int, index: int, count: int) -> int:
    """Falls in a straight line from `first` at the coarsest scale to half of it at the finest."""
    if count == 1:
        return first
    return max(1, round(first * (1 - 0.5 * index / (count - 1))))
