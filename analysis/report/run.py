"""What do the notebooks say when they are run from a clean start?

A few kernels share the notebooks. Each runs one after the other and forgets every name in between, so that packages
and what they keep are loaded once. A kernel is the running interpreter; everything Jupyter wants to write goes to a
scratch folder, so nothing need be installed and the home folder may be read-only.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.report.notebook import notebook_text, steady

Progress = Callable[[str], None]
PATIENCE = 900  # seconds until a kernel must have answered: a busy machine is no failure
READY, TRIES = 90, 3  # seconds in which a process must answer once it is started, and how often it is started
CLEAN = "__import__('analysis.report.run', fromlist=['run']).clean_session({!r}, {!r})"


@dataclass(frozen=True)
class Outcome:
    """The text of an executed notebook's file, and in one sentence what failed in it, if anything."""

    text: str
    failure: str = ""


def clean_session(folder: str, figures: str) -> None:
    """What does a kernel do between two notebooks? It forgets all names, closes all figures and counts from 1 again."""
    from IPython import get_ipython

    os.environ["COUNTERFRAME_FIGURES"] = figures
    os.chdir(folder)
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")
    get_ipython().reset(new_session=True)


def _environment(scratch: Path) -> dict[str, str]:
    names = ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "MPLCONFIGDIR")
    folders = {name: str(scratch / name.lower()) for name in names}
    for folder in folders.values():
        Path(folder).mkdir(parents=True, exist_ok=True)
    same = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0", "OMP_NUM_THREADS": "1", "TZ": "UTC"}
    style = {"MPLBACKEND": "Agg", "NO_COLOR": "1"}
    package = str(Path(__file__).parents[2])  # so that notebooks find `analysis` without an installation
    style["PYTHONPATH"] = os.pathsep.join(part for part in (package, os.environ.get("PYTHONPATH", "")) if part)
    return {**os.environ, **folders, **same, **style}


def connection(file: Path) -> dict[str, str]:
    """How is a kernel talked to? By sockets that are files beside `file`, where the system has them and the path fits.

    A port is chosen before the kernel takes it: another process may have it by then, and the kernel dies.
    """
    fits = os.name == "posix" and len(os.fsencode(file)) < 90  # a socket's path has at most 104 bytes
    return {"connection_file": str(file), "transport": "ipc" if fits else "tcp"}


class _Kernel:
    """The running interpreter in a process of its own, whatever kernels the user has installed."""

    def __init__(self, scratch: Path, folder: Path, number: int) -> None:
        self.scratch, self.folder, self.number = scratch, folder, number
        self.manager: Any = None
        self.client: Any = None

    async def start(self) -> None:
        """Starts the process unless it runs; again, if it does not answer."""
        if self.manager:
            return
        for left in range(TRIES - 1, -1, -1):
            await self._launch()
            try:
                await self.client.wait_for_ready(timeout=READY)
            except RuntimeError:
                task = asyncio.current_task()
                if not left or (task and task.cancelling()):
                    raise
                await self.stop()
            else:
                return

    async def _launch(self) -> None:
        from subprocess import DEVNULL

        from jupyter_client.kernelspec import KernelSpecManager
        from jupyter_client.manager import AsyncKernelManager

        place = self.scratch / "kernels" / "python3"
        place.mkdir(parents=True, exist_ok=True)
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        spec = {"argv": argv, "display_name": "Python 3", "language": "python"}
        (place / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
        specs = KernelSpecManager(kernel_dirs=[str(place.parent)], ensure_native_kernel=False)
        talks = connection(self.scratch / f"{self.number}.json")
        self.manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs, **talks)
        quiet = {"stdout": DEVNULL, "stderr": DEVNULL}  # its own chatter: what cells print arrives by message
        options = ["--HistoryManager.hist_file=:memory:"]
        environment = _environment(self.scratch)
        await self.manager.start_kernel(extra_arguments=options, env=environment, cwd=str(self.folder), **quiet)
        self.client = self.manager.client()
        self.client.allow_stdin = False
        self.client.start_channels()

    async def stop(self) -> None:
        """Ends the process if it runs."""
        if self.client:
            self.client.stop_channels()
        if self.manager and self.manager.has_kernel:
            await self.manager.shutdown_kernel(now=True)
        self.manager = self.client = None

    async def run(self, notebook: Any, figures: Path) -> str:
        """Runs the cells of `notebook`, which gets their outputs; says in one sentence what failed, if anything."""
        from nbclient.exceptions import CellExecutionError

        figures.mkdir(parents=True, exist_ok=True)
        try:
            await self.start()
            await self._run_cells(notebook, CLEAN.format(str(self.folder), str(figures)))
        except CellExecutionError as error:
            return _failure(notebook, error)
        except RuntimeError as error:  # the process is gone, or does not answer
            if (task := asyncio.current_task()) and task.cancelling():
                raise asyncio.CancelledError from None
            await self.stop()
            return _failure(notebook, error)
        return ""

    async def _run_cells(self, notebook: Any, first: str) -> None:
        from nbclient import NotebookClient
        from nbformat.v4 import new_code_cell

        cells = notebook["cells"]
        asked = NotebookClient(
            notebook, km=self.manager, record_timing=False, iopub_timeout=PATIENCE, raise_on_iopub_timeout=True
        )
        asked.kc = self.client
        cells.insert(0, new_code_cell(first))
        try:
            for at, cell in enumerate(cells):
                n = asked.code_cells_executed
                await asked.async_execute_cell(cell, at, execution_count=n, store_history=n > 0)
        finally:
            del cells[0]


