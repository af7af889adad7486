"""Colours as gimpcolor had them: perceptual (gamma-encoded) sRGB channels in 0..1, read by index as 0..255."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Iterator, Sequence
from typing import Any

# The HTML 4 names; everything else is written #rrggbb.
NAMES: dict[str, tuple[int, int, int]] = {
    "black": (0, 0, 0), "silver": (192, 192, 192), "gray": (128, 128, 128), "grey": (128, 128, 128),
    "white": (255, 255, 255), "maroon": (128, 0, 0), "red": (255, 0, 0), "purple": (128, 0, 128),
    "fuchsia": (255, 0, 255), "magenta": (255, 0, 255), "green": (0, 128, 0), "lime": (0, 255, 0),
    "olive": (128, 128, 0), "yellow": (255, 255, 0), "orange": (255, 165, 0), "navy": (0, 0, 128),
    "blue": (0, 0, 255), "teal": (0, 128, 128), "aqua": (0, 255, 255), "cyan": (0, 255, 255),
}  # fmt: skip


class RGB:
    """A colour. Channels given as int are 0..255, as float 0..1, as in gimpcolor.RGB."""

    def __init__(self, r: float = 0.0, g: float = 0.0, b: float = 0.0, a: float = 1.0) -> None:
        self.set(r, g, b, a)

    def set(self, r: float, g: float, b: float, a: float | None = None) -> None:
        self.r, self.g, self.b = _channel(r), _channel(g), _channel(b)
        if a is not None:
            self.a = _channel(a)

    def set_alpha(self, a: float) -> None:
        self.a = _channel(a)

    def __getitem__(self, index: int | slice) -> Any:
        return tuple(_byte(value) for value in self._channels())[index]

    def __setitem__(self, index: int, value: float) -> None:
        setattr(self, "rgba"[index], _channel(value))

    def __len__(self) -> int:
        return 4

    def __iter__(self) -> Iterator[int]:
        return iter(self[:])

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (tuple, list)) and len(other) in (3, 4):
            other = color(other)
        return isinstance(other, RGB) and self[:] == other[:]

    def __hash__(self) -> int:
        return hash(self[:])

    def __repr__(self) -> str:
        return f"RGB({self.r!r}, {self.g!r}, {self.b!r}, {self.a!r})"

    def __str__(self) -> str:
        return str(self[:])

    def __add__(self, other: RGB) -> RGB:
        return RGB(self.r + other.r, self.g + other.g, self.b + other.b, self.a)

    def __sub__(self, other: RGB) -> RGB:
        return RGB(self.r - other.r, self.g - other.g, self.b - other.b, self.a)

    def __mul__(self, factor: float) -> RGB:
        return RGB(self.r * factor, self.g * factor, self.b * factor, self.a)

    def add(self, other: RGB) -> None:
        self.set(self.r + other.r, self.g + other.g, self.b + other.b)

    def subtract(self, other: RGB) -> None:
        self.set(self.r - other.r, self.g - other.g, self.b - other.b)

    def multiply(self, factor: float) -> None:
        self.set(self.r * factor, self.g * factor, self.b * factor)

    def gamma(self, gamma: float) -> None:
        exponent = 1.0 / gamma if gamma else 0.0
        self.set(self.r**exponent, self.g**exponent, self.b**exponent)

    def clamp(self) -> None:
        self.set(*(min(max(value, 0.0), 1.0) for value in self._channels()))

    def max(self) -> float:
        return max(self.r, self.g, self.b)

    def min(self) -> float:
        return min(self.r, self.g, self.b)

    def distance(self, other: RGB) -> float:
        return abs(self.r - other.r) + abs(self.g - other.g) + abs(self.b - other.b)

    def luminance(self) -> float:
        """Relative luminance with GIMP's Rec. 709 weights of the D50 adapted sRGB primaries."""
        return self.r * 0.22248840 + self.g * 0.71690369 + self.b * 0.06060791

    intensity = luminance

    def luminance_uchar(self) -> int:
        return _byte(self.luminance())

    def composite(self, other: RGB, mode: int = 0) -> None:
        """Lays `other` over this colour (mode 0, RGB_COMPOSITE_NORMAL)."""
        total = other.a + self.a * (1.0 - other.a)
        share = other.a / total if total else 0.0
        for name in "rgb":
            setattr(self, name, getattr(other, name) * share + getattr(self, name) * (1.0 - share))
        self.a = total

    def to_hsv(self) -> HSV:
        return HSV(*colorsys.rgb_to_hsv(self.r, self.g, self.b), self.a)

    def to_hsl(self) -> HSL:
        hue, lightness, saturation = colorsys.rgb_to_hls(self.r, self.g, self.b)
        return HSL(hue, saturation, lightness, self.a)

    def parse_name(self, name: str) -> None:
        self.set(*_parse(name))

    parse_hex = parse_css = parse_name

    def copy(self) -> RGB:
        return RGB(*self._channels())

    def _channels(self) -> tuple[float, float, float, float]:
        return (self.r, self.g, self.b, self.a)


class HSV:
    """Hue, saturation, value, alpha, each 0..1."""

    def __init__(self, h: float = 0.0, s: float = 0.0, v: float = 0.0, a: float = 1.0) -> None:
        self.h, self.s, self.v, self.a = float(h), float(s), float(v), float(a)

    def to_rgb(self) -> RGB:
        return RGB(*colorsys.hsv_to_rgb(self.h, self.s, self.v), self.a)


class HSL:
    """Hue, saturation, lightness, alpha, each 0..1."""

    def __init__(self, h: float = 0.0, s: float = 0.0, l: float = 0.0, a: float = 1.0) -> None:  # noqa: E741
        self.h, self.s, self.l, self.a = float(h), float(s), float(l), float(a)

    def to_rgb(self) -> RGB:
        return RGB(*colorsys.hls_to_rgb(self.h, self.l, self.s), self.a)


def color(value: Any) -> RGB:
    """Whatever pygimp took for a colour: an RGB, 3 or 4 numbers, a name, '#rrggbb'."""
    if isinstance(value, RGB):
        return value
    if isinstance(value, (HSV, HSL)):
        return value.to_rgb()
    if isinstance(value, str):
        return RGB(*_parse(value))
    if isinstance(value, Sequence) and len(value) in (3, 4):
        return RGB(*value)
    raise TypeError(f"{value!r} is not a colour: give a gimpcolor.RGB, 3 or 4 numbers, a name or '#rrggbb'.")


def rgb_parse_name(name: str) -> RGB:
    return RGB(*_parse(name))


rgb_parse_hex = rgb_parse_css = rgb_parse_name


def rgb_names() -> tuple[str, ...]:
    return tuple(NAMES)


def _parse(text: str) -> tuple[int, ...]:
    text = text.strip().lower()
    if text in NAMES:
        return NAMES[text]
    digits = text.removeprefix("#")
    if len(digits) in (3, 6):
        digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
        try:
            return tuple(bytes.fromhex(digits))
        except ValueError:
            pass
    raise ValueError(f"'{text}' is not a colour: write a name such as 'red', or #rrggbb.")


def _channel(value: float) -> float:
    return value / 255.0 if isinstance(value, int) and not isinstance(value, bool) else float(value)


def _byte(value: float) -> int:
    return math.floor(min(max(value, 0.0), 1.0) * 255.0 + 0.5)
