"""`impasto serve`: the server that the plug-ins talk to."""

from __future__ import annotations

import argparse
import os
import signal
import threading
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


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

    from server.commands.serving import serve_until

    return serve_until(asked_to_stop, arguments.host, arguments.port)


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