def _failure(notebook: Any, error: Exception) -> str:
    from nbclient.exceptions import DeadKernelError

    for position, cell in enumerate(notebook["cells"], start=1):
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                lines = [line for line in output["evalue"].splitlines() if line.strip()] or [""]
                return f"cell {position} stopped: {output['ename']}: {lines[-1].strip()}".rstrip(": ")
    if isinstance(error, DeadKernelError):
        return "the process that ran it ended; perhaps there was not enough memory"
    return (str(error).strip() or type(error).__name__).splitlines()[-1]


async def _run_all(
    notebooks: Mapping[str, Any],
    kernels: Sequence[_Kernel],
    prepare: Sequence[Sequence[str]],
    figures: Path,
    progress: Progress,
) -> dict[str, Outcome]:
    from nbformat import from_dict
    from nbformat.v4 import new_code_cell, new_notebook

    waiting = list(notebooks)  # the later ones are the longer ones; they begin first, so that none is left at the end
    outcomes: dict[str, Outcome] = {}

    async def work(kernel: _Kernel) -> None:
        while waiting:
            name = waiting.pop()
            progress(f"running {name}")
            notebook = from_dict(notebooks[name])
            failure = await kernel.run(notebook, figures / name)
            # where a notebook saved its figures is the scratch folder now, and figures/ for the reader
            text = notebook_text(steady(notebook)).replace(str(figures / name), "figures")
            outcomes[name] = Outcome(text, failure)
            done = f"({len(outcomes)} of {len(notebooks)})"
            progress(f"{name} failed: {failure} {done}" if failure else f"ran {name} {done}")

    try:
        for step in prepare:
            both = zip(kernels, step, strict=False)
            await asyncio.gather(*(one.run(new_notebook(cells=[new_code_cell(code)]), figures) for one, code in both))
        await asyncio.gather(*(work(kernel) for kernel in kernels))
    finally:
        await asyncio.gather(*(kernel.stop() for kernel in kernels), return_exceptions=True)
    return {name: outcomes[name] for name in notebooks}


def run_notebooks(
    notebooks: Mapping[str, Any],
    *,
    folder: Path,
    figures: Path,
    scratch: Path,
    progress: Progress,
    jobs: int = 2,
    prepare: Sequence[Sequence[str]] = (),
) -> dict[str, Outcome]:
    """What do these notebooks say now?

    Runs each notebook from its first cell in `folder`, shared out among `jobs` kernels, and returns it executed; one
    that fails does not stop the others. A notebook finds the folder for its figures (`figures`/its name) in the
    environment variable COUNTERFRAME_FIGURES. Kernels get PYTHONHASHSEED=0, SOURCE_DATE_EPOCH=0, OMP_NUM_THREADS=1
    and MPLBACKEND=Agg, so that the same notebook says the same twice. `prepare` is code that kernels run
    before the first notebook: step by step, and in each step one piece a kernel.
    """
    # nbformat would load it for checks of web addresses, which takes longer than all else that runs in this process
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    scratch = scratch.resolve()
    kernels = [_Kernel(scratch, folder.resolve(), number) for number in range(max(1, min(jobs, len(notebooks))))]
    return asyncio.run(_run_all(notebooks, kernels, prepare, figures.resolve(), progress))
