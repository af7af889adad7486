"""The engine on a real CUDA GPU: precisions, memory order, recordings and tiles against float64 on the CPU."""

from __future__ import annotations

import logging
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.layers import Padding, Pooling
from models.library import load_network
from models.vgg import VGG
from server.engine.evaluation import Pending
from server.engine.extractor import Extractor
from server.engine.gram import covered_gram
from server.engine.graphs import ROUNDING, Recorded, recorded
from server.engine.kernels import Convolutions
from server.engine.matting import photo_extras
from server.engine.networks import Networks, taps_in_use
from server.engine.notation import parse_taps
from server.engine.objective import Objective
from server.engine.outlines import gradient_length
from server.engine.paint import paint
from server.engine.precision import feature_precision, float32_meant
from server.engine.presets import PRESETS
from server.engine.resample import MOST_ON_CUDA, resize
from server.engine.settings import Settings
from server.engine.spec import Region, StyleImage, StyleSpec
from server.engine.stylize import stylize
from server.engine.targets import Features, StyleTarget
from server.engine.terms import mean_gram_matrix, positions
from server.engine.tile_memory import TileMemory
from server.engine.tiled import evaluate_in_tiles
from server.engine.ways import Ways

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")

CPU, CUDA = torch.device("cpu"), torch.device("cuda")
HEIGHT, WIDTH = 93, 77
OF_VGG = [each for each in PRESETS if each.settings.network.startswith("vgg")]
# Shares of the gradient's norm. Rounding moves maxima and signs of ReLUs, each a jump of the gradient.
TOLERANCE = {"float32": 1e-2, "tf32": 5e-2, "reduced": 2e-1}


def pictures(dtype: torch.dtype) -> tuple[Tensor, Tensor, Tensor]:
    """Content, style and a place between them, (3, HEIGHT, WIDTH) 0..255 on the CPU."""
    generator = torch.Generator().manual_seed(3)
    content, style = torch.rand(2, 3, HEIGHT, WIDTH, generator=generator, dtype=torch.float64) * 255
    return content.to(dtype), style.to(dtype), ((2 * content + style) / 3).to(dtype)


def ramps() -> list[Tensor | None]:
    ramp = torch.linspace(0, 1, WIDTH, dtype=torch.float64).expand(HEIGHT, WIDTH)
    return [ramp, 1 - ramp]


def objective(
    settings: Settings,
    device: torch.device,
    masks: list[Tensor | None] | None = None,
    channels_last: bool = True,
) -> Objective:
    """On the CPU in float64, on the GPU as the settings' precision says; targets are the same."""
    masks = masks or [None]
    exact = load_network("vgg19-random", settings.pooling, settings.padding).double()  # type: ignore[arg-type]
    taps = taps_in_use(settings)
    content, style, _ = pictures(torch.float64)
    with torch.no_grad():
        of_content, of_style = exact(content[None], taps), exact(style[None], taps)
    dtype = torch.float64 if device == CPU else torch.float32
    grams = {
        tap: mean_gram_matrix(positions(of_style[tap])).to(device, dtype)
        for tap in parse_taps(settings.style_taps)
    }
    styles = tuple(
        StyleTarget(None if mask is None else mask.to(device, dtype), 1 / len(masks), grams) for mask in masks
    )
    wanted = {tap: of_content[tap].to(device, dtype) for tap in parse_taps(settings.content_taps)}
    network = exact.to(device, dtype)
    assert isinstance(network, VGG)
    precision = torch.float64 if device == CPU else feature_precision(settings.precision, device)
    extractor = Extractor(network, taps, Convolutions(channels_last), precision)
    return Objective(extractor, settings, wanted, styles)


def place() -> Tensor:
    return pictures(torch.float32)[2].to(CUDA)


def apart(found: Tensor, expected: Tensor) -> float:
    """The share of the norm by which they differ."""
    expected = expected.detach().cpu().double()
    return float((found.detach().cpu().double() - expected).norm() / expected.norm())


@pytest.mark.parametrize("channels_last", [True, False], ids=["channels last", "channels first"])
@pytest.mark.parametrize("masked", [False, True], ids=["everywhere", "two regions"])
@pytest.mark.parametrize("pooling", ["max", "average"])
@pytest.mark.parametrize("precision", TOLERANCE)
def test_the_gradient_is_that_of_float64_on_the_cpu_within_the_stated_tolerance(
    precision: str, pooling: str, masked: bool, channels_last: bool
) -> None:
    settings = replace(Settings(), precision=precision, pooling=pooling)
    masks = ramps() if masked else None
    expected = objective(settings, CPU, masks).evaluate(pictures(torch.float64)[2])
    found = objective(settings, CUDA, masks, channels_last).evaluate(place())
    assert found.gradient.dtype == torch.float32
    assert found.loss == pytest.approx(expected.loss, rel=TOLERANCE[precision])
    assert apart(found.gradient, expected.gradient) <= TOLERANCE[precision]


