"""What do the notebooks say when they are run from a clean start?

Each notebook runs in a kernel of its own, two at a time, in the notebooks folder. The kernel is the running
interpreter; everything Jupyter wants to write goes to a scratch folder, so nothing need be installed and the home
folder may be read-only. What changes from run to run (timings, addresses in memory, temporary paths) is taken out.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Progress = Callable[[str], None]

VOLATILE = (
    (re.compile(r"\S*ipykernel_\d+/\d+\.py(:\d+)?"), "<cell>"),
    (re.compile(r"\bat 0x[0-9a-fA-F]+"), "at 0x…"),
)


class NotebookError(RuntimeError):
    """A notebook cannot be read, or one of its cells failed."""


def read_notebook(path: Path) -> Any:
    """The notebook in a file, with an id for every cell.

    Raises NotebookError when the file is not a notebook.
    """
    import nbformat

    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        for position, cell in enumerate(data["cells"], start=1):
            cell.setdefault("id", f"cell-{position:02d}")
            cell.setdefault("metadata", {})
        data.update(nbformat=4, nbformat_minor=5)
        return nbformat.reads(json.dumps(data), as_version=4)
    except (json.JSONDecodeError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise NotebookError(f"{path.name} is no notebook ({error!r}); open it in Jupyter and save it again") from error


def notebook_text(notebook: Any) -> str:
    """A notebook as the text of its file: the same text every time."""
    import nbformat

    return str(nbformat.writes(nbformat.from_dict(notebook))) + "\n"


def _still(text: str) -> str:
    for pattern, constant in VOLATILE:
        text = pattern.sub(constant, text)
    return text


def _join_streams(outputs: list[Any]) -> list[Any]:
    """Printed text arrives in chunks that depend on the moment: join neighbours."""
    joined: list[Any] = []
    for output in outputs:
        last = joined[-1] if joined else {"output_type": None}
        same = last["output_type"] == output["output_type"] == "stream"
        if same and last["name"] == output["name"]:
            last["text"] += output["text"]
        else:
            joined.append(output)
    for output in joined:
        if output["output_type"] == "stream":
            output["text"] = _still(output["text"])
        elif "text/plain" in output.get("data", {}):
            output["data"]["text/plain"] = _still(output["data"]["text/plain"])
    return joined


def steady(notebook: Any) -> Any:
    """An executed notebook without what changes from run to run or from machine to machine.

    Cell ids, execution counts and tags stay. Alters `notebook` and returns it.
    """
    notebook["metadata"] = {
        **{key: value for key, value in notebook["metadata"].items() if key not in {"widgets", "papermill"}},
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook["cells"]:
        cell["metadata"].pop("execution", None)
        if cell["cell_type"] == "code":
            cell["outputs"] = _join_streams(cell["outputs"])
    return notebook


def _kernel_environment(scratch: Path, figures: Path) -> dict[str, str]:
    folders = {name: str(scratch / name.lower()) for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR")}
    folders |= {name: str(scratch / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")}
    folders["MPLCONFIGDIR"] = str(scratch / "matplotlib")
    steady = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0", "OMP_NUM_THREADS": "1", "TZ": "UTC"}
    style = {"MPLBACKEND": "Agg", "NO_COLOR": "1", "COUNTERFRAME_FIGURES": str(figures)}
    package = str(Path(__file__).parents[2])  # so that notebooks find `analysis` without an installation
    style["PYTHONPATH"] = os.pathsep.join(part for part in (package, os.environ.get("PYTHONPATH", "")) if part)
    for folder in (*folders.values(), str(figures)):
        Path(folder).mkdir(parents=True, exist_ok=True)
    return {**os.environ, **folders, **steady, **style}


def _kernel_manager(scratch: Path, name: str) -> Any:
    """A manager whose only kernel is the running interpreter, whatever the user has installed."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    folder = scratch / "kernels" / "python3"
    folder.mkdir(parents=True, exist_ok=True)
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "Python 3", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    specs = KernelSpecManager(kernel_dirs=[str(folder.parent)], ensure_native_kernel=False)
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs)
    manager.connection_file = str(scratch / f"{name}.json")
    return manager


def _failure(path: Path, notebook: Any, error: Exception) -> NotebookError:
    """One sentence: which notebook, which cell, which error."""
    for position, cell in enumerate(notebook["cells"], start=1):
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                lines = [line for line in output["evalue"].splitlines() if line.strip()] or [""]
                return NotebookError(f"{path.name}, cell {position}: {output['ename']}: {lines[-1]}".rstrip(": "))
    last = (str(error).strip() or type(error).__name__).splitlines()[-1]
    return NotebookError(f"{path.name} could not be run: {last}")


async def _run_one(path: Path, *, figures: Path, scratch: Path) -> Any:
    from subprocess import DEVNULL

    import nbformat
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    notebook = read_notebook(path)
    environment = _kernel_environment(scratch, figures / path.stem)
    manager = _kernel_manager(scratch, path.stem)
    client = NotebookClient(
        notebook,
        km=manager,
        resources={"metadata": {"path": str(path.parent)}},
        extra_arguments=["--HistoryManager.hist_file=:memory:"],
        record_timing=False,
        startup_timeout=120,
    )
    try:
        await client.async_execute(env=environment, cleanup_kc=True, stdout=DEVNULL, stderr=DEVNULL)
    except (CellExecutionError, DeadKernelError, NoSuchKernel, RuntimeError) as error:
        raise _failure(path, notebook, error) from None
    finally:
        if manager.has_kernel:  # the kernel's own chatter goes nowhere: what cells print arrives by message
            await manager.shutdown_kernel(now=True)
    # a notebook may show where it saved its figures: that is the scratch folder now, and figures/ for the reader
    text = notebook_text(steady(notebook)).replace(str(figures / path.stem), "figures")
    return nbformat.reads(text, as_version=4)


async def _run_all(paths: Sequence[Path], figures: Path, scratch: Path, progress: Progress, jobs: int) -> list[Any]:
    places = asyncio.Semaphore(jobs)
    done = 0

    async def one(path: Path) -> Any:
        nonlocal done
        async with places:
            progress(f"running {path.name}")
            notebook = await _run_one(path, figures=figures, scratch=scratch)
            done += 1
            progress(f"ran {path.name} ({done} of {len(paths)})")
            return notebook

    # The later notebooks are the longer ones; they begin first, so that no long one is left alone at the end.
    tasks = [asyncio.create_task(one(path)) for path in reversed(paths)]
    try:
        return list(reversed(await asyncio.gather(*tasks)))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def run_notebooks(
    paths: Sequence[Path], *, figures: Path, scratch: Path, progress: Progress, jobs: int = 2
) -> dict[Path, Any]:
    """What do these notebooks say now?

    Runs each notebook from its first cell, `jobs` at a time, in its own folder, and returns it executed; the files
    themselves are left alone. A notebook finds the folder for its figures (`figures`/its name) in the environment
    variable COUNTERFRAME_FIGURES. Kernels get PYTHONHASHSEED=0, SOURCE_DATE_EPOCH=0, OMP_NUM_THREADS=1 and
    MPLBACKEND=Agg, so that the same notebook says the same twice.

    Raises NotebookError naming notebook, cell (from 1) and error; the other notebooks are stopped.
    """
    executed = asyncio.run(_run_all(paths, figures.resolve(), scratch.resolve(), progress, max(1, jobs)))
    return dict(zip(paths, executed, strict=True))
