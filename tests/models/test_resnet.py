"""ResNet-50: shapes, laziness, and reading the checkpoints that people have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from models import resnet
from models.catalogue import Entry, FileSource, entry
from models.layers import Padding, Pooling
from models.library import load_network
from models.missing import ModelMissing
from models.networks import build
from models.weights import fetch_weights, load_weights

CHANNELS = {"conv1": 64, "stage1": 256, "stage2": 512, "stage3": 1024, "stage4": 2048}


def picture(height: int, width: int) -> Tensor:
    return torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(1)) * 255.0


@pytest.mark.parametrize("pooling", ["max", "average"])
@pytest.mark.parametrize("padding", ["zeros", "replicate"])
def test_each_tap_halves_the_size_rounding_up(pooling: Pooling, padding: Padding) -> None:
    features = load_network("resnet50-random", pooling, padding)(picture(65, 47), resnet.TAPS)
    height, width = 65, 47
    for tap in ("conv1", "stage1", "stage2", "stage3", "stage4"):
        height, width = (height + 1) // 2, (width + 1) // 2
        assert features[tap].shape == (1, CHANNELS[tap], height, width)
        assert features[tap].min() >= 0.0
        assert bool(torch.isfinite(features[tap]).all())


def test_stages_deeper_than_the_deepest_tap_are_never_computed() -> None:
    network = load_network("resnet50-random")
    computed: list[int] = []
    for index, stage in enumerate(network.stages, start=1):  # type: ignore[arg-type]
        stage.register_forward_hook(lambda *_, index=index: computed.append(index))
    network(picture(32, 32), ["stage2"])
    assert computed == [1, 2]
    assert list(network.parameters()) == []


def test_an_unknown_tap_and_a_picture_too_small_are_refused() -> None:
    network = load_network("resnet50-random")
    with pytest.raises(ValueError, match=r"no layer named 'stage5'.*stage4"):
        network(picture(32, 32), ["stage5"])
    with pytest.raises(ValueError, match="at least 32 pixels"):
        network(picture(31, 32), ["stage4"])


def trained_state(seed: int) -> dict[str, Tensor]:
    """A state dict as torchvision's resnet50() has it, with batch normalisation that does something."""
    generator = torch.Generator().manual_seed(seed)
    state: dict[str, Tensor] = {"fc.weight": torch.zeros(2, 2), "fc.bias": torch.zeros(2)}

    def add(convolution: str, normalisation: str, shape: tuple[int, int, int, int]) -> None:
        deviation = (2.0 / (shape[1] * shape[2] * shape[3])) ** 0.5
        state[f"{convolution}.weight"] = torch.randn(shape, generator=generator) * deviation
        state[f"{normalisation}.weight"] = torch.rand(shape[0], generator=generator) + 0.1
        state[f"{normalisation}.bias"] = torch.randn(shape[0], generator=generator) * 0.1
        state[f"{normalisation}.running_mean"] = torch.randn(shape[0], generator=generator) * 0.1
        state[f"{normalisation}.running_var"] = torch.rand(shape[0], generator=generator) + 0.5
        state[f"{normalisation}.num_batches_tracked"] = torch.tensor(100)

    add("conv1", "bn1", (64, 3, 7, 7))
    channels = 64
    for layer, (count, inside) in enumerate(((3, 64), (4, 128), (6, 256), (3, 512)), start=1):
        for index in range(count):
            where = f"layer{layer}.{index}"
            add(f"{where}.conv1", f"{where}.bn1", (inside, channels, 1, 1))
            add(f"{where}.conv2", f"{where}.bn2", (inside, inside, 3, 3))
            add(f"{where}.conv3", f"{where}.bn3", (inside * 4, inside, 1, 1))
            if index == 0:
                add(f"{where}.downsample.0", f"{where}.downsample.1", (inside * 4, channels, 1, 1))
            channels = inside * 4
    return state


