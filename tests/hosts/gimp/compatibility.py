"""Writes the compatibility table of plugin_gimp/README.md from the bridge's tables and two real GIMPs:
`python tests/hosts/gimp/compatibility.py`. A test checks that the file is current."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
README = ROOT / "plugin_gimp" / "README.md"
START, END = "<!-- generated: compatibility -->", "<!-- end of the generated part -->"
# Procedures of the tests' own plug-ins and of Impasto.
OURS = ("python-fu-", "plug-in-impasto", "file-impraw", "extension-script-fu")


def table(database: Iterable[str], told: Mapping[str, list[Any]], there: Iterable[str]) -> str:
    """The generated part. database: names in GIMP 2.10; told: the bridge's rows; there: names in GIMP 3."""
    from plugin_gimp.gimpfu.constants import constants
    from plugin_gimp.gimpfu.parameter_types import TYPES

    names = sorted(name for name in database if not name.startswith(OURS))
    kinds = {name: _kind(name, told, set(there)) for name in names}
    counts = Counter(kinds.values())
    lines = ["| procedures of GIMP 2.10.34 | in GIMP 3.0 and 3.2 |", "| --- | --- |"]
    lines += [f"| {counts[kind]} | {words} |" for kind, words in _WORDS.items() if counts[kind]]
    lines += [
        f"| **{len(names)}** | all of them |",
        "",
        f"Constants: {len(constants())} names, with GIMP 2.10's numbers.",
        "",
    ]
    lines += [
        "### Parameter types",
        "",
        "| type | also | GIMP 2.10 | GIMP 3 | widget of the GIMP 2.10 dialog |",
    ]
    lines += ["| --- | --- | --- | --- | --- |"]
    lines += [
        f"| {row.name} | {', '.join(row.aliases)} | {_PDB[row.gimp2]} | {row.gimp3} | {row.widget} |"
        for row in TYPES
    ]
    lines += ["", *_objects(), *_filters(told), *_absent(names, told)]
    return "\n".join(lines)


_WORDS = {
    "same": "the same name; arguments and results are brought into GIMP 2.10's shape",
    "renamed": "another name",
    "reshaped": "other arguments or results, or another way to the same end",
    "filter": "a GEGL operation with the same pixels",
    "similar": "a GEGL operation, GIMP 3's own version of the effect",
    "absent": "refused, with a sentence that names it and the GIMP 3 way",
}
_PDB = {0: "INT32", 1: "INT16", 2: "INT8", 3: "FLOAT", 4: "STRING", 10: "COLOR", 11: "ITEM", 12: "DISPLAY", 13: "IMAGE",
        14: "LAYER", 15: "CHANNEL", 16: "DRAWABLE", 19: "VECTORS"}  # fmt: skip


def _kind(name: str, told: Mapping[str, list[Any]], there: set[str]) -> str:
    if name in told:
        row = told[name]
        return "similar" if row[0] == "filter" and not row[2] else str(row[0])
    return "same" if name in there else "absent"


def _objects() -> list[str]:
    from plugin_gimp.gimpfu.object_table import ATTRIBUTES, METHODS

    lines = ["### Objects", "", "| class | attributes (* can be set) | methods |", "| --- | --- | --- |"]
    for name in dict.fromkeys([*ATTRIBUTES, *METHODS]):
        attributes = [
            each + ("*" if setter else "") for each, (_, setter) in ATTRIBUTES.get(name, {}).items()
        ]
        lines.append(f"| {name} | {', '.join(attributes)} | {', '.join(METHODS.get(name, {}))} |")
    return [*lines, ""]


def _filters(told: Mapping[str, list[Any]]) -> list[str]:
    rows = sorted((name, row) for name, row in told.items() if row[0] == "filter")
    lines = ["### Filters that GIMP 3 has as GEGL operations only", "", "| procedure | operation | pixels |"]
    lines += ["| --- | --- | --- |"]
    return [*lines, *(f"| {n} | {row[1]} | {'the same' if row[2] else 'similar'} |" for n, row in rows), ""]


def _absent(names: list[str], told: Mapping[str, list[Any]]) -> list[str]:
    lines = ["### Refused in GIMP 3", "", "| procedure | instead |", "| --- | --- |"]
    return [
        *lines,
        *(f"| {name} | {told[name][1]} |" for name in names if told.get(name, [""])[0] == "absent"),
    ]


def with_table(text: str, made: str) -> str:
    head, _, rest = text.partition(START)
    return f"{head}{START}\n\n{made}\n\n{END}{rest.partition(END)[2]}"


def main() -> None:
    sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
    from conftest import BRIDGE_FILES
    from gimp_host import Host, Room, find

    found = {}
    for version in ("2.10", "3.0"):
        host = find(version)
        if not isinstance(host, Host):
            raise SystemExit(host)
        room = Room(host)
        found[version] = room.check(BRIDGE_FILES, "TABLE_CHECKS")
        room.remove()
    database, there = (found[version]["database"]["value"] for version in ("2.10", "3.0"))
    README.write_text(with_table(README.read_text(), table(database, found["3.0"]["tables"]["value"], there)))


if __name__ == "__main__":
    main()
