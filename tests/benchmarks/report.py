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
    lines += _bars(found) + _comparison(found) + _race(found) + _convergence(found) + _repeats(found)
    lines += _overheads(found) + _layer(found) + _areas(found) + _gpu(found)
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


def _bars(found: Record) -> list[str]:
    lines = ["", "## Against the bars", "", "| what | measured | bar | met |", "| --- | --- | --- | --- |"]
    for name, each in found.get("bars", {}).items():
        measured = "not reached" if each["measured"] is None else f"{each['measured']:.4g}"
        lines.append(f"| {name} | {measured} | {each['bar']:.4g} | {'yes' if each['met'] else 'no'} |")
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
        f"The judge (tests/benchmarks/plain_loop.py) scores the peer's picture {peer['objective']:.5g}, and "
        f"{peer['objective_as_shown']:.5g} as it can be shown, within 0..255. Ours is always scored as shown.",
        "",
        "| who | target | seconds | evaluations | share of the peer's time |",
        "| --- | --- | --- | --- | --- |",
        f"| {NAMES['peer']} | {peer['objective']:.5g} | {peer['seconds']:.1f} | {peer['iterations']} | 1 |",
    ]
    for who in ("impasto", "impasto_float32"):
        for goal in each.get(who, {}).get("reached", ()):
            share = f"{goal['share_of_peers_time']:.3f}"
            lines.append(
                f"| {NAMES[who]} | {goal['target']:.5g} | {goal['seconds']:.1f} | {goal['evaluations']} | {share} |"
            )
    return lines


def _convergence(found: Record) -> list[str]:
    if "convergence" not in found:
        return []
    each = found["convergence"]
    lines = [
        "",
        f"## Ways down, {len(each['pairs'])} pairs, default preset, long side {each['size']}",
        "",
        f"To the objective (as shown) that the first variant has after {each['evaluations_of_the_plainest']} evaluations; "
        "medians over the pairs. Work: evaluations, smaller scales by their share of the pixels.",
        "",
        "| variant | share of the work | share of the time | objective after equal work | reached |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, variant in each["variants"].items():
        work, seconds = (
            "-" if variant[key] is None else f"{variant[key]:.2f}"
            for key in ("share_of_work", "share_of_seconds")
        )
        reached = sum(one["work"] is not None for one in variant["each"])
        lines.append(f"| {name} | {work} | {seconds} | {variant['last_objective']:.3f} | {reached} |")
    return lines


def _repeats(found: Record) -> list[str]:
    if "repeats" not in found:
        return []
    each = found["repeats"]
    again = "not reached" if each["again_seconds"] is None else f"{each['again_seconds']:.1f} s"
    return [
        "",
        f"## One slider moved (strength 1 to {each['style_strength']:g}) and painted again, long side {each['size']}",
        "",
        f"From the layer: {each['seconds']:.1f} s, {each['evaluations']} evaluations over all scales. From the last result to the same "
        f"objective: {again}, {each['again_evaluations']} evaluations; after its whole run ({each['again_seconds_whole_run']:.1f} s) "
        f"the objective is {each['again_last_objective']:.3f} of the other's.",
    ]


def _overheads(found: Record) -> list[str]:
    if "overheads" not in found:
        return []
    each = found["overheads"]
    side = each["layer_side"]
    return [
        "",
        "## The way from the editor and back",
        "",
        f"- A layer of {side} x {side} there and back besides the engine: {each['layer_travel_seconds']:.2f} s.",
        f"- {each['iterations']} iterations (at the first scale) at {each['size']} x {each['size']}: server, wire and client take "
        f"{100 * each['server_share_of_engine']:.1f} % of the engine's time.",
        f"- The first preview comes after {100 * each['first_preview_share_of_run']:.1f} % of that run.",
    ]


def _layer(found: Record) -> list[str]:
    if "layer" not in found:
        return []
    each = found["layer"]
    return [
        "",
        f"## {each['side']} x {each['side']} within {each['budget']}",
        "",
        f"Peak of the whole server process over {each['evaluations']} evaluations: {each['server_peak_bytes'] / 2**30:.2f} GB; "
        f"{each['seconds']:.0f} s an evaluation, the first one after {each['seconds_until_the_first']:.0f} s.",
    ]


def _areas(found: Record) -> list[str]:
    if "megapixels" not in found:
        return []
    lines = ["", "## Cost a megapixel", ""]
    lines += ["| megapixels | memory allowed | seconds a megapixel | peak memory |", "| --- | --- | --- | --- |"]
    for megapixels, record in found["megapixels"].items():
        seconds, peak = record["seconds_a_megapixel"], record["peak_bytes"] / 2**30
        allowed = record["memory"] or "what is free"
        lines.append(f"| {megapixels} | {allowed} | {seconds:.2f} | {peak:.2f} GB |")
    return lines


def _gpu(found: Record) -> list[str]:
    if "gpu" not in found:
        return []
    each = found["gpu"]
    lines = ["", f"## On a GPU: {', '.join(f'{name} {value}' for name, value in each['facts'].items())}", ""]
    lines += ["| side | precision | channels last | recorded | milliseconds an evaluation | share of peak |"]
    lines += ["| --- | --- | --- | --- | --- | --- |"]
    for size in each["sizes"]:
        for one in size["evaluations"]:
            ways = " | ".join("yes" if one[way] else "no" for way in ("channels_last", "recording"))
            figures = f"{one['milliseconds']:.2f} | {one['share_of_peak']:.1%}"
            lines.append(f"| {size['size']} | {one['precision']} | {ways} | {figures} |")
    peaks = each["sizes"][0]["peak_flops"] if each["sizes"] else {}
    measured = ", ".join(f"{name} {value / 1e12:.0f}" for name, value in peaks.items())
    run = each["run"]
    seconds = f"{run['seconds']:.2f} s" if run["evaluations"] else "not reached"
    lines += [
        "",
        "Share: the convolutions' multiplications and additions against those of a large matrix product in the same run, "
        f"in TFLOP/s: {measured or 'not measured'}.",
        "",
        f"{run['evaluations']} evaluations of {run['wanted']} at {run['size']} x {run['size']}: {seconds}.",
        "",
        "| memory | largest square layer | seconds an evaluation | tiles planned | memory taken |",
        "| --- | --- | --- | --- | --- |",
    ]
    return lines + [_largest(one) for one in each["largest"]]


def _largest(one: Record) -> str:
    if one["side"] is None:
        return f"| {one['budget']} | {one.get('why', 'none')} | | | |"
    seconds, taken = one["seconds_an_evaluation"], one["reserved_bytes"] / 2**30
    return f"| {one['budget']} | {one['side']} | {seconds:.2f} | {one['planned_tile'] or 'none'} | {taken:.1f} GB |"
