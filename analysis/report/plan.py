"""Which corpus is asked, by which notebooks, and where does its report lie?"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.corpus.places import data_folder
from analysis.report import notebook as files

ANY_LANGUAGE = "any-language"  # tag of a notebook that asks for words alone


@dataclass(frozen=True)
class Plan:
    """Which corpus is asked, by which notebooks, and in which folder the report is laid.

    Where `home` is set, the notebooks run as they are, and the executed ones and their figures are written into its
    notebooks/ and figures/ as well, but not for a report `apart`, made to be compared. `excerpts_only`: no page shows
    the whole of an article.
    """

    corpus: Path
    out: Path
    notebooks: Path
    home: Path | None = None
    excerpts_only: bool = False
    apart: bool = False

    def sources(self) -> dict[str, Any]:
        """Name → notebook with the parameters of this corpus, or a sentence that says why there is none."""
        found: dict[str, Any] = {}
        language = self._language()
        for path in files.notebooks_in(self.notebooks):
            try:
                notebook = files.read_notebook(path)
                if language != "en" and not files.has_tag(notebook, ANY_LANGUAGE):
                    found[path.stem] = files.left_out(notebook, language)
                    continue
                found[path.stem] = notebook if self.home else files.with_parameters(notebook, self._parameters())
            except files.NotebookError as error:
                found[path.stem] = str(error)
        return found

    def _language(self) -> str:
        """What corpus.toml says; whether it says it well is asked where the corpus is read."""
        from analysis.corpus.read import toml_of

        info = toml_of(self.corpus)[1].get("corpus")
        return str(info.get("language", "en")) if isinstance(info, dict) else "en"

    def _parameters(self) -> dict[str, str]:
        """The corpus and its codings, as seen from the executed notebooks."""
        own, shipped = self.corpus / "codings", data_folder() / "codings" / self.corpus.name
        folders = {"corpus_folder": self.corpus, "codings_folder": shipped if shipped.is_dir() else own}
        return {
            name: Path(os.path.relpath(folder, self.out / "notebooks")).as_posix() for name, folder in folders.items()
        }
