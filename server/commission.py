"""One order for a picture, as plain data: what the wire and the command line both make, and jobs carry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from server.engine.settings import Settings


@dataclass(frozen=True)
class Pixels:
    """A picture as an editor or a file has it.

    values: (height, width, 4) uint8, uint16 or float32; RGBA, straight alpha, rows top-down.
    icc_profile: empty for sRGB.
    """

    values: NDArray[Any]
    icc_profile: bytes = b""

    @property
    def height(self) -> int:
        return int(self.values.shape[0])

    @property
    def width(self) -> int:
        return int(self.values.shape[1])


@dataclass(frozen=True)
class StylePicture:
    """weight: its share beside the other styles, > 0."""

    pixels: Pixels
    weight: float = 1.0


@dataclass(frozen=True)
class RegionMasks:
    """content_mask: (height, width) uint8 of the content; style_mask: of the style picture with that index."""

    content_mask: NDArray[Any]
    style: int
    style_mask: NDArray[Any] | None = None


@dataclass(frozen=True)
class Commission:
    """Everything that decides a picture. apply_mask: (height, width) uint8 of the content; None: everywhere."""

    content: Pixels
    styles: tuple[StylePicture, ...]
    settings: Settings = field(default_factory=Settings)
    preset: str = ""
    regions: tuple[RegionMasks, ...] = ()
    apply_mask: NDArray[Any] | None = None
    start: Pixels | None = None
    label: str = ""
