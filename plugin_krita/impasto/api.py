"""For scripts: repaint layers without the docker, one after the other.

    from impasto.api import stylize

    document = Krita.instance().activeDocument()
    for layer in document.topLevelNodes():
        stylize(document, layer, "/home/me/waves.jpg", parameters={"size": 768, "style_strength": 1.5})

It works in Krita's Scripter and, without a window, in a script that kritarunner runs. The server must be running.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from krita import Document, Node
from PyQt5.QtCore import QCoreApplication

from plugin_common import local_server
from plugin_common.problem import ImpastoProblem

from .choices import Choices, StyleKind, StyleSource, Value
from .delivery import insert_result
from .layer import Layer
from .order_making import choose_target, make_order
from .scratch import Scratch
from .steps import run_through

WAIT_SECONDS = 0.05


def stylize(
    document: Document,
    layer: Node,
    style: Node | str | Path,
    preset: str = "",
    parameters: Mapping[str, Value] | None = None,
    only_inside_selection: bool = True,
    address: str = "",
) -> Node:
    """Repaint `layer` in the manner of `style`, a layer of the same document or a picture file; returns the new layer.

    preset and parameters: by the names that `impasto stylize --help` lists. address: "host:port" of the server, when it is
    not the one of this computer. Waits until the picture is finished; raises ImpastoProblem with a sentence when it
    cannot be.
    """
    from plugin_common.client import Client

    choices = Choices(preset, dict(parameters or {}), source_of(style), (), only_inside_selection)
    target = choose_target(document, choices, Layer(document, layer))
    scratch = Scratch()
    try:
        order = run_through(make_order(target, choices, None, scratch))
        with Client(address or local_server.installation().address) as client:
            job = client.start(order)
            while not job.wait(WAIT_SECONDS):
                QCoreApplication.processEvents()
        if job.picture is None:
            raise ImpastoProblem(job.problem) if job.problem else RuntimeError("The run was cancelled.")
        selected = order.apply_mask.pixels if order.apply_mask else None
        insertion = insert_result(
            document, target.source.uid, target.title, target.box, selected, job.picture, scratch
        )
        new: Layer = run_through(insertion)
        return new.node
    finally:
        scratch.close()


def source_of(style: Node | str | Path) -> StyleSource:
    if isinstance(style, (str, Path)):
        return StyleSource(StyleKind.FILE, str(style), Path(style).stem)
    return StyleSource(StyleKind.LAYER, style.uniqueId().toString(), style.name())
