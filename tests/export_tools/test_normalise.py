"""Normalised weights: every filter's mean activation is 1, and the network does what it did."""

from __future__ import annotations

from pathlib import Path

import pytest
import skimage.data
import torch
from PIL import Image
from torch import Tensor

from export_tools import normalise
from export_tools.normalise import mean_activations, normalised
from models.catalogue import entry
from models.layers import Pooling
from models.library import load_network
from models.vgg import VGG, taps_of
from models.weights import load_weights


def photographs() -> list[Tensor]:
    pictures = (skimage.data.chelsea(), skimage.data.coffee(), skimage.data.astronaut())
    return [
        torch.from_numpy(picture[:200:2, 100:340:2].copy()).permute(2, 0, 1)[None].float()
        for picture in pictures
    ] + [torch.from_numpy(pictures[2][-64:, :72].copy()).permute(2, 0, 1)[None].float()]


def network(pooling: Pooling = "average") -> VGG:
    loaded = load_network("vgg16", pooling)
    assert isinstance(loaded, VGG)
    return loaded


@pytest.mark.parametrize("pooling", ["max", "average"])
def test_every_filter_that_answers_gets_a_mean_activation_of_one(pooling: Pooling) -> None:
    original = network(pooling)
    scales = mean_activations(original, photographs())
    rescaled = VGG("vgg16", normalised(original, scales), original.normalisation, pooling)
    for tap, means in mean_activations(rescaled, photographs()).items():
        answers = scales[tap] > 0
        assert float(answers.double().mean()) > 0.5
        assert float((means[answers] - 1.0).abs().max()) < 1e-3


def test_the_features_are_the_old_ones_in_new_units() -> None:
    original = network()
    scales = mean_activations(original, photographs())
    rescaled = VGG("vgg16", normalised(original, scales), original.normalisation, "average")
    image = photographs()[3]
    taps = taps_of("vgg16")
    before, after = original(image, taps), rescaled(image, taps)
    for tap in taps:
        factor = torch.where(scales[tap] > 0, scales[tap], 1.0).float().view(1, -1, 1, 1)
        torch.testing.assert_close(
            after[tap] * factor, before[tap], rtol=1e-3, atol=1e-5 * float(before[tap].max())
        )


def test_pictures_of_different_sizes_count_by_their_positions() -> None:
    original = network()
    small, large = photographs()[3], photographs()[0]
    with torch.no_grad():
        values = [original(image, ["conv2_2"])["conv2_2"].flatten(2) for image in (small, large)]
    expected = torch.cat(values, dim=2).double().mean(dim=(0, 2))
    torch.testing.assert_close(mean_activations(original, [small, large])["conv2_2"], expected)


def test_a_filter_that_no_picture_makes_answer_is_left_as_it_is() -> None:
    original = network()
    scales = mean_activations(original, photographs())
    scales["conv1_1"][5] = 0.0
    weights = normalised(original, scales)
    assert torch.equal(weights["conv1_1.weight"][5], original.convolution("conv1_1")[0][5])
    assert all(bool(torch.isfinite(tensor).all()) for tensor in weights.values())


def test_the_command_line_puts_the_network_where_the_engine_finds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.fromarray(skimage.data.coffee()[:120, :160]).save(folder / "coffee.png")
    (folder / "notes.txt").write_text("not a picture")
    monkeypatch.setenv("IMPASTO_CACHE", str(tmp_path / "cache"))
    words = ["--images", str(folder), "--network", "vgg16", "--size", "96"]
    assert normalise.main(words) == 0
    printed = capsys.readouterr().out
    assert all(tap in printed for tap in ("conv1_1", "conv3_3", "conv5_3"))
    weights = load_weights(entry("vgg16-normalised"), fetch=False)
    assert not torch.equal(weights["conv1_1.weight"], network().convolution("conv1_1")[0])


def test_a_folder_without_pictures_is_refused_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert normalise.main(["--images", str(tmp_path / "nowhere")]) == 1
    assert "There are no pictures" in capsys.readouterr().err
