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
    figure, panels = plt.subplots(1, len(works), figsize=(3.2 * len(works), 3.2), layout="constrained", squeeze=False)
    for ax, work in zip(panels[0], works, strict=True):
        for (system,), own in rows.filter(work=work).group_by("system", maintain_order=True):
            is_ours = system == OURS
            style = {"color": "#b4451f", "linewidth": 2} if is_ours else {"color": "#777777", "linewidth": 1}
            ax.plot(own["size"], own["cpu_s"], marker="o", markersize=3, **style)
            ax.annotate(f" {system}", (own["size"][-1], own["cpu_s"][-1]), color=style["color"], va="center")
        ax.set(xscale="log", yscale="log", title=work, xlabel="articles", ylabel="seconds of processor")
        ax.margins(x=0.5)
        ax.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    sys.exit(main())
