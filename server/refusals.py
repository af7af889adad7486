"""What the server will not do, in words for a painter. Bad parameters are server.engine.parameters.InvalidSetting."""

from __future__ import annotations


class Refusal(Exception):
    """sentence: what is wrong. remedy: what to do. field: the part of the order at fault, e.g. "styles[0].image"."""

    def __init__(self, sentence: str, remedy: str, field: str = "") -> None:
        super().__init__(f"{field}: {sentence} {remedy}" if field else f"{sentence} {remedy}")
        self.sentence = sentence
        self.remedy = remedy
        self.field = field


class InvalidOrder(Refusal):
    """A part of the order cannot be used."""


class LimitExceeded(Refusal):
    """The order, or the queue, is larger than this server takes. `field` names the limit."""


class NoSuchJob(Refusal):
    """The job is not, or no longer, known."""


class NoPicture(Refusal):
    """The job has no picture to fetch."""
