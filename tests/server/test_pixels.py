"""Wire pixels become sRGB tensors and come back in their own size, depth, profile and alpha."""

from __future__ import annotations

import io

import imagecodecs
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageCms

from server.commission import Commission, Pixels, StylePicture
from server.pixels import coverage_of, finished, preview, previewer, srgb_image, style_spec
from server.profiles import is_srgb

# Adobe RGB (1998) and Rec. 2020 with a plain gamma: matrix profiles with wide primaries.
ADOBE_RGB: bytes = imagecodecs.cms_profile(
    "rgb",
    whitepoint=(0.3127, 0.3290, 1.0),
    primaries=(0.64, 0.33, 1, 0.21, 0.71, 1, 0.15, 0.06, 1),
    gamma=2.2,
)
GRAY: bytes = imagecodecs.cms_profile("gray", whitepoint=(0.3127, 0.3290, 1.0), gamma=2.2)
LINEAR: bytes = imagecodecs.cms_profile(
    "rgb",
    whitepoint=(0.3127, 0.3290, 1.0),
    primaries=(0.64, 0.33, 1, 0.30, 0.60, 1, 0.15, 0.06, 1),
    gamma=1.0,
)
DTYPES = (np.uint8, np.uint16, np.float32)


def random_pixels(dtype: type, height: int = 9, width: int = 14, profile: bytes = b"") -> Pixels:
    random = np.random.default_rng(height * width)
    unit = random.random((height, width, 4))
    if dtype is np.float32:
        return Pixels(unit.astype(np.float32), profile)
    return Pixels(np.rint(unit * np.iinfo(dtype).max).astype(dtype), profile)


def commission(content: Pixels, mask: NDArray | None = None) -> Commission:
    return Commission(content, (StylePicture(content),), apply_mask=mask)


def scale_of(dtype: type) -> float:
    return 1.0 if dtype is np.float32 else float(np.iinfo(dtype).max)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("profile", [b"", imagecodecs.cms_profile("srgb")], ids=["no profile", "sRGB"])
def test_srgb_values_reach_the_engine_as_they_are(dtype: type, profile: bytes) -> None:
    pixels = random_pixels(dtype, profile=profile)
    expected = pixels.values[..., :3].astype(np.float64) / scale_of(dtype)
    image = srgb_image(pixels)
    assert image.shape == (3, 9, 14) and image.dtype == torch.float32 and image.is_contiguous()
    assert np.abs(image.permute(1, 2, 0).numpy() - expected).max() < 1e-6


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("profile", [b"", ADOBE_RGB, LINEAR], ids=["sRGB", "Adobe RGB", "linear"])
def test_an_unchanged_picture_comes_back_in_its_own_depth_and_profile(dtype: type, profile: bytes) -> None:
    # Colours inside sRGB: what lies outside cannot come back from it.
    inside = srgb_image(random_pixels(np.float32, profile=b"")) * 0.6 + 0.2
    pixels = finished(commission(random_pixels(dtype, profile=profile)), inside)
    again = finished(commission(pixels), srgb_image(pixels))
    assert again.values.dtype == dtype and again.icc_profile == profile
    difference = np.abs(again.values.astype(np.float64) - pixels.values.astype(np.float64)).max()
    assert difference <= {np.uint8: 0, np.uint16: 3, np.float32: 1e-4}[dtype]


@pytest.mark.parametrize("dtype", DTYPES)
def test_outside_the_mask_the_result_is_the_original_to_the_bit(dtype: type) -> None:
    for profile in (b"", ADOBE_RGB):
        content = random_pixels(dtype, 300, 20, profile)  # more rows than one band
        mask = np.zeros((300, 20), np.uint8)
        mask[100:290, 5:15] = 255
        result = finished(commission(content, mask), 1 - srgb_image(content))
        outside = mask == 0
        assert result.values[outside].tobytes() == content.values[outside].tobytes()
        assert not np.array_equal(result.values[~outside], content.values[~outside])


def test_not_even_a_nan_outside_the_mask_is_touched() -> None:
    content = random_pixels(np.float32)
    content.values[0, 0, :3] = (np.nan, np.inf, -3.0)
    mask = np.zeros((9, 14), np.uint8)
    mask[5:] = 200
    result = finished(commission(content, mask), torch.rand(3, 9, 14))
    assert result.values[0, 0].tobytes() == content.values[0, 0].tobytes()
    assert torch.isfinite(srgb_image(content)).all()


