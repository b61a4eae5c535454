"""Settings: read once from the environment, at the border, and never changed after."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from survey_app.errors import Unavailable

PROJECT = Path(__file__).resolve().parent.parent
_DATA = Path(__file__).resolve().parent / "data"  # in an installed package
QUESTIONNAIRES = (_DATA if _DATA.is_dir() else PROJECT) / "questionnaires"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between one installation and another."""

    home: Path  # databases, keys, snapshots; nothing of ours is written elsewhere
    database_url: str
    secret_key: str  # signs sessions and forms
    contact_key: str  # encrypts contact details; lives outside the database
    https: bool = False  # cookies only over HTTPS
    testing: bool = False  # cheap password hashes, no rate limits

    @property
    def snapshots(self) -> Path:
        """Folder of the Parquet snapshots that dashboards read."""
        return self.home / "snapshots"

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read ``DOORVRAGEN_HOME``, ``DATABASE_URL`` and the keys; make what is missing.

        Keys that are not in the environment are made once, as files in the home folder that only
        the owner can read.
        """
        home = Path(environ.get("DOORVRAGEN_HOME", "var")).resolve()
        return cls.in_folder(home, environ)

    @classmethod
    def in_folder(cls, home: Path, environ: Mapping[str, str] | None = None) -> Settings:
        """Settings for one home folder, with SQLite unless the environment names a database.

        Raises:
            Unavailable: the folder, or a key in it, cannot be made or read.
        """
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            return cls._kept_in(home, environ or {})
        except OSError as error:
            raise Unavailable(
                "In %(folder)s kan niet worden gelezen en geschreven. "
                "Kies een andere map met DOORVRAGEN_HOME.",
                folder=home,
            ) from error

    @classmethod
    def _kept_in(cls, home: Path, environ: Mapping[str, str]) -> Settings:
        return cls(
            home=home,
            database_url=_with_driver(
                environ.get("DATABASE_URL") or f"sqlite:///{home / 'doorvragen.sqlite'}"
            ),
            secret_key=environ.get("DOORVRAGEN_SECRET_KEY") or _key(home / "secret.key"),
            contact_key=environ.get("DOORVRAGEN_CONTACT_KEY") or _fernet_key(home / "contact.key"),
            https=environ.get("DOORVRAGEN_HTTPS", "") == "1",
        )


def _with_driver(url: str) -> str:
    """PostgreSQL addresses come in three spellings; we use one driver."""
    for spelling in ("postgres://", "postgresql://"):
        if url.startswith(spelling):
            return "postgresql+psycopg://" + url.removeprefix(spelling)
    return url


def _key(path: Path) -> str:
    if not path.exists():
        _write_privately(path, secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()


def _fernet_key(path: Path) -> str:
    if not path.exists():
        from cryptography.fernet import Fernet

        _write_privately(path, Fernet.generate_key().decode("ascii"))
    return path.read_text(encoding="ascii").strip()


def _write_privately(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
