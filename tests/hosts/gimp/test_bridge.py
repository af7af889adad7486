"""The gimpfu bridge in real GIMPs: whatever a plug-in calls must do in GIMP 3 what it does in GIMP 2.10."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from comparing import difference, pixels
from compatibility import README, table, with_table
from gimp_host import VERSIONS

from plugin_gimp.gimpfu.constants import constants

Results = Callable[[str], dict[str, Any]]

# Mean difference of pixels that is allowed where GIMP 3 computes otherwise: its own hue and saturation, and noise
# rounded in another place.
ALLOWED = {"gimp-hue-saturation": 3.0, "cloth": 3.0}
# What the two programs rightly answer differently; tests of their own below look at these.
OWN_TESTS = ("theirs", "ours", "database", "refusal", "tables")


def names() -> list[str]:
    """The names of all checks, read from the files that run inside GIMP."""
    space: dict[str, Any] = {**constants(), "gimp": None, "FOLDER": ""}
    for file in ("scene", "filters", "procedures", "objects", "constants", "plugins", "tables"):
        source = (Path(__file__).parent / "checks" / f"{file}.py").read_text()
        exec(compile(source, file, "exec"), space)
    found = ["filter " + name for name in space["FILTER_CHECKS"]]
    for group in ("PROCEDURE_CHECKS", "OBJECT_CHECKS", "CONSTANT_CHECKS", "PLUGIN_CHECKS", "TABLE_CHECKS"):
        found += space[group]
    return [name for name in found if name not in OWN_TESTS]


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("version", VERSIONS)
def test_the_bridge_does_what_gimp_2_10_does(version: str, name: str, bridge: Results) -> None:
    found = bridge(version)[name]
    assert "error" not in found, found["error"]
    if version == "2.10":
        return  # it is the measure for the others, and ran without an error
    expected = bridge("2.10")[name]["value"]
    told = bridge(version)["tables"]["value"].get(
        name.removeprefix("filter ").partition(":")[0], ["", "", True]
    )
    if name.startswith("filter") and not told[2]:
        size = ("width", "height", "bpp")
        assert [found["value"][key] for key in size] == [expected[key] for key in size]
        return
    assert difference(expected, found["value"], ALLOWED.get(name, 0.7)) == ""


@pytest.mark.parametrize("version", VERSIONS)
def test_every_constant_has_the_number_that_this_gimp_means_by_it(version: str, bridge: Results) -> None:
    ours, theirs = bridge(version)["ours"]["value"], bridge(version)["theirs"]["value"]
    checked = 0
    for enumeration, values in ours.items():
        for name, number in values.items():
            if name in theirs.get(enumeration, {}):
                assert theirs[enumeration][name] == number, f"{name} of {enumeration}"
                checked += 1
    assert checked > 250


@pytest.mark.parametrize("version", ["3.0", "3.2"])
def test_every_procedure_of_gimp_2_10_is_there_renamed_reshaped_or_refused_by_name(
    version: str, bridge: Results
) -> None:
    there, told = set(bridge(version)["database"]["value"]), bridge(version)["tables"]["value"]
    ours = ("python-fu-", "plug-in-impasto", "file-impraw", "extension-script-fu")
    unknown = [
        name
        for name in bridge("2.10")["database"]["value"]
        if name not in there and name not in told and not name.startswith(ours)
    ]
    assert unknown == []


@pytest.mark.parametrize("version", ["3.0", "3.2"])
def test_every_renamed_procedure_exists_under_its_new_name(version: str, bridge: Results) -> None:
    there = set(bridge(version)["database"]["value"])
    told = bridge(version)["tables"]["value"]
    assert [row[1] for row in told.values() if row[0] == "renamed" and row[1] not in there] == []


@pytest.mark.parametrize("version", ["3.0", "3.2"])
def test_what_gimp_3_lacks_is_refused_with_its_name_and_the_other_way(version: str, bridge: Results) -> None:
    sentence = bridge(version)["refusal"]["value"]
    assert "gimp-path-list" in sentence and "gimp-vectors" in sentence


@pytest.mark.parametrize("version", VERSIONS)
def test_the_file_plug_in_writes_the_very_pixels(version: str, bridge: Results) -> None:
    loaded, layer, header, same = bridge(version)["raw-export"]["value"]
    assert header.startswith("IMPRAW 64 48 4") and same is True and layer == "raw"
    assert pixels(loaded).shape == (48, 64, 4)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_sphere_is_lit_from_the_upper_right(version: str, bridge: Results) -> None:
    picture = pixels(bridge(version)["sphere"]["value"]).astype(int)
    height, width, _ = picture.shape
    lit, dark = picture[height // 2 - 10, width // 2 + 10], picture[height // 2 + 10, width // 2 - 10]
    assert tuple(picture[0, 0]) == (250, 240, 230)
    assert lit[0] > dark[0] and lit[0] > 180


def test_the_table_in_the_readme_is_current(bridge: Results) -> None:
    database, there = (bridge(version)["database"]["value"] for version in ("2.10", "3.0"))
    text = README.read_text(encoding="utf-8")
    made = with_table(text, table(database, bridge("3.0")["tables"]["value"], there))
    assert text == made, "run: python tests/hosts/gimp/compatibility.py"
