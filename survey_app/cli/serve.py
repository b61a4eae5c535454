"""``doorvragen serve``: the web application behind waitress."""

from __future__ import annotations

import errno
import ipaddress
import socket
from typing import Any

import click

from survey_app.cli.outside import Outside
from survey_app.errors import NotAllowed, Unavailable
from survey_app.services import studies
from survey_app.storage.database import Database

PROXY_HEADERS = {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"}

HIGHEST = 65535  # port


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, HIGHEST))
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64))
@click.option("--proxy", metavar="ADDRESS", help="Trust X-Forwarded-* from this reverse proxy.")
@click.pass_obj
def serve(outside: Outside, host: str, port: int, threads: int, proxy: str | None) -> None:
    """Serve the studies in this database until interrupted."""
    with outside.database() as database:
        refuse_strangers(database, host)
    server = listening(outside.create_app(outside.settings), host, port, threads, proxy)
    shown = f"[{host}]" if ":" in host else host
    outside.say("Doorvragen staat klaar op %(address)s", address=f"http://{shown}:{port}/")
    server.run()


def refuse_strangers(database: Database, host: str) -> None:
    """Made-up data come with accounts that everybody knows: this machine only.

    Raises:
        NotAllowed: the address can be reached from elsewhere.
    """
    with database.reading() as session:
        fictitious = studies.holds_fictitious(session)
    if fictitious and not _is_loopback(host):
        raise NotAllowed(
            "In deze database staat een fictieve studie met bekende wachtwoorden. "
            "Die is alleen op deze computer te zien: gebruik --host 127.0.0.1."
        )


def listening(app: Any, host: str, port: int, threads: int = 8, proxy: str | None = None) -> Any:
    """A server that already has its port.

    Raises:
        Unavailable: the port is taken, or may not be used, or the address is not of this machine.
    """
    from waitress import create_server

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        taken = socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise Unavailable(
                "Op %(host)s, poort %(port)s, kan niet worden geluisterd. Is het een adres van "
                "deze computer, en mag u deze poort gebruiken?",
                host=host,
                port=port,
            ) from error
        raise Unavailable(
            "Poort %(port)s op %(host)s is niet vrij. Kies een andere: --port %(other)s.",
            port=port,
            host=host,
            other=port + 1 if port < HIGHEST else 8000,
        ) from error
    trusted = {"trusted_proxy": proxy, "trusted_proxy_headers": PROXY_HEADERS} if proxy else {}
    return create_server(app, sockets=[taken], threads=threads, ident=None, **trusted)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
