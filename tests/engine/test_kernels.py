"""Every convolution kernel gives the same numbers; the extractor equals the plain network."""

from __future__ import annotations

import pytest
import torch

from models.library import load_network
from models.vgg import VGG
from server.engine.extractor import Extractor
from server.engine.kernels import Convolutions, Kernel, nnpack, onednn, onednn_channels_last

KERNELS = [onednn, onednn_channels_last, nnpack]
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
