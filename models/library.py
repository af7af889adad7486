"""Networks by name, ready to use."""

from __future__ import annotations

from models.catalogue import entry
from models.sources import Notify, silent
from models.vgg import VGG, Padding, Pooling
from models.weights import load_weights


def load_network(
    name: str,
    pooling: Pooling = "max",
    padding: Padding = "zeros",
    fetch: bool = True,
    notify: Notify = silent,
) -> VGG:
    """The network of a catalogue entry ("vgg19", "vgg16-torchvision", ...), float32 on the CPU.

    fetch: get its weights if they are not on this machine. Raises ModelMissing, which names the remedy.
    """
    found = entry(name)
    return VGG(found.architecture, load_weights(found, fetch, notify), found.input, pooling, padding)
