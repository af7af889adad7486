"""Puts the service on a port, beside health and reflection."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from plugin_common.wire import impasto_pb2, impasto_pb2_grpc
from server.jobs.studio import Studio
from server.limits import Limits
from server.machine import Machine
from server.service.auth import TokenInterceptor
from server.service.service import ImpastoService

# Each open Stylize and Watch keeps a thread, which sleeps; threads are made as they are needed.
_THREADS = 256
_OPTIONS = (
    ("grpc.max_receive_message_length", 64 << 20),
    # A second server on the same port must fail instead of sharing it.
    ("grpc.so_reuseport", 0),
    ("grpc.http2.lookahead_bytes", 8 << 20),
    ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
    ("grpc.keepalive_permit_without_calls", 1),
)


class PortTaken(Exception):
    """Another program listens there, or the address is not this computer's."""


def listen(
    address: str, token: str, studio: Studio, machine: Callable[[], Machine], limits: Limits
) -> tuple[grpc.Server, int]:
    """A started server and its port. address: "host:port", port 0 for any free one. Raises PortTaken."""
    server = grpc.server(
        ThreadPoolExecutor(_THREADS, thread_name_prefix="impasto-call"),
        interceptors=[TokenInterceptor(token)],
        options=_OPTIONS,
    )
    impasto_pb2_grpc.add_ImpastoServicer_to_server(  # type: ignore[no-untyped-call]
        ImpastoService(studio, machine, limits), server
    )
    name = impasto_pb2.DESCRIPTOR.services_by_name["Impasto"].full_name
    states = health.HealthServicer()
    for each in ("", name):
        states.set(each, health_pb2.HealthCheckResponse.SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(states, server)
    reflection.enable_server_reflection((name, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
    try:
        port = server.add_insecure_port(address)
    except RuntimeError as error:
        raise PortTaken(address) from error
    server.start()
    return server, port
