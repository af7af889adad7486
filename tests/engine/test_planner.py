"""A plan fits into its budget, and takes no more care than it needs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from models.library import load_network
from server.engine.block_memory import BlockMemory
from server.engine.cache import TargetCache
from server.engine.extractor import Extractor
from server.engine.kernels import Convolutions
from server.engine.memory import available_bytes
from server.engine.networks import taps_in_use
from server.engine.notation import parse_bytes, parse_taps
from server.engine.parameters import InvalidSetting
from server.engine.planner import (
    FEATURE_PASS,
    FIXED,
    HISTORY,
    LARGEST_TILE,
    LEAST_HISTORY,
    SMALLEST_TILE,
    VECTOR,
    VECTORS,
    WORKING,
    Plan,
    fits_feature_pass,
    plan_for,
    tile_for,
)
from server.engine.presets import PRESETS, Preset
from server.engine.settings import Settings
from server.engine.target_passes import TargetPasses

CPU, CUDA = torch.device("cpu"), torch.device("cuda")


def plan(memory: str, side: int, precision: torch.dtype = torch.float32) -> Plan:
    return plan_for(replace(Settings(), memory=memory), extractor_in(precision), side * side, CPU)


def extractor_in(precision: torch.dtype) -> Extractor:
    network = load_network("vgg19", "average", "replicate")
    return Extractor(network, taps_in_use(Settings()), Convolutions(), precision)  # type: ignore[arg-type]


def test_what_fits_is_looked_at_at_once_with_full_history() -> None:
    assert plan("4GB", 512) == Plan(0, HISTORY)


def test_what_does_not_fit_is_tiled() -> None:
    found = plan("4GB", 4096)
    assert SMALLEST_TILE <= found.side <= LARGEST_TILE
    assert LEAST_HISTORY <= found.history < HISTORY
    assert found.history_dtype == torch.bfloat16


def test_more_memory_never_means_smaller_tiles_or_less_history() -> None:
    plans = [plan(memory, 3000) for memory in ("2GB", "4GB", "8GB", "16GB", "1TB")]
    sides = [each.side or 10**6 for each in plans]
    assert sides == sorted(sides)
    assert plans[-1] == Plan(0, HISTORY)


def test_memory_left_over_saves_computing_tiles_twice_before_it_lengthens_the_history() -> None:
    plans = [plan(memory, 2309) for memory in ("2.5GB", "3GB", "5GB", "12GB")]
    rooms = [each.room for each in plans]
    assert 0 < rooms[0] < rooms[1] < rooms[2] == rooms[3]
    assert [each.history_dtype for each in plans[:2]] == [torch.bfloat16] * 2
    assert plans[3].history == HISTORY


def test_signs_and_places_come_before_any_history_but_the_shortest() -> None:
    plans = [plan(memory, 4096, torch.bfloat16) for memory in ("4GB", "4.1GB")]
    assert 0 < plans[0].room < plans[1].room
    assert [each.history for each in plans] == [LEAST_HISTORY] * 2


@pytest.mark.parametrize("precision", [torch.bfloat16, torch.float32], ids=str)
@pytest.mark.parametrize(("memory", "side"), [("3GB", 2000), ("4GB", 2309), ("8GB", 4000), ("6GB", 4096), ("40GB", 8000)])
@pytest.mark.parametrize("preset", [each for each in PRESETS if each.settings.network == "vgg19"], ids=lambda each: each.name)
def test_all_parts_of_a_plan_together_fit_into_the_budget(
    preset: Preset, memory: str, side: int, precision: torch.dtype
) -> None:
    settings, pixels = replace(preset.settings, memory=memory), side * side
    network = load_network("vgg19", settings.pooling, settings.padding)  # type: ignore[arg-type]
    extractor = Extractor(network, taps_in_use(settings), Convolutions(), precision)  # type: ignore[arg-type]
    found = plan_for(settings, extractor, pixels, CPU)
    blocks = BlockMemory(extractor, side, side, torch.device("meta"))
    channels = {stage.name: stage.channels_out for stage in extractor.stages}
    content = sum(
        channels[tap] * (side >> (int(tap[4]) - 1)) ** 2 * precision.itemsize
        for tap in parse_taps(settings.content_taps)
    )
    layer = extractor.stages[0].channels_out * precision.itemsize * found.side**2
    history = 2 * found.history * 3 * found.history_dtype.itemsize * pixels
    taken = FIXED + VECTORS * VECTOR * pixels + content + blocks.nbytes + found.room + history + 2 * WORKING * layer
    assert found.side > 0
    assert taken <= parse_bytes(memory)


def test_half_the_precision_lets_larger_pictures_be_whole() -> None:
    assert plan("3GB", 1024).side > 0
    assert plan("3GB", 1024, torch.bfloat16).side == 0


def test_a_layer_with_more_elements_than_cuda_can_count_is_tiled_however_much_memory_there_is() -> None:
    settings, extractor = replace(Settings(), memory="1TB"), extractor_in(torch.bfloat16)
    sides = [plan_for(settings, extractor, side**2, CUDA).side for side in (5763, 5764)]
    assert sides == [0, LARGEST_TILE]


@pytest.mark.parametrize("width", [5763, 16384])  # a square, and the longest side there can be
def test_the_frame_of_padding_is_counted_with_a_layer(width: int) -> None:
    settings, extractor = replace(Settings(), memory="1TB"), extractor_in(torch.bfloat16)
    channels = extractor.stages[0].channels_out
    height = 2**31 // ((width + 4) * channels) - 3  # framed by 4 it is more than can be counted
    assert (height + 4) * (width + 4) * channels >= 2**31
    assert plan_for(settings, extractor, height * width, CUDA).side > 0


def test_other_networks_are_looked_at_at_once() -> None:
    assert plan_for(replace(Settings(), memory="4GB"), lambda image: {}, 512 * 512, CPU) == Plan(0, HISTORY)


def test_what_another_network_has_no_memory_for_is_refused_with_the_size_that_fits() -> None:
    with pytest.raises(InvalidSetting, match="megapixels") as caught:
        plan_for(replace(Settings(), memory="4GB"), lambda image: {}, 4096 * 4096, CPU)
    assert caught.value.field == "size"


def test_4096_pixels_a_side_fit_into_4_gigabytes_with_tiles_that_save_time() -> None:
    found = plan("4GB", 4096, torch.bfloat16)
    assert found.side >= SMALLEST_TILE
    assert found.history >= LEAST_HISTORY


def test_tiles_for_targets_obey_the_budget_too() -> None:
    extractor = extractor_in(torch.bfloat16)
    sides = [tile_for(replace(Settings(), memory=memory), extractor, 10**7, CPU) for memory in ("1GB", "8GB")]
    assert SMALLEST_TILE == sides[0] < sides[1]


def test_a_pass_for_targets_asks_the_memory_of_the_device_it_runs_on() -> None:
    generous = replace(Settings(), memory="1000TB")
    more_than_there_is = available_bytes(CPU) // FEATURE_PASS
    assert fits_feature_pass(generous, more_than_there_is, CPU, painting=CPU)
    assert not fits_feature_pass(generous, more_than_there_is, CPU, painting=CUDA)
    assert fits_feature_pass(generous, more_than_there_is, CUDA, painting=CUDA)
    assert fits_feature_pass(generous, 1, CPU, painting=CUDA)


@pytest.mark.parametrize(("device", "at_once"), [("cpu", False), ("meta", True)])
def test_the_device_asked_is_the_one_of_the_session(device: str, at_once: bool) -> None:
    """A device without memory of its own stands for a GPU: only the budget speaks for it."""

    class Session:
        def __init__(self) -> None:
            self.device = device

        def __call__(self, image: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
            return {}

    generous = replace(Settings(), memory="1000TB")
    passes = TargetPasses(generous, "", Session(), extractor_in(torch.float32), TargetCache(None))
    picture = torch.empty(3, available_bytes(CPU) // FEATURE_PASS, 1, device="meta")
    assert passes._at_once(picture) == at_once


def test_a_budget_smaller_than_what_is_free_counts_wherever_the_pass_runs() -> None:
    scarce = replace(Settings(), memory="1GB")
    assert not any(fits_feature_pass(scarce, 1024**2, CPU, painting) for painting in (CPU, CUDA))


@pytest.mark.parametrize(
    ("text", "count"),
    [("4GB", 4 << 30), ("800 mb", 800 << 20), ("2.5GiB", 5 << 29), ("1t", 1 << 40), ("", 0)],
)
def test_amounts_of_memory_are_read(text: str, count: int) -> None:
    assert parse_bytes(text) == count


@pytest.mark.parametrize("text", ["4", "much", "-4GB", "10MB", "4 GB RAM"])
def test_what_is_no_amount_of_memory_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"memory|256 MB"):
        parse_bytes(text)


def test_the_machine_has_some_memory_to_spare() -> None:
    assert available_bytes(CPU) > 1 << 26
