"""Every convolution kernel gives the same numbers; the extractor equals the plain network."""

from __future__ import annotations

from typing import ClassVar

import pytest
import torch
from torch import Tensor
from torch.multiprocessing.reductions import StorageWeakRef

from models.library import load_network
from models.vgg import VGG, Stage, stages_for
from server.engine.extractor import Extractor
from server.engine.kernels import (
    Convolutions,
    Kernel,
    native,
    native_channels_last,
    nnpack,
    onednn,
    onednn_channels_last,
    order_of,
)
from server.engine.passes import Kept, Passes, edges_repeated

KERNELS = [onednn, onednn_channels_last, nnpack, native, native_channels_last]
SHAPES = [(3, 64, 33, 47), (64, 64, 16, 16), (128, 96, 9, 13)]


@pytest.mark.parametrize("kernel", KERNELS, ids=lambda kernel: kernel.__name__)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("padding", [0, 1, 2])
def test_a_kernel_equals_the_convolution_in_float64(
    kernel: Kernel, shape: tuple[int, int, int, int], padding: int
) -> None:
    if kernel is nnpack and not torch._nnpack_available():
        pytest.skip("this torch has no NNPACK for this processor")
    channels_in, channels_out, height, width = shape
    value = torch.randn(1, channels_in, height, width)
    weight, bias = torch.randn(channels_out, channels_in, 3, 3) * 0.1, torch.randn(channels_out)
    expected = torch.nn.functional.conv2d(value.double(), weight.double(), bias.double(), padding=padding)
    found = kernel(value, weight, bias, padding, False)
    assert found.shape == expected.shape
    assert (found - expected).abs().max() <= 2e-5 * expected.abs().max()


def test_a_choice_is_made_once_for_a_shape_and_remembered() -> None:
    kernels = Convolutions()
    value, weight, bias = torch.randn(1, 8, 12, 12), torch.randn(4, 8, 3, 3), torch.zeros(4)
    kernels(value, weight, bias, 1)
    first = kernels.choices()
    kernels(value, weight, bias, 1)
    assert len(first) == 1
    assert kernels.choices() == first


def test_what_the_way_back_has_used_is_let_go_at_once() -> None:
    network = load_network("vgg19")
    assert isinstance(network, VGG)
    extractor = Extractor(network, ("conv1_1", "conv4_1"), Convolutions())
    extractor.passes = _Watching(**vars(extractor.passes))
    _Watching.held, _Watching.alive = [], 0
    picture = torch.rand(1, 3, 32, 32).mul(255).requires_grad_()
    sum(tap.sum() for tap in extractor(picture).values()).backward()  # type: ignore[union-attr]
    assert _Watching.alive == 1


class _Watching(Passes):
    """Counts, when the first convolution goes back, how many still hold their memory."""

    held: ClassVar[list[StorageWeakRef]]
    alive: ClassVar[int]

    def backward(self, stage: Stage, kept: Kept, gradient: Tensor, padding: str = "") -> Tensor:
        if stage.kind == "convolution":
            assert kept.value is not None
            self.held.append(StorageWeakRef(kept.value.untyped_storage()))
            if stage.name == "conv1_1":
                type(self).alive = sum(not each.expired() for each in self.held)
        return super().backward(stage, kept, gradient, padding)


# In float32 the last bit decides a few ties of maximum pooling and signs of ReLU, each a jump of the gradient.
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float64, 1e-10), (torch.float32, 1e-2)], ids=str)
@pytest.mark.parametrize("pooling", ["max", "average"])
@pytest.mark.parametrize("padding", ["zeros", "replicate"])
def test_the_extractor_has_the_networks_features_and_gradient(
    pooling: str, padding: str, dtype: torch.dtype, tolerance: float
) -> None:
    network: VGG = load_network("vgg19", pooling, padding).to(dtype)  # type: ignore[arg-type]
    taps = ("conv1_1", "conv3_2", "conv4_2")
    image = (torch.rand(1, 3, 45, 37, dtype=dtype) * 255).requires_grad_()
    plain = network(image, taps)
    (plain_gradient,) = torch.autograd.grad(sum(value.square().sum() for value in plain.values()), image)
    ours = Extractor(network, taps, Convolutions())(image)
    (our_gradient,) = torch.autograd.grad(sum(value.square().sum() for value in ours.values()), image)
    for tap in taps:
        assert (ours[tap] - plain[tap]).abs().max() <= 1e-4 * plain[tap].abs().max()
    assert (our_gradient - plain_gradient).norm() <= tolerance * plain_gradient.norm()


