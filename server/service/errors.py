"""Exceptions as gRPC statuses, with the details of google.rpc and one Failed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import NoReturn, TypeVar

import grpc
from google.protobuf.message import Message
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

from server.failures import Failure, failure_of
from server.service.translate import failed_message

T = TypeVar("T")
_log = logging.getLogger(__name__)


def answered(context: grpc.ServicerContext, work: Callable[[], T]) -> T:
    """What `work` returns; an exception of it ends the call with the right status."""
    try:
        return work()
    except Exception as error:
        _end(context, error)


def streamed(context: grpc.ServicerContext, work: Callable[[], Iterator[T]]) -> Iterator[T]:
    """What `work` yields; an exception of it ends the call with the right status."""
    try:
        yield from work()
    except Exception as error:
        _end(context, error)


def abort(context: grpc.ServicerContext, failure: Failure) -> NoReturn:
    """Ends the call with the failure's status."""
    context.abort_with_status(rpc_status.to_status(_status(failure)))
    raise AssertionError("abort_with_status raises")


def _end(context: grpc.ServicerContext, error: Exception) -> NoReturn:
    if not context.is_active() or isinstance(error, grpc.RpcError):
        # The client has left (or its upload broke off): nobody hears a status, and it is nothing to log.
        raise error
    failure = failure_of(error)
    if failure.code == "INTERNAL":
        _log.exception("A call failed.")
    abort(context, failure)


def _status(failure: Failure) -> status_pb2.Status:
    status = status_pb2.Status(
        code=code_pb2.Code.Value(failure.code), message=f"{failure.sentence} {failure.remedy}".strip()
    )
    for detail in (*_standard_details(failure), failed_message(failure)):
        status.details.add().Pack(detail)
    return status


def _standard_details(failure: Failure) -> Iterator[Message]:
    match failure.code:
        case "INVALID_ARGUMENT":
            violation = error_details_pb2.BadRequest.FieldViolation(
                field=failure.field, description=failure.sentence
            )
            yield error_details_pb2.BadRequest(field_violations=[violation])
        case "RESOURCE_EXHAUSTED":
            quota = error_details_pb2.QuotaFailure.Violation(
                subject=failure.field, description=failure.sentence
            )
            yield error_details_pb2.QuotaFailure(violations=[quota])
        case "FAILED_PRECONDITION":
            unmet = error_details_pb2.PreconditionFailure.Violation(
                type="impasto", subject=failure.field, description=failure.sentence
            )
            yield error_details_pb2.PreconditionFailure(violations=[unmet])
        case "NOT_FOUND":
            yield error_details_pb2.ResourceInfo(resource_type="job", description=failure.sentence)
