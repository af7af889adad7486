"""The classic filters that GIMP 3 dropped from its PDB: each a GEGL operation, or a few in a row, merged into the
drawable. A row says which, and which of its properties the arguments are; each is compared with GIMP 2.10's pixels."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..problem import error
from .library import Gimp
from .rows import native
from .values import to_gimp3

Properties = dict[str, Any]


@dataclass(frozen=True)
class Filter:
    """`arguments` names what follows image and drawable in GIMP 2.10; `properties` turns their values into the
    operation's. `maps` names arguments that are drawables and go to the operation's inputs aux, aux2."""

    operation: str | Callable[..., str]
    arguments: str
    properties: Callable[..., Properties]
    maps: tuple[str, ...] = ()


def apply(call: Any, row: Filter, name: str, given: Sequence[Any]) -> None:
    """Runs a filter on a drawable. given: image, drawable, then GIMP 2.10's arguments."""
    names = row.arguments.split()
    if len(given) != len(names) + 2:
        wanted = ", ".join(["image", "drawable", *names])
        raise error(f"{name} takes {len(names) + 2} arguments ({wanted}), {len(given)} were given.")
    drawable, arguments = (
        native(given[1]),
        dict(zip((each.replace("-", "_") for each in names), given[2:], strict=True)),
    )
    size = (drawable.get_width(), drawable.get_height())
    plain = [arguments[each.replace("-", "_")] for each in names if each not in row.maps]
    values = row.properties(*plain, size=size)
    operation = row.operation if isinstance(row.operation, str) else row.operation(*plain)
    filtering = Gimp.DrawableFilter.new(drawable, operation, None)
    config, keep = filtering.get_config(), []
    for key, value in values.items():
        spec = config.find_property(key)
        config.set_property(key, to_gimp3(operation, spec, value, keep))
    for pad, key in zip(("aux", "aux2"), row.maps, strict=False):
        mapped = arguments[key.replace("-", "_")]
        if mapped is not None:
            filtering.set_aux_input(pad, native(mapped))
    filtering.update()
    drawable.merge_filter(filtering)


# GIMP 2.10 took the radius where a value has fallen to 1/255; GEGL takes the standard deviation (app/pdb of 2.10).
def _deviation(radius: float) -> float:
    return radius * 0.32


def _gauss(horizontal: float, vertical: float) -> Properties:
    return {"std-dev-x": _deviation(horizontal), "std-dev-y": _deviation(vertical)}


def _sized(**values: Any) -> Callable[..., Properties]:
    return lambda *given, size: values


def _plain(*names: str) -> Callable[..., Properties]:
    """Values pass unchanged under these names; '' drops one."""
    return lambda *given, size: {name: value for name, value in zip(names, given, strict=True) if name}


def _seed(seed: int) -> int:
    return int(seed) & 0xFFFFFFFF


def _bump(tiled: bool) -> Callable[..., Properties]:
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


def _randomize(percent: float, repeat: float, random: Any, seed: int, size: Any) -> Properties:
    from random import getrandbits

    return {"pct-random": percent, "repeat": int(repeat), "seed": getrandbits(32) if random else _seed(seed)}


def _motion(kind: int, *given: Any) -> str:
    return ("gegl:motion-blur-linear", "gegl:motion-blur-circular", "gegl:motion-blur-zoom")[int(kind)]


def _motion_properties(
    kind: int, length: float, angle: float, x: float, y: float, *, size: Any
) -> Properties:
    centre = {"center-x": x / size[0], "center-y": y / size[1]}
    if kind == 0:
        return {"length": length, "angle": _turn(angle)}
    return (
        {**centre, "angle": angle}
        if kind == 1
        else {**centre, "factor": min(max(length, 0.0), 256.0) / 256.0}
    )


_PROPAGATE = "gegl:value-propagate"
_PROPAGATING = "propagate-mode propagating-channel propagating-rate direction-mask lower-limit upper-limit"
_MODES = ("white", "black", "middle", "color-peak", "color", "color", "opaque", "transparent")


def _propagate(fixed: str | None) -> Callable[..., Properties]:
    """plug-in-vpropagate and its two special cases."""

    def properties(
        mode: int, channel: int, rate: float, mask: int, lower: int, upper: int, *, size: Any
    ) -> Properties:
        sides = {
            side: bool(int(mask) >> bit & 1) for bit, side in enumerate(("left", "top", "right", "bottom"))
        }
        return {
            "mode": fixed or _MODES[int(mode)], "lower-threshold": lower / 255.0, "upper-threshold": upper / 255.0,
            "rate": rate, "color": _background() if mode == 5 else _foreground(), **sides,
        }  # fmt: skip

    return properties


