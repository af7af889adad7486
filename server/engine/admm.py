"""Pictures of any size: overlapping patches that agree, by the alternating direction method of multipliers.

Minimises the sum over patches p of f_p(z_p) where every z_p equals R_p X, its patch of one picture X (global consensus,
Boyd et al. 2011, section 7.1, with the scaled dual of section 3.1.1):

    z_p  <-  argmin f_p(z) + rho |z - R_p X + u_p|^2       each by the ordinary engine, a few evaluations from the last z_p
    X    <-  the average of z_p + u_p        (in the first round without the pull: there is no average yet)
    u_p  <-  u_p + z_p - R_p X

Norms and average are weighted by windows that sum to 1 at every pixel, so that a patch has little say at its own edge.
Memory is bounded by one patch, besides a few copies of the picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import torch
from torch import Tensor

from server.engine.admm_patches import Patch, merge, windows
from server.engine.evaluation import Evaluation
from server.engine.objective import Objective
from server.engine.paint import Step, paint
from server.engine.settings import Settings

RELATIVE_TOLERANCE = 1e-3  # Boyd et al. 2011, section 3.3.1
# In a round. Each one starts the optimiser anew: rounds of 8 or 12 ended worse than a single one, of 24 better
# (the sheet admm-patches).
LEAST_EVALUATIONS = 20


@dataclass(frozen=True)
class Residuals:
    """How far from agreement, as root mean squares over the picture in sRGB values of 0..255.

    primal: z_p - R_p X. dual: the last change of X (the dual residual divided by 2 rho).
    """

    primal: float
    dual: float
    primal_limit: float
    dual_limit: float

    @property
    def small(self) -> bool:
        """Both under their limits (Boyd et al. 2011, equation 3.12)."""
        return self.primal <= self.primal_limit and self.dual <= self.dual_limit


@dataclass(frozen=True)
class Agreement:
    """The state between rounds: X, and z_p, u_p and the window of every patch."""

    picture: Tensor
    patches: tuple[Patch, ...]
    shares: tuple[Tensor, ...]
    copies: tuple[Tensor, ...]
    duals: tuple[Tensor, ...]

    def aim(self, index: int) -> Tensor:
        """R_p X - u_p: where the agreement term pulls a patch."""
        return self.patches[index].crop(self.picture) - self.duals[index]


def begin(start: Tensor, patches: tuple[Patch, ...]) -> Agreement:
    """Full agreement on a picture, (channels, height, width)."""
    shares = windows(patches, start.shape[-2], start.shape[-1], like=start)
    copies = tuple(patch.crop(start).clone() for patch in patches)
    return Agreement(start, patches, shares, copies, tuple(torch.zeros_like(copy) for copy in copies))


def agree(state: Agreement, copies: tuple[Tensor, ...], tolerance: float) -> tuple[Agreement, Residuals]:
    """Average and dual update after the patches were solved. tolerance: the absolute one, in sRGB values."""
    shifted = [copy + dual for copy, dual in zip(copies, state.duals, strict=True)]
    picture = merge(shifted, state.patches, state.shares, like=state.picture)
    duals = tuple(each - patch.crop(picture) for each, patch in zip(shifted, state.patches, strict=True))
    after = replace(state, picture=picture, copies=copies, duals=duals)
    apart = [copy - patch.crop(picture) for copy, patch in zip(copies, state.patches, strict=True)]
    scale = max(_norm(after, copies), _mean_square(picture) ** 0.5)
    residuals = Residuals(
        primal=_norm(after, apart),
        dual=_mean_square(picture - state.picture) ** 0.5,
        primal_limit=tolerance + RELATIVE_TOLERANCE * scale,
        dual_limit=tolerance + RELATIVE_TOLERANCE * _norm(after, duals),
    )
    return after, residuals


def agreement_term(picture: Tensor, aim: Tensor, share: Tensor) -> Tensor:
    """|z - R X + u|^2 in the window's norm, per pixel. picture, aim: (channels, height, width); share: its window.

    Only pixels that several patches share count: the others are a patch's own affair (Boyd et al. 2011, section 7.2).
    """
    shared = torch.where(share < 1, share, torch.zeros_like(share))
    return ((picture - aim).square() * shared).sum() / share.numel()


def paint_patches(
    objective: Callable[[Patch], Objective],
    start: Tensor,
    patches: tuple[Patch, ...],
    iterations: int,
    settings: Settings,
) -> Iterator[Step]:
    """Like `paint`, patch by patch. Each step's iteration counts evaluations of every patch; loss and terms are means.

    objective: of a patch; made anew in each round, so that one at a time is in memory. start: (3, height, width) 0..255.
    Ends after `iterations`, or earlier when the residuals are small.
    """
    state = begin(start, patches)
    rounds = max(1, min(settings.patch_rounds, iterations // LEAST_EVALUATIONS))
    latest: dict[int, Evaluation] = {}
    done = 0
    for number in range(1, rounds + 1):
        until = round(iterations * number / rounds)
        copies = list(state.copies)
        held: Step | None = None
        for index, patch in enumerate(patches):
            local = objective(patch)
            if number > 1:  # before the first average there is nothing to agree with
                local = _pulled(local, state.aim(index), state.shares[index], settings.patch_agreement)
            for step in paint(local, copies[index], until - done):
                if held is not None:
                    yield held
                latest[index] = step.evaluation
                swept = (index * (until - done) + step.iteration) // len(patches)
                picture = partial(_preview, state, tuple(copies), index, step)
                held = Step(max(1, done + swept), _mean(latest), picture, stopped="", release=lambda: None)
            copies[index] = step.picture()
        state, residuals = agree(state, tuple(copies), settings.patch_tolerance)
        done = until
        stopped = _agreed(residuals) or ("finished" if number == rounds else "")
        assert held is not None  # every patch yields at least its start
        yield replace(held, picture=partial(_itself, state.picture), stopped=stopped)
        if stopped:
            return


def _agreed(residuals: Residuals) -> str:
    """Why the painting may stop: both residuals are small."""
    if not residuals.small:
        return ""
    return f"agreed: the patches differ by {residuals.primal:.2g} and change by {residuals.dual:.2g} of 255"


def _pulled(objective: Objective, aim: Tensor, share: Tensor, weight: float) -> Objective:
    """The objective with the agreement term. weight: rho times the patch's pixels."""

    def pull(picture: Tensor) -> Tensor:
        return weight * agreement_term(picture, aim, share)

    return replace(objective, extras={**objective.extras, "agreement": pull})


