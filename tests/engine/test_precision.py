"""What each precision means on each device; tests/engine/test_cuda.py measures it on a real GPU."""

from __future__ import annotations

import pytest
import torch

from server.engine.choices import PRECISIONS
from server.engine.precision import feature_precision, float32_meant

CPU, CUDA = torch.device("cpu"), torch.device("cuda")


def switches() -> tuple[bool, bool]:
    return torch.backends.cudnn.allow_tf32, torch.backends.cuda.matmul.allow_tf32


@pytest.mark.parametrize(
    ("word", "expected"),
    [("float32", torch.float32), ("tf32", torch.float32), ("reduced", torch.bfloat16)],
)
def test_a_precision_that_was_chosen_is_the_same_on_every_device(word: str, expected: torch.dtype) -> None:
    assert feature_precision(word, CPU) == feature_precision(word, CUDA) == expected


def test_without_a_gpu_nothing_is_automatically_reduced_for_it() -> None:
    if torch.cuda.is_available():
        pytest.skip("this machine has a CUDA GPU")
    assert feature_precision("automatic", CUDA) == torch.float32


@pytest.mark.parametrize("word", [choice.value for choice in PRECISIONS])
def test_on_cuda_only_full_precision_forbids_tf32_and_sums_never_have_it(word: str) -> None:
    before = switches()
    with float32_meant(word, CUDA):
        assert switches() == (word != "float32", False)
    assert switches() == before


def test_what_the_host_had_allowed_comes_back_even_after_a_failure() -> None:
    before = switches()
    torch.backends.cuda.matmul.allow_tf32 = True
    try:
        with pytest.raises(ZeroDivisionError), float32_meant("float32", CUDA):
            raise ZeroDivisionError
        assert switches() == (before[0], True)
    finally:
        torch.backends.cuda.matmul.allow_tf32 = before[1]


def test_other_devices_are_left_alone() -> None:
    before = switches()
    with float32_meant("float32", CPU):
        assert switches() == before
