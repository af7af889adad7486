"""The plug-in in real GIMPs, against the real server with real weights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from comparing import pixels
from gimp_host import VERSIONS, Room
from PIL import Image

from server.install.gimp import dialog_description

Results = Callable[[str], dict[str, Any]]
OTHER = {"style_strength": 2.5, "colors": "keep", "seed": 7}


QUICK = "iterations = 2; scales = 1; size = 64"
SCRIPT_FU = {
    "2": """
(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE "{folder}/red.png" "red.png")))
       (layer (car (gimp-image-get-active-layer image))))
  (gimp-item-set-name layer "red.png")
  (let ((result (car (plug-in-impasto RUN-NONINTERACTIVE image layer -1 "{folder}/blue.png" "Impasto" "transfer"
                                      1 1 512 1 "style" "free" 0 TRUE "" "{settings}" "{address}"))))
    (call-with-output-file "{folder}/painted" (lambda (port) (display (car (gimp-item-get-name result)) port)))))
""",
    "3": """
(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE "{folder}/red.png")))
       (layer (vector-ref (car (gimp-image-get-layers image)) 0))
       (result (begin (gimp-item-set-name layer "red.png")
                      (car (plug-in-impasto #:run-mode RUN-NONINTERACTIVE #:image image #:drawables (vector layer)
                                            #:style-file "{folder}/blue.png" #:settings "{settings}"
                                            #:server-address "{address}")))))
  (call-with-output-file "{folder}/painted" (lambda (port) (display (car (gimp-item-get-name result)) port))))
""",
}


@pytest.fixture(scope="module")
def painted(rooms: Callable[[str], Room], server: str) -> Results:
    found: dict[str, dict[str, Any]] = {}

    def results(version: str) -> dict[str, Any]:
        if version not in found:
            parameters = [each["default"] for each in dialog_description()["parameters"]]
            other = [OTHER.get(each["name"], each["default"]) for each in dialog_description()["parameters"]]
            settings = {"ADDRESS": server, "PARAMETERS": parameters, "OTHER_PARAMETERS": other}
            found[version] = rooms(version).check(("scene", "impasto"), "IMPASTO_CHECKS", settings)
        return found[version]

    return results


def value(painted: Results, version: str, name: str) -> Any:
    result = painted(version)[name]
    assert "error" not in result, result["error"]
    return result["value"]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_result_is_a_layer_above_the_source_of_its_size_and_place(version: str, painted: Results) -> None:
    told = value(painted, version, "feathered-selection")
    assert told["name"] == "base in the style of Waves"
    assert told["layers"] == ["base in the style of Waves", "base"]
    assert told["size"] == [64, 48] and told["offsets"] == [0, 0]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_source_is_untouched_and_the_result_is_another_picture(version: str, painted: Results) -> None:
    told = value(painted, version, "feathered-selection")
    assert (pixels(told["source"]) == pixels(told["before"])).all()
    assert (pixels(told["pixels"])[..., :3] != pixels(told["source"])[..., :3]).mean() > 0.5


@pytest.mark.parametrize("version", VERSIONS)
def test_the_layer_mask_is_the_selection_to_the_value(version: str, painted: Results) -> None:
    told = value(painted, version, "feathered-selection")
    mask = pixels(told["mask"])
    assert (mask == pixels(told["selection"])).all()
    assert len(np.unique(mask)) > 10  # feathered


@pytest.mark.parametrize("version", VERSIONS)
def test_the_parasite_holds_what_repeats_the_picture(version: str, painted: Results) -> None:
    note = value(painted, version, "feathered-selection")["note"]
    assert note["preset"] == "Impasto" and note["style"] == "Waves"
    assert note["parameters"]["iterations"] == 2 and note["parameters"]["size"] == 64


@pytest.mark.parametrize("version", VERSIONS)
def test_a_selection_that_is_not_wanted_leaves_no_mask(version: str, painted: Results) -> None:
    assert value(painted, version, "selection-unused")["mask"] is None


@pytest.mark.parametrize("version", VERSIONS)
def test_in_a_group_the_result_lies_in_the_group_at_the_same_place(version: str, painted: Results) -> None:
    told = value(painted, version, "group-and-offsets")
    assert told["parent"] == "GroupLayer group" and told["offsets"] == [-7, 9] and told["size"] == [64, 48]
    mask = pixels(told["mask"])[..., 0]
    assert (mask[:11, 7:27] == 255).all() and mask.sum() == 255 * 11 * 20


@pytest.mark.parametrize("name, kind", [("gray", 3), ("16-bit", 1), ("float", 1)])
@pytest.mark.parametrize("version", VERSIONS)
def test_gray_and_deep_images_get_a_layer_of_their_own_kind(
    version: str, name: str, kind: int, painted: Results
) -> None:
    told = value(painted, version, name)
    assert told["type"] == kind
    assert (pixels(told["pixels"]) != pixels(told["source"])).mean() > 0.3


@pytest.mark.parametrize("version", VERSIONS)
def test_the_style_may_be_a_file(version: str, painted: Results) -> None:
    assert value(painted, version, "style-file")["name"] == "base in the style of the waves"


@pytest.mark.parametrize("version", VERSIONS)
def test_regions_are_named_channels(version: str, painted: Results) -> None:
    assert value(painted, version, "regions")["size"] == [64, 48]


@pytest.mark.parametrize("version", VERSIONS)
def test_layers_and_groups_are_regions_too_and_their_pairing_matters(version: str, painted: Results) -> None:
    straight, crossed = map(pixels, value(painted, version, "regions-of-layers"))
    assert (straight != crossed).mean() > 0.2


@pytest.mark.parametrize("version", VERSIONS)
def test_preset_and_sliders_reach_the_server(version: str, painted: Results) -> None:
    note = value(painted, version, "other-parameters")
    assert note["preset"] == "GatysMax"
    assert {name: note["parameters"][name] for name in OTHER} == OTHER


@pytest.mark.parametrize("version", VERSIONS)
def test_transparency_stays(version: str, painted: Results) -> None:
    told = value(painted, version, "alpha")
    assert (pixels(told["pixels"])[..., 3] == pixels(told["source"])[..., 3]).all()
    assert set(np.unique(pixels(told["pixels"])[..., 3])) == {90, 255}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_layer_mask_stays_with_its_layer(version: str, painted: Results) -> None:
    told = value(painted, version, "layer-mask")
    assert told["mask"] is None and not pixels(told["its mask"]).any()
    assert (pixels(told["pixels"])[..., 3] == 255).all()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_group_is_painted_as_it_is_seen(version: str, painted: Results) -> None:
    told = value(painted, version, "group")
    assert told["layers"] == ["group in the style of Waves", "group", "base"]
    assert told["size"] == [64, 48] and told["offsets"] == [5, 6]


@pytest.mark.parametrize("version", VERSIONS)
def test_deep_images_get_more_than_8_bits(version: str, painted: Results) -> None:
    assert value(painted, version, "16-bit")["finer than 8 bits"]
    assert value(painted, version, "float")["finer than 8 bits"]


@pytest.mark.parametrize(
    "name, words",
    [
        ("refused-channel", "not a layer"),
        ("refused-no-server", "impasto serve"),
        ("refused-no-file", "/nowhere/at all.png|style-file"),  # GIMP 3 itself refuses it, by the argument's name
        ("refused-pair", "name in this image = name in the style's image"),
        ("refused-indexed", "Image > Mode > RGB"),
        ("refused-no-style", "Choose a style"),
        ("refused-selection-elsewhere", "does not touch"),
        ("refused-no-such-region", "Nowhere"),
        ("refused-setting", "iterations"),
        ("refused-unknown-setting", "glitter"),
    ],
)
@pytest.mark.parametrize("version", VERSIONS)
def test_what_cannot_be_painted_is_refused_in_a_sentence(
    version: str, name: str, words: str, painted: Results
) -> None:
    sentence = value(painted, version, name)
    assert any(each in sentence for each in words.split("|")) and "Traceback" not in sentence


@pytest.mark.parametrize("version", VERSIONS)
def test_a_wrong_key_is_refused_in_a_sentence_that_tells_where_it_lies(
    version: str, rooms: Callable[[str], Room], server: str
) -> None:
    parameters = [each["default"] for each in dialog_description()["parameters"]]
    settings = {"ADDRESS": server, "PARAMETERS": parameters, "OTHER_PARAMETERS": parameters}
    found = rooms(version).check(("scene", "impasto"), "{'key': refused()}", settings, {"IMPASTO_TOKEN": "wrong"})
    sentence = found["key"]["value"]
    assert "token" in sentence and "Traceback" not in sentence


@pytest.mark.parametrize("version", VERSIONS)
def test_script_fu_paints_in_a_batch(version: str, rooms: Callable[[str], Room], server: str) -> None:
    room = rooms(version)
    for name, color in (("red", (200, 30, 30)), ("blue", (30, 30, 200))):
        Image.new("RGB", (64, 48), color).save(room.folder / f"{name}.png")
    room.batch(SCRIPT_FU[version[0]].format(folder=room.inside, address=server, settings=QUICK))
    assert (room.folder / "painted").read_text() == "red.png in the style of blue"