def _preview(state: Agreement, copies: tuple[Tensor, ...], index: int, step: Step) -> Tensor:
    """The average in the middle of a round, while patch `index` is being solved."""
    found = (*copies[:index], step.picture(), *copies[index + 1 :])
    return merge(found, state.patches, state.shares, like=state.picture)


def _mean(evaluations: Mapping[int, Evaluation]) -> Evaluation:
    """Of the latest evaluation of each patch seen so far; the gradient is the last one's."""
    all_of_them = tuple(evaluations.values())
    names = {name: None for each in all_of_them for name in each.terms}
    terms = {
        name: sum(each.terms.get(name, 0.0) for each in all_of_them) / len(all_of_them) for name in names
    }
    return Evaluation(
        sum(each.loss for each in all_of_them) / len(all_of_them), terms, all_of_them[-1].gradient
    )


def _norm(state: Agreement, values: Sequence[Tensor]) -> float:
    """Root mean square in the windows' norm, in which the whole picture weighs 1 a pixel."""
    total = sum(
        float((value.square() * share).sum()) for value, share in zip(values, state.shares, strict=True)
    )
    return math.sqrt(total / state.picture.numel())


def _mean_square(value: Tensor) -> float:
    return float(value.square().mean())


def _itself(picture: Tensor) -> Tensor:
    return picture
