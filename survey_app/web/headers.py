"""The headers that keep other people's scripts out and our pages out of caches."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

# plotly's toolbar writes one empty style element: the hash of the empty string lets it
EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

FIXED = (
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Permissions-Policy", "geolocation=(), camera=(self), microphone=()"),
)


def install(app: Flask) -> None:
    """Put the headers on every answer, and give templates ``csp_nonce()``."""
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.after_request(_add)


def csp_nonce() -> str:
    """The nonce of this answer, made when first asked for."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _add(response: Response) -> Response:
    present = {name.lower() for name, _ in response.headers}
    for name, value in (("Content-Security-Policy", _policy()), *FIXED):
        if name.lower() not in present:
            response.headers.add(name, value)
    if request.endpoint != "static" and not response.cache_control.public:
        response.headers["Cache-Control"] = "no-store"
    return response


def _policy() -> str:
    nonce = f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else ""
    return (
        f"default-src 'none'; script-src 'self'{nonce}; style-src 'self' {EMPTY_STYLE}; "
        "img-src 'self' data: blob:; font-src 'self'; media-src 'self'; connect-src 'self'; "
        "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
