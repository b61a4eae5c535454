"""The keys of the contact store: they stand outside the database and are passed in."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from survey_app.errors import Unavailable
from survey_app.settings import Settings

BLOCK = 512  # bytes: a name, a number, an appointment


@dataclass(frozen=True, slots=True)
class ContactKeys:
    """Encrypts with the newest key, reads with each, and recognises a number by the oldest."""

    newest: Fernet
    fernet: MultiFernet
    hashing: bytes

    @classmethod
    def of(cls, settings: Settings) -> ContactKeys:
        """The keys of this installation: one, or several with commas between, the newest first."""
        keys = [key.strip() for key in settings.contact_key.split(",") if key.strip()]
        fernets = [Fernet(key) for key in keys]
        hashing = hmac.digest(keys[-1].encode(), b"telephone number", "sha256")
        return cls(fernets[0], MultiFernet(fernets), hashing)

    def close(self, document: dict[str, Any]) -> str:
        """Encrypt a document, as letters and digits.

        A Fernet token tells anybody the second in which it was made, and its length how much is in
        it. So each is made at the same moment, and is as long as most others.
        """
        plain = json.dumps(document, ensure_ascii=False).encode()
        padded = plain.ljust(-(-len(plain) // BLOCK) * BLOCK)
        return self.newest.encrypt_at_time(padded, current_time=0).decode()

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
