"""What an exception means to a painter, in the words of the wire contract."""

from __future__ import annotations

from dataclasses import dataclass

from models.missing import ModelMissing
from server.engine.failures import LayerTooSmall
from server.engine.memory import is_out_of_memory
from server.engine.parameters import InvalidSetting
from server.refusals import InvalidOrder, LimitExceeded, NoPicture, NoSuchJob, Refusal

_CODES: dict[type[Exception], str] = {
    InvalidOrder: "INVALID_ARGUMENT",
    LimitExceeded: "RESOURCE_EXHAUSTED",
    NoSuchJob: "NOT_FOUND",
    NoPicture: "FAILED_PRECONDITION",
}


@dataclass(frozen=True)
class Failure:
    """code: the name of a gRPC status code. field: the part of the order, or the limit, at fault; may be empty."""

    code: str
    sentence: str
    remedy: str
    field: str = ""


def failure_of(error: BaseException) -> Failure:
    """The failure behind any exception; an unforeseen one is INTERNAL."""
    if isinstance(error, Refusal):
        return Failure(_CODES[type(error)], error.sentence, error.remedy, error.field)
    if isinstance(error, InvalidSetting):
        return Failure("INVALID_ARGUMENT", error.sentence, error.remedy, error.field)
    if isinstance(error, LayerTooSmall):
        return Failure("INVALID_ARGUMENT", error.sentence, error.remedy, "content")
    if isinstance(error, ModelMissing):
        return Failure("FAILED_PRECONDITION", error.sentence, error.remedy, "network")
    if is_out_of_memory(error):
        return Failure(
            "RESOURCE_EXHAUSTED",
            "There is not enough memory to paint at this size.",
            "Choose a smaller Detail, or close other programs.",
            "size",
        )
    return Failure(
        "INTERNAL",
        f"Something went wrong inside the server ({type(error).__name__}: {error}).",
        "Try again; the server's log says more.",
    )
