# The picture that every check begins with, and how results are written down. Executed inside GIMP.
import base64
import json
import traceback
import zlib

WIDTH, HEIGHT = 64, 48


def picture(width=WIDTH, height=HEIGHT):
    """RGBA bytes: slopes in red and green, a disc in blue, two hard edges, full alpha."""
    data = bytearray()
    for y in range(height):
        for x in range(width):
            inside = (x - width / 2) ** 2 + (y - height / 2) ** 2 < (height / 3) ** 2
            data += bytes((x * 255 // (width - 1), y * 255 // (height - 1), 220 if inside else 40, 255))
            if x == width // 4 or y == height // 4:
                data[-4:-1] = b"\xf0\xf0\xf0"
    return bytes(data)


def scene(base=RGB):
    """An image of one layer with the picture in it."""
    image = gimp.Image(WIDTH, HEIGHT, RGB)
    layer = gimp.Layer(image, "base", WIDTH, HEIGHT, RGBA_IMAGE, 100, LAYER_MODE_NORMAL)
    image.add_layer(layer, 0)
    layer.get_pixel_rgn(0, 0, WIDTH, HEIGHT)[0:WIDTH, 0:HEIGHT] = picture()
    layer.update(0, 0, WIDTH, HEIGHT)
    if base == GRAY:
        pdb.gimp_image_convert_grayscale(image)
    return image, layer


def pixels(drawable):
    """All of a drawable's bytes, packed into text."""
    width, height = drawable.width, drawable.height
    data = drawable.get_pixel_rgn(0, 0, width, height)[0:width, 0:height]
    packed = base64.b64encode(zlib.compress(data)).decode()
    return {"width": width, "height": height, "bpp": drawable.bpp, "data": packed}


def plain(value):
    """A value as JSON can hold it: objects by class and name, colours by their bytes."""
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, bytes):
        return list(value[:256])
    if isinstance(value, gimpcolor.RGB):
        return list(value[:])
    if hasattr(value, "ID"):
        return f"{type(value).__name__} {getattr(value, 'name', '')}"
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float):
        return round(value, 4)
    return value


def run_checks(checks, path):
    """Runs each check and writes {name: {"value": ...} or {"error": ...}} to the path."""
    results = {}
    for name, check in checks.items():
        print("check", name, flush=True)  # the last line tells where GIMP stopped, if it does
        try:
            results[name] = {"value": check()}
        except gimp.error as problem:
            results[name] = {"error": str(problem)}
        except Exception:
            results[name] = {"error": traceback.format_exc()}
    with open(path, "w") as opened:
        json.dump(results, opened, default=repr)
