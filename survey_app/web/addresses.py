"""Addresses that come from outside and may lead only to this site."""

from __future__ import annotations


def local_address(target: str) -> str | None:
    """The address when it stays on this site, else none: no open redirects."""
    inside = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if inside else None
