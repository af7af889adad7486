"""The VGG networks: shapes, laziness, and the arithmetic against a transcription in NumPy."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from models import vgg
from models.catalogue import catalogue
from models.layers import Padding, Pooling
from models.library import load_network
from models.vgg import VGG

Array = NDArray[np.float64]


def small_network(pooling: Pooling = "max", padding: Padding = "zeros", name: str = "vgg19") -> VGG:
    network = load_network(f"{name}-random", pooling, padding)
    assert isinstance(network, VGG)
    return network


def picture(height: int, width: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(1)
    return torch.rand(1, 3, height, width, generator=generator) * 255.0


def test_vgg19_has_sixteen_taps_and_vgg16_thirteen() -> None:
    assert len(vgg.taps_of("vgg19")) == 16
    assert len(vgg.taps_of("vgg16")) == 13
    assert vgg.taps_of("vgg19")[0] == "conv1_1"
    assert vgg.taps_of("vgg19")[-1] == "conv5_4"
    assert vgg.taps_of("vgg16")[-1] == "conv5_3"


@pytest.mark.parametrize(("height", "width"), [(32, 32), (33, 47), (50, 31)])
@pytest.mark.parametrize("pooling", ["max", "average"])
@pytest.mark.parametrize("padding", ["zeros", "replicate"])
def test_each_block_halves_the_size_rounding_down(
    height: int, width: int, pooling: Pooling, padding: Padding
) -> None:
    taps = ["conv1_2", "conv2_1", "conv3_4", "conv4_2", "conv5_1"]
    features = small_network(pooling, padding)(picture(height, width), taps)
    channels = {"conv1_2": 64, "conv2_1": 128, "conv3_4": 256, "conv4_2": 512, "conv5_1": 512}
    for block, tap in enumerate(taps):
        assert features[tap].shape == (1, channels[tap], height >> block, width >> block)
        assert features[tap].min() >= 0.0, "a tap is taken after the ReLU"


def test_layers_deeper_than_the_deepest_tap_are_never_computed() -> None:
    network = small_network()
    computed: list[str] = []
    for name, layer in network.convolutions.items():
        layer.register_forward_hook(lambda *_, name=name: computed.append(name))
    network(picture(16, 16), ["conv2_1", "conv1_1"])
    assert computed == ["conv1_1", "conv1_2", "conv2_1"]


def test_asking_for_no_taps_computes_nothing_and_gives_nothing() -> None:
    assert small_network()(picture(16, 16), []) == {}


def test_weights_never_require_a_gradient_but_the_image_gets_one() -> None:
    network = small_network()
    image = picture(16, 16).requires_grad_(True)
    network(image, ["conv2_1"])["conv2_1"].sum().backward()
    assert image.grad is not None
    assert float(image.grad.abs().sum()) > 0.0
    assert list(network.parameters()) == []
    assert not any(buffer.requires_grad for buffer in network.buffers())


def test_an_unknown_tap_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(ValueError, match=r"no layer named 'conv6_1'.*conv5_4"):
        small_network()(picture(16, 16), ["conv6_1"])


def test_an_image_too_small_for_a_tap_is_refused_with_the_size_it_needs() -> None:
    assert vgg.smallest_side("vgg19", ["conv5_1"]) == 16
    with pytest.raises(ValueError, match="at least 16 pixels"):
        small_network()(picture(40, 15), ["conv5_1"])


@pytest.mark.parametrize("pooling", ["max", "average"])
@pytest.mark.parametrize("padding", ["zeros", "replicate"])
@pytest.mark.parametrize("name", ["vgg19", "vgg16"])
def test_features_equal_a_numpy_transcription_with_explicit_preprocessing(
    name: str, pooling: Pooling, padding: Padding
) -> None:
    """Catches a wrong channel order, mean, padding or pooling: the reference follows the papers alone."""
    network = load_network(name, pooling, padding).double()
    image = picture(7, 9).double()
    tap = "conv2_1"
    ours = network(image, [tap])[tap][0].numpy()

    def weights(tap: str) -> tuple[Array, Array]:
        weight, bias = network.convolution(tap)
        return weight.numpy(), bias.numpy()

    red, green, blue = image[0].numpy()
    value = np.stack([blue - 103.939, green - 116.779, red - 123.68])
    value = convolution_relu(value, *weights("conv1_1"), padding)
    value = convolution_relu(value, *weights("conv1_2"), padding)
    value = pool(value, pooling)
    value = convolution_relu(value, *weights("conv2_1"), padding)
    np.testing.assert_allclose(ours, value, rtol=1e-10, atol=1e-9)


def test_the_mean_colour_of_the_training_pictures_leaves_only_the_biases() -> None:
    """As RGB it is (123.68, 116.779, 103.939); the same with red and blue swapped is another colour."""
    network = load_network("vgg19")
    mean = torch.tensor([123.68, 116.779, 103.939]).view(1, 3, 1, 1)
    _, bias = network.convolution("conv1_1")

    def response(colour: torch.Tensor) -> torch.Tensor:
        return network(colour.expand(1, 3, 8, 8), ["conv1_1"])["conv1_1"][0, :, 4, 4]

    torch.testing.assert_close(response(mean), torch.relu(bias), rtol=0.0, atol=1e-3)
    assert not torch.allclose(response(mean.flip(1)), torch.relu(bias), atol=1e-1)


def test_vgg16_weights_are_the_original_ones() -> None:
    """The first biases of the network that Oxford published, as its ports print them."""
    _, bias = load_network("vgg16").convolution("conv1_1")
    np.testing.assert_allclose(bias[:3].numpy(), [0.73429835, 0.09340367, 0.06775674], rtol=1e-6)


def test_input_normalisation_as_a_matrix_is_the_same_operation() -> None:
    image = picture(3, 4).double()
    for entry in catalogue().values():
        expected = torch.einsum("nc,bchw->bnhw", entry.input.matrix(), image)
        expected = expected + torch.tensor(entry.input.offset, dtype=torch.float64).view(1, 3, 1, 1)
        torch.testing.assert_close(entry.input.apply(image), expected, rtol=1e-12, atol=1e-12)


def convolution_relu(value: Array, weight: Array, bias: Array, padding: Padding) -> Array:
    """3x3, same size: the sum over channels and the nine shifts, written out."""
    framed = np.pad(value, ((0, 0), (1, 1), (1, 1)), mode="constant" if padding == "zeros" else "edge")
    height, width = value.shape[1:]
    out = np.zeros((weight.shape[0], height, width)) + bias[:, None, None]
    for row in range(3):
        for column in range(3):
            shifted = framed[:, row : row + height, column : column + width]
            out += np.einsum("oc,chw->ohw", weight[:, :, row, column], shifted)
    return np.maximum(out, 0.0)


def pool(value: Array, pooling: Pooling) -> Array:
    height, width = value.shape[1] // 2, value.shape[2] // 2
    cells = value[:, : 2 * height, : 2 * width].reshape(-1, height, 2, width, 2)
    return np.asarray(cells.max(axis=(2, 4)) if pooling == "max" else cells.mean(axis=(2, 4)))
