"""One run of the plug-in: read the layers, let the server paint, show how far it is, insert the result."""

from __future__ import annotations

import json
import queue
from dataclasses import dataclass
from typing import Any

from gimpfu import INDEXED, gimp, pdb

from plugin_common import local_server
from plugin_common.callbacks import Callbacks
from plugin_common.client import Client
from plugin_common.order import Order, Picture, Region, Style
from plugin_common.problem import ImpastoProblem

from . import layers, parameters, texts
from .watchdog import watched

# How often the progress bar is brought up to date, in seconds.
_TICK = 0.2
# The first start on a slow disk takes its time; the user sees it move and can cancel.
_START_SECONDS = 180.0


@dataclass(frozen=True)
class StyleSource:
    """Where the style comes from: a layer, or a file (image is None then)."""

    name: str
    picture: Picture
    drawable: Any = None


def paint(image: Any, drawable: Any, style: Any, style_file: str, chosen: dict[str, Any]) -> Any:
    """Returns the new layer. Raises gimp.error with one sentence when it cannot be done."""
    _check(image, drawable)
    try:
        source = _style(drawable, style, style_file)
        mask = layers.selection_mask(drawable) if chosen[parameters.SELECTION] else None
        name = f"{drawable.name} in the style of {source.name}"
        order = Order(
            content=layers.read_picture(drawable),
            styles=(Style(source.picture),),
            preset=str(chosen[parameters.PRESET]),
            parameters={**parameters.departures(chosen), **texts.settings(chosen[parameters.SETTINGS])},
            regions=_regions(drawable, source, chosen[parameters.REGIONS]),
            label=name,
        )
        picture, used = _run(order, chosen[parameters.ADDRESS].strip())
    except ImpastoProblem as problem:
        raise gimp.error(texts.sentence(problem.problem)) from None
    except ValueError as mistake:
        raise gimp.error(str(mistake)) from None
    note = {"preset": used.preset, "style": source.name, "parameters": _values(used.parameters)}
    return layers.insert_result(drawable, picture, name, mask, json.dumps(note).encode())


def _check(image: Any, drawable: Any) -> None:
    if image.base_type == INDEXED:
        raise gimp.error("An indexed image has too few colours to paint in. Choose Image > Mode > RGB first.")
    if not drawable.is_layer:
        raise gimp.error(f"'{drawable.name}' is not a layer. Choose a layer to paint.")


def _style(drawable: Any, style: Any, style_file: str) -> StyleSource:
    """The style layer if one is chosen, else the file."""
    if style is not None and style.ID != drawable.ID:
        return StyleSource(style.name, layers.read_picture(style), style)
    if not style_file:
        raise gimp.error(
            "Choose a style: a layer of any open image other than the painted one, or a picture file."
        )
    name = style_file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or style_file
    return StyleSource(name, layers.read_file(style_file))


def _regions(drawable: Any, source: StyleSource, text: str) -> tuple[Region, ...]:
    """Each pair names what covers the region: a channel, a layer or a group, here and in the style's image."""
    found = []
    for here, there in texts.pairs(text):
        content = layers.coverage(layers.named_item(drawable.image, here), drawable)
        style = None
        if source.drawable is not None:
            style = layers.coverage(layers.named_item(source.drawable.image, there), source.drawable)
        found.append(Region(content, 0, style))
    return tuple(found)


def _run(order: Order, address: str) -> tuple[Picture, Any]:
    """Lets the server paint. Returns the picture and the Done message. Raises ImpastoProblem."""
    gimp.progress_init("Impasto: waiting for the server")
    address = address or local_server.start(seconds=_START_SECONDS, waiting=_show_start)
    heard: queue.Queue[tuple[str, Any]] = queue.Queue()
    kinds = ("accepted", "queued", "progress", "done", "failed", "cancelled")
    callbacks = Callbacks(**{kind: (lambda told, kind=kind: heard.put((kind, told))) for kind in kinds})
    with Client(address) as client, watched(address) as watch:
        job = client.start(order, callbacks)
        done = None
        while done is None:
            kind, told = _next(heard)
            if kind == "accepted":
                watch(told.job_id)
            if kind in ("failed", "cancelled"):
                job.wait()
                raise gimp.error(texts.sentence(job.problem) if job.problem else "The painting was cancelled.")
            _show(kind, told)
            done = told if kind == "done" else None
        job.wait()
        assert job.picture is not None
        client.forget(job.job_id)
        return job.picture, done


def _show_start() -> None:
    pdb.gimp_progress_set_text("Impasto: starting the server on this computer")
    gimp.progress_pulse()


def _next(heard: queue.Queue[tuple[str, Any]]) -> tuple[str, Any]:
    """The next event; of several Progress events that wait, the last; empty when none came in time."""
    try:
        kind, told = heard.get(timeout=_TICK)
    except queue.Empty:
        return "", None
    while kind == "progress" and not heard.empty():
        kind, told = heard.get()
    return kind, told


def _show(kind: str, told: Any) -> None:
    if kind in ("accepted", "queued") and told.place:
        pdb.gimp_progress_set_text(texts.place(told.place))
    elif kind == "progress":
        gimp.progress_update(told.fraction)
        pdb.gimp_progress_set_text(texts.progress(told))


def _values(told: Any) -> dict[str, Any]:
    return {name: getattr(value, value.WhichOneof("kind") or "text") for name, value in told.items()}
