"""Only those who can read the user's token may use the user's server."""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Callable
from typing import Any

import grpc

from plugin_common.token import read_token, token_file
from server.failures import Failure
from server.service.errors import abort

_OPEN = ("/grpc.health.v1.Health/", "/grpc.reflection.v1alpha.ServerReflection/")


def server_token() -> str:
    """The token of the environment or the user's token file; the file is made, with mode 0600, when there is none."""
    token = read_token()
    path = token_file()
    if not token:
        path.parent.mkdir(parents=True, exist_ok=True)
        token = secrets.token_urlsafe(32)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(token + "\n")
    if path.exists():
        path.chmod(0o600)
    return token


class TokenInterceptor(grpc.ServerInterceptor):  # type: ignore[type-arg]
    """Turns away calls without `authorization: Bearer TOKEN`, except to health and reflection."""

    def __init__(self, token: str) -> None:
        self._expected = f"Bearer {token}".encode()

    def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], grpc.RpcMethodHandler[Any, Any] | None],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        if handler_call_details.method.startswith(_OPEN) or self._admits(handler_call_details):
            return continuation(handler_call_details)
        return grpc.stream_stream_rpc_method_handler(_turn_away)

    def _admits(self, details: grpc.HandlerCallDetails) -> bool:
        given = dict(details.invocation_metadata or ()).get("authorization", "")
        raw = given.encode() if isinstance(given, str) else given
        return hmac.compare_digest(raw, self._expected)


def _turn_away(_requests: object, context: grpc.ServicerContext) -> Any:
    abort(
        context,
        Failure(
            "UNAUTHENTICATED",
            "The Impasto server was not given its token, or a wrong one.",
            f"The token lies in {token_file()} on the server's computer (or in its IMPASTO_TOKEN); let the "
            "plug-in read that file, or set IMPASTO_TOKEN to the same.",
        ),
    )
