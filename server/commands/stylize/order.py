"""The command line's words as a commission and the files to write."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from server.commands.stylize import parameter_values
from server.commission import Commission, Pixels, RegionMasks, StylePicture
from server.engine.presets import preset
from server.engine.settings import Settings
from server.limits import Limits
from server.pictures import check_writable, read_mask, read_picture
from server.refusals import InvalidOrder
from server.validation import (
    canvas_of,
    check_commission,
    check_mask_size,
    check_pictures,
    check_profile_bytes,
    check_size,
    check_style_index,
    checked_weight,
)


@dataclass(frozen=True)
class ShellOrder:
    """A commission, where its results go, and who paints. server: "host:port"; empty: this process."""

    commission: Commission
    output: Path
    at_working_size: bool
    snapshots: Path | None
    every: int
    loss_plot: Path | None
    server: str


def order_of(arguments: argparse.Namespace) -> ShellOrder:
    """Reads every file. Raises InvalidOrder, LimitExceeded or InvalidSetting."""
    check_writable(arguments.output)
    _check_combination(arguments)
    order = ShellOrder(
        _commission(arguments),
        arguments.output,
        arguments.output_size == "working",
        arguments.snapshots,
        arguments.every,
        arguments.loss_plot,
        arguments.server or "",
    )
    check_commission(order.commission)
    if order.snapshots is not None:
        order.snapshots.mkdir(parents=True, exist_ok=True)
    return order


def _commission(arguments: argparse.Namespace) -> Commission:
    chosen = preset(arguments.preset)
    values = parameter_values(arguments)
    if arguments.start is not None:
        values.setdefault("init", "previous")
    settings = chosen.settings.with_values(values)
    content_path, style_paths = _sorted_out(arguments.pictures, settings)
    limits = Limits()
    check_pictures(settings, len(style_paths), len(arguments.region), limits)
    content = canvas_of(settings, limits) if content_path is None else _picture(content_path, limits)
    weights = _weights(arguments.style_blend, len(style_paths))
    styles = tuple(
        StylePicture(_picture(path, limits), weight)
        for path, weight in zip(style_paths, weights, strict=True)
    )
    mask = None if arguments.mask is None else read_mask(arguments.mask)
    if mask is not None:
        check_mask_size((mask.shape[1], mask.shape[0]), (content.width, content.height), str(arguments.mask))
    return Commission(
        content=content,
        styles=styles,
        settings=settings,
        preset=chosen.name,
        regions=tuple(_region(text, content, styles) for text in arguments.region),
        apply_mask=mask,
        start=None if arguments.start is None else _picture(arguments.start, limits),
        label=_label(content_path, style_paths),
    )


def _sorted_out(pictures: list[Path], settings: Settings) -> tuple[Path | None, list[Path]]:
    """Content and styles; no content for a texture that has a size of its own. Raises InvalidOrder for one without."""
    if settings.mode == "texture" and (settings.width or settings.height):
        return None, pictures
    if settings.mode == "texture" and len(pictures) == 1:
        raise InvalidOrder(
            "A texture of one style picture has no size.",
            "Give --width and --height, or a content picture before the style, whose size it takes.",
            "--width",
        )
    return pictures[0], pictures[1:]


def _label(content: Path | None, styles: list[Path]) -> str:
    words = [content.stem] if content is not None else ["texture"]
    return " in the manner of ".join([*words, *(style.stem for style in styles[:1])])


def _picture(path: Path, limits: Limits) -> Pixels:
    pixels = read_picture(path)
    check_size(pixels.width, pixels.height, str(path), limits)
    check_profile_bytes(pixels.icc_profile, str(path), limits)
    return pixels


def _weights(text: str | None, styles: int) -> list[float]:
    if text is None:
        return [1.0] * styles
    try:
        weights = [float(word) for word in text.split(",")]
    except ValueError:
        raise InvalidOrder(
            f"'{text}' are no weights.", "Write numbers such as 1,2.", "--style-blend"
        ) from None
    if len(weights) != styles:
        raise InvalidOrder(
            f"{len(weights)} weights for {styles} style pictures.", "Give one for each.", "--style-blend"
        )
    return [checked_weight(weight, "--style-blend") for weight in weights]


def _region(text: str, content: Pixels, styles: tuple[StylePicture, ...]) -> RegionMasks:
    words = text.split("=")
    if len(words) not in (2, 3) or not words[1].isdecimal():
        raise InvalidOrder(
            f"'{text}' is no region.", "Write CONTENT_MASK=STYLE_INDEX, e.g. sky.png=0.", "--region"
        )
    style = int(words[1])
    check_style_index(style, len(styles), "--region")
    content_mask = read_mask(Path(words[0]))
    check_mask_size(content_mask.shape[::-1], (content.width, content.height), words[0])
    if len(words) == 2:
        return RegionMasks(content_mask, style)
    style_mask, picture = read_mask(Path(words[2])), styles[style].pixels
    check_mask_size(style_mask.shape[::-1], (picture.width, picture.height), words[2])
    return RegionMasks(content_mask, style, style_mask)


def _check_combination(arguments: argparse.Namespace) -> None:
    if arguments.every < 1:
        raise InvalidOrder(f"{arguments.every} is no number of iterations.", "Choose 1 or more.", "--every")
    if arguments.server and (arguments.snapshots or arguments.output_size == "working"):
        raise InvalidOrder(
            "Snapshots and the working size need the iterates themselves.", "Leave --server out.", "--server"
        )
    if arguments.mask and arguments.output_size == "working":
        raise InvalidOrder(
            "With a mask only a part is painted, which has no size of its own.",
            "Leave --mask or --output-size out.",
            "--output-size",
        )
    if arguments.loss_plot is not None and arguments.loss_plot.suffix.lower() not in (".png", ".pdf", ".svg"):
        raise InvalidOrder(
            f"A plot cannot be written as '{arguments.loss_plot.suffix}'.",
            "Use png, pdf or svg.",
            "--loss-plot",
        )