_EDGES = ("none", "loop", "clamp", "black")
_BLUR = "gegl:gaussian-blur"

FILTERS: dict[str, Filter] = {
    "plug-in-gauss": Filter(_BLUR, "horizontal vertical method", lambda h, v, method, size: _gauss(h, v)),
    "plug-in-gauss-iir": Filter(
        _BLUR, "radius horizontal vertical", lambda r, h, v, size: _gauss(r if h else 0, r if v else 0)
    ),
    "plug-in-gauss-iir2": Filter(_BLUR, "horizontal vertical", lambda h, v, size: _gauss(h, v)),
    "plug-in-gauss-rle": Filter(
        _BLUR, "radius horizontal vertical", lambda r, h, v, size: _gauss(r if h else 0, r if v else 0)
    ),
    "plug-in-gauss-rle2": Filter(_BLUR, "horizontal vertical", lambda h, v, size: _gauss(h, v)),
    "plug-in-sel-gauss": Filter(
        "gegl:gaussian-blur-selective",
        "radius max-delta",
        lambda radius, delta, size: {"blur-radius": radius, "max-delta": delta / 255.0},
    ),
    "plug-in-median-blur": Filter("gegl:median-blur", "radius percentile", _plain("radius", "percentile")),
    "plug-in-pixelize": Filter("gegl:pixelize", "pixel-width", lambda w, size: {"size-x": w, "size-y": w}),
    "plug-in-pixelize2": Filter("gegl:pixelize", "pixel-width pixel-height", _plain("size-x", "size-y")),
    "plug-in-unsharp-mask": Filter(
        "gegl:unsharp-mask",
        "radius amount threshold",
        lambda radius, amount, threshold, size: {"std-dev": radius, "scale": amount, "threshold": threshold / 255.0},
    ),
    "plug-in-bump-map": Filter(
        "gegl:bump-map",
        "bumpmap azimuth elevation depth xofs yofs waterlevel ambient compensate invert type",
        _bump(False),
        ("bumpmap",),
    ),
    "plug-in-bump-map-tiled": Filter(
        "gegl:bump-map",
        "bumpmap azimuth elevation depth xofs yofs waterlevel ambient compensate invert type",
        _bump(True),
        ("bumpmap",),
    ),
    "plug-in-emboss": Filter(
        "gegl:emboss",
        "azimuth elevation depth emboss",
        lambda azimuth, elevation, depth, emboss, size: {
            "type": "emboss" if emboss else "bumpmap", "azimuth": azimuth, "elevation": elevation, "depth": depth,
        },
    ),
    "plug-in-engrave": Filter("gegl:engrave", "height limit", _plain("row-height", "limit")),
    "plug-in-solid-noise": Filter(
        "gegl:noise-solid",
        "tileable turbulent seed detail xsize ysize",
        lambda tileable, turbulent, seed, detail, x, y, size: {
            "x-size": x, "y-size": y, "detail": detail, "tileable": tileable, "turbulent": turbulent,
            "seed": _seed(seed), "width": size[0], "height": size[1],
        },
    ),
    "plug-in-plasma": Filter(
        "gegl:plasma",
        "seed turbulence",
        lambda seed, turbulence, size: {
            "turbulence": turbulence, "seed": _seed(seed), "x": 0, "y": 0, "width": size[0], "height": size[1],
        },
    ),
    "plug-in-rgb-noise": Filter(
        "gegl:noise-rgb",
        "independent correlated noise-1 noise-2 noise-3 noise-4",
        lambda independent, correlated, r, g, b, a, size: {
            "correlated": correlated, "independent": independent, "gaussian": True, "linear": False,
            "red": r, "green": g, "blue": b, "alpha": a,
        },
    ),
    "plug-in-noisify": Filter(
        "gegl:noise-rgb",
        "independent noise-1 noise-2 noise-3 noise-4",
        lambda independent, r, g, b, a, size: {
            "correlated": False, "independent": independent, "gaussian": True, "linear": False,
            "red": r, "green": g, "blue": b, "alpha": a,
        },
    ),
    "plug-in-hsv-noise": Filter(
        "gegl:noise-hsv",
        "holdness hue-distance saturation-distance value-distance",
        lambda hold, hue, saturation, value, size: {
            "holdness": hold, "hue-distance": hue, "saturation-distance": saturation / 255.0,
            "value-distance": value / 255.0,
        },
    ),
    "plug-in-randomize-hurl": Filter("gegl:noise-hurl", "rndm-pct rndm-rcount randomize seed", _randomize),
    "plug-in-randomize-pick": Filter("gegl:noise-pick", "rndm-pct rndm-rcount randomize seed", _randomize),
    "plug-in-randomize-slur": Filter("gegl:noise-slur", "rndm-pct rndm-rcount randomize seed", _randomize),
    "plug-in-spread": Filter(
        "gegl:noise-spread",
        "spread-amount-x spread-amount-y",
        lambda x, y, size: {"amount-x": int(x), "amount-y": int(y)},
    ),
    "plug-in-edge": Filter(
        "gegl:edge",
        "amount warpmode edgemode",
        lambda amount, warp, mode, size: {
            "amount": amount,
            "border-behavior": _EDGES[int(warp)],
            "algorithm": ("sobel", "prewitt", "gradient", "roberts", "differential", "laplace")[int(mode)],
        },
    ),
    "plug-in-laplace": Filter("gegl:edge-laplace", "", _sized()),
    "plug-in-sobel": Filter(
        "gegl:edge-sobel", "horizontal vertical keep-sign", _plain("horizontal", "vertical", "keep-sign")
    ),
    "plug-in-neon": Filter("gegl:edge-neon", "radius amount", _plain("radius", "amount")),
    "plug-in-dog": Filter(
        "gegl:difference-of-gaussians", "inner outer normalize invert", _plain("radius1", "radius2", "", "")
    ),
    "plug-in-cartoon": Filter("gegl:cartoon", "mask-radius pct-black", _plain("mask-radius", "pct-black")),
    "plug-in-photocopy": Filter(
        "gegl:photocopy",
        "mask-radius sharpness pct-black pct-white",
        _plain("mask-radius", "sharpness", "black", "white"),
    ),
    "plug-in-softglow": Filter(
        "gegl:softglow", "glow-radius brightness sharpness", _plain("glow-radius", "brightness", "sharpness")
    ),
    "plug-in-oilify": Filter(
        "gegl:oilify",
        "mask-size mode",
        lambda mask, mode, size: {"mask-radius": max(1, int(mask) // 2), "use-inten": bool(mode)},
    ),
    "plug-in-cubism": Filter(
        "gegl:cubism",
        "tile-size tile-saturation bg-color",
        lambda tile, saturation, background, size: {
            "tile-size": tile, "tile-saturation": saturation,
            "bg-color": _background() if background else (0.0, 0.0, 0.0, 0.0),
        },
    ),
    "plug-in-mosaic": Filter(
        "gegl:mosaic",
        "tile-size tile-height tile-spacing tile-neatness tile-allow-split light-dir color-variation antialiasing "
        "color-averaging tile-type tile-surface grout-color",
        lambda tile, height, spacing, neatness, split, light, variation, antialias, average, kind, surface, grout, size: {
            "tile-size": tile, "tile-height": height, "tile-spacing": spacing, "tile-neatness": neatness,
            "tile-allow-split": split, "light-dir": light, "color-variation": variation, "antialiasing": antialias,
            "color-averaging": average, "tile-surface": surface,
            "tile-type": ("squares", "hexagons", "octagons", "triangles")[int(kind)],
            "light-color": _foreground() if grout else "white", "joints-color": _background() if grout else "black",
        },
    ),
    "plug-in-whirl-pinch": Filter("gegl:whirl-pinch", "whirl pinch radius", _plain("whirl", "pinch", "radius")),
    "plug-in-ripple": Filter(
        "gegl:ripple",
        "period amplitude orientation edges waveform antialias tile",
        lambda period, amplitude, orientation, edges, form, antialias, tile, size: {
            "amplitude": amplitude, "period": period, "phi": 0.0, "angle": 0.0 if orientation else 90.0,
            "sampler-type": "cubic" if antialias else "nearest", "wave-type": "sine" if form else "triangle",
            "abyss-policy": ("clamp", "loop", "none")[int(edges)], "tileable": tile,
        },
    ),
    "plug-in-waves": Filter(
        "gegl:waves",
        "amplitude phase wavelength type reflective",
        lambda amplitude, phase, wavelength, kind, reflective, size: {
            "amplitude": amplitude, "phi": phase / 360.0, "period": wavelength * 2.0, "clamp": not kind,
            "aspect": size[0] / size[1],
        },
    ),
    "plug-in-wind": Filter(
        "gegl:wind",
        "threshold direction strength algorithm edge",
        lambda threshold, direction, strength, algorithm, edge, size: {
            "threshold": threshold, "strength": strength,
            "direction": ("left", "right", "top", "bottom")[int(direction)],
            "style": ("wind", "blast")[int(algorithm)], "edge": ("both", "leading", "trailing")[int(edge)],
        },
    ),
    "plug-in-mblur": Filter(_motion, "type length angle center-x center-y", _motion_properties),
    "plug-in-mblur-inward": Filter(_motion, "type length angle center-x center-y", _motion_properties),
    "plug-in-vpropagate": Filter(_PROPAGATE, _PROPAGATING, _propagate(None)),
    "plug-in-dilate": Filter(_PROPAGATE, _PROPAGATING, _propagate("white")),
    "plug-in-erode": Filter(_PROPAGATE, _PROPAGATING, _propagate("black")),
    "plug-in-convmatrix": Filter(
        "gegl:convolution-matrix",
        "argc-matrix matrix alpha-alg divisor offset argc-channels channels bmode",
        lambda count, matrix, alpha, divisor, offset, count2, channels, border, size: {
            **{f"{row}{column}": matrix["abcde".index(row) * 5 + column - 1] for row in "abcde" for column in range(1, 6)},
            "divisor": divisor, "offset": offset / 255.0, "red": channels[1], "green": channels[2], "blue": channels[3],
            "alpha": channels[4], "normalize": False, "alpha-weight": alpha,
            "border": ("clamp", "loop", "none")[int(border)],
        },
    ),
    "plug-in-blur": Filter(
        "gegl:convolution-matrix",
        "",
        lambda size: {
            **{f"{row}{column}": 1.0 for row in "bcd" for column in (2, 3, 4)},
            "divisor": 9.0, "offset": 0.0, "normalize": False, "border": "clamp",
        },
    ),
    "plug-in-polar-coords": Filter(
        "gegl:polar-coordinates",
        "circle angle backwards inverse polrec",
        lambda circle, angle, backwards, inverse, polar, size: {
            "depth": circle, "angle": angle, "bw": backwards, "top": inverse, "polar": polar,
        },
    ),
    "plug-in-lens-distortion": Filter(
        "gegl:lens-distortion",
        "offset-x offset-y main-adjust edge-adjust rescale brighten",
        lambda x, y, main, edge, zoom, brighten, size: {
            "main": main, "edge": edge, "zoom": zoom, "x-shift": x, "y-shift": y, "brighten": brighten,
        },
    ),
    "plug-in-applylens": Filter(
        "gegl:apply-lens",
        "refraction keep-surroundings set-background set-transparent",
        lambda refraction, keep, background, transparent, size: {
            "refraction-index": refraction, "keep-surroundings": keep,
            "background-color": (0.0, 0.0, 0.0, 0.0) if transparent else _background(),
        },
    ),
    "plug-in-displace": Filter(
        "gegl:displace",
        "amount-x amount-y do-x do-y displace-map-x displace-map-y displace-type",
        lambda x, y, do_x, do_y, kind, size: {
            "amount-x": x if do_x else 0.0, "amount-y": y if do_y else 0.0, "displace-mode": "cartesian",
            "abyss-policy": _EDGES[int(kind)],
        },
        ("displace-map-x", "displace-map-y"),
    ),
    "plug-in-displace-polar": Filter(
        "gegl:displace",
        "amount-x amount-y do-x do-y displace-map-x displace-map-y displace-type",
        lambda x, y, do_x, do_y, kind, size: {
            "amount-x": x if do_x else 0.0, "amount-y": y if do_y else 0.0, "displace-mode": "polar",
            "abyss-policy": _EDGES[int(kind)],
        },
        ("displace-map-x", "displace-map-y"),
    ),
    "plug-in-shift": Filter(
        "gegl:shift",
        "shift-amount orientation",
        lambda amount, orientation, size: {
            "shift": amount, "direction": "horizontal" if orientation else "vertical",
        },
    ),
    "plug-in-glasstile": Filter("gegl:tile-glass", "tilex tiley", _plain("tile-width", "tile-height")),
    "plug-in-papertile": Filter(
        "gegl:tile-paper",
        "tile-size move-max fractional-type wrap-around centering background-type background-color background-alpha",
        lambda tile, move, fraction, wrap, centre, background, color, alpha, size: {
            "tile-width": tile, "tile-height": tile, "move-rate": move, "wrap-around": wrap, "centering": centre,
            "fractional-type": ("background", "ignore", "force")[int(fraction)],
            "background-type": ("transparent", "invert", "image", "color", "color", "color")[int(background)],
            "bg-color": {3: _foreground, 4: _background}.get(int(background), lambda: color)(),
        },
    ),
    "plug-in-make-seamless": Filter("gegl:tile-seamless", "", _sized()),
    "plug-in-apply-canvas": Filter(
        "gegl:texturize-canvas",
        "direction depth",
        lambda direction, depth, size: {
            "direction": ("top-right", "top-left", "bottom-left", "bottom-right")[int(direction)], "depth": depth,
        },
    ),
    "plug-in-antialias": Filter("gegl:antialias", "", _sized()),
    "plug-in-deinterlace": Filter(
        "gegl:deinterlace", "evenodd", lambda even, size: {"keep": "even" if even else "odd"}
    ),
    "plug-in-video": Filter(
        "gegl:video-degradation",
        "pattern-number additive rotated",
        lambda pattern, additive, rotated, size: {
            "pattern": _VIDEO[int(pattern)], "additive": additive, "rotated": rotated,
        },
    ),
    "plug-in-illusion": Filter(
        "gegl:illusion",
        "division type",
        lambda division, kind, size: {"division": division, "illusion-type": ("type1", "type2")[int(kind)]},
    ),
    "plug-in-flarefx": Filter(
        "gegl:lens-flare", "pos-x pos-y", lambda x, y, size: {"pos-x": x / size[0], "pos-y": y / size[1]}
    ),
    "plug-in-nova": Filter(
        "gegl:supernova",
        "xcenter ycenter color radius nspoke randomhue",
        lambda x, y, color, radius, spokes, hue, size: {
            "center-x": x / size[0], "center-y": y / size[1], "color": color, "radius": radius,
            "spokes-count": spokes, "random-hue": hue,
        },
    ),
    "plug-in-maze": Filter(
        "gegl:maze",
        "width height tileable algorithm seed multiple offset",
        lambda width, height, tileable, algorithm, seed, multiple, offset, size: {
            "x": width, "y": height, "tileable": tileable, "seed": _seed(seed),
            "algorithm-type": "prim" if algorithm else "depth-first",
            "fg-color": _foreground(), "bg-color": _background(),
        },
    ),
    "plug-in-diffraction": Filter(
        "gegl:diffraction-patterns",
        "lam-r lam-g lam-b contour-r contour-g contour-b edges-r edges-g edges-b brightness scattering polarization",
        lambda *given, size: {
            **dict(zip(_DIFFRACTION, given, strict=True)), "width": size[0], "height": size[1],
        },
    ),
    "plug-in-sinus": Filter(
        "gegl:sinus",
        "xscale yscale complex seed tiling perturb colors col1 col2 alpha1 alpha2 blend blend-power",
        lambda x, y, complexity, seed, tiling, perturb, colors, one, two, alpha1, alpha2, blend, power, size: {
            "x-scale": x, "y-scale": y, "complexity": complexity, "seed": _seed(seed), "tiling": tiling,
            "perturbation": perturb, "blend-mode": ("linear", "bilinear", "sinusoidal")[int(blend)],
            "blend-power": power, "width": size[0], "height": size[1],
            "color1": ("black", _foreground(), one)[int(colors)], "color2": ("white", _background(), two)[int(colors)],
        },
    ),
    "plug-in-fractal-trace": Filter(
        "gegl:fractal-trace",
        "xmin xmax ymin ymax depth outside-type",
        lambda x1, x2, y1, y2, depth, outside, size: {
            "fractal": "mandelbrot", "X1": x1, "X2": x2, "Y1": y1, "Y2": y2, "depth": depth,
            "abyss-policy": ("loop", "none", "black", "white")[int(outside)],
        },
    ),
    "plug-in-alienmap2": Filter(
        "gegl:alien-map",
        "redfrequency redangle greenfrequency greenangle bluefrequency blueangle colormodel redmode greenmode bluemode",
        lambda rf, ra, gf, ga, bf, ba, model, red, green, blue, size: {
            "color-model": "hsl" if model else "rgb",
            "cpn-1-frequency": rf, "cpn-2-frequency": gf, "cpn-3-frequency": bf,
            "cpn-1-phaseshift": ra, "cpn-2-phaseshift": ga, "cpn-3-phaseshift": ba,
            "cpn-1-keep": not red, "cpn-2-keep": not green, "cpn-3-keep": not blue,
        },
    ),
    "plug-in-colors-channel-mixer": Filter(
        "gegl:channel-mixer",
        "monochrome rr-gain rg-gain rb-gain gr-gain gg-gain gb-gain br-gain bg-gain bb-gain",
        lambda monochrome, *gains, size: dict(zip(_GAINS, gains, strict=True)),
    ),
    "plug-in-exchange": Filter(
        "gegl:color-exchange",
        "from-red from-green from-blue to-red to-green to-blue red-threshold green-threshold blue-threshold",
        lambda r, g, b, r2, g2, b2, rt, gt, bt, size: {
            "from-color": (int(r), int(g), int(b)), "to-color": (int(r2), int(g2), int(b2)),
            "red-threshold": rt / 255.0, "green-threshold": gt / 255.0, "blue-threshold": bt / 255.0,
        },
    ),
    "plug-in-colortoalpha": Filter("gegl:color-to-alpha", "color", _plain("color")),
    "plug-in-color-enhance": Filter("gegl:color-enhance", "", _sized()),
    "plug-in-normalize": Filter(
        "gegl:stretch-contrast", "", _sized(**{"keep-colors": True, "perceptual": True})
    ),
    "plug-in-c-astretch": Filter(
        "gegl:stretch-contrast", "", _sized(**{"keep-colors": False, "perceptual": True})
    ),
    "plug-in-autostretch-hsv": Filter("gegl:stretch-contrast-hsv", "", _sized()),
    "plug-in-vinvert": Filter("gegl:value-invert", "", _sized()),
    "plug-in-red-eye-removal": Filter(
        "gegl:red-eye-removal", "threshold", lambda threshold, size: {"threshold": threshold / 100.0 * 0.8}
    ),
    "plug-in-threshold-alpha": Filter(
        "gimp:threshold-alpha", "threshold", lambda threshold, size: {"value": threshold / 255.0}
    ),
    "plug-in-semiflatten": Filter("gimp:semi-flatten", "", lambda size: {"color": _background()}),
    "plug-in-newsprint": Filter(
        "gegl:newsprint",
        "cell-width colorspace k-pullout gry-ang gry-spotfn red-ang red-spotfn grn-ang grn-spotfn blu-ang blu-spotfn "
        "oversample",
        lambda cell, space, pullout, ka, kf, ra, rf, ga, gf, ba, bf, oversample, size: {
            "color-model": ("black-on-white", "rgb", "cmyk", "black-on-white")[int(space)],
            "black-pullout": pullout / 100.0, "aa-samples": max(1, oversample),
            "period": cell, "period2": cell, "period3": cell, "period4": cell,
            "angle": _turn(ka), "angle2": _turn(ra), "angle3": _turn(ga), "angle4": _turn(ba),
            "pattern": _SPOTS[int(kf)], "pattern2": _SPOTS[int(rf)], "pattern3": _SPOTS[int(gf)],
            "pattern4": _SPOTS[int(bf)],
        },
    ),
}  # fmt: skip

_VIDEO = (
    "staggered", "large-staggered", "striped", "wide-striped", "long-staggered", "3x3", "large-3x3", "hex", "dots",
)  # fmt: skip
_SPOTS = ("circle", "line", "diamond", "pssquare", "cross")
_GAINS = tuple(f"{one}{two}-gain" for one in "rgb" for two in "rgb")
_DIFFRACTION = (
    "red-frequency", "green-frequency", "blue-frequency", "red-contours", "green-contours", "blue-contours",
    "red-sedges", "green-sedges", "blue-sedges", "brightness", "scattering", "polarization",
)  # fmt: skip


def _turn(degrees: float) -> float:
    return math.remainder(degrees, 360.0)


def _foreground() -> Any:
    return Gimp.context_get_foreground()


def _background() -> Any:
    return Gimp.context_get_background()
