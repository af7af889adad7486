"""Tiles change nothing: loss, terms and gradient equal the untiled ones for odd sizes, every preset, masks."""

from __future__ import annotations

from dataclasses import is_dataclass, replace

import pytest
import torch
from torch import Tensor

from models.library import load_network
from models.vgg import VGG
from server.engine.extractor import Extractor
from server.engine.kernels import Convolutions
from server.engine.networks import taps_in_use
from server.engine.notation import parse_taps
from server.engine.objective import Objective
from server.engine.paint import paint
from server.engine.planner import Plan
from server.engine.presets import PRESETS
from server.engine.settings import Settings
from server.engine.targets import StyleTarget
from server.engine.terms import mean_gram_matrix, positions
from server.engine.tile_memory import TileMemory
from server.engine.tiled import Evaluator, evaluate_in_tiles
from server.engine.tiles import Wanted, forward
from server.engine.windows import Overlaps, blocks_of, windows

OF_VGG = [each for each in PRESETS if each.settings.network.startswith("vgg")]
HEIGHT, WIDTH = 45, 37


def build(settings: Settings, masks: list[Tensor | None], dtype: torch.dtype = torch.float64) -> Objective:
    generator = torch.Generator().manual_seed(3)
    content, style = (torch.rand(3, HEIGHT, WIDTH, generator=generator, dtype=dtype) * 255 for _ in range(2))
    network = load_network(settings.network, settings.pooling, settings.padding).to(dtype)  # type: ignore[arg-type]
    assert isinstance(network, VGG)
    taps = taps_in_use(settings)
    with torch.no_grad():
        of_content, of_style = network(content[None], taps), network(style[None], taps)
    grams = {tap: mean_gram_matrix(positions(of_style[tap])) for tap in parse_taps(settings.style_taps)}
    styles = tuple(StyleTarget(mask, 1 / len(masks), grams) for mask in masks)
    wanted = {tap: of_content[tap] for tap in parse_taps(settings.content_taps)}
    return Objective(Extractor(network, taps, Convolutions()), settings, wanted, styles)


def picture(dtype: torch.dtype = torch.float64) -> Tensor:
    return torch.rand(3, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(4), dtype=dtype) * 255


def nbytes(kept: object) -> int:
    """Of all tensors in it."""
    if isinstance(kept, Tensor):
        return kept.nbytes
    return sum(nbytes(each) for each in vars(kept).values()) if is_dataclass(kept) else 0


def halves() -> list[Tensor | None]:
    ramp = torch.linspace(0, 1, WIDTH, dtype=torch.float64).expand(HEIGHT, WIDTH)
    return [ramp, 1 - ramp]


@pytest.mark.parametrize("room", [0, 1 << 26], ids=["nothing kept", "all kept"])
@pytest.mark.parametrize("masked", [False, True], ids=["everywhere", "two regions"])
@pytest.mark.parametrize("preset", OF_VGG, ids=lambda preset: preset.name)
def test_tiles_have_the_untiled_loss_and_gradient(preset, masked, room) -> None:  # type: ignore[no-untyped-def]
    objective = build(replace(preset.settings, tv_weight=1.0), halves() if masked else [None])
    whole = objective.evaluate(picture())
    tiled = evaluate_in_tiles(objective, objective.extractor, picture(), 16, TileMemory(room)).read()  # type: ignore[arg-type]
    assert tiled.loss == pytest.approx(whole.loss, rel=1e-9)
    assert tiled.terms == pytest.approx(whole.terms, rel=1e-9)
    assert (tiled.gradient - whole.gradient).norm() <= 1e-9 * whole.gradient.norm()


@pytest.mark.parametrize("pooling", ["max", "average"])
@pytest.mark.parametrize("padding", ["zeros", "replicate"])
@pytest.mark.parametrize("side", [8, 22, 64])
def test_every_border_and_pooling_agrees_at_any_tile_size(pooling: str, padding: str, side: int) -> None:
    settings = replace(Settings(), pooling=pooling, padding=padding, content_measure="sum")
    objective = build(settings, [None])
    whole = objective.evaluate(picture())
    for room in (0, 1 << 26):
        tiled = evaluate_in_tiles(objective, objective.extractor, picture(), side, TileMemory(room))  # type: ignore[arg-type]
        assert (tiled.gradient - whole.gradient).norm() <= 1e-9 * whole.gradient.norm()


@pytest.mark.parametrize("pooling", ["max", "average"])
@pytest.mark.parametrize("precision", [torch.bfloat16, torch.float32], ids=str)
def test_keeping_changes_no_bit_in_the_precisions_that_are_painted_in(precision: torch.dtype, pooling: str) -> None:
    objective = build(replace(Settings(), pooling=pooling), [None], torch.float32)
    network = load_network("vgg19", pooling, "replicate")  # type: ignore[arg-type]
    extractor = Extractor(network, objective.extractor.taps, Convolutions(), precision)  # type: ignore[union-attr,arg-type]
    objective = replace(objective, extractor=extractor)
    found = [
        evaluate_in_tiles(objective, extractor, picture(torch.float32), 16, TileMemory(room)).gradient
        for room in (0, 100_000, 1 << 26)
    ]
    assert torch.equal(found[0], found[1])
    assert torch.equal(found[0], found[2])


