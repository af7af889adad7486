"""What the server calls: a feature session for any network and taps, exported on first use and kept.

This is the one place where a running server meets export_tools; models/ itself knows nothing of exporting.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import struct
from collections.abc import Collection
from pathlib import Path

import onnx
from onnx.external_data_helper import set_external_data

from export_tools.export_onnx import export
from models.cache import exclusive, put_in_place, scratch_folder, writing_to_cache
from models.catalogue import entry
from models.features import Device, FeatureSession
from models.layers import Padding, Pooling
from models.library import load_network
from models.networks import smallest_side
from models.sources import Notify, silent
from models.weights import Stored, ready


def feature_session(
    name: str,
    taps: Collection[str],
    pooling: Pooling = "max",
    padding: Padding = "zeros",
    device: Device | None = None,
    fetch: bool = True,
    notify: Notify = silent,
) -> FeatureSession:
    """A session that computes exactly these taps of a catalogue entry.

    The first call for a combination exports it (a second or two) into the cache; later ones open that file.
    Raises ModelMissing if the weights cannot be had, ValueError for an unknown tap.
    """
    found = entry(name)
    smallest_side(found.architecture, taps)  # raises for an unknown tap
    weights = ready(found, fetch, notify)
    path = weights.path.with_name(_file_name(name, taps, pooling, padding, weights))
    with writing_to_cache(), exclusive(path):
        with contextlib.suppress(
            Exception
        ):  # not there, or damaged in one of many ways: it costs little to make
            return FeatureSession(path, device)
        model = export(load_network(name, pooling, padding, fetch), tuple(taps), name)
        _share_weights(model, weights.path)
        with scratch_folder() as folder:
            made = folder / "network.onnx"
            made.write_bytes(model.SerializeToString())
            put_in_place(made, path)
    return FeatureSession(path, device)


def _file_name(name: str, taps: Collection[str], pooling: Pooling, padding: Padding, weights: Stored) -> str:
    """A name that tells apart every combination the file depends on."""
    which = hashlib.sha256(",".join(sorted(set(taps))).encode()).hexdigest()
    return f"{name}-{pooling}-{padding}-{which[:12]}-{weights.sha256[:12]}.onnx"


def _share_weights(model: onnx.ModelProto, weights: Path) -> None:
    """Let the model refer to the tensors in the safetensors file beside it instead of carrying a copy.

    A safetensors file is an 8-byte length, a JSON header of that length, then the tensors' raw bytes; ONNX
    can point at such bytes by offset. Each combination of taps then costs kilobytes instead of up to 80 MB.
    """
    with weights.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        start = file.tell()
        places = {}
        for name, tensor in header.items():
            if name != "__metadata__":
                begin, end = tensor["data_offsets"]
                file.seek(start + begin)
                places[hashlib.sha256(file.read(end - begin)).digest()] = start + begin
    for initialiser in model.graph.initializer:
        place = places.get(hashlib.sha256(initialiser.raw_data).digest())
        if place is not None:
            length = len(initialiser.raw_data)
            set_external_data(initialiser, location=weights.name, offset=place, length=length)
            initialiser.ClearField("raw_data")
