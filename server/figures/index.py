"""`index.json` and `index.html`: what was made, with which parameters and in how many seconds."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.figures.run import Bench, Cell
from server.figures.study import Study

STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;background:#faf9f6;color:#19191e}
img{max-width:100%}h2{margin-top:3rem}dt{font-weight:600}table{border-collapse:collapse;font-size:.85rem}
td,th{border-bottom:1px solid #ddd;padding:.2rem .8rem .2rem 0;text-align:left}"""


@dataclass(frozen=True)
class Entry:
    """One study's line of the index."""

    name: str
    file: str
    parameters: dict[str, Any]
    seconds: float
    panels: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))


def entry(study: Study, file: str, cells: Sequence[Cell], bench: Bench, seconds: float) -> Entry:
    """What to remember of a sheet."""
    parameters = {
        "size": round(bench.size * study.size),
        "iterations_at_most": round(bench.most * study.effort),
        "content": bench.pictures.names[0],
        "styles": list(bench.pictures.names[1:]),
        "preset": study.preset,
        **study.common,
    }
    return Entry(study.name, file, parameters, round(seconds, 1), [_panel(cell) for cell in cells])


def _panel(cell: Cell) -> dict[str, Any]:
    if cell.picture is None:
        return {"caption": cell.caption, "missing": cell.missing}
    return {
        "caption": cell.caption,
        "seconds": round(cell.seconds, 1),
        "evaluations": len(cell.losses),
        "loss": cell.losses[-1] if cell.losses else None,
        "terms": dict(cell.terms),
        "measures": dict(cell.measures),
        "stopped": cell.stopped,
    }


def write(folder: Path, studies: Sequence[Study], made: Entry) -> None:
    """Puts one study's entry into the index beside the others, in the studies' order, and the page anew."""
    path = folder / "index.json"
    known = {each["name"]: each for each in read(path)}
    known[made.name] = made.as_json()
    ordered = [known[study.name] for study in studies if study.name in known]
    path.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")
    by_name = {study.name: study for study in studies}
    sections = [_section(by_name[each["name"]], each) for each in ordered]
    (folder / "index.html").write_text(_page(sections), encoding="utf-8")


def read(path: Path) -> list[dict[str, Any]]:
    """The entries of an index; none when there is no usable one."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return entries if isinstance(entries, list) else []


def _page(sections: Sequence[str]) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Impasto: figures</title><style>{STYLE}</style>'
        "<h1>Impasto: figures</h1><p>Every sheet is made by <code>impasto figures</code> with the engine as it is.</p>"
        + "".join(sections)
        + "</html>\n"
    )


def _section(study: Study, made: dict[str, Any]) -> str:
    parameters = ", ".join(f"{name} {value}" for name, value in made["parameters"].items())
    rows = "".join(_row(panel) for panel in made["panels"])
    return (
        f'<h2 id="{study.name}">{html.escape(study.title)}</h2><dl><dt>What the source reported</dt>'
        f"<dd>{html.escape(study.reported)}</dd><dt>What we see</dt><dd>{html.escape(study.seen)}</dd></dl>"
        f'<p><img src="{html.escape(made["file"])}" alt="{html.escape(study.title)}" loading="lazy"></p>'
        f"<details><summary>{html.escape(study.name)}: {made['seconds']:.0f} s; {html.escape(parameters)}</summary>"
        f"<table><tr><th>panel<th>evaluations<th>seconds<th>terms<th>measured{rows}</table></details>"
    )


def _row(panel: dict[str, Any]) -> str:
    if "missing" in panel:
        cells = (panel["caption"], "", "", "", panel["missing"])
    else:
        terms = ", ".join(f"{name} {value:.3g}" for name, value in panel["terms"].items())
        measured = ", ".join(f"{name} {value:.3g}" for name, value in panel["measures"].items())
        cells = (panel["caption"], str(panel["evaluations"]), f"{panel['seconds']:.1f}", terms, measured)
    return "<tr>" + "".join(f"<td>{html.escape(each)}" for each in cells)
