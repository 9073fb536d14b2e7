"""How are notebooks checked on a busy machine? In one kernel for all that a process checks, and with patience.

A plugin of pytest: `python -m pytest -p tests.notebook_kernel --nbval notebooks`. nbval itself starts a kernel for each
notebook and waits for some of its answers for five or ten seconds only.
"""

import os
import tempfile
from functools import partial
from pathlib import Path
from queue import Empty

import pytest
from jupyter_client.manager import KernelManager
from nbval import kernel, plugin
from nbval.kernel import RunningKernel

from analysis.report.run import CLEAN, PATIENCE, connection


class SharedKernel(RunningKernel):
    """A kernel that outlives its notebook, and forgets it."""

    running = None  # manager and client

    def __init__(self, kernel_name, cwd, startup_timeout):
        if not SharedKernel.running:
            place = Path(tempfile.mkdtemp(prefix="kernel-")) / "kernel.json"
            kernel.KernelManager = partial(KernelManager, **connection(place))
            super().__init__(kernel_name, cwd, startup_timeout=max(PATIENCE, startup_timeout))
            SharedKernel.running = self.km, self.kc
        self.km, self.kc = SharedKernel.running
        clean = self.execute_cell_input(CLEAN.format(cwd, os.environ.get("COUNTERFRAME_FIGURES", "../figures")))
        self.await_reply(clean, timeout=PATIENCE)
        self.await_idle(clean, timeout=PATIENCE)

    def _ensure_iopub_up(self):
        for _ in range(PATIENCE // 5):
            asked = self.kc.kernel_info()
            self.await_reply(asked, timeout=PATIENCE)
            try:
                return self.await_idle(asked, timeout=5)
            except Empty:
                continue
        raise RuntimeError(f"the kernel says nothing for {PATIENCE} seconds")

    def stop(self):
        """The next notebook goes on with it."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure():
    plugin.RunningKernel = SharedKernel


def pytest_itemcollected(item):
    item.output_timeout = PATIENCE


def pytest_unconfigure():
    if SharedKernel.running:
        manager, client = SharedKernel.running
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        Path(manager.connection_file).parent.rmdir()
