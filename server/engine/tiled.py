"""The objective evaluated in tiles (server/engine/tiles.py): the same numbers in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from server.engine.evaluation import Pending
from server.engine.extractor import Extractor
from server.engine.gram import gram_gradient
from server.engine.memory import is_out_of_memory, return_freed_memory
from server.engine.notation import parse_taps
from server.engine.objective import Objective
from server.engine.pieces import pieces
from server.engine.precision import float32_meant
from server.engine.resample import reduce_mask
from server.engine.terms import apart, gram_term
from server.engine.tile_memory import TileMemory
from server.engine.tiles import Statistics, Wanted, backward, forward
from server.engine.weighting import style_weights
from server.engine.windows import SMALLEST, Tile, positions_of


class Evaluator:
    """Evaluates an objective whole or in tiles; where memory runs out the tile is halved, and it goes on."""

    def __init__(self, objective: Objective, side: int, room: int = 0) -> None:
        """side: of a tile, in pixels; 0: the whole picture at once. room: bytes for what need not be computed again."""
        self._objective = objective
        self.side = side
        self.memory = TileMemory(room)

    def release(self) -> None:
        """Gives back what lasts from one evaluation to the next; the next one takes it again."""
        self.memory = TileMemory(self.memory.shelf.size)

    def __call__(self, picture: Tensor) -> Pending:
        """picture: (3, height, width), sRGB values 0..255. Raises what torch raises when no tile is small enough.

        In tiles, the next evaluation overwrites the gradient.
        """
        extractor = self._objective.extractor
        while True:
            try:
                if self.side and isinstance(extractor, Extractor):
                    return evaluate_in_tiles(self._objective, extractor, picture, self.side, self.memory)
                return self._objective.measure(picture)
            except RuntimeError as error:
                smaller = (self.side or max(picture.shape[-2:])) // 2
                if not is_out_of_memory(error) or smaller < SMALLEST or not isinstance(extractor, Extractor):
                    raise
                self.side, self.memory = smaller, TileMemory(0)
            return_freed_memory()


def evaluate_in_tiles(
    objective: Objective, extractor: Extractor, picture: Tensor, side: int, memory: TileMemory | None = None
) -> Pending:
    """`Objective.measure` in tiles of `side` pixels. picture: (3, height, width), sRGB values 0..255.

    memory: what the evaluation before this one wrote to, and this one writes its gradient to; what it has no room for is
    computed again.
    """
    coverages = _coverages(objective, extractor, picture)
    with float32_meant(objective.settings.precision, picture.device):
        statistics = forward(extractor, picture, Wanted(coverages, way_back=memory or TileMemory(0)), side)
        style, pulls = _style(objective, coverages, statistics)
        pull = _Pull(objective, pulls)
        gradient = backward(extractor, statistics, pull, side)
    terms: dict[str, Tensor] = {}
    if pull.content is not None:
        terms["content"] = pull.content
    if pulls:
        terms["style"] = style
    _add_picture_terms(objective, picture, terms, gradient)
    return Pending.of(torch.stack(list(terms.values())).sum(), terms, gradient)


@dataclass(frozen=True)
class _StylePull:
    """difference: the gradient of the style term to the sum c f f^T. coverage: (height', width') of the tap."""

    difference: Tensor
    coverage: Tensor | None


@dataclass
class _Pull:
    """Adds up the gradient of content and style to a tile's features, and on the way the content term itself."""

    objective: Objective
    style: Mapping[str, list[_StylePull]]
    content: Tensor | None = None

    def __call__(self, tap: str, tile: Tile, features: Tensor) -> Tensor | None:
        found: Tensor | None = None
        flat = positions_of(features)
        for each in self.style.get(tap, ()):
            coverage = None if each.coverage is None else tile.of(each.coverage).flatten()
            pulled = gram_gradient(each.difference, flat, coverage).reshape(features.shape)
            found = pulled if found is None else found + pulled
        settings = self.objective.settings
        weight = settings.content_weight * parse_taps(settings.content_taps).get(tap, 0.0)
        if weight:
            wanted = self.objective.content[tap]
            weight /= wanted.numel() if settings.content_measure == "mean" else 1
            term, pulled = _content_pull(features, tile.of(wanted), weight)
            self.content = term if self.content is None else self.content + term
            found = pulled if found is None else found + pulled
        return found


def _content_pull(features: Tensor, wanted: Tensor, weight: float) -> tuple[Tensor, Tensor]:
    """weight / 2 times the sum of squares of their difference, and its gradient to the features."""
    gradient = torch.empty_like(features)
    squares = []
    for part, target, into in pieces(features, wanted, gradient):
        difference = apart(part, target)
        squares.append(difference.square().sum())
        into.copy_(difference.mul_(weight))
    return weight / 2 * torch.stack(squares).sum(), gradient


def _coverages(objective: Objective, extractor: Extractor, picture: Tensor) -> dict[str, list[Tensor | None]]:
    """For each style tap the coverage of each style at the tap's size; nothing where no style pulls."""
    if not (objective.settings.style_weight * objective.settings.style_strength and objective.styles):
        return {}
    found: dict[str, list[Tensor | None]] = {}
    height, width = picture.shape[-2:]
    taps = style_weights(objective.settings)
    for stage in extractor.stages:
        if stage.kind == "pooling":
            height, width = height // 2, width // 2
        elif stage.name in taps:
            found[stage.name] = [
                None if style.coverage is None else reduce_mask(style.coverage, height, width)
                for style in objective.styles
            ]
    return found


def _style(
    objective: Objective, coverages: Mapping[str, list[Tensor | None]], statistics: Statistics
) -> tuple[Tensor, dict[str, list[_StylePull]]]:
    """The weighted style term, and its pull at every tap."""
    settings = objective.settings
    weights = style_weights(settings)
    terms: list[Tensor] = []
    pulls: dict[str, list[_StylePull]] = {}
    for tap, found in coverages.items():
        positions = statistics.sizes[tap]
        pulls[tap] = []
        for style, coverage, gram in zip(objective.styles, found, statistics.grams[tap], strict=True):
            total = positions if coverage is None else coverage.sum()
            factor = settings.style_weight * settings.style_strength * weights[tap] * style.share
            with torch.enable_grad():
                summed = gram.detach().requires_grad_()
                term = factor * gram_term(summed / total, style.grams[tap])
                (difference,) = torch.autograd.grad(term, summed)
            terms.append(term.detach())
            pulls[tap].append(_StylePull(difference, coverage))
    return (torch.stack(terms).sum() if terms else torch.zeros(())), pulls


def _add_picture_terms(
    objective: Objective, picture: Tensor, terms: dict[str, Tensor], gradient: Tensor
) -> None:
    """Adds the terms that need no network to `terms`, and their gradients to `gradient`, both in place."""
    for channel in range(len(picture)):  # one after another: a derivative takes some copies
        part = slice(channel, channel + 1)
        _add(objective.smoothness, picture[part], terms, gradient[part])
    _add(objective.further_terms, picture, terms, gradient)


def _add(
    terms_of: Callable[[Tensor], dict[str, Tensor]], picture: Tensor, terms: dict[str, Tensor], into: Tensor
) -> None:
    with torch.enable_grad():
        picture = picture.detach().requires_grad_()
        found = terms_of(picture)
        if not found:
            return
        (gradient,) = torch.autograd.grad(torch.stack(list(found.values())).sum(), picture)
    into.add_(gradient)
    for name, term in found.items():
        terms[name] = terms[name] + term.detach() if name in terms else term.detach()
