"""From the painter's choices to an order for the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from krita import Document

from plugin_common.order import Buffer, Mask, Order, Region, Style

from . import problems
from .choices import Choices, StyleKind, StyleSource
from .layer import Box, Layer, active_layer, find_layer, selection_reader
from .picture_file import read_picture_file
from .pixels import read_coverage, read_in_bands, read_picture
from .scratch import Scratch
from .steps import Work, in_background


@dataclass(frozen=True)
class Target:
    """What is repainted, fixed when the run begins. selection: reads how much is selected, None when all is painted."""

    document: Document
    source: Layer
    box: Box
    selection: Callable[[Box], bytes] | None
    title: str


def choose_target(document: Document | None, choices: Choices, layer: Layer | None = None) -> Target:
    """Raises ImpastoProblem when the active layer (or the given one) cannot be repainted."""
    if document is None:
        raise problems.no_document()
    source = layer or active_layer(document)
    if source is None:
        raise problems.no_layer()
    box = _box_of(source)
    if choices.style is None:
        raise problems.no_style()
    selection = selection_reader(document, source) if choices.only_inside_selection else None
    title = f"{source.name} in the style of {choices.style.name}"
    return Target(document, source, box, selection, title)


def make_order(target: Target, choices: Choices, previous: Layer | None, scratch: Scratch) -> Work:
    """Work in steps that returns the Order. previous: the layer with the last result, for 'Start from: an earlier result'."""
    box = target.box
    selected = yield from _read_selection(target)
    content = yield from read_picture(target.source, box, scratch)
    sources = _style_sources(choices)
    styles = []
    for source in sources:
        picture = yield from _read_style(target.document, source, scratch)
        styles.append(Style(picture))
    regions = yield from _read_regions(target.document, choices, sources, box, scratch)
    start = None
    if choices.parameters.get("init") == "previous":
        if previous is None:
            raise problems.no_earlier_result()
        start = yield from read_picture(previous, box, scratch)
    return Order(
        content=content,
        styles=tuple(styles),
        preset=choices.preset,
        parameters=choices.parameters,
        regions=regions,
        apply_mask=selected,
        start=start,
        label=target.title,
    )


def _read_selection(target: Target) -> Work:
    """Returns the Mask of what is selected, None when all is painted."""
    if target.selection is None:
        return None
    box = target.box
    pixels = yield from read_in_bands(box, 1, target.selection)
    if is_blank(pixels):
        raise problems.nothing_selected(target.source.name)
    return Mask(box.width, box.height, pixels)


def _style_sources(choices: Choices) -> list[StyleSource]:
    """Every style once, the main one first; a region names its style by the place in this list."""
    assert choices.style is not None
    sources = [choices.style]
    for region in choices.regions:
        if region.style not in sources:
            sources.append(region.style)
    return sources


def _read_style(document: Document, source: StyleSource, scratch: Scratch) -> Work:
    if source.kind is StyleKind.FILE:
        picture = yield in_background(lambda: read_picture_file(source.reference))
        return picture
    layer = find_layer(document, source.reference)
    if layer is None:
        raise problems.lost_style(source.name)
    return (yield from read_picture(layer, _box_of(layer), scratch))


def _read_regions(
    document: Document, choices: Choices, sources: list[StyleSource], box: Box, scratch: Scratch
) -> Work:
    """The regions of the wire; what no line of the table covers is painted with the main style."""
    regions = []
    for choice in choices.regions:
        layer = find_layer(document, choice.where)
        if layer is None:
            raise problems.lost_region(choice.where_name)
        mask = yield from read_coverage(layer, box, scratch)
        regions.append(Region(mask, sources.index(choice.style)))
    if regions:
        masks = [region.content_mask for region in regions]
        rest = yield from read_in_bands(box, 1, lambda band: left_over(masks, (band.y - box.y) * box.width, band))
        if not is_blank(rest):
            regions.append(Region(Mask(box.width, box.height, rest), 0))
    return tuple(regions)


def left_over(masks: list[Mask], start: int, band: Box) -> bytes:
    """What the masks leave uncovered in a band that begins at that byte of each: where none of them has a bit, there is one."""
    size = band.width * band.height
    covered = 0
    for mask in masks:
        covered |= int.from_bytes(mask.pixels[start : start + size], "little")
    everything = (1 << 8 * size) - 1
    return (everything ^ covered).to_bytes(size, "little")


def is_blank(mask: Buffer) -> bool:
    return mask == bytes(len(mask))


def _box_of(layer: Layer) -> Box:
    """Where the layer has pixels. Raises ImpastoProblem when it has no picture to work with."""
    if not layer.has_picture:
        raise problems.no_picture(layer.name)
    if layer.passes_through:
        raise problems.passes_through(layer.name)
    if layer.box.is_empty:
        raise problems.empty_layer(layer.name)
    return layer.box
