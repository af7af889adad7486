"""Blurs, noise, edges and paint: classic filters that GIMP 3 dropped from its PDB.

A row says which GEGL operation, and which of its properties the arguments are; the tests compare the pixels of each
with GIMP 2.10's."""

from __future__ import annotations

from . import filter_helpers as make
from .filter_table_effects import EFFECTS
from .filters import Filter

SURFACES: dict[str, Filter] = {
    "plug-in-gauss": Filter(make.BLUR, "horizontal vertical method", lambda h, v, method, size: make.gauss(h, v), gamma=True),
    "plug-in-gauss-iir": Filter(
        make.BLUR, "radius horizontal vertical", lambda r, h, v, size: make.gauss(r if h else 0, r if v else 0), gamma=True),
    "plug-in-gauss-iir2": Filter(make.BLUR, "horizontal vertical", lambda h, v, size: make.gauss(h, v), gamma=True),
    "plug-in-gauss-rle": Filter(
        make.BLUR, "radius horizontal vertical", lambda r, h, v, size: make.gauss(r if h else 0, r if v else 0), gamma=True),
    "plug-in-gauss-rle2": Filter(make.BLUR, "horizontal vertical", lambda h, v, size: make.gauss(h, v), gamma=True),
    "plug-in-sel-gauss": Filter(
        "gegl:gaussian-blur-selective",
        "radius max-delta",
        lambda radius, delta, size: {"blur-radius": radius, "max-delta": delta / 255.0},
    ),
    "plug-in-median-blur": Filter("gegl:median-blur", "radius percentile", make.plain("radius", "percentile")),
    "plug-in-pixelize": Filter("gegl:pixelize", "pixel-width", lambda w, size: {"size-x": w, "size-y": w}),
    "plug-in-pixelize2": Filter("gegl:pixelize", "pixel-width pixel-height", make.plain("size-x", "size-y")),
    "plug-in-unsharp-mask": Filter(
        "gegl:unsharp-mask",
        "radius amount threshold",
        lambda radius, amount, threshold, size: {"std-dev": radius, "scale": amount, "threshold": threshold / 255.0},
    ),
    "plug-in-bump-map": Filter(
        "gegl:bump-map",
        "bumpmap azimuth elevation depth xofs yofs waterlevel ambient compensate invert type",
        make.bump(False),
        ("bumpmap",),
    ),
    "plug-in-bump-map-tiled": Filter(
        "gegl:bump-map",
        "bumpmap azimuth elevation depth xofs yofs waterlevel ambient compensate invert type",
        make.bump(True),
        ("bumpmap",),
    ),
    "plug-in-emboss": Filter(
        "gegl:emboss",
        "azimuth elevation depth emboss",
        lambda azimuth, elevation, depth, emboss, size: {
            "type": "emboss" if emboss else "bumpmap", "azimuth": azimuth, "elevation": elevation, "depth": depth,
        }, gamma=True, same=False),
    "plug-in-engrave": Filter("gegl:engrave", "height limit", make.plain("row-height", "limit")),
    "plug-in-solid-noise": Filter(
        "gegl:noise-solid",
        "tileable turbulent seed detail xsize ysize",
        lambda tileable, turbulent, seed, detail, x, y, size: {
            "x-size": x, "y-size": y, "detail": detail, "tileable": tileable, "turbulent": turbulent,
            "seed": make.as_seed(seed), "width": size[0], "height": size[1],
        },
    ),
    "plug-in-plasma": Filter(
        "gegl:plasma",
        "seed turbulence",
        lambda seed, turbulence, size: {
            "turbulence": turbulence, "seed": make.as_seed(seed), "x": 0, "y": 0, "width": size[0], "height": size[1],
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
    "plug-in-randomize-hurl": Filter("gegl:noise-hurl", "rndm-pct rndm-rcount randomize seed", make.randomize),
    "plug-in-randomize-pick": Filter("gegl:noise-pick", "rndm-pct rndm-rcount randomize seed", make.randomize),
    "plug-in-randomize-slur": Filter("gegl:noise-slur", "rndm-pct rndm-rcount randomize seed", make.randomize),
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
            "border-behavior": make.EDGES[int(warp)],
            "algorithm": ("sobel", "prewitt", "gradient", "roberts", "differential", "laplace")[int(mode)],
        },
    ),
    "plug-in-laplace": Filter("gegl:edge-laplace", "", make.sized()),
    "plug-in-sobel": Filter(
        "gegl:edge-sobel", "horizontal vertical keep-sign", make.plain("horizontal", "vertical", "keep-sign"), gamma=True),
    "plug-in-neon": Filter("gegl:edge-neon", "radius amount", make.plain("radius", "amount")),
    "plug-in-dog": Filter(
        "gegl:difference-of-gaussians", "inner outer normalize invert", make.plain("radius1", "radius2", "", ""), same=False),
    "plug-in-cartoon": Filter("gegl:cartoon", "mask-radius pct-black", make.plain("mask-radius", "pct-black"), gamma=True, same=False),
    "plug-in-photocopy": Filter(
        "gegl:photocopy",
        "mask-radius sharpness pct-black pct-white",
        make.plain("mask-radius", "sharpness", "black", "white"), gamma=True, same=False),
    "plug-in-softglow": Filter(
        "gegl:softglow", "glow-radius brightness sharpness", make.plain("glow-radius", "brightness", "sharpness"), gamma=True, same=False),
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
            "bg-color": make.background() if background else (0.0, 0.0, 0.0, 0.0),
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
            "light-color": make.foreground() if grout else "white", "joints-color": make.background() if grout else "black",
        },
    ),
}  # fmt: skip

FILTERS: dict[str, Filter] = {**SURFACES, **EFFECTS}
