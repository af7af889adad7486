"""What a study is: a table of pictures to paint, with the question they answer. Data only; `run` paints them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from server.engine.parameters import Value

Changes = Mapping[str, Value]


@dataclass(frozen=True)
class Panel:
    """One picture of a sheet.

    changes: of the study's preset and common settings, by parameter name.
    masks: how the content is divided among styles: "" not at all, "halves" left and right, softly.
    styles: indices into the styles of the command line, with weights when blended.
    after: caption of an earlier panel whose result this one starts from.
    snapshots: instead of the last picture, show those after so many evaluations, a cell each.
    size: times the study's size.
    shows: "result", or "content" or "style" for the unpainted picture.
    """

    caption: str
    changes: Changes = field(default_factory=dict)
    masks: str = ""
    styles: Mapping[int, float] = field(default_factory=lambda: {0: 1.0})
    after: str = ""
    snapshots: tuple[int, ...] = ()
    size: float = 1.0
    preset: str = ""
    shows: str = "result"


@dataclass(frozen=True)
class Study:
    """A sheet.

    reported: what the source found; seen: what these pictures show. Both are sentences for the sheet's page.
    preset, common: what all panels share. panels: row by row, `columns` to a row.
    size, effort: times the size and the iterations that the command line asks for. measures: names in measures.MEASURES.
    plots: whether a plot of the losses closes the sheet.
    """

    name: str
    title: str
    reported: str
    seen: str
    panels: tuple[Panel, ...]
    columns: int
    preset: str = "GatysAvg"
    common: Changes = field(default_factory=dict)
    size: float = 1.0
    effort: float = 1.0
    measures: tuple[str, ...] = ()
    plots: bool = False


def sweep(parameter: str, values: Mapping[str, Value], **same: Value) -> tuple[Panel, ...]:
    """A panel for each value of one parameter, by caption; `same` holds for all of them."""
    return tuple(Panel(caption, {**same, parameter: value}) for caption, value in values.items())


def grid(rows: Mapping[str, Changes], columns: Mapping[str, Changes]) -> tuple[Panel, ...]:
    """A panel for each pair, row by row; captions read "ROW, COLUMN"."""
    return tuple(
        Panel(f"{row}, {column}", {**row_changes, **column_changes})
        for row, row_changes in rows.items()
        for column, column_changes in columns.items()
    )


def renamed(panels: tuple[Panel, ...], prefix: str, **changes: Value) -> tuple[Panel, ...]:
    """The same panels with a prefix before their captions and further changes."""
    return tuple(
        replace(panel, caption=f"{prefix}{panel.caption}", changes={**panel.changes, **changes})
        for panel in panels
    )
