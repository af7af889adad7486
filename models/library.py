"""Networks by name, ready to use."""

from __future__ import annotations

from models.catalogue import entry
from models.layers import Padding, Pooling
from models.networks import Network, build
from models.sources import Notify, silent
from models.weights import load_weights


def load_network(
    name: str,
    pooling: Pooling = "max",
    padding: Padding = "zeros",
    fetch: bool = True,
    notify: Notify = silent,
) -> Network:
    """The network of a catalogue entry ("vgg19", "vgg16-torchvision", ...), float32 on the CPU.

    fetch: get its weights if they are not on this machine. Raises ModelMissing, which names the remedy.
    """
    found = entry(name)
    return build(found.architecture, load_weights(found, fetch, notify), found.input, pooling, padding)
