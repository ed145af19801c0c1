"""Who is asking: the session behind the cookie, and the keys that live only as long as the request."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Request, Response, current_app, g, request, session
from flask_login import LoginManager, UserMixin

from web.huis import het_huis
from workflow import waarneming
from workflow.actor import Actor
from workflow.fouten import NietGevonden
from workflow.ports import Werk

COOKIE = "MELDROUTE_COOKIE"
# The hidden field of a form, and the choice in the signed cookie: for which municipality somebody works.
VOOR_WIE = "waarneming"
# What is about the account itself is done at home.
EIGEN_PAGINAS = ("/account", "/uitloggen")
KIES_PAGINA = "/waarneming"
JAAR_SECONDEN, MAX_APPARAAT = 365 * 24 * 60 * 60, 64
# These pages never look at who is logged in, so that nothing can tie a reporter to an account.
ZONDER_SESSIE = frozenset({"melden.formulier", "melden.soort", "volgen.pagina", "static", "gezondheid", "gereed"})


class Gebruiker(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """The person who is logged in, for Flask-Login."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def get_id(self) -> str:
        """The id of the account, in hex."""
        return (self.actor.persoon_id or b"").hex()


def registreer(app: Flask, kenteken: str, *, oefenen: bool) -> None:
    """Set up Flask-Login over our own sessions, and the signed cookie that holds the CSRF secret.

    Scripts do not return a Secure cookie over http, so practice has cookies without; their names carry four hex
    digits of the installation (`kenteken`), because cookies ignore ports.
    """
    naam = f"mh-{kenteken}" if oefenen else "__Host-mh"
    app.config[COOKIE] = naam
    app.config.update(
        SESSION_COOKIE_NAME=f"{naam}-formulier",
        SESSION_COOKIE_SECURE=not oefenen,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        # There is no remember cookie; a cookie of its usual name would switch our loader off.
        REMEMBER_COOKIE_NAME=f"{naam}-geen",
    )
    inlogbeheer = LoginManager()
    # Its default keeps a hash of address and browser, and trusts a forwarded address as it was sent.
    inlogbeheer.session_protection = None
    inlogbeheer.init_app(app, add_context_processor=False)
    inlogbeheer.request_loader(_laad)


def token() -> str:
    """The token in the session cookie, or ""."""
    return request.cookies.get(current_app.config[COOKIE], "")


def _laad(verzoek: Request) -> Gebruiker | None:
    if verzoek.endpoint in ZONDER_SESSIE or not token():
        return None
    huis = het_huis()
    sessie, g.verlopen = huis.sessies.haal(token())
    if sessie is None:
        return None
    if sessie.half:
        # Something is still asked: nobody is logged in, and only the pages that ask it look at this.
        g.half = sessie
        return None
    try:
        g.actor = huis.actor_van_sessie(sessie)
    except NietGevonden:
        return None
    g.sessie, g.sleutelbos = sessie, huis.sleutelbos(sessie)
    g.buren = waarneming.gemeenten(g.actor)
    g.overal = g.actor
    g.actor = _voor_wie(g.actor, verzoek)
    return Gebruiker(g.actor)


def _voor_wie(overal: Actor, verzoek: Request) -> Actor:
    """The person as he works now: for his own municipality, or for a neighbour where he stands in.

    The form says for which one it was made; the choice that he made last is for pages that he only looks at.
    """
    if verzoek.path.startswith(EIGEN_PAGINAS):
        return waarneming.als(overal, overal.tenant)
    # The bar with that choice works from an old page too: it is how he gets home.
    gevraagd = verzoek.form.get(VOOR_WIE, "") if verzoek.method == "POST" and verzoek.path != KIES_PAGINA else ""
    g.voorbij = bool(gevraagd) and gevraagd not in (overal.tenant, *g.buren)
    return waarneming.kies(overal, gevraagd, str(session.get(VOOR_WIE, "")))


def andere() -> tuple[Actor, ...]:
    """The same person as he works for the other municipalities where he may; () for nearly everybody."""
    alle = (g.overal.tenant, *g.buren)
    return tuple(waarneming.als(g.overal, een) for een in alle if een != g.actor.tenant) if g.get("buren") else ()


def werk_voor(wie: Actor) -> None:
    """Work for this municipality from here on. In: one of `andere`."""
    g.actor = wie
    session[VOOR_WIE] = wie.tenant


@contextmanager
def werk_als(wie: Actor) -> Iterator[Werk]:
    """A unit of work for the person as he works for another municipality. In: one of `andere`."""
    with het_huis().werk(wie, g.sleutelbos) as eenheid:
        yield eenheid


def half() -> Any | None:
    """The session of who gave his passphrase and is still asked for his second factor; None for anybody else."""
    return g.get("half")


def apparaat() -> str:
    """The name of this device, or "" when nobody ever logged in on it."""
    return request.cookies.get(f"{current_app.config[COOKIE]}-apparaat", "")[:MAX_APPARAAT]


def onthoud_apparaat(antwoord: Response, naam: str) -> None:
    """Let this device be known for a year: the failures of strangers then do not slow it down."""
    antwoord.set_cookie(
        f"{current_app.config[COOKIE]}-apparaat",
        naam,
        max_age=JAAR_SECONDEN,
        path="/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
    )


def sessie() -> Any:
    """The open session of who is logged in, with his key; only for pages that ask for an account."""
    return g.sessie


def actor() -> Actor:
    """The person who is logged in; only for pages that ask for an account."""
    gevonden: Actor = g.actor
    return gevonden


@contextmanager
def werk() -> Iterator[Werk]:
    """A unit of work for the person who is logged in, with his keys."""
    with het_huis().werk(g.actor, g.sleutelbos) as eenheid:
        yield eenheid


def begin(antwoord: Response, nieuw: str) -> None:
    """Hand the browser the token of a new session, and a new CSRF secret. The session before it ends."""
    if token():
        het_huis().sessies.eindig(token())
    session.clear()
    antwoord.set_cookie(
        current_app.config[COOKIE],
        nieuw,
        path="/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
    )


def eindig(antwoord: Response) -> None:
    """End the session and have the browser forget what it kept of it."""
    het_huis().sessies.eindig(token())
    session.clear()
    antwoord.delete_cookie(
        current_app.config[COOKIE],
        path="/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
    )
    # Not "cookies": that of the session is gone already, and the one that knows this device must stay. Cookies ignore
    # ports too, so in practice it would log out every other installation on the machine.
    antwoord.headers["Clear-Site-Data"] = '"cache", "storage"'
