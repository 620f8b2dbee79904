"""Django's settings, read from the environment. A wrong or missing one stops the start.

Every setting that an operator can change is a row of `SETTINGS`; `docs/settings.md` lists
the same rows, and a test holds the two together. A secret may also be given as a file
(`PAHUNCH_SECRET_KEY_FILE`), as container platforms do.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy

from pahunch.lib.mail import MailServer, mail_server

HOW_TO_MAKE_A_KEY = (
    "python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"
)
BASE = Path(__file__).resolve().parent


class Setting(NamedTuple):
    """One thing that an operator may set: its name, its default and what it does."""

    name: str
    default: str
    help: str


SETTINGS = {
    setting.name: setting
    for setting in (
        Setting("PAHUNCH_HOME", "./var", "Folder of everything that changes."),
        Setting("PAHUNCH_ENV", "local", "`local`, or `production`, which demands every secret."),
        Setting(
            "PAHUNCH_DATABASE",
            "",
            "`postgresql://user:password@host:port/name`; empty: SQLite in PAHUNCH_HOME.",
        ),
        Setting(
            "PAHUNCH_SECRET_KEY", "", "Signs sessions. Local: made once, kept in PAHUNCH_HOME."
        ),
        Setting(
            "PAHUNCH_TOKEN_KEYS",
            "",
            "Seal tokens, split by commas: the first seals, all open. Local: made once.",
        ),
        Setting("PAHUNCH_HOSTS", "", "Names the server answers to, split by commas."),
        Setting("PAHUNCH_LANGUAGE", "hi", "`hi` or `en`: the language before anybody chooses."),
        Setting(
            "PAHUNCH_PLATFORM_BASES",
            "",
            "`x=http://127.0.0.1:4010,…`: platforms asked at another address. Local only.",
        ),
        Setting(
            "PAHUNCH_MESSAGES_KEPT_DAYS",
            "90",
            "How long what people write to accounts is kept.",
        ),
        Setting(
            "PAHUNCH_SECOND_PERSON_ABOVE",
            "50000",
            "Rupees above which another than the checker approves a request for means.",
        ),
        Setting(
            "PAHUNCH_PUBLIC_ADDRESS", "", "`https://reach.example.in`: where reminders link to."
        ),
        Setting("PAHUNCH_MAIL_SERVER", "", "`smtps://user:password@host:port`; empty: no mail."),
        Setting("PAHUNCH_MAIL_FROM", "", "The address that mail is sent from."),
        Setting("PAHUNCH_SMS_GATEWAY", "", "Apprise's address of a gateway, with `{to}` in it."),
        Setting("PAHUNCH_MESSAGING_GATEWAY", "", "The same for a messaging service."),
        Setting("PAHUNCH_TIME_ZONE", "Asia/Kolkata", "Where a day of the state ends."),
    )
}


def read(name: str) -> str:
    """Give a setting's text: the variable, else the file it names, else the default."""
    default = SETTINGS[name].default
    path = os.environ.get(f"{name}_FILE")
    if path and not os.environ.get(name):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names {path}: {error.strerror}") from error
    return os.environ.get(name) or default


def read_zone(name: str) -> str:
    """Give a setting that must be a time zone of the IANA list."""
    value = read(name)
    try:
        ZoneInfo(value)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise ImproperlyConfigured(f"{name} is {value!r}; no such time zone is known") from error
    return value


def read_home() -> Path:
    """Give the folder of everything that changes, made on first use."""
    home = Path(read("PAHUNCH_HOME")).resolve()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        words = f"PAHUNCH_HOME is {home}, which cannot be a folder: {error.strerror}"
        raise ImproperlyConfigured(words) from error
    return home


def read_choice(name: str, *choices: str) -> str:
    """Give a setting that must be one of a few words."""
    value = read(name)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of: {', '.join(choices)}")
    return value


def read_days(name: str) -> int:
    """Give a setting that must be a number of days, one at least."""
    value = read(name)
    if not (value.isascii() and value.isdecimal()) or not 1 <= int(value) <= 36_500:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a number of days from 1 on")
    return int(value)


def read_rupees(name: str) -> int:
    """Give a setting that must be a whole sum of rupees, 0 or more."""
    value = read(name)
    if not (value.isascii() and value.isdecimal()):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole sum of rupees")
    return int(value)


def database(url: str, home: Path) -> dict[str, Any]:
    """Turn PAHUNCH_DATABASE into Django's words for it."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "pahunch.sqlite3",
            "OPTIONS": {
                # A transaction that reads first and writes later would fail at once under
                # SQLite's default when another one is writing; this one waits its turn.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
            "TEST": {"NAME": home / "test.sqlite3"},
        }
    parts = urlsplit(url)
    try:
        port = str(parts.port or "")
    except ValueError as error:
        raise ImproperlyConfigured("the port in PAHUNCH_DATABASE is no port") from error
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("PAHUNCH_DATABASE must be postgresql://user:password@host/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": port,
        "CONN_MAX_AGE": 60,
    }


def read_bases(name: str) -> dict[str, str]:
    """Give the addresses at which platforms are asked instead of their own, by platform."""
    pairs = [pair.strip() for pair in read(name).split(",") if pair.strip()]
    wrong = [pair for pair in pairs if "=http" not in pair]
    if wrong:
        raise ImproperlyConfigured(f"{name}: {wrong[0]!r} is not platform=http://address")
    return dict(pair.split("=", 1) for pair in pairs)


def read_mail_server(name: str) -> MailServer | None:
    """Give the server that mail is handed to; None: there is none."""
    value = read(name)
    try:
        return mail_server(value) if value else None
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error


def read_gateway(name: str) -> str:
    """Give the address of a gateway, in which the receiver's has a place; empty: there is none."""
    value = read(name)
    if value and not ("://" in value and "{to}" in value):
        raise ImproperlyConfigured(f"{name} must be an address of Apprise's with {{to}} in it")
    return value


