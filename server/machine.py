"""What this server is: its version, what it computes on, which models it has."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import torch

from models.catalogue import catalogue
from models.weights import find
from server.engine.settings import PARAMETERS


@dataclass(frozen=True)
class Model:
    """remedy: how to get it when it is not present."""

    name: str
    present: bool
    remedy: str = ""


@dataclass(frozen=True)
class Machine:
    """device: in words, e.g. "CPU, 2 cores"."""

    version: str
    device: str
    models: tuple[Model, ...]


def this_machine(device: torch.device) -> Machine:
    """The server as it is now."""
    return Machine(impasto_version(), device_in_words(device), _models())


def impasto_version() -> str:
    """The version of the installed distribution."""
    try:
        return version("impasto")
    except PackageNotFoundError:
        return "0.0.0 (not installed)"


def device_in_words(device: torch.device) -> str:
    """What the optimisation runs on, for people."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    if device.type == "mps":
        return "Apple GPU"
    cores = usable_cores()
    return f"CPU, {cores} core{'s' if cores > 1 else ''}"


def usable_cores() -> int:
    """The processor cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _models() -> tuple[Model, ...]:
    """The networks that the parameters offer, and every other one that is here."""
    offered = {choice.value for each in PARAMETERS if each.name == "network" for choice in each.choices}
    models = []
    for name, entry in catalogue().items():
        present = find(entry) is not None
        if present or name in offered:
            models.append(Model(name, present, "" if present else f"impasto models fetch {name}"))
    return tuple(models)
