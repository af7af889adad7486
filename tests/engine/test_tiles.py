"""Tiles change nothing: loss, terms and gradient equal the untiled ones for odd sizes, every preset, masks."""

from __future__ import annotations

from dataclasses import replace

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
from server.engine.presets import PRESETS
from server.engine.settings import Settings
from server.engine.targets import StyleTarget
from server.engine.terms import mean_gram_matrix, positions
from server.engine.tiled import Evaluator, evaluate_in_tiles
from server.engine.tiles import Wanted, forward
from server.engine.windows import blocks_of, windows

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


def halves() -> list[Tensor | None]:
    ramp = torch.linspace(0, 1, WIDTH, dtype=torch.float64).expand(HEIGHT, WIDTH)
    return [ramp, 1 - ramp]


@pytest.mark.parametrize("masked", [False, True], ids=["everywhere", "two regions"])
@pytest.mark.parametrize("preset", OF_VGG, ids=lambda preset: preset.name)
def test_tiles_have_the_untiled_loss_and_gradient(preset, masked) -> None:  # type: ignore[no-untyped-def]
    objective = build(replace(preset.settings, tv_weight=1.0), halves() if masked else [None])
    whole = objective.evaluate(picture())
    tiled = evaluate_in_tiles(objective, objective.extractor, picture(), 16).read()  # type: ignore[arg-type]
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
    tiled = evaluate_in_tiles(objective, objective.extractor, picture(), side)  # type: ignore[arg-type]
    assert (tiled.gradient - whole.gradient).norm() <= 1e-9 * whole.gradient.norm()


@pytest.mark.parametrize("room", [0, 100_000, 2_000_000, 1 << 40])
def test_what_is_kept_for_the_way_back_changes_nothing(room: int) -> None:
    objective = build(Settings(), halves())
    whole = objective.evaluate(picture())
    tiled = evaluate_in_tiles(objective, objective.extractor, picture(), 16, room)  # type: ignore[arg-type]
    assert (tiled.gradient - whole.gradient).norm() <= 1e-9 * whole.gradient.norm()


def test_no_more_is_kept_than_there_is_room_and_the_deepest_blocks_first() -> None:
    extractor = build(Settings(), [None]).extractor
    assert isinstance(extractor, Extractor)

    def kept(room: int) -> tuple[int, set[int]]:
        found = forward(extractor, picture(), Wanted({}, way_back=True, room=room), 16).kept
        taken = sum(record.value.nbytes for records in found.values() for record in records)  # type: ignore[union-attr]
        return taken, {block for block, _ in found}

    everything, blocks = kept(1 << 40)
    assert blocks == set(range(len(blocks_of(extractor.stages))))
    assert kept(0) == (0, set())
    some, deep = kept(everything // 4)
    assert 0 < some <= everything // 4
    assert max(blocks) in deep
    assert 0 not in deep


def test_with_room_for_everything_each_tile_is_computed_once() -> None:
    objective = build(Settings(), [None])
    extractor = objective.extractor
    assert isinstance(extractor, Extractor)
    counts = []
    for room in (0, 1 << 40):
        counting = _Counting()
        network = load_network("vgg19", "average", "replicate").to(torch.float64)
        monitored = Extractor(network, extractor.taps, counting)  # type: ignore[arg-type]
        evaluate_in_tiles(objective, monitored, picture(), 16, room)
        counts.append(counting.calls)
    assert counts[0] == pytest.approx(1.5 * counts[1])


class _Counting(Convolutions):
    """Counts what it computes."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    def __call__(self, *arguments, **more) -> Tensor:  # type: ignore[no-untyped-def]
        self.calls += 1
        return super().__call__(*arguments, **more)


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
    evaluate = Evaluator(replace(objective, extractor=failing), 32, 1 << 40)
    found = evaluate(picture()).read()
    assert (evaluate.side, evaluate.room) == (16, 0)
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
