# Every classic filter with typical arguments, on the same picture: each GIMP must paint the same pixels.
# Executed inside GIMP after scene.py. (arguments after image and drawable)
FILTERS = {
    "plug-in-gauss": (9.0, 5.0, 0),
    "plug-in-gauss-iir": (6.0, True, False),
    "plug-in-gauss-iir2": (4.0, 8.0),
    "plug-in-gauss-rle": (6.0, True, True),
    "plug-in-gauss-rle2": (4.0, 8.0),
    "plug-in-sel-gauss": (4.0, 60),
    "plug-in-median-blur": (2, 50.0),
    "plug-in-blur": (),
    "plug-in-pixelize": (7,),
    "plug-in-pixelize2": (7, 4),
    "plug-in-unsharp-mask": (3.0, 0.8, 5),
    "plug-in-bump-map": ("map", 135.0, 45.0, 5, 0, 0, 0.1, 0.2, True, False, 0),
    "plug-in-bump-map-tiled": ("map", 100.0, 30.0, 3, 2, 1, 0.0, 0.0, True, True, 1),
    "plug-in-emboss": (30.0, 45.0, 10, 1),
    "plug-in-engrave": (6, True),
    "plug-in-solid-noise": (False, True, 7, 3, 4.0, 3.0),
    "plug-in-plasma": (7, 1.5),
    "plug-in-rgb-noise": (True, False, 0.0, 0.0, 0.0, 0.0),
    "plug-in-noisify": (True, 0.0, 0.0, 0.0, 0.0),
    "plug-in-hsv-noise": (2, 0, 0, 0),
    "plug-in-randomize-hurl": (30.0, 1.0, False, 7),
    "plug-in-randomize-pick": (30.0, 1.0, False, 7),
    "plug-in-randomize-slur": (30.0, 1.0, False, 7),
    "plug-in-spread": (0.0, 0.0),
    "plug-in-edge": (2.0, 2, 0),
    "plug-in-laplace": (),
    "plug-in-sobel": (True, True, False),
    "plug-in-neon": (5.0, 1.0),
    "plug-in-dog": (3.0, 1.0, False, False),
    "plug-in-cartoon": (7.0, 0.2),
    "plug-in-photocopy": (8.0, 0.8, 0.2, 0.2),
    "plug-in-softglow": (10.0, 0.75, 0.85),
    "plug-in-oilify": (8, 0),
    "plug-in-cubism": (10.0, 2.5, 0),
    "plug-in-mosaic": (10.0, 4.0, 1.0, 0.65, True, 135.0, 0.0, True, True, 1, False, 0),
    "plug-in-whirl-pinch": (45.0, 0.3, 1.0),
    "plug-in-ripple": (20, 5, 0, 0, 1, True, False),
    "plug-in-waves": (10.0, 30.0, 10.0, 0, False),
    "plug-in-wind": (10, 1, 10, 0, 1),
    "plug-in-mblur": (0, 10.0, 30.0, 32.0, 24.0),
    "plug-in-mblur:radial": (1, 10.0, 20.0, 32.0, 24.0),
    "plug-in-mblur:zoom": (2, 20.0, 0.0, 32.0, 24.0),
    "plug-in-mblur-inward": (2, 20.0, 0.0, 32.0, 24.0),
    "plug-in-vpropagate": (0, 3, 0.7, 15, 0, 255),
    "plug-in-vpropagate:left": (1, 3, 1.0, 1, 0, 255),
    "plug-in-vpropagate:top": (1, 3, 1.0, 2, 0, 255),
    "plug-in-dilate": (0, 3, 1.0, 15, 0, 255),
    "plug-in-erode": (1, 3, 1.0, 15, 0, 255),
    "plug-in-convmatrix": (
        25, [0, 0, 0, 0, 0, 0, 0, -1, 0, 0, 0, -1, 5, -1, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0], False, 1.0, 0.1,
        5, [1, 1, 1, 1, 0], 0,
    ),
    "plug-in-polar-coords": (100.0, 45.0, False, True, True),
    "plug-in-lens-distortion": (0.0, 0.0, 20.0, 10.0, 0.0, 0.0),
    "plug-in-applylens": (1.7, True, False, False),
    "plug-in-displace": (8.0, 5.0, True, True, "map", "map", 2),
    "plug-in-displace-polar": (8.0, 5.0, True, True, "map", "map", 2),
    "plug-in-shift": (0, 1),
    "plug-in-glasstile": (12, 14),
    "plug-in-papertile": (16, 10.0, 1, False, True, 0, (0, 0, 0), 1),
    "plug-in-make-seamless": (),
    "plug-in-apply-canvas": (1, 4),
    "plug-in-antialias": (),
    "plug-in-deinterlace": (1,),
    "plug-in-deinterlace:odd": (0,),
    "plug-in-video": (2, True, False),
    "plug-in-illusion": (8, 0),
    "plug-in-flarefx": (20, 15),
    "plug-in-nova": (30, 20, (90, 100, 255), 8, 12, 0),
    "plug-in-maze": (3, 3, False, 0, 7, 57, 1),
    "plug-in-diffraction": (0.815, 1.221, 1.123, 0.821, 0.821, 0.974, 0.61, 0.677, 0.636, 0.066, 37.126, -0.437),
    "plug-in-sinus": (15.0, 15.0, 1.0, 7, True, True, 2, (255, 255, 0), (0, 0, 255), 1.0, 1.0, 0, 0.0),
    "plug-in-fractal-trace": (-1.0, 0.5, -1.0, 1.0, 3, 1),
    "plug-in-alienmap2": (1.0, 0.0, 2.0, 30.0, 1.0, 0.0, 0, True, True, False),
    "plug-in-colors-channel-mixer": (False, 0.8, 0.2, 0.0, 0.1, 0.9, 0.0, 0.3, 0.0, 0.7),
    "plug-in-exchange": (0, 0, 40, 255, 10, 20, 90, 90, 20),
    "plug-in-colortoalpha": ((255, 255, 255),),
    "plug-in-color-enhance": (),
    "plug-in-normalize": (),
    "plug-in-c-astretch": (),
    "plug-in-autostretch-hsv": (),
    "plug-in-vinvert": (),
    "plug-in-red-eye-removal": (40,),
    "plug-in-threshold-alpha": (128,),
    "plug-in-semiflatten": (),
    "plug-in-newsprint": (6, 1, 100, 45.0, 0, 15.0, 0, 75.0, 0, 0.0, 0, 8),
}


def filter_check(name, given):
    def check():
        image, layer = scene()
        bumps = layer.copy()
        bumps.name = "map"
        image.add_layer(bumps, 1)
        pdb.gimp_desaturate(bumps)
        gimp.set_foreground((200, 30, 10))
        gimp.set_background((20, 60, 200))
        if "alpha" in name or "semiflatten" in name:
            region = layer.get_pixel_rgn(0, 0, WIDTH, HEIGHT)
            region[0:WIDTH, 0:HEIGHT] = b"".join(
                picture()[at : at + 3] + bytes([at // 4 % 256]) for at in range(0, WIDTH * HEIGHT * 4, 4)
            )
        arguments = [bumps if value == "map" else value for value in given]
        pdb[name.partition(":")[0]](image, layer, *arguments)
        found = pixels(layer)
        gimp.delete(image)
        return found

    return check


FILTER_CHECKS = {name: filter_check(name, given) for name, given in FILTERS.items()}
