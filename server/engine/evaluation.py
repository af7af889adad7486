"""The objective at one picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor


@dataclass(frozen=True)
class Evaluation:
    """loss: the weighted sum; terms: each weighted term by name; gradient: the sum's, in the shape of the place."""

    loss: float
    terms: Mapping[str, float]
    gradient: Tensor

    def read(self) -> Evaluation:
        """Itself: it has been read."""
        return self

    def read_with(self, more: Sequence[Tensor]) -> tuple[Evaluation, list[float]]:
        """Itself, and other numbers, tensors of no dimension."""
        return self, [float(each) for each in more]


@dataclass(frozen=True)
class Pending:
    """An evaluation whose numbers lie on their device still: a GPU has not been waited for.

    numbers: (1 + terms,), the loss and then every term in the order of names. gradient: as of an evaluation.
    quiet: terms that are not mentioned where they are 0.
    """

    names: tuple[str, ...]
    numbers: Tensor
    gradient: Tensor
    quiet: tuple[str, ...] = ()

    @staticmethod
    def of(loss: Tensor, terms: Mapping[str, Tensor], gradient: Tensor) -> Pending:
        """loss and terms: of no dimension."""
        return Pending(tuple(terms), torch.stack([loss, *terms.values()]).detach(), gradient)

    def plus(self, name: str, term: Tensor) -> Pending:
        """With one more term, quiet, that the gradient has in it already."""
        numbers = torch.cat([self.numbers[:1] + term, self.numbers[1:], term[None]])
        return replace(self, names=(*self.names, name), numbers=numbers, quiet=(*self.quiet, name))

    def read(self) -> Evaluation:
        """Waits for the device."""
        return self.read_with(())[0]

    def read_with(self, more: Sequence[Tensor]) -> tuple[Evaluation, list[float]]:
        """The same, and other numbers on the device, of no dimension, in one copy: it is waited for once."""
        numbers = torch.cat([self.numbers, *(each.to(self.numbers)[None] for each in more)]).tolist()
        count = 1 + len(self.names)
        named = zip(self.names, numbers[1:count], strict=True)
        terms = {name: value for name, value in named if value or name not in self.quiet}
        return Evaluation(numbers[0], terms, self.gradient), numbers[count:]


Scored = Evaluation | Pending

Evaluate = Callable[[Tensor], Scored]
"""The objective at a place of any shape."""
