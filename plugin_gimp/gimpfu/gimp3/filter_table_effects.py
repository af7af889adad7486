"""Distortions, patterns, light and colour: classic filters that GIMP 3 dropped from its PDB.

A row says which GEGL operation, and which of its properties the arguments are; the tests compare the pixels of each
with GIMP 2.10's."""

from __future__ import annotations

from . import filter_helpers as make
from .filters import Filter

EFFECTS: dict[str, Filter] = {
    "plug-in-whirl-pinch": Filter("gegl:whirl-pinch", "whirl pinch radius", make.plain("whirl", "pinch", "radius")),
    "plug-in-ripple": Filter(
        "gegl:ripple",
        "period amplitude orientation edges waveform antialias tile",
        lambda period, amplitude, orientation, edges, form, antialias, tile, size: {
            "amplitude": amplitude, "period": period, "phi": 0.5, "angle": 0.0 if orientation else 90.0,
            "sampler-type": "cubic" if antialias else "nearest", "wave-type": "sine" if form else "triangle",
            "abyss-policy": ("clamp", "loop", "none")[int(edges)], "tileable": tile,
        }, same=False),
    "plug-in-waves": Filter(
        "gegl:waves",
        "amplitude phase wavelength type reflective",
        lambda amplitude, phase, wavelength, kind, reflective, size: {
            "amplitude": amplitude, "phi": phase / 180.0, "period": wavelength * 2.0, "clamp": not kind,
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
    "plug-in-mblur": Filter(make.motion, "type length angle center-x center-y", make.motion_properties),
    "plug-in-mblur-inward": Filter(make.motion, "type length angle center-x center-y", make.inward),
    "plug-in-vpropagate": Filter(make.PROPAGATE, make.PROPAGATING, make.propagate(None)),
    "plug-in-dilate": Filter(make.PROPAGATE, make.PROPAGATING, make.propagate("white")),
    "plug-in-erode": Filter(make.PROPAGATE, make.PROPAGATING, make.propagate("black")),
    "plug-in-convmatrix": Filter(
        "gegl:convolution-matrix",
        "argc-matrix matrix alpha-alg divisor offset argc-channels channels bmode",
        lambda count, matrix, alpha, divisor, offset, count2, channels, border, size: {
            **{f"{row}{column}": matrix["abcde".index(row) * 5 + column - 1] for row in "abcde" for column in range(1, 6)},
            "divisor": divisor, "offset": offset, "red": channels[1], "green": channels[2], "blue": channels[3],
            "alpha": channels[4], "normalize": False, "alpha-weight": alpha,
            "border": ("clamp", "loop", "none")[int(border)],
        }, gamma=True),
    "plug-in-blur": Filter(
        "gegl:convolution-matrix",
        "",
        lambda size: {
            **{f"{row}{column}": 1.0 for row in "bcd" for column in (2, 3, 4)},
            "divisor": 9.0, "offset": 0.0, "normalize": False, "border": "clamp",
        }, gamma=True),
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
        }, same=False),
    "plug-in-applylens": Filter(
        "gegl:apply-lens",
        "refraction keep-surroundings set-background set-transparent",
        lambda refraction, keep, background, transparent, size: {
            "refraction-index": refraction, "keep-surroundings": keep,
            "background-color": (0.0, 0.0, 0.0, 0.0) if transparent else make.background(),
        },
    ),
    "plug-in-displace": Filter(
        "gegl:displace",
        "amount-x amount-y do-x do-y displace-map-x displace-map-y displace-type",
        lambda x, y, do_x, do_y, kind, size: {
            "amount-x": x if do_x else 0.0, "amount-y": y if do_y else 0.0, "displace-mode": "cartesian",
            "abyss-policy": make.EDGES[int(kind)],
        },
        ("displace-map-x", "displace-map-y"),
    ),
    "plug-in-displace-polar": Filter(
        "gegl:displace",
        "amount-x amount-y do-x do-y displace-map-x displace-map-y displace-type",
        lambda x, y, do_x, do_y, kind, size: {
            "amount-x": x if do_x else 0.0, "amount-y": y if do_y else 0.0, "displace-mode": "polar",
            "abyss-policy": make.EDGES[int(kind)],
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
    "plug-in-glasstile": Filter("gegl:tile-glass", "tilex tiley", make.plain("tile-width", "tile-height")),
    "plug-in-papertile": Filter(
        "gegl:tile-paper",
        "tile-size move-max fractional-type wrap-around centering background-type background-color background-alpha",
        lambda tile, move, fraction, wrap, centre, background, color, alpha, size: {
            "tile-width": tile, "tile-height": tile, "move-rate": move, "wrap-around": wrap, "centering": centre,
            "fractional-type": ("background", "ignore", "force")[int(fraction)],
            "background-type": ("transparent", "invert", "image", "color", "color", "color")[int(background)],
            "bg-color": {3: make.foreground, 4: make.background}.get(int(background), lambda: color)(),
        }, same=False),
    "plug-in-make-seamless": Filter("gegl:tile-seamless", "", make.sized()),
    "plug-in-apply-canvas": Filter(
        "gegl:texturize-canvas",
        "direction depth",
        lambda direction, depth, size: {
            "direction": ("top-right", "top-left", "bottom-left", "bottom-right")[int(direction)], "depth": depth,
        },
    ),
    "plug-in-antialias": Filter("gegl:antialias", "", make.sized()),
    "plug-in-deinterlace": Filter(
        "gegl:deinterlace", "evenodd", lambda even, size: {"keep": "even" if even else "odd"}
    ),
    "plug-in-video": Filter(
        "gegl:video-degradation",
        "pattern-number additive rotated",
        lambda pattern, additive, rotated, size: {
            "pattern": make.VIDEO[int(pattern)], "additive": additive, "rotated": rotated,
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
        }, same=False),
    "plug-in-maze": Filter(
        "gegl:maze",
        "width height tileable algorithm seed multiple offset",
        lambda width, height, tileable, algorithm, seed, multiple, offset, size: {
            "x": width, "y": height, "tileable": tileable, "seed": make.as_seed(seed),
            "algorithm-type": "prim" if algorithm else "depth-first",
            "fg-color": make.foreground(), "bg-color": make.background(),
        },
    ),
    "plug-in-diffraction": Filter(
        "gegl:diffraction-patterns",
        "lam-r lam-g lam-b contour-r contour-g contour-b edges-r edges-g edges-b brightness scattering polarization",
        lambda *given, size: {
            **dict(zip(make.DIFFRACTION, given, strict=True)), "width": size[0], "height": size[1],
        },
    ),
    "plug-in-sinus": Filter(
        "gegl:sinus",
        "xscale yscale complex seed tiling perturb colors col1 col2 alpha1 alpha2 blend blend-power",
        lambda x, y, complexity, seed, tiling, perturb, colors, one, two, alpha1, alpha2, blend, power, size: {
            "x-scale": x, "y-scale": y, "complexity": complexity, "seed": make.as_seed(seed), "tiling": tiling,
            "perturbation": perturb, "blend-mode": ("linear", "bilinear", "sinusoidal")[int(blend)],
            "blend-power": power, "width": size[0], "height": size[1],
            "color1": ("black", make.foreground(), one)[int(colors)], "color2": ("white", make.background(), two)[int(colors)],
        },
    ),
    "plug-in-fractal-trace": Filter(
        "gegl:fractal-trace",
        "xmin xmax ymin ymax depth outside-type",
        lambda x1, x2, y1, y2, depth, outside, size: {
            "fractal": "mandelbrot", "X1": x1, "X2": x2, "Y1": y1, "Y2": y2, "depth": depth,
            "abyss-policy": ("loop", "none", "black", "white")[int(outside)],
        }, same=False),
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
        lambda monochrome, *gains, size: dict(zip(make.GAINS, gains, strict=True)),
    ),
    "plug-in-exchange": Filter(
        "gegl:color-exchange",
        "from-red from-green from-blue to-red to-green to-blue red-threshold green-threshold blue-threshold",
        lambda r, g, b, r2, g2, b2, rt, gt, bt, size: {
            "from-color": (int(r), int(g), int(b)), "to-color": (int(r2), int(g2), int(b2)),
            "red-threshold": rt / 255.0, "green-threshold": gt / 255.0, "blue-threshold": bt / 255.0,
        },
    ),
    "plug-in-colortoalpha": Filter("gegl:color-to-alpha", "color", make.plain("color"), alpha=True),
    "plug-in-color-enhance": Filter("gegl:color-enhance", "", make.sized(), gamma=True, same=False),
    "plug-in-normalize": Filter(
        "gegl:stretch-contrast", "", make.sized(**{"keep-colors": True, "perceptual": True})
    ),
    "plug-in-c-astretch": Filter(
        "gegl:stretch-contrast", "", make.sized(**{"keep-colors": False, "perceptual": True})
    ),
    "plug-in-autostretch-hsv": Filter("gegl:stretch-contrast-hsv", "", make.sized()),
    "plug-in-vinvert": Filter("gegl:value-invert", "", make.sized()),
    "plug-in-red-eye-removal": Filter(
        "gegl:red-eye-removal", "threshold", lambda threshold, size: {"threshold": threshold / 100.0 * 0.8}, same=False),
    "plug-in-threshold-alpha": Filter(
        "gimp:threshold-alpha", "threshold", lambda threshold, size: {"value": threshold / 255.0}
    ),
    "plug-in-semiflatten": Filter("gimp:semi-flatten", "", lambda size: {"color": make.background()}),
    "plug-in-newsprint": Filter(
        "gegl:newsprint",
        "cell-width colorspace k-pullout gry-ang gry-spotfn red-ang red-spotfn grn-ang grn-spotfn blu-ang blu-spotfn "
        "oversample",
        lambda cell, space, pullout, ka, kf, ra, rf, ga, gf, ba, bf, oversample, size: {
            "color-model": ("black-on-white", "rgb", "cmyk", "black-on-white")[int(space)],
            "black-pullout": pullout / 100.0, "aa-samples": max(1, oversample),
            "period": cell, "period2": cell, "period3": cell, "period4": cell,
            "angle": make.turn(ka), "angle2": make.turn(ra), "angle3": make.turn(ga), "angle4": make.turn(ba),
            "pattern": make.SPOTS[int(kf)], "pattern2": make.SPOTS[int(rf)], "pattern3": make.SPOTS[int(gf)],
            "pattern4": make.SPOTS[int(bf)],
        }, same=False),
}  # fmt: skip
