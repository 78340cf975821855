import pytest

from juesuan.audit import cache


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory):
    """Compiled rules of a test run stay in the test run."""
    folder = tmp_path_factory.mktemp("cache")
    saved, cache._folder = cache._folder, lambda: folder
    yield
    cache._folder = saved
