"""The keys of the contact store: they stand outside the database and are passed in."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from survey_app.errors import Unavailable
from survey_app.settings import Settings


@dataclass(frozen=True, slots=True)
class ContactKeys:
    """Encrypts with the newest key, reads with each, and recognises a number by the oldest."""

    fernet: MultiFernet
    hashing: bytes

    @classmethod
    def of(cls, settings: Settings) -> ContactKeys:
        """The keys of this installation: one, or several with commas between, the newest first."""
        keys = [key.strip() for key in settings.contact_key.split(",") if key.strip()]
        fernet = MultiFernet([Fernet(key) for key in keys])
        return cls(fernet, hmac.digest(keys[-1].encode(), b"telephone number", "sha256"))

    def close(self, document: dict[str, Any]) -> str:
        """Encrypt a document, as letters and digits."""
        return self.fernet.encrypt(json.dumps(document, ensure_ascii=False).encode()).decode()

    def open(self, closed: str) -> dict[str, Any]:
        """Read an encrypted document.

        Raises:
            Unavailable: it was written with another key than those that we have.
        """
        try:
            return dict(json.loads(self.fernet.decrypt(closed)))
        except InvalidToken as error:
            raise Unavailable(
                "De sleutel van de contactgegevens past niet. Zet de goede sleutel terug."
            ) from error

    def recognise(self, telephone: str) -> str:
        """The keyed hash of a normalised number: the same number, the same hash."""
        return hmac.digest(self.hashing, telephone.encode(), "sha256").hex()
