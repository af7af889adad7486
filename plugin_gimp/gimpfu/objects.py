"""`gimp.Image`, `gimp.Layer` and the others. What they can do stands in object_table.py; here is only how a row
becomes an attribute or a method."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import pixels
from .object_table import ATTRIBUTES, METHODS
from .pdb import pdb
from .problem import error


class GimpObject:
    """Something in GIMP, known by its number."""

    ID: int

    @classmethod
    def from_id(cls, number: int) -> Any:
        """The object with that number. On the class Item and below it finds what the item is."""
        made = object.__new__(cls)
        made.ID = int(number)
        return made

    def exists(self) -> bool:
        """Whether GIMP still has it."""
        return bool(pdb[_QUESTIONS[_family(self)]](self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, GimpObject) and _family(self) == _family(other) and self.ID == other.ID

    def __hash__(self) -> int:
        return hash((_family(self), self.ID))

    def __repr__(self) -> str:
        try:
            name = f" '{self.name}'" if hasattr(type(self), "name") else ""
        except error:  # it is gone from GIMP
            name = ""
        return f"<gimp.{type(self).__name__}{name} {self.ID}>"


class Image(GimpObject):
    def __init__(self, width: int, height: int, type: int = 0) -> None:
        self.ID = pdb.gimp_image_new(width, height, type).ID


class Display(GimpObject):
    def __init__(self, image: Image) -> None:
        self.ID = pdb.gimp_display_new(image).ID


class Item(GimpObject):
    @classmethod
    def from_id(cls, number: int) -> Any:
        return item(number)


class Drawable(Item):
    def get_pixel_rgn(
        self, x: int, y: int, width: int, height: int, dirty: bool = True, shadow: bool = False
    ) -> pixels.PixelRgn:
        return pixels.PixelRgn(self, x, y, width, height, dirty, shadow)

    def get_tile(self, shadow: bool, row: int, column: int) -> pixels.Tile:
        return pixels.Tile(self, shadow, row, column)

    def get_tile2(self, shadow: bool, x: int, y: int) -> pixels.Tile:
        return pixels.Tile(self, shadow, y // pixels.TILE, x // pixels.TILE)


class Layer(Drawable):
    def __init__(
        self,
        image: Image,
        name: str,
        width: int,
        height: int,
        type: int = 0,
        opacity: float = 100.0,
        mode: int = 28,
    ) -> None:
        self.ID = pdb.gimp_layer_new(image, width, height, type, name, opacity, mode).ID


class GroupLayer(Layer):
    def __init__(self, image: Image, name: str, opacity: float = 100.0, mode: int = 28) -> None:
        self.ID = pdb.gimp_layer_group_new(image).ID
        pdb.gimp_item_set_name(self, name)
        pdb.gimp_layer_set_opacity(self, opacity)
        pdb.gimp_layer_set_mode(self, mode)


class Channel(Drawable):
    def __init__(self, image: Image, name: str, width: int, height: int, opacity: float, color: Any) -> None:
        self.ID = pdb.gimp_channel_new(image, width, height, name, opacity, color).ID


class Vectors(Item):
    def __init__(self, image: Image, name: str) -> None:
        self.ID = pdb.gimp_vectors_new(image, name).ID


class VectorsBezierStroke:
    """One stroke of a path."""

    type = 0

    def __init__(
        self, vectors: Vectors, controlpoints: Any = None, closed: bool = False, *, ID: int = 0
    ) -> None:
        self.vectors = vectors
        points = controlpoints or []
        self.ID = ID or pdb.gimp_vectors_stroke_new_from_points(vectors, 0, len(points), points, closed)

    @property
    def points(self) -> tuple[tuple[float, ...], bool]:
        _, _, points, closed = pdb.gimp_vectors_stroke_get_points(self.vectors, self.ID)
        return points, bool(closed)


CLASSES: dict[str, type] = {
    each.__name__: each
    for each in (Image, Display, Item, Drawable, Layer, GroupLayer, Channel, Vectors, VectorsBezierStroke)
}

# From the most particular to the least: the question to ask and the class if the answer is yes.
_KINDS = (
    ("gimp-item-is-layer", Layer),
    ("gimp-item-is-channel", Channel),
    ("gimp-item-is-layer-mask", Channel),
    ("gimp-item-is-selection", Channel),
    ("gimp-item-is-vectors", Vectors),
)


def item(number: int) -> Any:
    """The layer, channel or path of that number; None if there is none."""
    handle = GimpObject.from_id.__func__(Item, number)  # type: ignore[attr-defined]
    for question, kind in _KINDS:
        if pdb[question](handle):
            if kind is Layer and pdb.gimp_item_is_group(handle):
                kind = GroupLayer
            return GimpObject.from_id.__func__(kind, number)  # type: ignore[attr-defined]
    return None


def handle(kind: str, number: int) -> Any:
    """An object of the named class, without asking GIMP."""
    return GimpObject.from_id.__func__(CLASSES[kind], number)  # type: ignore[attr-defined]


# What asks GIMP whether an object is still there.
_QUESTIONS = {"Image": "gimp-image-is-valid", "Display": "gimp-display-is-valid", "item": "gimp-item-is-valid"}


def _family(thing: GimpObject) -> str:
    return "item" if isinstance(thing, Item) else type(thing).__name__


def _property(getter: Callable[[Any], Any], setter: Callable[[Any, Any], Any] | None, name: str) -> property:
    return property(getter, setter, doc=f"{name}, as in pygimp.")


for _class, _rows in ATTRIBUTES.items():
    for _name, (_getter, _setter) in _rows.items():
        setattr(CLASSES[_class], _name, _property(_getter, _setter, _name))
for _class, _methods in METHODS.items():
    for _name, _method in _methods.items():
        setattr(CLASSES[_class], _name, _method)
