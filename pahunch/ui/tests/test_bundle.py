from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import vl_convert
from django.contrib.staticfiles import finders, storage
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

from pahunch.ui.charts import bundle, bundle_address, write_bundle


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count how often the bundle is made, in place of making it."""
    asked: list[str] = []

    def make(offered: str, **_more: str) -> str:
        asked.append(offered)
        return "// क"

    monkeypatch.setattr(vl_convert, "javascript_bundle", make)
    return asked


def test_the_bundle_is_made_once(tmp_path: Path, made: list[str]) -> None:
    assert write_bundle(tmp_path)
    assert not write_bundle(tmp_path)
    assert made == [bundle.OFFERED]
    assert (tmp_path / bundle.NAME).read_text(encoding="utf-8") == "// क"


def test_a_stopped_set_up_leaves_no_half_of_a_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[str]
) -> None:
    def stop(*_paths: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr(Path, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            write_bundle(tmp_path)
    assert not (tmp_path / bundle.NAME).exists()
    assert write_bundle(tmp_path)


def test_the_bundle_is_found_where_set_up_wrote_it_and_nowhere_before(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[str]
) -> None:
    settings.STATICFILES_DIRS = [tmp_path]
    monkeypatch.setattr(finders, "get_finders", lambda: [finders.FileSystemFinder()])
    assert bundle_address() == ""
    write_bundle(tmp_path)
    assert bundle_address() == f"/static/{bundle.NAME}"


def test_a_bundle_that_was_not_collected_has_no_address(
    settings: Any, monkeypatch: pytest.MonkeyPatch, made: list[str]
) -> None:
    write_bundle(settings.STATIC_ROOT)
    strict = ManifestStaticFilesStorage(location=settings.STATIC_ROOT, base_url="/static/")
    monkeypatch.setattr(bundle, "staticfiles_storage", strict)
    assert bundle_address() == ""
    monkeypatch.setattr(bundle, "staticfiles_storage", storage.staticfiles_storage)
    assert bundle_address()


def test_the_bundle_offers_what_the_script_asks_for() -> None:
    script = Path(__file__).parents[1] / "static" / "ui" / "growth.js"
    assert "const { vegaEmbed } = await import(" in script.read_text(encoding="utf-8")
    assert bundle.OFFERED == "export { vegaEmbed };"