def local_key(home: Path, name: str, new: str) -> str:
    """Give a key of a local installation, made on first use: `new`, if nobody was first."""
    path = home / "keys" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Linked into place when it is whole, so that two processes at once agree on one.
        made = path.with_name(f"{name}.{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(new, encoding="ascii")
        with suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    return path.read_text(encoding="ascii")


def read_token_keys(name: str) -> list[str]:
    """Give the keys that seal tokens, each as `Fernet.generate_key()` makes it."""
    keys = [key.strip() for key in read(name).split(",") if key.strip()]
    for key in keys:
        try:
            Fernet(key)
        except ValueError as error:
            words = f"{name}: a key is not one. Make one with: {HOW_TO_MAKE_A_KEY}"
            raise ImproperlyConfigured(words) from error
    return keys


HOME = read_home()
PRODUCTION = read_choice("PAHUNCH_ENV", "local", "production") == "production"
LAKE = HOME / "lake"
UPLOADS = HOME / "uploads"

TOKEN_KEYS = read_token_keys("PAHUNCH_TOKEN_KEYS")
PLATFORM_BASES = read_bases("PAHUNCH_PLATFORM_BASES")
MESSAGES_KEPT_DAYS = read_days("PAHUNCH_MESSAGES_KEPT_DAYS")
SECOND_PERSON_ABOVE = read_rupees("PAHUNCH_SECOND_PERSON_ABOVE")
PUBLIC_ADDRESS = read("PAHUNCH_PUBLIC_ADDRESS").rstrip("/")
MAIL_SERVER = read_mail_server("PAHUNCH_MAIL_SERVER")
MAIL_FROM = read("PAHUNCH_MAIL_FROM")
GATEWAYS = {
    "sms": read_gateway("PAHUNCH_SMS_GATEWAY"),
    "messaging": read_gateway("PAHUNCH_MESSAGING_GATEWAY"),
}
if MAIL_SERVER and "@" not in MAIL_FROM:
    raise ImproperlyConfigured("PAHUNCH_MAIL_FROM must be an address, for there is a mail server")

SECRET_KEY = read("PAHUNCH_SECRET_KEY")
ALLOWED_HOSTS = [host.strip() for host in read("PAHUNCH_HOSTS").split(",") if host.strip()]
if PRODUCTION:
    if PLATFORM_BASES:
        raise ImproperlyConfigured("PAHUNCH_PLATFORM_BASES is for tests; platforms are asked there")
    if MAIL_SERVER and MAIL_SERVER.is_open:
        raise ImproperlyConfigured("PAHUNCH_MAIL_SERVER: smtp+plain is for loopback only")
    if (MAIL_SERVER or any(GATEWAYS.values())) and not PUBLIC_ADDRESS.startswith("https://"):
        raise ImproperlyConfigured("PAHUNCH_PUBLIC_ADDRESS must begin with https:// to send links")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured(
            "PAHUNCH_SECRET_KEY is missing or shorter than 50 characters. Make one with: "
            "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    if not TOKEN_KEYS:
        raise ImproperlyConfigured(f"PAHUNCH_TOKEN_KEYS is missing. Make one: {HOW_TO_MAKE_A_KEY}")
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("PAHUNCH_HOSTS is empty: name the hosts this server answers to")
else:
    SECRET_KEY = SECRET_KEY or local_key(HOME, "secret_key", secrets.token_urlsafe(50))
    TOKEN_KEYS = TOKEN_KEYS or [local_key(HOME, "token_key", Fernet.generate_key().decode())]
    PUBLIC_ADDRESS = PUBLIC_ADDRESS or "http://127.0.0.1:8000"
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]

DATABASES = {"default": database(read("PAHUNCH_DATABASE"), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "pahunch.operate",
    "pahunch.dashboard",
    "pahunch.simulation",
    "pahunch.support",
    "pahunch.training",
    "pahunch.directives",
    "pahunch.measures",
    "pahunch.collection",
    "pahunch.registry",
    "pahunch.staff",
    "pahunch.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pahunch.ui.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pahunch.staff.middleware.RuleMiddleware",
]
ROOT_URLCONF = "pahunch.urls"
WSGI_APPLICATION = "pahunch.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pahunch.ui.context.page",
                "pahunch.staff.context.menu",
            ],
            "builtins": ["pahunch.ui.templatetags.pahunch", "django.templatetags.i18n"],
        },
    }
]

AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "pahunch.staff.adapter.AccountAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

LANGUAGE_CODE = read_choice("PAHUNCH_LANGUAGE", "hi", "en")
LANGUAGES = [("hi", gettext_lazy("Hindi")), ("en", gettext_lazy("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = read_zone("PAHUNCH_TIME_ZONE")

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
CHARTS = HOME / "charts"
STATICFILES_DIRS = [CHARTS]
for folder in (STATIC_ROOT, CHARTS):
    folder.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
