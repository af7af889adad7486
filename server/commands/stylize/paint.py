"""Paints a shell order, in this process or through the client, and writes its files."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import FrameType

import numpy as np
import torch
from torch import Tensor

from server.commands.stylize.order import ShellOrder
from server.commands.stylize.remote import paint_remotely
from server.commands.stylize.snapshots import Snapshots
from server.commission import Commission, Pixels
from server.engine.resample import resize
from server.engine.spec import Iterate
from server.engine.stylize import stylize
from server.loss_plot import LossPoint, write_loss_plot
from server.networks import best_device, standard_networks
from server.painting import STOPPED_EARLY, paint
from server.pictures import write_picture
from server.pixels import finished
from server.progress_bar import Numbers, progress_bar
from server.refusals import NoPicture


@dataclass(frozen=True)
class Outcome:
    """complete: whether it was painted to the end. stopped: why it ended, in words."""

    complete: bool
    stopped: str


def paint_order(order: ShellOrder) -> Outcome:
    """Paints and writes, also when Ctrl+C stopped it early. Raises NoPicture when nothing was painted."""
    points: list[LossPoint] = []
    with _interrupt() as asked_to_stop, progress_bar() as bar:

        def show(numbers: Numbers) -> None:
            points.append(LossPoint(numbers.scale, dict(numbers.terms)))
            bar.show(numbers)

        if order.server:
            pixels, stopped = paint_remotely(order.commission, order.server, show, bar.say, asked_to_stop)
        else:
            pixels, stopped = _paint_here(order, points, show, asked_to_stop)
    if pixels is None:
        raise NoPicture("It was stopped before anything was painted.", "Start it again.")
    write_picture(order.output, pixels)
    if order.loss_plot is not None:
        write_loss_plot(order.loss_plot, points)
    return Outcome(stopped != STOPPED_EARLY, stopped)


def _paint_here(
    order: ShellOrder,
    points: list[LossPoint],
    show: Callable[[Numbers], None],
    asked_to_stop: threading.Event,
) -> tuple[Pixels | None, str]:
    """The picture, None if there is none, and why it ended."""
    networks = standard_networks(best_device())
    latest: list[Iterate] = []
    snapshots = Snapshots(order.snapshots, order.every, order.commission) if order.snapshots else None

    def on_iterate(iterate: Iterate) -> None:
        latest[:] = [iterate]
        show(iterate)
        if snapshots is not None:
            snapshots.take(iterate)

    painting = paint(
        order.commission,
        lambda spec: stylize(spec, networks),
        on_iterate,
        on_preview=lambda _: None,
        stop=asked_to_stop.is_set,
    )
    if snapshots is not None:
        snapshots.close(points)
    if painting is None:
        return None, STOPPED_EARLY
    pixels = _at_working_size(order.commission, latest[0]) if order.at_working_size else painting.pixels
    return pixels, painting.report.stopped


def _at_working_size(commission: Commission, iterate: Iterate) -> Pixels:
    """The picture as it was painted, before it was fitted to the content."""
    size = (iterate.height, iterate.width)
    values = commission.content.values
    alpha = resize(torch.from_numpy(values[..., 3:].astype(np.float32)).permute(2, 0, 1), *size)[0].numpy()
    canvas = np.zeros((*size, 4), values.dtype)
    canvas[..., 3] = np.clip(alpha, 0, values[..., 3].max())
    smaller = replace(commission, content=Pixels(canvas, commission.content.icc_profile))
    painted: Tensor = resize(iterate.picture(), *size)
    return finished(smaller, painted)


@contextmanager
def _interrupt() -> Iterator[threading.Event]:
    """Set by the first Ctrl+C; the second one interrupts at once."""
    asked = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)