@pytest.mark.parametrize("pooling", ["max", "average"])
def test_in_bfloat16_features_and_gradient_stay_within_the_stated_tolerance(pooling: str) -> None:
    """Two hundredths for features, a fifth for the gradient, in norm: rounding moves maxima and signs of ReLUs."""
    network: VGG = load_network("vgg19", pooling, "replicate")  # type: ignore[arg-type]
    exact: VGG = load_network("vgg19", pooling, "replicate").double()  # type: ignore[arg-type]
    taps = ("conv1_1", "conv3_1", "conv4_2")
    generator = torch.Generator().manual_seed(6)
    image = (torch.rand(1, 3, 61, 45, generator=generator, dtype=torch.float64) * 255).requires_grad_()
    expected = exact(image, taps)
    (expected_gradient,) = torch.autograd.grad(expected["conv4_2"].square().sum(), image)
    rounded = image.detach().float().requires_grad_()
    found = Extractor(network, taps, Convolutions(), torch.bfloat16)(rounded)
    unused = sum(0.0 * found[tap].float().sum() for tap in taps[:2])
    (gradient,) = torch.autograd.grad(found["conv4_2"].float().square().sum() + unused, rounded)
    for tap in taps:
        assert (found[tap].double() - expected[tap]).norm() <= 0.02 * expected[tap].norm()
    assert (gradient.double() - expected_gradient).norm() <= 0.2 * expected_gradient.norm()


class _Only(Convolutions):
    """Has one kernel, as on a GPU."""

    def __init__(self, kernel: Kernel) -> None:
        super().__init__()
        self._kernel = kernel

    def candidates(self, value: torch.Tensor) -> tuple[Kernel, ...]:
        return (self._kernel,)


@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float64, 1e-12), (torch.float32, 1e-4)], ids=str)
@pytest.mark.parametrize("pooling", ["max", "average"])
@pytest.mark.parametrize("padding", ["zeros", "replicate"])
def test_what_cuda_does_in_channels_last_equals_torchs_own_order_there_and_back(
    pooling: str, padding: str, dtype: torch.dtype, tolerance: float
) -> None:
    network: VGG = load_network("vgg19-random", pooling, padding).to(dtype)  # type: ignore[arg-type]
    stages = stages_for("vgg19", ("conv3_1",))
    generator = torch.Generator().manual_seed(7)
    picture = torch.rand(1, 3, 29, 22, generator=generator, dtype=dtype) - 0.5
    found = []
    for kernel in (native, native_channels_last):
        passes = Passes.of(network, stages, _Only(kernel), dtype)
        value, kept = picture, []
        for stage in stages:
            value, each = passes.forward(stage, value)
            kept.append(each)
            assert kernel is native or order_of(value) == torch.channels_last
        gradient = value.clone()
        for stage, each in zip(reversed(stages), reversed(kept), strict=True):
            gradient = passes.backward(stage, each, gradient)
        found.append((value, gradient))
    (value, gradient), (last_value, last_gradient) = found
    assert (last_value - value).norm() <= tolerance * value.norm()
    assert (last_gradient - gradient).norm() <= tolerance * gradient.norm()


def test_weights_are_kept_in_the_order_that_their_kernel_reads() -> None:
    weight = torch.randn(8, 4, 3, 3)
    assert order_of(_Only(native_channels_last).prepared(weight)) == torch.channels_last
    assert _Only(native).prepared(weight) is weight
    assert Convolutions().prepared(weight) is weight


@pytest.mark.parametrize("order", [torch.contiguous_format, torch.channels_last], ids=str)
def test_edges_are_repeated_as_torch_does_it_in_the_order_they_have(order: torch.memory_format) -> None:
    value = torch.rand(1, 5, 7, 4).contiguous(memory_format=order)
    expected = torch.nn.functional.pad(value, (1, 1, 1, 1), mode="replicate")
    found = edges_repeated(value)
    assert torch.equal(found, expected)
    assert order_of(found) == order
