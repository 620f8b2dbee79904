"""The charts' JavaScript: made of what vl-convert carries, so that nothing is fetched.

It is made at set-up into a folder of the home that static files are found in. Making it takes
seconds; where it was not made, pages keep the pictures drawn on the server.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import vl_convert
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from pahunch.ui.charts.growth import VEGA_LITE

OFFERED = "export { vegaEmbed };"
"""What the bundle, an ES module, offers to a script."""
NAME = f"ui/vega-{version('vl-convert-python')}.js"


def write_bundle(folder: Path) -> bool:
    """Write the bundle into a folder of static files; False: it is there already."""
    path = folder / NAME
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    # A set-up that is stopped half way leaves no half of a bundle under the bundle's name.
    unfinished = path.with_suffix(".part")
    unfinished.write_text(
        vl_convert.javascript_bundle(OFFERED, vl_version=VEGA_LITE), encoding="utf-8"
    )
    unfinished.replace(path)
    return True


def bundle_address() -> str:
    """Give where a browser finds the bundle; empty: it was not made, or not collected."""
    if not (staticfiles_storage.exists(NAME) or finders.find(NAME)):
        return ""
    try:
        return str(staticfiles_storage.url(NAME))
    except ValueError:  # made after the static files of a production server were collected
        return ""
