from __future__ import annotations

from pathlib import Path

import numpy as np
import paint_styles
import pytest
from PIL import Image

SAMPLES = Path(__file__).parents[2] / "docs" / "samples"
NAMES = list(paint_styles.PAINTERS)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_paints_the_same_picture(name: str) -> None:
    first = paint_styles.paint_picture(name, 128, 96)
    second = paint_styles.paint_picture(name, 128, 96)
    assert first.shape == (96, 128, 3)
    assert first.dtype == np.uint8
    np.testing.assert_array_equal(first, second)


def test_another_seed_paints_another_picture() -> None:
    paint = paint_styles.PAINTERS["burning_sky"]
    one, other = (paint(np.random.default_rng(seed), 128, 96) for seed in (1, 2))
    assert np.abs(one.astype(float) - other).mean() > 5


@pytest.mark.parametrize("name", NAMES)
def test_the_stored_picture_has_the_stated_size_and_strong_lights_and_darks(name: str) -> None:
    file = SAMPLES / f"{name}.jpg"
    assert file.stat().st_size < paint_styles.LARGEST_FILE
    with Image.open(file) as picture:
        assert picture.size == (paint_styles.WIDTH, paint_styles.HEIGHT)
        lightness = np.asarray(picture.convert("L"), float)
    assert np.percentile(lightness, 95) - np.percentile(lightness, 5) > 100


def test_a_stored_picture_is_what_the_program_paints() -> None:
    painted = paint_styles.paint_picture("stained_discs").astype(float)
    with Image.open(SAMPLES / "stained_discs.jpg") as picture:
        stored = np.asarray(picture, float)
    assert np.abs(painted - stored).mean() < 6  # what JPEG loses; another arrangement differs by more than 50


def test_an_unknown_name_is_answered_with_the_names_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.argv", ["paint_styles.py", "sunflowers", "--out", str(tmp_path)])
    with pytest.raises(SystemExit):
        paint_styles.main()
    assert "swirling_night" in capsys.readouterr().err
