"""When an evaluation is repeated from a recording, and when not; tests/engine/test_cuda.py records on a real GPU."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from models.library import load_network
from server.engine.admm import agreement_term
from server.engine.box import Box
from server.engine.evaluation import Pending
from server.engine.extractor import extractor_for
from server.engine.graphs import Recorded
from server.engine.kernels import Convolutions
from server.engine.networks import taps_in_use
from server.engine.notation import parse_taps
from server.engine.objective import Objective
from server.engine.precondition import FourierBasis
from server.engine.presets import PRESETS
from server.engine.targets import StyleTarget


class Counted:
    """|place|^2; counts its calls."""

    def __init__(self, factor: float = 1.0) -> None:
        self.calls = 0
        self.released = False
        self._factor = factor

    def __call__(self, place: Tensor) -> Pending:
        self.calls += 1
        loss = self._factor * place.square().sum()
        return Pending.of(loss, {"square": loss}, 2 * self._factor * place)

    def release(self) -> None:
        self.released = True


PLACES = [torch.full((2, 3), float(value)) for value in (1, 2, 3)]


def losses(recorded: Recorded) -> list[float]:
    return [recorded(place).read().loss for place in PLACES]


def test_after_the_first_evaluation_a_recording_that_agrees_is_repeated_until_it_is_released() -> None:
    stepwise, whole, repeats = Counted(), Counted(), Counted()
    recorded = Recorded(stepwise, whole, lambda: True, 1e-6, lambda measure, at: (repeats, measure(at)))
    assert losses(recorded) == [6, 24, 54]
    assert (stepwise.calls, whole.calls, repeats.calls) == (1, 1, 3)  # one of the three is its proof
    recorded.release()
    assert repeats.released
    assert losses(recorded) == [6, 24, 54]
    assert (stepwise.calls, repeats.calls) == (4, 3)


@pytest.mark.parametrize("factor", [1.01, float("nan")])
def test_a_recording_that_differs_is_given_up_and_the_log_says_so(
    factor: float, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    stepwise, repeats = Counted(), Counted(factor)
    recorded = Recorded(stepwise, Counted(), lambda: True, 1e-3, lambda measure, at: (repeats, measure(at)))
    assert losses(recorded) == [6, 24, 54]
    assert (stepwise.calls, repeats.calls) == (3, 1)
    assert repeats.released
    assert "differs by" in caplog.text


@pytest.mark.parametrize("problem", [RuntimeError("no such"), torch.OutOfMemoryError("no such")])
def test_what_cannot_be_recorded_is_evaluated_step_by_step_and_tried_only_once(
    problem: RuntimeError, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    tries = []

    def record(_measure: object, place: Tensor) -> tuple[Counted, Pending]:
        tries.append(place)
        raise problem

    assert losses(Recorded(Counted(), Counted(), lambda: True, 1e-3, record)) == [6, 24, 54]
    assert len(tries) == 1
    assert "no such" in caplog.text


def test_what_is_not_worth_recording_is_not_recorded() -> None:
    def record(_measure: object, _place: Tensor) -> tuple[Counted, Pending]:
        raise AssertionError

    assert losses(Recorded(Counted(), Counted(), lambda: False, 1e-3, record)) == [6, 24, 54]


@pytest.mark.parametrize("precision", [torch.float32, torch.bfloat16], ids=str)
@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_no_evaluation_asks_for_a_number_on_its_way(preset, precision: torch.dtype) -> None:  # type: ignore[no-untyped-def]
    """On the device "meta" tensors have no values: whoever asks for one is refused, as while recording."""
    network_name = preset.settings.network.replace("-torchvision", "-random")
    settings = replace(preset.settings, network=network_name, tv_weight=1.0)
    side = 64
    network = load_network(network_name, settings.pooling, settings.padding).to("meta")  # type: ignore[arg-type]
    taps = taps_in_use(settings)
    picture = torch.empty(3, side, side, device="meta")
    features = network(picture[None], taps)
    grams = {tap: each.new_empty(each.shape[1], each.shape[1]) for tap, each in features.items()}
    coverage = torch.empty(side, side, device="meta")
    objective = Objective(
        extractor_for(network, taps, Convolutions(), precision),
        settings,
        {tap: features[tap] for tap in parse_taps(settings.content_taps) if tap in features},
        (StyleTarget(None, 0.5, grams), StyleTarget(coverage, 0.5, grams)),
        {"agreement": lambda value: agreement_term(value, picture, coverage)},
    )
    basis = FourierBasis(side, side, like=picture)
    found = Box()(picture, objective.measure(basis.apply(picture)))
    assert {"style", "smoothness", "agreement", "range"} <= set(found.names)
    assert found.numbers.shape == (1 + len(found.names),)
    assert basis.apply(found.gradient).shape == picture.shape
    with pytest.raises((RuntimeError, NotImplementedError)):
        found.read()
