"""Settings that all tests share."""

from hypothesis import settings

# A busy machine is no failure: properties are about results, never about time.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")
