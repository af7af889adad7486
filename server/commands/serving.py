"""The server as a program: its parts put together, its words to the user, its end."""

from __future__ import annotations

import sys
import threading

import torch

from models.cache import cache_folder
from server.engine.stylize import stylize
from server.jobs.store import Store
from server.jobs.studio import Studio
from server.limits import Limits
from server.machine import device_in_words, impasto_version, this_machine
from server.networks import best_device, standard_networks
from server.service.auth import server_token
from server.service.listening import PortTaken, listen

_LOCAL = ("127.0.0.1", "localhost", "::1")
_GOODBYE_SECONDS = 1.0  # for watchers to hear the last event


def serve_until(asked_to_stop: threading.Event, host: str, port: int) -> int:
    """Serves until the event is set. Returns the exit code."""
    limits, device = Limits(), best_device()
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        studio = _studio(device, limits)
        server, port = listen(address, server_token(), studio, lambda: this_machine(device), limits)
    except OSError as error:
        print(f"impasto serve: {error.filename} cannot be used: {error.strerror}.", file=sys.stderr)
        return 1
    except PortTaken:
        print(
            f"impasto serve: cannot listen at {address}: another program does, or the address is not this "
            "computer's. Stop that program, or choose another --port.",
            file=sys.stderr,
        )
        return 1
    _greet(device, f"{address.rpartition(':')[0]}:{port}", local=host in _LOCAL)
    while not asked_to_stop.wait(0.5):  # a wait without end would not hear Ctrl+C on Windows
        pass
    studio.close("The server was stopped.")
    server.stop(_GOODBYE_SECONDS).wait()
    return 0


def _studio(device: torch.device, limits: Limits) -> Studio:
    networks = standard_networks(device)
    store = Store(cache_folder() / "results", limits)
    return Studio(lambda spec: stylize(spec, networks), store, limits)


def _greet(device: torch.device, address: str, local: bool) -> None:
    print(
        f"Impasto {impasto_version()} paints on {device_in_words(device)} and listens at {address}; "
        "Ctrl+C stops it.",
        flush=True,
    )
    if not local:
        print(
            "Other computers can reach it: the token is their only barrier, and nothing is encrypted.",
            flush=True,
        )
