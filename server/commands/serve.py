"""`impasto serve`: the server that the plug-ins talk to."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

_LOCAL = ("127.0.0.1", "localhost", "::1")
_GOODBYE_SECONDS = 1.0  # for watchers to hear the last event


def register(subparsers: Subparsers) -> None:
    """Adds `serve` to a command line."""
    parser = subparsers.add_parser("serve", help="start the server that the plug-ins talk to")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
    parser.add_argument(
        "--port", type=_port, default=7860, help="default: %(default)s; 0 takes any free one and names it"
    )
    parser.set_defaults(run=serve)


def serve(arguments: argparse.Namespace) -> int:
    """Serves until SIGINT or SIGTERM. Returns the exit code."""
    asked_to_stop = _stop_signals()
    # gRPC's own log would print a second, technical line for a taken port.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")

    from models.cache import cache_folder
    from server.engine.stylize import stylize
    from server.jobs.store import Store
    from server.jobs.studio import Studio
    from server.limits import Limits
    from server.machine import device_in_words, impasto_version, this_machine
    from server.networks import best_device, standard_networks
    from server.service.auth import server_token
    from server.service.listening import PortTaken, listen

    limits, device = Limits(), best_device()
    networks = standard_networks(device)
    host = f"[{arguments.host}]" if ":" in arguments.host else arguments.host
    address = f"{host}:{arguments.port}"
    try:
        store = Store(cache_folder() / "results", limits)
        studio = Studio(lambda spec: stylize(spec, networks), store, limits)
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
    print(
        f"Impasto {impasto_version()} paints on {device_in_words(device)} and listens at {host}:{port}; "
        "Ctrl+C stops it.",
        flush=True,
    )
    if arguments.host not in _LOCAL:
        print(
            "Other computers can reach it: the token is their only barrier, and nothing is encrypted.",
            flush=True,
        )
    while not asked_to_stop.wait(0.5):  # a wait without end would not hear Ctrl+C on Windows
        pass
    studio.close("The server was stopped.")
    server.stop(_GOODBYE_SECONDS).wait()
    return 0


def _stop_signals() -> threading.Event:
    """Set by the first SIGINT or SIGTERM; the second one ends the process at once."""
    asked = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            os._exit(130)
        asked.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handle)
    return asked


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is no port: choose a number from 0 to 65535")
    return int(text)
