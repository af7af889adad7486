"""The picture as it grows: a file every so many iterations, and at the end a contact sheet and the losses as a table."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from server.commission import Commission
from server.engine.resample import fitted, resize
from server.engine.spec import Iterate
from server.figures.run import Cell
from server.figures.sheet import draw_sheet
from server.loss_plot import LossPoint
from server.pictures import write_picture
from server.pixels import finished, srgb_image

SHEET = "contact_sheet.png"
LOSSES = "losses.csv"
SIDE = 240  # long side, in pixels, of a panel of the sheet
COLUMNS = 4


class Snapshots:
    """Writes into a folder that exists."""

    def __init__(self, folder: Path, every: int, commission: Commission) -> None:
        self._folder = folder
        self._every = every
        self._commission = commission
        self._cells: list[Cell] = []
        self._count = 0

    def take(self, iterate: Iterate) -> None:
        """One more iteration: its picture is written if it is one of every so many, or the last."""
        self._count += 1
        if self._count % self._every and not iterate.stopped:
            return
        picture = iterate.picture()
        write_picture(self._folder / f"{self._count:05d}.png", finished(self._commission, picture))
        height, width = picture.shape[1:]
        small = resize(picture, *fitted(height, width, SIDE)).clamp(0, 1)
        self._cells.append(
            Cell(f"{self._count}: {iterate.width} x {iterate.height}, loss {iterate.loss:.3g}", small)
        )

    def close(self, points: Sequence[LossPoint]) -> None:
        """Writes the sheet, and the losses of every iteration."""
        order = self._commission
        if self._cells:
            sources = [
                srgb_image(each) for each in (order.content, *(style.pixels for style in order.styles))
            ]
            sheet = draw_sheet(order.label, self._cells, COLUMNS, sources, SIDE, plots=False)
            sheet.save(self._folder / SHEET)
        names = sorted({name for point in points for name in point.terms})
        with (self._folder / LOSSES).open("w", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            table.writerow(["iteration", "scale", "loss", *names])
            for number, point in enumerate(points, start=1):
                terms = [point.terms.get(name, 0.0) for name in names]
                table.writerow([number, point.scale, sum(terms), *terms])
