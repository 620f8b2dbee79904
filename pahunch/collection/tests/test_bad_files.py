from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from django.core.management import CommandError, call_command

from pahunch.collection.actions import import_counts
from pahunch.collection.errors import BadCounts
from pahunch.collection.models import Import
from pahunch.collection.tests.broken import GOOD, HEAD, MAKERS, TEXTS
from pahunch.collection.tests.town import NOW
from pahunch.observations import Lake
from pahunch.registry.models import Account, Source
from pahunch.staff.models import Deed

pytestmark = pytest.mark.django_db
MOST_MEMORY = 150_000_000


@pytest.fixture
def trace(town, settings):
    """Look at everything that an import could have left behind."""

    def look():
        kept = [path for path in Path(settings.HOME).rglob("*") if path.is_file()]
        return (
            Import.objects.count(),
            Account.objects.count(),
            Source.objects.count(),
            Deed.objects.count(),
            str(Lake(settings.LAKE).version()),
            sorted(path.name for path in kept if path.name != "collection.lock"),
        )

    return look


def refused(path):
    """Give the message with which the command refuses a file, and check its shape."""
    with pytest.raises(CommandError) as caught:
        call_command("import", "counts", str(path), "--state", "up")
    assert caught.value.returncode == 1
    return str(caught.value)


def test_there_are_far_more_than_sixty_broken_files():
    assert len(TEXTS) + len(MAKERS) >= 60


@pytest.mark.parametrize(("content", "message"), TEXTS.values(), ids=TEXTS.keys())
def test_a_broken_text_file_gets_one_clear_message_and_leaves_nothing(
    trace, counts_file, content, message
):
    before = trace()
    words = refused(counts_file(content))
    assert message in words
    assert words.startswith("counts.csv: ")
    assert "\n" not in words
    assert trace() == before


@pytest.mark.parametrize(("make", "message"), MAKERS.values(), ids=MAKERS.keys())
def test_a_broken_file_of_another_kind_gets_one_clear_message_and_leaves_nothing(
    trace, tmp_path, make, message
):
    path = tmp_path / "counts.xlsx"
    make(path)
    before = trace()
    process = psutil.Process()
    memory = process.memory_info().rss
    words = refused(path)
    assert message in words
    assert words.startswith("counts.xlsx: ")
    assert "\n" not in words
    assert trace() == before
    assert process.memory_info().rss - memory < MOST_MEMORY


def test_several_problems_are_listed_with_row_and_column(trace, counts_file):
    before = trace()
    words = refused(
        counts_file(f"{HEAD}{GOOD}Nobody,odd,orkut,-5,31-02-2023,\nMeena Bai,personal,x,many,,\n")
    )
    lines = words.split("\n  ")
    assert lines[0] == "counts.csv: 6 problems, nothing was stored"
    places = ["person", "account_kind", "platform", "followers", "as_of"]
    assert sorted(line.split(":")[0] for line in lines[1:6]) == sorted(
        f"row 3, column {place}" for place in places
    )
    assert lines[6].startswith("row 4, column followers: ")
    assert trace() == before


def test_a_wrong_header_below_empty_lines_is_named_by_its_own_row(town, counts_file):
    words = refused(counts_file("\n\nperson,caste\nAsha Verma,x\n"))
    assert words.startswith("counts.csv: row 3, column caste: no column")


def test_a_name_that_is_no_text_is_printed_all_the_same(town, tmp_path):
    path = tmp_path / os.fsdecode(b"f\xff.csv")
    path.write_text("x")
    assert refused(path).startswith("f?.csv: ")


def test_fifty_problems_are_listed_and_the_rest_is_counted(town, counts_file):
    path = counts_file(HEAD + "Nobody,personal,x,5,,\n" * 120)
    with pytest.raises(BadCounts) as caught:
        import_counts(path, state="up", by=None, now=NOW)
    assert (len(caught.value.problems), caught.value.unlisted) == (50, 70)
    assert str(caught.value).endswith("and 70 more")


@pytest.mark.parametrize(
    "content",
    [
        f"\ufeff{HEAD}{GOOD}".encode(),
        f"\ufeff{HEAD}{GOOD}".replace(",", "\t").encode("utf-16-le"),
        (HEAD + GOOD).replace(",", ";").replace("\n", "\r\n").encode(),
        f"{HEAD}{GOOD}Meena Bai,personal,x,१२ thousand,April २०२३,\n".encode(),
        f"{HEAD}\n,,,,,\n{GOOD}\n".encode(),
    ],
    ids=["byte order mark", "unicode text of Excel", "semicolons", "mixed scripts", "empty rows"],
)
def test_what_only_looks_odd_is_taken(town, counts_file, content):
    assert import_counts(counts_file(content), state="up", by=None, now=NOW).rows >= 1


def test_the_program_ends_with_one_line_and_exit_code_one(tmp_path):
    path = tmp_path / "counts.csv"
    path.write_text("<html>")
    environment = os.environ | {"PAHUNCH_HOME": str(tmp_path / "home"), "PYTHONWARNINGS": ""}
    for arguments in (["migrate", "--verbosity", "0"], ["import", "counts", str(path)]):
        done = subprocess.run(
            [sys.executable, "-m", "pahunch", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            cwd=Path(__file__).parents[3],
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().count("\n") == 0
    assert "counts.csv: is a web page" in done.stderr