def test_a_network_of_one_block_is_tiled_too() -> None:
    settings = replace(Settings(), style_taps="conv1_1 conv1_2", content_taps="conv1_2")
    objective = build(settings, [None])
    whole = objective.evaluate(picture())
    tiled = evaluate_in_tiles(objective, objective.extractor, picture(), 16, TileMemory(1 << 26))  # type: ignore[arg-type]
    assert (tiled.gradient - whole.gradient).norm() <= 1e-9 * whole.gradient.norm()


@pytest.mark.parametrize("optimiser", ["lbfgs", "lbfgsb", "adam"])
def test_painting_in_tiles_goes_the_same_way(optimiser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With and without a basis: the optimiser holds a gradient while the next one is found."""
    objective = build(replace(Settings(), optimiser=optimiser), [None])
    losses = []
    for plan in (Plan(0, 5, torch.float64), Plan(16, 5, torch.float64, 1 << 26)):
        monkeypatch.setattr("server.engine.paint.plan_for", lambda *_, plan=plan: plan)
        losses.append([step.evaluation.loss for step in paint(objective, picture(), 8)])
    assert losses[1] == pytest.approx(losses[0], rel=1e-6)
    assert losses[0][-1] < losses[0][0]


def test_memory_given_back_between_evaluations_changes_nothing() -> None:
    objective = build(Settings(), [None])
    evaluate = Evaluator(objective, 16, 1 << 26)
    first = evaluate(picture()).gradient
    evaluate.release()
    assert evaluate.memory.shelf.size == 1 << 26
    assert torch.equal(evaluate(picture()).gradient, first)


@pytest.mark.parametrize("room", [0, 100_000, 2_000_000, 1 << 26])
def test_what_is_kept_for_the_way_back_changes_nothing(room: int) -> None:
    objective = build(Settings(), halves())
    whole = objective.evaluate(picture())
    tiled = evaluate_in_tiles(objective, objective.extractor, picture(), 16, TileMemory(room))  # type: ignore[arg-type]
    assert (tiled.gradient - whole.gradient).norm() <= 1e-9 * whole.gradient.norm()


@pytest.mark.parametrize("pooling", ["max", "average"])
def test_what_an_earlier_evaluation_left_in_memory_changes_nothing(pooling: str) -> None:
    objective = build(replace(Settings(), pooling=pooling), [None])
    memory = TileMemory(1 << 26)
    for place in (picture(), 255 - picture(), picture()):
        whole = objective.evaluate(place)
        tiled = evaluate_in_tiles(objective, objective.extractor, place, 16, memory)  # type: ignore[arg-type]
        assert (tiled.gradient - whole.gradient).norm() <= 1e-9 * whole.gradient.norm()


def test_no_more_is_kept_than_there_is_room_and_what_saves_most_work_first() -> None:
    extractor = build(Settings(), [None]).extractor
    assert isinstance(extractor, Extractor)

    def kept(room: int) -> tuple[int, set[int]]:
        found = forward(extractor, picture(), Wanted({}, way_back=TileMemory(room)), 16).kept
        taken = sum(nbytes(record) for records in found.values() for record in records)
        return taken, {block for (block, _), records in found.items() if records}

    everything, blocks = kept(1 << 26)
    assert blocks == set(range(len(blocks_of(extractor.stages))))
    assert kept(0) == (0, set())
    for part in (4, 40, 400):
        assert 0 < kept(everything // part)[0] <= everything // part
    assert kept(everything // 400)[1] == {3}  # the signs of its convolutions save most for a bit


def test_with_room_for_everything_each_tile_is_computed_once() -> None:
    """But for the first convolution, which costs less than to keep it."""
    objective = build(Settings(), [None], torch.float32)
    extractor = objective.extractor
    assert isinstance(extractor, Extractor)
    counts = []
    for room in (0, 1 << 26):
        counting = _Counting()
        network = load_network("vgg19", "average", "replicate")
        monitored = Extractor(network, extractor.taps, counting)  # type: ignore[arg-type]
        evaluate_in_tiles(objective, monitored, picture(torch.float32), 16, TileMemory(room))
        counts.append(counting.calls)
    assert counts[0] == 2 * counts[1] > 0


class _Counting(Convolutions):
    """Counts the convolutions that it computes forwards, without the first."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    def __call__(self, value, weight, bias, padding, relu=False, **more) -> Tensor:  # type: ignore[no-untyped-def]
        self.calls += relu and weight.shape[1] != 3
        return super().__call__(value, weight, bias, padding, relu, **more)


def test_in_float32_tiles_agree_to_rounding() -> None:
    objective = build(Settings(pooling="average"), [None], torch.float32)
    whole = objective.evaluate(picture(torch.float32))
    tiled = evaluate_in_tiles(objective, objective.extractor, picture(torch.float32), 16).read()  # type: ignore[arg-type]
    assert tiled.loss == pytest.approx(whole.loss, rel=1e-4)
    assert (tiled.gradient - whole.gradient).norm() <= 1e-3 * whole.gradient.norm()


def test_in_bfloat16_the_content_term_is_summed_in_float32() -> None:
    """Features and targets both in bfloat16, as a large picture has them."""
    objective = build(Settings(), [None], torch.float32)
    network = load_network("vgg19", "average", "replicate")
    rough = Extractor(network, objective.extractor.taps, Convolutions(), torch.bfloat16)  # type: ignore[union-attr,arg-type]
    content = {tap: target.bfloat16() for tap, target in objective.content.items()}
    objective = replace(objective, extractor=rough, content=content)
    features = rough(picture(torch.float32)[None])
    (tap,) = content
    exact = (features[tap].double() - content[tap].double()).square().mean() / 2
    whole = objective.evaluate(picture(torch.float32)).terms["content"]
    tiled = evaluate_in_tiles(objective, rough, picture(torch.float32), 16).read().terms["content"]
    assert whole == pytest.approx(float(exact) * objective.settings.content_weight, rel=1e-5)
    assert tiled == pytest.approx(whole, rel=1e-2)


def test_features_collected_from_tiles_are_the_networks() -> None:
    objective = build(Settings(), [None])
    extractor = objective.extractor
    assert isinstance(extractor, Extractor)
    whole = extractor(picture()[None])["conv4_2"]
    tiled = forward(extractor, picture(), Wanted({}, ("conv4_2",)), 16).features["conv4_2"]
    assert (tiled - whole).abs().max() <= 1e-9 * whole.abs().max()


@pytest.mark.parametrize(("height", "width"), [(16, 16), (17, 33), (45, 37), (129, 64)])
def test_the_shares_of_all_tiles_are_each_position_once(height: int, width: int) -> None:
    block = blocks_of(load_network("vgg19").stages)[0]  # type: ignore[union-attr]
    counted = torch.zeros(height, width)
    for window in windows(block, 0, 16, height, width):
        window.tile.of(counted).add_(1)
        assert window.tile.top % 2 == 0
        assert window.tile.left % 2 == 0
    assert torch.equal(counted, torch.ones(height, width))


@pytest.mark.parametrize(("height", "width"), [(16, 16), (17, 33), (45, 37), (129, 64)])
@pytest.mark.parametrize("block", range(5))
def test_overlapping_windows_add_up_as_on_zeros(block: int, height: int, width: int) -> None:
    expected, total = torch.zeros(2, height, width), torch.full((2, height, width), torch.nan)
    overlaps = Overlaps(total)
    for window in windows(blocks_of(load_network("vgg19").stages)[block], 0, 16, height, width):  # type: ignore[union-attr]
        found = torch.rand_like(window.seen.of(expected))
        window.seen.of(expected).add_(found)
        overlaps.add(window, found)
    assert torch.equal(total, expected)


def test_when_memory_runs_out_the_tile_is_halved_and_it_goes_on() -> None:
    """The objective's own pass, of the whole picture, fails as torch fails; the tiled pass is the real one."""
    objective = build(Settings(), [None])
    whole = objective.evaluate(picture())
    hungry = _Hungry(**vars(objective))
    evaluate = Evaluator(hungry, 0)
    found = evaluate(picture()).read()
    assert evaluate.side == HEIGHT // 2
    assert found.loss == pytest.approx(whole.loss)


def test_when_memory_runs_out_among_the_tiles_nothing_is_kept_any_more_and_it_goes_on() -> None:
    objective = build(Settings(), [None])
    whole = objective.evaluate(picture())
    network = load_network("vgg19", "average", "replicate").to(torch.float64)
    failing = Extractor(network, objective.extractor.taps, _FailingOnce(at=30))  # type: ignore[union-attr,arg-type]
    evaluate = Evaluator(replace(objective, extractor=failing), 32, 1 << 26)
    found = evaluate(picture()).read()
    assert (evaluate.side, evaluate.memory.shelf.size) == (16, 0)
    assert (found.gradient - whole.gradient).norm() <= 1e-9 * whole.gradient.norm()


class _FailingOnce(Convolutions):
    """Fails as torch fails, at one call."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.until = at

    def __call__(self, *arguments, **more) -> Tensor:  # type: ignore[no-untyped-def]
        self.until -= 1
        if self.until == 0:
            raise torch.OutOfMemoryError("tried to allocate 2 TiB")
        return super().__call__(*arguments, **more)


class _Hungry(Objective):
    """Has memory for no whole picture."""

    def measure(self, picture: Tensor):  # type: ignore[no-untyped-def]
        raise torch.OutOfMemoryError("tried to allocate 2 TiB")
