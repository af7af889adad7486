"""The benchmark's figures as a table and a plot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot as plt

Record = dict[str, Any]
NAMES = {
    "impasto": "Impasto",
    "impasto_float32": "Impasto, float32",
    "plain": "plain torch loop",
    "peer": "pastiche 1.6.0",
}


def table(found: Record) -> str:
    """Markdown."""
    lines = ["# Benchmark", ""]
    lines += [f"- {name}: {value}" for name, value in found["machine"].items()]
    lines += _comparison(found) + _race(found) + _areas(found)
    if "feature_pass_seconds" in found:
        each = found["feature_pass_seconds"]
        lines += [
            "",
            f"A feature pass without gradient at {each['size']}: torch {each['torch']:.2f} s, "
            f"ONNX Runtime {each['onnxruntime']:.2f} s.",
        ]
    return "\n".join(lines) + "\n"


def plot(found: Record, path: Path) -> None:
    """Seconds an evaluation of every contestant at every size."""
    if "evaluation_seconds" not in found:
        return
    sizes = list(found["evaluation_seconds"])
    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    for index, (who, name) in enumerate(NAMES.items()):
        seconds = [found["evaluation_seconds"][size][who] for size in sizes]
        places = [place + (index - 1.5) * 0.2 for place in range(len(sizes))]
        bars = axes.bar(places, seconds, 0.19, label=name)
        axes.bar_label(bars, [f"{value:.2g}" for value in seconds], fontsize=8)
    axes.set_xticks(range(len(sizes)), [f"{size} x {round(int(size) * 3 / 4)}" for size in sizes])
    axes.set_yscale("log")
    axes.set_ylabel("seconds an evaluation")
    axes.set_title(f"One evaluation with gradient, {found['machine']['cores']} cores", loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    figure.savefig(path, dpi=150)
    plt.close(figure)


def _comparison(found: Record) -> list[str]:
    if "evaluation_seconds" not in found:
        return []
    lines = ["", "## One evaluation with gradient", ""]
    lines += ["| long side | who | seconds | times ours | peak memory |", "| --- | --- | --- | --- | --- |"]
    for size, seconds in found["evaluation_seconds"].items():
        for who, name in NAMES.items():
            ratio = seconds[who] / seconds["impasto"]
            peak = found["peak_bytes"][size][who] / 2**20
            lines.append(f"| {size} | {name} | {seconds[who]:.3f} | {ratio:.2f} | {peak:.0f} MB |")
    return lines


def _race(found: Record) -> list[str]:
    if "race" not in found:
        return []
    each = found["race"]
    peer = each["peer"]
    lines = [
        "",
        f"## To the objective that the peer reaches in {peer['iterations']} iterations, long side {each['size']}",
        "",
        f"The judge (tests/benchmarks/plain_loop.py) scores the peer's picture {peer['score']:.6g}.",
        "",
        "| who | seconds | evaluations | score | share of the peer's time |",
        "| --- | --- | --- | --- | --- |",
        f"| pastiche 1.6.0 | {peer['seconds']:.1f} | {peer['iterations']} | {peer['score']:.6g} | 1 |",
    ]
    for who in ("impasto", "impasto_float32"):
        if who in each:
            ours = each[who]
            share = f"{ours['share_of_peers_time']:.3f}" if ours["reached"] else "not reached"
            lines.append(
                f"| {NAMES[who]} | {ours['seconds']:.1f} | {ours['evaluations']} | {ours['score']:.6g} | {share} |"
            )
    return lines


def _areas(found: Record) -> list[str]:
    if "megapixels" not in found:
        return []
    lines = ["", f"## Cost a megapixel within {found['memory_budget']}", ""]
    lines += ["| megapixels | seconds a megapixel | peak memory |", "| --- | --- | --- |"]
    for megapixels, record in found["megapixels"].items():
        seconds, peak = record["seconds_a_megapixel"], record["peak_bytes"] / 2**30
        lines.append(f"| {megapixels} | {seconds:.2f} | {peak:.2f} GB |")
    return lines
