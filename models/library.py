"""Networks by the names that the catalogue gives them, ready to use."""

from __future__ import annotations

from collections.abc import Collection

from models import networks
from models.catalogue import entry
from models.layers import Padding, Pooling
from models.networks import Network
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
    return networks.build(
        found.architecture, load_weights(found, fetch, notify), found.input, pooling, padding
    )


def taps_of(name: str) -> tuple[str, ...]:
    """The taps of a catalogue entry's network, shallow to deep. Raises ModelMissing for an unknown name."""
    return networks.taps_of(entry(name).architecture)


def smallest_side(name: str, taps: Collection[str]) -> int:
    """The least height and width in pixels that a catalogue entry's network needs to reach these taps.

    Raises ModelMissing for an unknown name, ValueError for an unknown tap.
    """
    return networks.smallest_side(entry(name).architecture, taps)
