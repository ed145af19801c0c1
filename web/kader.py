"""What the frame of every page shows: menu, who is logged in, the practice clock, the way out."""

from typing import Any

from flask import Flask, g, get_flashed_messages, request

from web import koppen, session, statisch, teruggave
from web.huis import het_huis
from web.session import ZONDER_SESSIE
from workflow.actor import Actor
from workflow.datumtekst import tijdstip_tekst
from workflow.fouten import OpslagOnbereikbaar
from workflow.paginas import menu

# What the token of the practice clock is bound to. It needs no cookie, so the form can be tried as it is in real use.
KLOKZEGEL = "oefenklok"
# The kind of line that is an address: the next page links to what was just made.
VERDER = "verder"
KLOK_GELDIG = 12 * 60 * 60
# Seconds without a request: the session itself ends at the second of them.
STIL_WAARSCHUW, STIL_LEEG = 13 * 60, 15 * 60


def registreer(app: Flask) -> None:
    """Give every template the variables of the frame."""
    app.context_processor(kader)
    app.jinja_env.globals["statisch"] = app.extensions[statisch.NAAM].adres
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def kader() -> dict[str, Any]:
    """The variables that stand at the top of `basis.html`."""
    huis = het_huis()
    waarden: dict[str, Any] = {"csp_nonce": koppen.csp_nonce(), "exit_url": exit_url(), "sso_naam": sso_naam()}
    if g.get("kaal"):
        return waarden
    waarden["code_mag"] = not huis.settings.oefenomgeving
    if huis.settings.oefenomgeving:
        waarden["oefenen"] = oefenbalk()
    if "actor" in g:
        waarden |= {"menu": menuregels(g.actor), "gebruiker": gebruiker(g.actor), "stil": stil(g.actor)}
        waarden["waarneming"] = waarneming()
    if request.endpoint not in ZONDER_SESSIE:
        waarden["bevestiging"] = " ".join(str(regel) for regel in get_flashed_messages(category_filter=["message"]))
        waarden["verder"] = "".join(str(adres) for adres in get_flashed_messages(category_filter=[VERDER])[:1])
    return waarden


def oefenbalk() -> dict[str, str] | None:
    """The clock of the practice environment and the way back; None when it can't be read: a page must still show."""
    huis = het_huis()
    try:
        klok = tijdstip_tekst(huis.nu())
    except OpslagOnbereikbaar:
        return None
    verloopt = int(huis.echte_tijd().timestamp()) + KLOK_GELDIG
    zegel = huis.verzegel_pagina({}, KLOKZEGEL, verloopt)
    return {"klok": klok, "terug": teruggave.getoond_pad(request.path), "zegel": zegel}


def exit_url() -> str:
    """Where "Snel sluiten" goes: the own start page of the municipality of the form, else that of the settings."""
    huis = het_huis()
    gemeente = huis.beleid.gemeenten.get((request.view_args or {}).get("gemeente", ""))
    return (gemeente.exit_url if gemeente else "") or huis.settings.exit_url


def sso_naam() -> str:
    """What the provider of the single sign-on is called here; "" when there is none."""
    settings = het_huis().settings
    return settings.oidc_naam if settings.oidc_issuer else ""


def stil(actor: Actor) -> dict[str, Any] | None:
    """When the page of somebody who does nothing warns and goes blank; None for a page that everybody may see."""
    pagina = het_huis().beleid.paginas.get(request.endpoint or "")
    if pagina is not None and pagina.is_openbaar:
        return None
    wie, terug = (actor.persoon_id or b"").hex(), teruggave.getoond_pad(request.path)
    return {"waarschuw": STIL_WAARSCHUW, "leeg": STIL_LEEG, "wie": wie, "terug": terug}


def menuregels(actor: Actor) -> list[tuple[str, str, int | None, bool]]:
    """The menu of a role: address, label, no count, and whether it is the page that is shown now."""
    regels = menu(het_huis().beleid.paginas, actor.rol)
    return [(een.pad, een.menu, None, request.path == een.pad) for een in regels]


def gebruiker(actor: Actor) -> dict[str, str]:
    """Who is logged in, as the frame shows it."""
    gemeente = het_huis().beleid.gemeenten.get(actor.thuis or actor.tenant)
    return {"naam": actor.naam, "rol": actor.rol, "gemeente": gemeente.naam if gemeente else ""}


def waarneming() -> dict[str, Any] | None:
    """For which municipality somebody works now and for which he can; None for who stands in nowhere else."""
    anderen = session.andere()
    if not anderen:
        return None
    gemeenten = het_huis().beleid.gemeenten
    namen = {een.tenant: gemeenten[een.tenant].naam for een in (g.actor, *anderen) if een.tenant in gemeenten}
    return {
        "nu": g.actor.tenant,
        "naam": namen.get(g.actor.tenant, ""),
        "thuis": not g.actor.thuis,
        "naar": [(een.tenant, namen[een.tenant], not een.thuis) for een in anderen],
    }