def test_full_precision_is_not_silently_tf32_and_nearly_full_is() -> None:
    value, weight = torch.randn(1, 256, 40, 40, device=CUDA), torch.randn(256, 256, 3, 3, device=CUDA)
    expected = torch.nn.functional.conv2d(value.double(), weight.double(), padding=1)
    errors = {}
    for word in ("float32", "tf32"):
        with float32_meant(word, CUDA):
            errors[word] = apart(torch.nn.functional.conv2d(value, weight, padding=1), expected)
    assert errors["float32"] < 1e-5
    if torch.cuda.get_device_capability() < (8, 0):
        pytest.skip("this GPU has no TF32")
    assert 1e-5 < errors["tf32"] < 1e-2


def test_sums_keep_every_digit_whatever_the_precision() -> None:
    features = torch.rand(64, 5000, device=CUDA)
    for word in ("float32", "tf32", "reduced"):
        with float32_meant(word, CUDA):
            assert apart(covered_gram(features), features.double() @ features.double().T) < 1e-6


@pytest.mark.parametrize("preset", OF_VGG, ids=lambda preset: preset.name)
def test_an_evaluation_never_waits_for_the_gpu(preset) -> None:  # type: ignore[no-untyped-def]
    """torch itself raises where it would; the first time, libraries may still be loaded."""
    settings = replace(preset.settings, network="vgg19-random", tv_weight=1.0)
    scored, where = objective(settings, CUDA, ramps()), place()
    scored.measure(where)
    torch.cuda.set_sync_debug_mode("error")
    try:
        scored.measure(where)
    finally:
        torch.cuda.set_sync_debug_mode("default")


@pytest.mark.parametrize("pooling", ["max", "average"])
@pytest.mark.parametrize("padding", ["zeros", "replicate"])
@pytest.mark.parametrize("precision", TOLERANCE)
def test_a_recording_gives_what_the_evaluation_gives_and_keeps_no_gradient(
    precision: str, padding: str, pooling: str
) -> None:
    settings = replace(Settings(), precision=precision, pooling=pooling, padding=padding)
    scored = objective(settings, CUDA, ramps())
    rounding = ROUNDING[feature_precision(precision, CUDA)]
    graph, _ = recorded(scored.measure, place())
    try:
        found = [(graph(where), scored.measure(where)) for where in (place(), place() * 0.9, place() * 0.8)]
        for repeated, stepwise in found:
            assert repeated.read().loss == pytest.approx(stepwise.read().loss, rel=rounding)
            assert apart(repeated.gradient, stepwise.gradient) <= rounding
        assert apart(found[0][0].gradient, found[1][0].gradient) > rounding
    finally:
        graph.release()


def test_what_waits_for_the_gpu_is_not_recorded_and_nothing_is_spoilt() -> None:
    def waiting(where: Tensor) -> Pending:
        loss = where.sum() * float(where.max())
        return Pending.of(loss, {}, where)

    evaluate = Recorded(waiting, waiting, lambda: True, 1e-3)
    first, second = (evaluate(place()).read().loss for _ in range(2))
    assert first == second
    torch.cuda.empty_cache()


def test_a_released_recording_gives_its_memory_back() -> None:
    scored, where = objective(Settings(), CUDA), place()
    scored.measure(where)
    torch.cuda.empty_cache()
    before = torch.cuda.memory_reserved()
    graph, expected = recorded(scored.measure, where)
    del expected
    graph.release()
    torch.cuda.empty_cache()
    assert torch.cuda.memory_reserved() <= before + (64 << 20)  # a stream's workspace for cuBLAS stays


