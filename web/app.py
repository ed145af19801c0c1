"""create_app: the one place where pages, rules and storage meet."""

from collections.abc import Callable, Mapping
from functools import partial
from types import ModuleType
from urllib.parse import urlsplit

from flask import Flask
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from config.settings import Settings, SettingsError, is_lokaal
from storage import gereed
from storage.crypto.errors import Ongeldig, TeDruk
from storage.installatie import Installatie
from web import (
    access,
    account,
    acties,
    beheer,
    besluitverzoeken,
    bewaarder,
    bewaren,
    cijfers,
    datalek,
    fouten,
    gelezen,
    herstel,
    inloggen,
    kader,
    kennis,
    koppen,
    logboek,
    melden,
    mensen,
    oefenen,
    openbaar,
    opvallend,
    opvang,
    overleg,
    overlegstukken,
    privacycheck,
    session,
    sso,
    statisch,
    stilte,
    taken,
    toezicht,
    treffers,
    tweede,
    uitnodiging,
    verstrekkingen,
    verzoeken,
    verzoekpdf,
    volgen,
    voorzieningen,
    waarneming,
    webauthn,
    werkplek,
    werktekst,
    werkvoorraad,
    zaak,
)
from web.huis import NAAM, Huis
from web.oidc import Provider
from workflow.beleid import Beleid
from workflow.beleidladen import laad_beleid

Pagina = Callable[..., ResponseReturnValue]
# Each module holds PAGINAS: name in the table of pages → view. Address, methods and roles stand in the table.
MODULES: tuple[ModuleType, ...] = (
    *(openbaar, kennis, melden, volgen, inloggen, oefenen, statisch),
    *(sso, stilte, webauthn),
    *(tweede, account, herstel, uitnodiging),
    *(overleg, overlegstukken, verstrekkingen, opvang, acties, cijfers, beheer, treffers),
    *(werkvoorraad, zaak, taken, privacycheck, logboek),
    *(werktekst, werkplek, mensen, bewaarder, bewaren),
    *(verzoeken, verzoekpdf, datalek, besluitverzoeken, waarneming, voorzieningen),
    *(gelezen, opvallend, toezicht),
)
LOKAAL = ("127.0.0.1", "localhost")
FORMULIER_BYTES = 128 * 1024
VELDEN = 64


def alle_paginas(modules: tuple[ModuleType, ...] = MODULES) -> dict[str, Pagina]:
    """The views of all modules by the name of their page."""
    return {naam: pagina for module in modules for naam, pagina in module.PAGINAS.items()}


def create_app(settings: Settings, paginas: Mapping[str, Pagina] | None = None) -> Flask:
    """Open the installation and build the application on it.

    `paginas` are the views by the name of their page; all of them when left out.
    Errors: what is wrong with settings, keys, policy, schema, static files or the table of pages stops the start.
    """
    oefenen_ = settings.oefenomgeving
    _controleer_adressen(settings)
    beleid = laad_beleid(settings.config_map)
    installatie = Installatie(settings, beleid)
    app = Flask("web", static_folder=None, template_folder="templates")
    app.url_map.merge_slashes = False
    app.config.update(
        SECRET_KEY=installatie.geheim_voor("flask"),
        # The address that people use is always answered to: one setting less to forget.
        TRUSTED_HOSTS=[_host(settings), *settings.trusted_hosts, *(LOKAAL if oefenen_ else ())],
        MAX_CONTENT_LENGTH=FORMULIER_BYTES,
        MAX_FORM_MEMORY_SIZE=FORMULIER_BYTES,
        MAX_FORM_PARTS=VELDEN,
    )
    _verbind(app, installatie)
    koppen.registreer(app, met_hsts=not oefenen_)
    session.registreer(app, installatie.kenteken(), oefenen=oefenen_)
    access.registreer(app)
    kader.registreer(app)
    fouten.registreer(app, VAN_OPSLAG)
    _voeg_toe(app, beleid, alle_paginas() if paginas is None else paginas, oefenen=oefenen_)
    access.controleer(app)
    return app


def _host(settings: Settings) -> str:
    return urlsplit(settings.basis_url).hostname or ""


def _controleer_adressen(settings: Settings) -> None:
    """Refuse an address that would show the pages to others than they are meant for. Errors: SettingsError."""
    if any("*" in host for host in settings.trusted_hosts):
        raise SettingsError("MELDROUTE_TRUSTED_HOSTS", "host names, and never * for all of them")
    if not settings.oefenomgeving:
        if not settings.basis_url.startswith("https://"):
            # The session cookie is Secure: without TLS nobody could log in, and everything could be read on the way.
            raise SettingsError("MELDROUTE_BASIS_URL", "an address that begins with https://")
        return
    # In practice the pass phrases stand on the log-in page: nobody may reach it from another machine.
    if not is_lokaal(_host(settings)):
        raise SettingsError("MELDROUTE_BASIS_URL", "an address of this machine, as this is a practice environment")
    if not all(is_lokaal(host) for host in settings.trusted_hosts):
        raise SettingsError("MELDROUTE_TRUSTED_HOSTS", "this machine alone, as this is a practice environment")


# The errors of storage that reach a page; what the pages themselves know stands in `web.fouten`.
VAN_OPSLAG: Mapping[type[Exception], fouten.Foutpagina] = {
    Ongeldig: fouten.VERLOPEN,
    TeDruk: fouten.DRUK,
    SQLAlchemyError: fouten.OPSLAG,
}


def _verbind(app: Flask, installatie: Installatie) -> None:
    huis: Huis = installatie
    app.extensions[NAAM] = huis
    app.extensions[openbaar.GEREED] = partial(gereed.stand, installatie)
    app.extensions[statisch.NAAM] = statisch.lees_bestanden()
    settings = installatie.settings
    # Asked anew each time: the clock of an installation can be another one later.
    klok = lambda: installatie.echte_tijd()  # noqa: E731, PLW0108
    app.extensions[sso.NAAM] = Provider(settings, klok) if settings.oidc_issuer else None


def _voeg_toe(app: Flask, beleid: Beleid, paginas: Mapping[str, Pagina], *, oefenen: bool) -> None:
    """Give each page of the table its view, and each view the address and methods of the table."""
    for naam, pagina in paginas.items():
        rij = beleid.paginas.get(naam)
        if rij is None:
            raise access.PaginasKloppenNiet(f"page '{naam}' has no row in the table of pages")
        if access.bestaat(rij, oefenen=oefenen):
            view = pagina if rij.is_openbaar else waarneming.met_waarneming(pagina)
            app.add_url_rule(rij.pad, naam, view, methods=list(rij.methoden))
