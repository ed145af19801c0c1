"""Running in the foreground: take the port, hold the folder, serve until somebody stops it."""

import errno
import fcntl
import ipaddress
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import NoReturn

import click
from flask import Flask
from waitress.server import create_server

from web.opdracht import Mislukt

DRADEN = 8
LOOPBACK = "127.0.0.1"
STAND = "oefenomgeving"


def is_loopback(host: str) -> bool:
    """Say whether an address can only be reached from this machine. A name is no address: it can change."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def luister(host: str, poort: int) -> Iterator[socket.socket]:
    """Take the port before anything else is done, so that a taken one is told at once. Errors: Mislukt."""
    familie = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(familie, socket.SOCK_STREAM) as stopcontact:
        stopcontact.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            stopcontact.bind((host, poort))
            # Two sockets may share a bound port until one of them listens.
            stopcontact.listen()
        except OSError as fout:
            if fout.errno == errno.EADDRINUSE:
                raise Mislukt(f"Port {poort} is in use. Stop the other program, or choose another --port.") from None
            raise Mislukt(f"Can't listen on {host} port {poort}: {fout.strerror}.") from None
        yield stopcontact


@contextmanager
def slot(data: Path) -> Iterator[Path]:
    """Hold a folder for one practice environment. Out: the file that says how far it is.

    Errors: Mislukt when the folder holds something else, or when another process holds it.
    """
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    stand = data / STAND
    if not stand.exists() and any(data.iterdir()):
        raise Mislukt(f"{data} holds something else. Choose an empty folder for the practice environment.")
    with stand.open("a", encoding="utf-8") as bestand:
        try:
            fcntl.flock(bestand, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Mislukt(f"A practice environment already runs in {data}.") from None
        yield stand


def _stop(_nummer: int, _frame: object) -> NoReturn:
    raise SystemExit(0)


def stop_op_sigterm() -> None:
    """Let SIGTERM end the program the way Ctrl-C does, with everything closed."""
    signal.signal(signal.SIGTERM, _stop)


def bedien(app: Flask, stopcontact: socket.socket, klaar: str) -> None:
    """Serve until SIGTERM or Ctrl-C; `klaar` is shown once the pages can be asked for."""
    server = create_server(app, sockets=[stopcontact], threads=DRADEN, ident=None)
    click.echo(klaar)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()


def wacht_op_einde() -> None:
    """Wait for SIGTERM or Ctrl-C."""
    einde = Event()
    for soort in (signal.SIGTERM, signal.SIGINT):
        signal.signal(soort, lambda _nummer, _frame: einde.set())
    einde.wait()
