"""The contact sheet: title, content and styles, then the panels row by row, each with its caption."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from torch import Tensor

from server.engine.resample import fitted, resize
from server.figures.run import Cell

MARGIN = 12
LINE = 16
SMALL = 84  # long side of the content and the styles in the head
INK, PALE, PAPER = (25, 25, 30), (110, 110, 118), (250, 249, 246)
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def draw_sheet(
    title: str, cells: Sequence[Cell], columns: int, sources: Sequence[Tensor], side: int, plots: bool
) -> Image.Image:
    """The whole sheet. sources: content, then styles, (3, any, any) 0..1. side: long side of a panel in pixels."""
    tall, wide = _panel_size(cells, sources, side)
    captions = [_wrapped(words_of(cell), _font(12), wide) for cell in cells]
    lines = max((len(each) for each in captions), default=1)
    row_height = tall + lines * LINE + MARGIN
    rows = -(-len(cells) // columns)
    plot = _loss_plot(cells, columns * (wide + MARGIN) - MARGIN) if plots else None
    head = SMALL + 40 + MARGIN
    width = max(columns * (wide + MARGIN) + MARGIN, 420)
    sheet = Image.new("RGB", (width, head + rows * row_height + MARGIN + (plot.height if plot else 0)), PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.text((MARGIN, MARGIN), title, fill=INK, font=_font(18))
    _draw_sources(sheet, sources)
    for number, (cell, words) in enumerate(zip(cells, captions, strict=True)):
        left = MARGIN + number % columns * (wide + MARGIN)
        top = head + number // columns * row_height
        _draw_cell(sheet, cell, (left, top), (tall, wide))
        for line, text in enumerate(words):
            pen.text((left, top + tall + 2 + line * LINE), text, fill=INK, font=_font(12))
    if plot:
        sheet.paste(plot, (MARGIN, head + rows * row_height))
    return sheet


def words_of(cell: Cell) -> str:
    """The caption with what was measured."""
    found = [f"{name} {value:.3g}" for name, value in cell.measures.items()]
    if cell.seconds:
        found.append(f"{cell.seconds:.0f} s")
    return cell.caption + (f" ({', '.join(found)})" if found else "")


def _panel_size(cells: Sequence[Cell], sources: Sequence[Tensor], side: int) -> tuple[int, int]:
    """(height, width) of a panel: the largest result's proportions."""
    shapes = [cell.picture.shape[1:] for cell in cells if cell.picture is not None] or [sources[0].shape[1:]]
    height, width = max(shapes)
    return fitted(height, width, side)


def _draw_sources(sheet: Image.Image, sources: Sequence[Tensor]) -> None:
    left = MARGIN
    for source in sources:
        height, width = fitted(source.shape[1], source.shape[2], SMALL)
        sheet.paste(as_image(resize(source, height, width)), (left, 40))
        left += width + MARGIN // 2


def _draw_cell(sheet: Image.Image, cell: Cell, at: tuple[int, int], size: tuple[int, int]) -> None:
    if cell.picture is None:
        words = re.sub(r"\S*://\S*", "the internet", cell.missing)
        room = (size[0] - 8) // 14
        pen = ImageDraw.Draw(sheet)
        pen.rectangle((*at, at[0] + size[1] - 1, at[1] + size[0] - 1), outline=PALE)
        for line, text in enumerate(_wrapped(f"Not painted. {words}", _font(11), size[1] - 12)[:room]):
            pen.text((at[0] + 6, at[1] + 6 + 14 * line), text, fill=PALE, font=_font(11))
        return
    height, width = cell.picture.shape[1:]
    share = min(size[0] / height, size[1] / width)
    fit = (max(1, round(height * share)), max(1, round(width * share)))
    sheet.paste(as_image(resize(cell.picture, *fit)), at)


def as_image(picture: Tensor) -> Image.Image:
    """(3, height, width) 0..1 as an 8-bit picture."""
    levels = (picture.detach().cpu().clamp(0, 1) * 255).round().byte().permute(1, 2, 0)
    return Image.fromarray(np.ascontiguousarray(levels.numpy()))


def _wrapped(text: str, font: Font, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _font(size: int) -> Font:
    return ImageFont.load_default(size)


def _loss_plot(cells: Sequence[Cell], width: int) -> Image.Image:
    """Loss against evaluations, one curve a run: of a run's snapshots the last has it all."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / 100, 3.2), dpi=100, layout="constrained")
    axes = figure.add_subplot(xlabel="evaluations", ylabel="loss", yscale="log")
    for cell, later in zip(cells, (*cells[1:], None), strict=True):
        goes_on = later is not None and later.losses[: len(cell.losses)] == cell.losses
        if cell.losses and not goes_on:
            axes.plot(range(1, len(cell.losses) + 1), cell.losses, label=cell.caption, linewidth=1.2)
    axes.legend(fontsize=7)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return Image.open(buffer).convert("RGB")
