"""What went wrong, in words for a painter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that went wrong.

    code: the name of a gRPC status code, e.g. "INVALID_ARGUMENT". sentence: what happened. remedy: what to do next.
    field: the part of the order at fault, e.g. "styles[0].image.width"; empty when none is.
    """

    code: str
    sentence: str
    remedy: str = ""
    field: str = ""

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".strip()


class ImpastoProblem(Exception):
    """Raised by every call of plugin_common that cannot do its work."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