@pytest.mark.parametrize("photo", [False, True], ids=["", "with the Matting Laplacian"])
def test_painting_from_a_recording_goes_the_same_way_down(photo: bool, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    scored = objective(replace(Settings(), precision="float32"), CUDA)
    if photo:
        scored = replace(scored, extras=photo_extras(pictures(torch.float32)[0].to(CUDA) / 255, 1.0))
    ends = []
    for recording in (True, False):
        *_, last = islice(paint(replace(scored, recording=recording), place(), 15), 15)
        ends.append(last.evaluation.loss)
    assert ends[0] == pytest.approx(ends[1], rel=0.05)
    if not photo:  # whether cuSPARSE can be recorded is its own affair
        assert "not repeated" not in caplog.text


@pytest.mark.parametrize("room", [0, 1 << 26], ids=["nothing kept", "all kept"])
@pytest.mark.parametrize(("padding", "pooling"), [("zeros", "max"), ("replicate", "average")])
@pytest.mark.parametrize("precision", TOLERANCE)
def test_tiles_have_the_untiled_gradient(precision: str, padding: str, pooling: str, room: int) -> None:
    settings = replace(Settings(), precision=precision, padding=padding, pooling=pooling)
    scored = objective(settings, CUDA, ramps())
    whole = scored.evaluate(place())
    memory = TileMemory(room)
    for _ in range(2):
        tiled = evaluate_in_tiles(scored, scored.extractor, place(), 32, memory).read()  # type: ignore[arg-type]
        assert tiled.loss == pytest.approx(whole.loss, rel=ROUNDING[feature_precision(precision, CUDA)])
        assert apart(tiled.gradient, whole.gradient) <= TOLERANCE[precision]


def test_outlines_are_found_with_every_digit_though_convolutions_may_round() -> None:
    light = torch.rand(1, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(5), dtype=torch.float64)
    with float32_meant("tf32", CUDA):
        assert apart(gradient_length(light.float().to(CUDA)), gradient_length(light)) < 1e-5


@pytest.mark.parametrize("times", [2, MOST_ON_CUDA - 1, MOST_ON_CUDA + 1, 64, 300])
def test_a_picture_shrinks_on_the_gpu_as_on_the_cpu_however_often(times: int) -> None:
    picture = torch.rand(3, 8 * times, 9 * times, generator=torch.Generator().manual_seed(2))
    for size in ((8, 9), (8, 9 * times), (8 * times, 9)):
        found = resize(picture.to(CUDA), *size)
        assert found.device.type == "cuda"
        assert torch.allclose(found.cpu(), resize(picture, *size), atol=1e-4)


def networks_on_the_gpu(ways: Ways) -> Networks:
    def features(name: str, pooling: Pooling, padding: Padding, taps: tuple[str, ...]) -> Features:
        network = load_network(name, pooling, padding)

        def of(image: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
            with torch.no_grad():
                return {tap: each.numpy() for tap, each in network(torch.from_numpy(image), taps).items()}

        return of

    return Networks(load_network, features, CUDA, ways=ways)


@pytest.mark.parametrize("ways", [Ways(), Ways(channels_last=False, recording=False)], ids=["all ways", "plain"])
@pytest.mark.parametrize(
    "changes",
    [{}, {"edges": "matched"}, {"optimiser": "adam"}, {"patch_size": 64}, {"colors": "match"}],
    ids=str,
)
def test_a_whole_picture_is_painted_and_comes_back_to_the_cpu(
    changes: dict[str, str | int], ways: Ways, photograph: Tensor, painting: Tensor
) -> None:
    settings = replace(Settings(), network="vgg19-random", iterations=24, scales=2, **changes)  # type: ignore[arg-type]
    spec = StyleSpec(photograph, (StyleImage(painting),), settings)
    iterates = list(stylize(spec, networks_on_the_gpu(ways)))
    picture = iterates[-1].picture()
    finest = [each.loss for each in iterates if each.scale == each.scales]
    assert finest[-1] < finest[0] or "patch_size" in changes  # agreement is a term of later rounds only
    assert picture.device == iterates[-1].sketch().device == CPU
    assert picture.shape == photograph.shape
    assert 0 <= picture.min() <= picture.max() <= 1


def test_regions_and_a_selection_are_painted_on_the_gpu(photograph: Tensor, painting: Tensor) -> None:
    left = torch.zeros(photograph.shape[1:])
    left[:, :48] = 1
    spec = StyleSpec(
        photograph,
        (StyleImage(painting), StyleImage(painting.flip(0))),
        replace(Settings(), network="vgg19-random", iterations=12, scales=1),
        regions=(Region(left, 0), Region(1 - left, 1)),
        apply_mask=left,
    )
    picture = list(stylize(spec, networks_on_the_gpu(Ways())))[-1].picture()
    assert torch.equal(picture[:, left == 0], photograph[:, left == 0])
