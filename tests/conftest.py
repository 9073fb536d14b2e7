"""Settings that all tests share."""

import pytest
from hypothesis import settings

# A busy machine is no failure: properties are about results, never about time.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

# They begin first, so that no process is left with a long file when the others have nothing more to do.
LONG = ("bad_input", "any_corpus", "build", "publish", "report_cli", "disturbed", "bad_settings", "house", "reader")
LONG += ("lab_export", "features", "verify_report", "reader_claims", "plots_voices", "plots_labels", "wheel", "run")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {f"test_{name}": at for at, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path.stem, len(LONG)))
