"""From the server's picture to a new layer."""

from __future__ import annotations

from krita import Document, Node

from plugin_common.order import Buffer, Picture

from . import problems
from .layer import Box, Layer, active_layer, document_space, find_layer, is_open
from .pixels import fill_mask, fill_node
from .scratch import Scratch
from .steps import Work


def insert_result(
    document: Document,
    source: str,
    title: str,
    box: Box,
    mask: Buffer | None,
    picture: Picture,
    scratch: Scratch,
) -> Work:
    """Work in steps that puts the picture on a new paint layer directly above the source. Returns the new Layer.

    source: the layer's unique id; when it is gone, the active layer takes its part. mask: the selection, one byte a
    pixel of the box. The layer is filled before it is added, so that one undo takes it away and one redo brings it back.
    """
    space = document_space(document)
    node: Node
    if mask is None:
        node = document.createNode(title, "paintlayer")
    else:
        node = scratch.masked_layer(space)
        node.setName(title)
        yield from fill_mask(node.childNodes()[0], mask, box)
    yield from fill_node(node, document, picture, box, scratch)
    if not is_open(document):
        raise problems.document_closed()
    above = find_layer(document, source) or active_layer(document)
    if above is None:
        document.rootNode().addChildNode(node, None)
    else:
        above.put_above(node)
    return Layer(document, node)
