"""Paints a commission on a running server, with the client that the plug-ins use."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugin_common.callbacks import Callbacks
from plugin_common.client import Client
from plugin_common.order import Mask, Order, Picture, Region, Style
from plugin_common.problem import ImpastoProblem
from server.commission import Commission, Pixels
from server.painting import STOPPED_EARLY
from server.progress_bar import Numbers

_DEPTHS: dict[np.dtype[Any], str] = {
    np.dtype(np.uint8): "u8",
    np.dtype(np.uint16): "u16",
    np.dtype(np.float32): "f32",
}
_DTYPES = {depth: dtype for dtype, depth in _DEPTHS.items()}


def paint_remotely(
    commission: Commission,
    address: str,
    show: Callable[[Numbers], None],
    say: Callable[[str], None],
    asked_to_stop: threading.Event,
) -> tuple[Pixels | None, str]:
    """The picture, None if there is none, and why it ended. Raises ImpastoProblem."""
    ends: list[str] = []
    callbacks = Callbacks(
        progress=show,
        queued=lambda queued: say(f"{queued.place} jobs are ahead"),
        done=lambda done: ends.append(done.stopped),
    )
    with Client(address) as client:
        job = client.start(order_message(commission), callbacks)
        cancelled = False
        while not job.wait(0.1):
            if asked_to_stop.is_set() and not cancelled:
                cancelled = True
                job.cancel()
        if job.problem is not None:
            raise ImpastoProblem(job.problem)
        if job.picture is not None:
            return pixels_of(job.picture), ends[0] if ends else "finished"
        kept = job.job_id and any(each.has_result for each in client.list_jobs() if each.job_id == job.job_id)
        return (pixels_of(client.fetch(job.job_id)) if kept else None), STOPPED_EARLY


def order_message(commission: Commission) -> Order:
    """The commission as the client takes it."""
    return Order(
        content=picture_of(commission.content),
        styles=tuple(Style(picture_of(style.pixels), style.weight) for style in commission.styles),
        preset=commission.preset,
        parameters=commission.settings.values(),
        regions=tuple(
            Region(
                _mask(region.content_mask),
                region.style,
                None if region.style_mask is None else _mask(region.style_mask),
            )
            for region in commission.regions
        ),
        apply_mask=None if commission.apply_mask is None else _mask(commission.apply_mask),
        start=None if commission.start is None else picture_of(commission.start),
        label=commission.label,
    )


def picture_of(pixels: Pixels) -> Picture:
    """Pixels as the client sends them."""
    data = np.ascontiguousarray(pixels.values).data
    return Picture(pixels.width, pixels.height, _DEPTHS[pixels.values.dtype], data, pixels.icc_profile)


def pixels_of(picture: Picture) -> Pixels:
    """Pixels as the client received them."""
    values = np.frombuffer(picture.pixels, _DTYPES[picture.depth])
    return Pixels(values.reshape(picture.height, picture.width, 4), picture.icc_profile)


def _mask(mask: NDArray[np.uint8]) -> Mask:
    return Mask(mask.shape[1], mask.shape[0], np.ascontiguousarray(mask).data)
