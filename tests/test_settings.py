"""A wrong or missing setting stops the start, in words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from pahunch.settings import SETTINGS

ROOT = Path(__file__).resolve().parents[1]
TOKEN_KEY = Fernet.generate_key().decode()
PRODUCTION = {
    "PAHUNCH_ENV": "production",
    "PAHUNCH_SECRET_KEY": "x" * 60,
    "PAHUNCH_TOKEN_KEYS": TOKEN_KEY,
    "PAHUNCH_HOSTS": "reach.example.in",
}
MAIL = {"PAHUNCH_MAIL_SERVER": "smtps://m", "PAHUNCH_MAIL_FROM": "reach@example.in"}


def start(home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PAHUNCH_")}
    return subprocess.run(
        [sys.executable, "-m", "pahunch", "--version"],
        env={**clean, "PAHUNCH_HOME": str(home), **variables},
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )


@pytest.mark.parametrize(
    ("variables", "word"),
    [
        ({"PAHUNCH_ENV": "production"}, "PAHUNCH_SECRET_KEY"),
        ({"PAHUNCH_ENV": "production", "PAHUNCH_SECRET_KEY": "short"}, "PAHUNCH_SECRET_KEY"),
        ({"PAHUNCH_ENV": "production", "PAHUNCH_SECRET_KEY": "x" * 60}, "PAHUNCH_TOKEN_KEYS"),
        (
            {
                "PAHUNCH_ENV": "production",
                "PAHUNCH_SECRET_KEY": "x" * 60,
                "PAHUNCH_TOKEN_KEYS": TOKEN_KEY,
            },
            "PAHUNCH_HOSTS",
        ),
        ({"PAHUNCH_TOKEN_KEYS": "no key"}, "PAHUNCH_TOKEN_KEYS"),
        ({"PAHUNCH_PLATFORM_BASES": "x"}, "PAHUNCH_PLATFORM_BASES"),
        (
            {
                "PAHUNCH_ENV": "production",
                "PAHUNCH_SECRET_KEY": "x" * 60,
                "PAHUNCH_TOKEN_KEYS": TOKEN_KEY,
                "PAHUNCH_PLATFORM_BASES": "x=http://127.0.0.1:1",
            },
            "PAHUNCH_PLATFORM_BASES",
        ),
        ({"PAHUNCH_ENV": "test"}, "PAHUNCH_ENV"),
        ({"PAHUNCH_DATABASE": "mysql://a@b/c"}, "PAHUNCH_DATABASE"),
        ({"PAHUNCH_DATABASE": "postgresql://a@b"}, "PAHUNCH_DATABASE"),
        ({"PAHUNCH_DATABASE": "postgresql://a@b:port/c"}, "PAHUNCH_DATABASE"),
        ({"PAHUNCH_MAIL_SERVER": "mail.example.in"}, "PAHUNCH_MAIL_SERVER"),
        ({"PAHUNCH_MAIL_SERVER": "smtps://mail.example.in"}, "PAHUNCH_MAIL_FROM"),
        ({"PAHUNCH_SMS_GATEWAY": "twilio://a:b@c"}, "PAHUNCH_SMS_GATEWAY"),
        ({**PRODUCTION, **MAIL, "PAHUNCH_MAIL_SERVER": "smtp+plain://m"}, "PAHUNCH_MAIL_SERVER"),
        ({**PRODUCTION, **MAIL, "PAHUNCH_PUBLIC_ADDRESS": "http://a"}, "PAHUNCH_PUBLIC_ADDRESS"),
        ({"PAHUNCH_LANGUAGE": "fr"}, "PAHUNCH_LANGUAGE"),
        ({"PAHUNCH_TIME_ZONE": "Mars/Olympus"}, "PAHUNCH_TIME_ZONE"),
        ({"PAHUNCH_TIME_ZONE": "/etc/passwd"}, "PAHUNCH_TIME_ZONE"),
        ({"PAHUNCH_HOME": "/dev/null"}, "PAHUNCH_HOME"),
        ({"PAHUNCH_HOME": "/dev/null/below"}, "PAHUNCH_HOME"),
        ({"PAHUNCH_SECRET_KEY_FILE": "/nowhere/at/all"}, "PAHUNCH_SECRET_KEY_FILE"),
    ],
)
def test_a_bad_setting_is_named_and_nothing_starts(
    tmp_path: Path, variables: dict[str, str], word: str
) -> None:
    done = start(tmp_path, **variables)
    assert done.returncode == 1
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_production_starts_once_every_secret_is_there(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x" * 60, encoding="ascii")
    done = start(
        tmp_path,
        PAHUNCH_ENV="production",
        PAHUNCH_SECRET_KEY_FILE=str(secret),
        PAHUNCH_TOKEN_KEYS=TOKEN_KEY,
        PAHUNCH_HOSTS="pahunch.example.in",
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_an_empty_setting_is_the_default(tmp_path: Path) -> None:
    done = start(tmp_path, PAHUNCH_TIME_ZONE="", PAHUNCH_LANGUAGE="")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_local_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    start(tmp_path)
    key = tmp_path / "keys" / "secret_key"
    first = key.read_text(encoding="ascii")
    start(tmp_path)
    assert key.read_text(encoding="ascii") == first
    assert key.stat().st_mode & 0o077 == 0


def test_every_setting_is_documented_with_its_default() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(PAHUNCH_\w+)` \| (.*?) \|", page, flags=re.MULTILINE))
    assert rows == {
        name: f"`{setting.default}`" if setting.default else "empty"
        for name, setting in SETTINGS.items()
    }