def transcription(state: dict[str, Tensor], image: Tensor) -> dict[str, Tensor]:
    """torchvision's forward pass written out on its own state dict, batch normalisation and all, in float64."""
    state = {name: tensor.double() for name, tensor in state.items()}

    def block(
        value: Tensor, convolution: str, normalisation: str, stride: int = 1, padding: int = 0
    ) -> Tensor:
        value = functional.conv2d(value, state[f"{convolution}.weight"], stride=stride, padding=padding)
        names = ("running_mean", "running_var", "weight", "bias")
        return functional.batch_norm(value, *(state[f"{normalisation}.{name}"] for name in names))

    mean = torch.tensor([0.485, 0.456, 0.406]).double().view(1, 3, 1, 1)
    std = torch.tensor([0.229, 0.224, 0.225]).double().view(1, 3, 1, 1)
    value = functional.relu(block((image.double() / 255 - mean) / std, "conv1", "bn1", 2, 3))
    features = {"conv1": value}
    value = functional.max_pool2d(value, 3, 2, 1)
    for layer, count in enumerate((3, 4, 6, 3), start=1):
        for index in range(count):
            where = f"layer{layer}.{index}"
            stride = 2 if layer > 1 and index == 0 else 1
            kept = (
                block(value, f"{where}.downsample.0", f"{where}.downsample.1", stride)
                if index == 0
                else value
            )
            value = functional.relu(block(value, f"{where}.conv1", f"{where}.bn1"))
            value = functional.relu(block(value, f"{where}.conv2", f"{where}.bn2", stride, 1))
            value = functional.relu(block(value, f"{where}.conv3", f"{where}.bn3") + kept)
        features[f"stage{layer}"] = value
    return features


def mine() -> Entry:
    return replace(entry("resnet50-robust"), name="mine", source=FileSource("A test makes it."))


class Options:
    """What a training program pickles beside its weights: an object of a class that we do not have."""

    def __init__(self) -> None:
        self.learning_rate = 0.1


@pytest.mark.parametrize("kind", ["torchvision", "robust", "parallel"])
def test_a_checkpoint_gives_the_features_of_torchvisions_forward_pass(
    kind: str, tmp_path: Path, empty_cache: Path
) -> None:
    state = trained_state(seed=5)
    checkpoint: dict[str, object] = dict(state)
    if kind == "robust":
        twice = {f"module.model.{name}": tensor for name, tensor in state.items()}
        twice |= {f"module.attacker.model.{name}": tensor for name, tensor in state.items()}
        checkpoint = {
            "model": twice,
            "epoch": 90,
            "args": Options(),
            "schedule": nn.Linear(1, 1).state_dict(),
        }
    if kind == "parallel":
        checkpoint = {"state_dict": {f"module.{name}": tensor for name, tensor in state.items()}}
    torch.save(checkpoint, tmp_path / "resnet.pt")
    fetch_weights(mine(), file=tmp_path / "resnet.pt")
    network = build("resnet50", load_weights(mine()), mine().input).double()
    image = picture(49, 70)
    features = network(image.double(), resnet.TAPS)
    for tap, expected in transcription(state, image).items():
        difference = float((features[tap] - expected).abs().max() / expected.abs().max())
        assert difference < 1e-6, tap


def test_a_checkpoint_of_another_network_is_refused_with_the_reason(
    tmp_path: Path, empty_cache: Path
) -> None:
    state = {name: tensor for name, tensor in trained_state(5).items() if not name.startswith("layer3.5")}
    torch.save(state, tmp_path / "resnet.pt")
    with pytest.raises(ModelMissing, match=r"no tensor named layer3\.5\.bn1\.weight"):
        fetch_weights(mine(), file=tmp_path / "resnet.pt")
    state = trained_state(5) | {"layer4.0.conv1.weight": torch.zeros(256, 1024, 1, 1)}
    torch.save(state, tmp_path / "resnet.pt")
    with pytest.raises(ModelMissing, match=r"shape|size"):
        fetch_weights(mine(), file=tmp_path / "resnet.pt")


def test_random_weights_are_the_same_for_everyone() -> None:
    first = load_network("resnet50-random").stem.weight  # type: ignore[union-attr]
    assert float(first.std()) == pytest.approx((2 / (3 * 7 * 7)) ** 0.5, rel=0.02)
    again = torch.randn(64, 3, 7, 7, generator=torch.Generator().manual_seed(0)) * (2 / 147) ** 0.5
    torch.testing.assert_close(first, again)
