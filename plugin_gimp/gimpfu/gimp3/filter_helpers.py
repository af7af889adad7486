"""What the tables of filters share: properties made from GIMP 2.10's arguments."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import getrandbits
from typing import Any

from .filters import Properties
from .library import Gimp


# GIMP 2.10 took the radius where a value has fallen to 1/255; GEGL takes the standard deviation (app/pdb of 2.10).
def deviation(radius: float) -> float:
    return radius * 0.32


def gauss(horizontal: float, vertical: float) -> Properties:
    return {"std-dev-x": deviation(horizontal), "std-dev-y": deviation(vertical)}


def sized(**values: Any) -> Callable[..., Properties]:
    return lambda *given, size: values


def plain(*names: str) -> Callable[..., Properties]:
    """Values pass unchanged under these names; '' drops one."""
    return lambda *given, size: {name: value for name, value in zip(names, given, strict=True) if name}


def as_seed(seed: int) -> int:
    return int(seed) & 0xFFFFFFFF


def bump(tiled: bool) -> Callable[..., Properties]:
    names = (
        "azimuth",
        "elevation",
        "depth",
        "offset-x",
        "offset-y",
        "waterlevel",
        "ambient",
        "compensate",
        "invert",
    )
    return lambda *given, size: {
        **dict(zip(names, given[:9], strict=True)),
        "type": ("linear", "spherical", "sinusoidal")[int(given[9])],
        "tiled": tiled,
    }


def randomize(percent: float, repeat: float, random: Any, seed: int, size: Any) -> Properties:
    return {
        "pct-random": percent,
        "repeat": int(repeat),
        "seed": getrandbits(32) if random else as_seed(seed),
    }


def motion(kind: int, *given: Any) -> str:
    return ("gegl:motion-blur-linear", "gegl:motion-blur-circular", "gegl:motion-blur-zoom")[int(kind)]


def motion_properties(kind: int, length: float, angle: float, x: float, y: float, *, size: Any) -> Properties:
    centre = {"center-x": x / size[0], "center-y": y / size[1]}
    if kind == 0:
        return {"length": length, "angle": turn(angle)}
    return (
        {**centre, "angle": angle}
        if kind == 1
        else {**centre, "factor": min(max(length, 0.0), 256.0) / 256.0}
    )


def inward(*given: Any, size: Any) -> Properties:
    properties = motion_properties(*given, size=size)
    if "factor" in properties:
        properties["factor"] = -properties["factor"] / (1.0 - properties["factor"])
    return properties


PROPAGATE = "gegl:value-propagate"
PROPAGATING = "propagate-mode propagating-channel propagating-rate direction-mask lower-limit upper-limit"
MODES = ("white", "black", "middle", "color-peak", "color", "color", "opaque", "transparent")


def propagate(fixed: str | None) -> Callable[..., Properties]:
    """plug-in-vpropagate and its two special cases."""

    def properties(
        mode: int, channel: int, rate: float, mask: int, lower: int, upper: int, *, size: Any
    ) -> Properties:
        sides = {
            side: bool(int(mask) >> bit & 1) for bit, side in enumerate(("left", "top", "right", "bottom"))
        }
        return {
            "mode": fixed or MODES[int(mode)], "lower-threshold": lower / 255.0, "upper-threshold": upper / 255.0,
            "rate": rate, "color": background() if mode == 5 else foreground(), **sides,
        }  # fmt: skip

    return properties


EDGES = ("none", "loop", "clamp", "black")
BLUR = "gegl:gaussian-blur"


VIDEO = (
    "staggered", "large-staggered", "striped", "wide-striped", "long-staggered", "3x3", "large-3x3", "hex", "dots",
)  # fmt: skip
SPOTS = ("circle", "line", "diamond", "pssquare", "cross")
GAINS = tuple(f"{one}{two}-gain" for one in "rgb" for two in "rgb")
DIFFRACTION = (
    "red-frequency", "green-frequency", "blue-frequency", "red-contours", "green-contours", "blue-contours",
    "red-sedges", "green-sedges", "blue-sedges", "brightness", "scattering", "polarization",
)  # fmt: skip


def turn(degrees: float) -> float:
    return math.remainder(degrees, 360.0)


def foreground() -> Any:
    return Gimp.context_get_foreground()


def background() -> Any:
    return Gimp.context_get_background()
