"""What a failed gRPC call means to a painter."""

from __future__ import annotations

import grpc

from plugin_common.problem import Problem
from plugin_common.token import token_file
from plugin_common.wire import impasto_pb2 as wire

_START_IT = "Start it with: impasto serve"


def problem_of_call(error: grpc.RpcError, address: str) -> Problem:
    """The Problem behind a failed call: the server's own words where it sent some."""
    return _told_by_server(error) or _guessed(error, address)


def problem_of_failed(failed: wire.Failed) -> Problem:
    """The Problem in a Failed message."""
    return Problem(failed.code, failed.sentence, failed.remedy, failed.field)


def _told_by_server(error: grpc.RpcError) -> Problem | None:
    metadata: tuple[tuple[str, str | bytes], ...] = ()
    if isinstance(error, grpc.Call):
        metadata = tuple(error.trailing_metadata() or ())
    for key, value in metadata:
        if key == "grpc-status-details-bin" and isinstance(value, bytes):
            for detail in wire.StatusDetails.FromString(value).details:
                if detail.type_url == "type.googleapis.com/impasto.v1.Failed":
                    return problem_of_failed(wire.Failed.FromString(detail.value))
    return None


def _guessed(error: grpc.RpcError, address: str) -> Problem:
    code = error.code() if isinstance(error, grpc.Call) else grpc.StatusCode.UNKNOWN
    details = (error.details() if isinstance(error, grpc.Call) else "") or ""
    if code == grpc.StatusCode.UNIMPLEMENTED or "http1" in details:
        return Problem(
            code.name,
            f"What answers at {address} is not this version of the Impasto server.",
            "Update the server and the plug-in to the same version, or choose another address.",
        )
    if code == grpc.StatusCode.UNAVAILABLE:
        return Problem(code.name, f"The Impasto server does not answer at {address}.", _START_IT)
    if code == grpc.StatusCode.UNAUTHENTICATED:
        return Problem(
            code.name, f"The Impasto server at {address} refused the token.", f"It lies in {token_file()}."
        )
    if code == grpc.StatusCode.DEADLINE_EXCEEDED:
        return Problem(
            code.name, f"The Impasto server at {address} did not answer in time.", "Try again in a moment."
        )
    return Problem(
        code.name,
        f"The Impasto server had an error: {details or code.name}.",
        "Its log says more; try again.",
    )
