"""Draw what `make speed` measured, and write its table into the page: python -m benchmarks.speed.figure.

Reads benchmarks/results/speed.json; writes docs/performance.svg, and the table between the two marks of
docs/performance.md.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import polars as pl
from matplotlib import pyplot as plt

ROOT = Path(__file__).parents[2]
RESULTS, PAGE = ROOT / "benchmarks" / "results" / "speed.json", ROOT / "docs" / "performance.md"
OURS = "counterframe"
ACROSS = 3  # panels in a row
MARKED = re.compile(r"(<!-- table -->\n).*?(<!-- end of table -->)", re.DOTALL)


def main() -> int:
    """0 done."""
    found = json.loads(RESULTS.read_text(encoding="utf-8"))
    rows = pl.DataFrame(found["rows"]).sort("work", "system", "size")
    draw(rows, PAGE.with_suffix(".svg"))
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(MARKED.sub(lambda mark: f"{mark[1]}{table(rows, found)}{mark[2]}", text), encoding="utf-8")
    return 0


def table(rows: pl.DataFrame, found: dict[str, Any]) -> str:
    """Processor seconds of each system, beside ours, as Markdown."""
    ours = rows.filter(system=OURS).select("work", "size", ours="cpu_s")
    lines = [
        "| work | articles | system | processor, s | times ours | memory, MB | rounds | growth |",
        "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    joined = rows.join(ours, on=["work", "size"], how="left").sort("work", "size", "cpu_s")
    for row in joined.iter_rows(named=True):
        own = rows.filter(work=row["work"], system=row["system"])
        times = f"{row['cpu_s'] / row['ours']:.2f}" if row["ours"] else ""
        grown = f"{exponent(own):.2f}" if row["size"] == own["size"].max() and own.height > 1 else ""
        measured = f"{row['cpu_s']:.3f} | {times} | {row['rss_mb']:,.0f} | {row['rounds']} | {grown}"
        lines.append(f"| {row['work']} | {row['size']:,} | {row['system']} | {measured} |")
    machine, versions = found["machine"], ", ".join(f"{name} {at}" for name, at in found["versions"].items())
    said = f"{machine['processor']}, {machine['cores']} cores, Python {machine['python']}; {versions}."
    return "\n".join([*lines, "", f"Measured on {said}", ""])


def exponent(rows: pl.DataFrame) -> float:
    """With which power of the number of articles do processor seconds grow?"""
    slope, _ = np.polyfit(np.log(rows["size"].to_numpy()), np.log(rows["cpu_s"].to_numpy()), 1)
    return float(slope)


def draw(rows: pl.DataFrame, path: Path) -> None:
    """Processor seconds by number of articles, a panel for each work."""
    mpl.rcParams.update({"svg.hashsalt": "speed", "svg.fonttype": "none", "font.size": 9})
    works = rows["work"].unique(maintain_order=True).to_list()
    down = -(-len(works) // ACROSS)
    figure, panels = plt.subplots(down, ACROSS, figsize=(3.6 * ACROSS, 3 * down), layout="constrained", squeeze=False)
    for ax in panels.flat[len(works) :]:
        ax.remove()
    for ax, work in zip(panels.flat, works, strict=False):
        here = rows.filter(work=work)
        ends = here.sort("size").group_by("system").last().sort("size", "cpu_s")
        apart = max(float(np.ptp(np.log10(here["cpu_s"].to_numpy()))), 0.3) / 10  # names do not lie on one another
        heights: dict[str, float] = {}
        last = (0, 0.0)
        for system, size, seconds in ends.select("system", "size", "cpu_s").iter_rows():
            height = max(np.log10(seconds), last[1] + apart) if size == last[0] else np.log10(seconds)
            heights[system], last = 10**height, (size, height)
        for (system,), own in here.group_by("system", maintain_order=True):
            is_ours = system == OURS
            style = {"color": "#b4451f", "linewidth": 2} if is_ours else {"color": "#666666", "linewidth": 1}
            ax.plot(own["size"], own["cpu_s"], marker="o", markersize=3, **style)
            ax.annotate(
                f" {system}", (own["size"][-1], own["cpu_s"][-1]), (own["size"][-1] * 1.1, heights[system]),
                color=style["color"], va="center", fontsize=8,
            )  # fmt: skip
        ax.set(xscale="log", yscale="log", title=work, xlabel="articles", ylabel="seconds of processor")
        ax.set_xlim(here["size"].min() / 1.5, here["size"].max() * (here["size"].max() / here["size"].min()) ** 0.9)
        ax.set_ylim(top=here["cpu_s"].max() * 2)
        sizes = here["size"].unique().sort().to_list()
        ax.set_xticks(sizes, [f"{size:,}" for size in sizes], minor=False)
        ax.set_xticks([], minor=True)
        ax.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    sys.exit(main())