@given(share=st.integers(0, 255), dtype=st.sampled_from(DTYPES))
@settings(max_examples=40, deadline=None)
def test_feathering_mixes_linearly_in_the_layers_own_values(share: int, dtype: type) -> None:
    content = random_pixels(dtype, profile=ADOBE_RGB)
    painted = torch.rand(3, 9, 14, generator=torch.Generator().manual_seed(share))
    mask = np.full((9, 14), share, np.uint8)
    whole = finished(commission(content), painted).values.astype(np.float64)
    mixed = finished(commission(content, mask), painted).values.astype(np.float64)
    original = content.values.astype(np.float64)
    expected = original + (whole - original) * share / 255
    assert np.abs(mixed - expected)[..., :3].max() <= (1e-5 if dtype is np.float32 else 1.01)


def test_the_engine_may_paint_wherever_the_mask_is_not_zero() -> None:
    mask = np.array([[0, 1, 128, 255]], np.uint8)
    spec = style_spec(commission(random_pixels(np.uint8, 1, 4), mask))
    assert spec.apply_mask is not None and spec.apply_mask.tolist() == [[0, 1, 1, 1]]


@pytest.mark.parametrize("dtype", DTYPES)
def test_alpha_is_kept_and_told_to_the_engine(dtype: type) -> None:
    content = random_pixels(dtype)
    coverage = coverage_of(content)
    assert coverage is not None
    assert np.allclose(coverage.numpy(), content.values[..., 3] / scale_of(dtype), atol=1e-6)
    result = finished(commission(content), torch.rand(3, 9, 14))
    assert np.array_equal(result.values[..., 3], content.values[..., 3])


def test_an_opaque_picture_has_no_coverage() -> None:
    content = random_pixels(np.uint16)
    content.values[..., 3] = 65535
    assert coverage_of(content) is None


def test_adobe_rgb_agrees_with_an_independent_use_of_littlecms() -> None:
    pixels = random_pixels(np.uint8, profile=ADOBE_RGB)
    transform = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(ADOBE_RGB)), ImageCms.createProfile("sRGB"), "RGB", "RGB", 1
    )
    expected = np.asarray(ImageCms.applyTransform(Image.fromarray(pixels.values[..., :3].copy()), transform))
    found = srgb_image(pixels).permute(1, 2, 0).numpy() * 255
    assert np.abs(found - expected).max() <= 1.5


@pytest.mark.parametrize("dtype", DTYPES)
def test_wide_colours_are_seen_as_littlecms_sees_them_at_every_depth(dtype: type) -> None:
    eight = random_pixels(np.uint8, profile=ADOBE_RGB)
    values = eight.values.astype(np.float64) / 255 * scale_of(dtype)
    same = Pixels((values if dtype is np.float32 else np.rint(values)).astype(dtype), ADOBE_RGB)
    difference = (srgb_image(same) - srgb_image(eight)).abs().max().item()
    assert difference < 0.6 / 255


def test_a_gray_profile_stays_gray_and_comes_back() -> None:
    content = random_pixels(np.uint8, profile=GRAY)
    content.values[..., 1] = content.values[..., 2] = content.values[..., 0]
    image = srgb_image(content)
    assert torch.allclose(image[0], image[1], atol=1e-3) and torch.allclose(image[0], image[2], atol=1e-3)
    again = finished(commission(content), image)
    # Two steps in the deepest shadows, where gamma 2.2 is flatter than sRGB.
    assert np.abs(again.values.astype(int) - content.values.astype(int)).max() <= 2


def test_only_srgb_counts_as_srgb() -> None:
    assert is_srgb(b"") and is_srgb(imagecodecs.cms_profile("srgb"))
    assert is_srgb(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    assert not is_srgb(ADOBE_RGB) and not is_srgb(LINEAR) and not is_srgb(GRAY)


def test_a_preview_shows_the_soft_edge_of_the_mask() -> None:
    black = Pixels(np.zeros((40, 60, 4), np.uint8))
    black.values[..., 3] = 255
    mask = np.tile(np.linspace(0, 255, 60).astype(np.uint8), (40, 1))
    white = torch.ones(3, 40, 60)  # what the engine gives where it may paint at all
    shown = previewer(commission(black, mask))(white)
    assert np.abs(shown[..., 0].astype(int) - mask).max() <= 1


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [(100, 60, (60, 100)), (2000, 1000, (256, 512)), (7, 4000, (512, 1))],
)
def test_a_preview_is_small_and_keeps_its_shape(width: int, height: int, expected: tuple[int, int]) -> None:
    rgb = preview(torch.full((3, height, width), 0.5))
    assert rgb.shape == (*expected, 3) and rgb.dtype == np.uint8
    assert (rgb == 128).all()
