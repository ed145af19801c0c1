"""The pages of the beheerder about people: the list, an invitation, and one person."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web import handeling, stapverzoek
from web.huis import het_huis
from web.session import actor, werk
from web.stapverzoek import Poging
from workflow import leden, uitnodigen
from workflow import mensenformulier as vormen
from workflow.datumtekst import dag_kort
from workflow.fouten import NietGevonden
from workflow.handeling import Handeling
from workflow.handeling import handeling as maak_handeling
from workflow.mensenpagina import (
    ADRES,
    BLOKKEER,
    VERLAAT,
    mensenpagina,
    menspagina,
    nog_te_kiezen,
    vind_account,
)
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE

UITNODIGEN = "/beheer/uitnodigen"
AANNEMEN = "/uitnodiging"
INGETROKKEN = "De uitnodiging is ingetrokken. De code werkt niet meer."
VOORGESTELD = "Het voorstel staat klaar. Een collega van de werkplek keurt het goed."
VERTROKKEN = "De toegang is gestopt."
GESLOTEN = "Het account is gesloten. De toegang is gestopt."
GEVRAAGD = "Je vraag staat klaar. Een beheerder buiten je eigen organisatie moet dit bevestigen."
GEWIST = "De tweede stap is weg. Bij het inloggen stelt deze persoon een nieuwe in."
WISSEN = (vormen.VRAAG_WISSEN.actie, vormen.BEVESTIG_WISSEN.actie)
VAN_EEN = (vormen.HERSTEL.actie, "stel_voor", VERLAAT, BLOKKEER, *WISSEN)


def mensen() -> ResponseReturnValue:
    """The list; an open invitation is withdrawn here."""
    if request.method == "GET":
        return _lijst(stapverzoek.teruggekomen())
    poging = handeling.lees({vormen.TREK_IN.actie, vormen.BEVESTIG_WISSEN.actie})
    onderwerp = stapverzoek.lees_id(handeling.waarde(poging, "onderwerp"))

    def trek_in(w: Werk) -> str:
        uitnodigen.trek_in(w, onderwerp)
        return INGETROKKEN

    if poging.actie == vormen.BEVESTIG_WISSEN.actie:
        gedaan = handeling.doe_los(poging, None, partial(_bevestig_wissen, onderwerp))
    else:
        gedaan = handeling.doe(poging, None, trek_in)
    return _lijst(gedaan) if isinstance(gedaan, Poging) else stapverzoek.klaar(gedaan, ADRES)


def _bevestig_wissen(persoon_id: bytes) -> str:
    """The second of two beheerders, of another tenant; a request that is gone is not made anew by this button."""
    if persoon_id not in het_huis().toegang.te_wissen(actor()):
        raise NietGevonden
    return _wis(persoon_id)


def _lijst(poging: Poging | None) -> ResponseReturnValue:
    te_wissen = het_huis().toegang.te_wissen(actor())
    with werk() as w:
        pagina = mensenpagina(w, het_huis().beleid, te_wissen)
    ingevuld = handeling.variabelen(poging, pagina.handelingen)
    return render_template("mensen.html", adres=ADRES, **vars(pagina), **ingevuld), poging.status if poging else 200


def uitnodiging() -> ResponseReturnValue:
    """Invite somebody. The code stands on the answer alone: it is kept nowhere and can't be shown again."""
    if request.method == "GET":
        return _uitnodigvorm(stapverzoek.teruggekomen())
    poging = handeling.lees({_vorm().aanbod.stap.actie})
    codes: list[str] = []

    def nodig_uit(w: Werk) -> str:
        vandaag = w.nu.astimezone(TIJDZONE).date()
        vraag = vormen.lees_uitnodiging(het_huis().beleid, w.actor.tenant, poging.ruw, vandaag)
        codes.append(uitnodigen.nodig_uit(w, het_huis().beleid, **vars(vraag)))
        return vraag.naam

    gedaan = handeling.doe(poging, None, nodig_uit)
    if isinstance(gedaan, Poging):
        return _uitnodigvorm(_plekfout(gedaan, f"plekken_{handeling.waarde(gedaan, 'rol')}"))
    return _code(gedaan, "nieuw", codes[0])


def _vorm() -> Handeling:
    stap, opties = vormen.uitnodigstap(het_huis().beleid, actor().tenant)
    return maak_handeling(stap, "", opties)


def _plekfout(poging: Poging, veld: str) -> Poging:
    """What is wrong with a desk stands at the question that was asked here."""
    velden = {veld if naam == "plekken" else naam: tekst for naam, tekst in poging.velden.items()}
    return replace(poging, velden=velden)


def _uitnodigvorm(poging: Poging | None) -> ResponseReturnValue:
    vorm = _vorm()
    ingevuld = handeling.variabelen(poging, [vorm])
    inhoud = render_template("mensen_uitnodigen.html", adres=UITNODIGEN, vorm=vorm, **ingevuld)
    return inhoud, poging.status if poging else 200


def _code(naam: str, soort: str, code: str) -> str:
    basis = het_huis().settings.basis_url
    with werk() as w:
        verloopt = max(een.verloopt for een in uitnodigen.uitnodigingen(w))
    return render_template(
        "mensen_code.html",
        naam=naam,
        soort=soort,
        code=code,
        adres=f"{basis}{AANNEMEN}",
        link=f"{basis}{AANNEMEN}/{code}",
        verloopt=dag_kort(verloopt),
    )


def mens(id: str) -> ResponseReturnValue:  # the name in the table of pages
    """One person: his desks, and what the beheerder may set in motion. He never gives a key."""
    persoon_id = stapverzoek.lees_id(id)
    if request.method == "GET":
        return _toon(persoon_id, stapverzoek.teruggekomen())
    poging = handeling.lees(VAN_EEN)
    if poging.actie == vormen.HERSTEL.actie:
        return _herstel(persoon_id, poging)
    if poging.actie in WISSEN:
        gedaan = handeling.doe_los(poging, None, partial(_wis, persoon_id))
    else:
        gedaan = handeling.doe(poging, None, partial(_DOEN[poging.actie], poging, persoon_id))
    if isinstance(gedaan, Poging):
        return _toon(persoon_id, _plekfout(gedaan, "werkplek"))
    return stapverzoek.klaar(gedaan, f"{ADRES}/{id}")


def _herstel(persoon_id: bytes, poging: Poging) -> ResponseReturnValue:
    codes: list[str] = []

    def nodig_uit(w: Werk) -> str:
        account = vind_account(w, persoon_id)
        codes.append(uitnodigen.nodig_herstel_uit(w, het_huis().beleid, persoon_id))
        return account.naam

    gedaan = handeling.doe(poging, None, nodig_uit)
    return _toon(persoon_id, gedaan) if isinstance(gedaan, Poging) else _code(gedaan, "herstel", codes[0])


def _stel_voor(poging: Poging, persoon_id: bytes, w: Werk) -> str:
    beleid = het_huis().beleid
    plekken = nog_te_kiezen(beleid, w.actor.tenant, vind_account(w, persoon_id))
    plek = vormen.lees_voorstel(plekken, poging.ruw, w.nu.astimezone(TIJDZONE).date())
    url, waar = het_huis().settings.basis_url, plek.werkplek
    leden.stel_voor(w, beleid, persoon_id, waar, waarneemt=plek.waarneemt, van=plek.van, tot=plek.tot, url=url)
    return VOORGESTELD


def _verlaat(poging: Poging, persoon_id: bytes, w: Werk) -> str:
    werkplek = handeling.waarde(poging, "onderwerp")
    if werkplek not in {een.werkplek for een in vind_account(w, persoon_id).plekken}:
        raise NietGevonden
    zeker = bool(handeling.waarde(poging, vormen.LAATSTE.naam))
    leden.verlaat(w, het_huis().beleid, persoon_id, werkplek, ook_als_laatste=zeker)
    return VERTROKKEN


def _blokkeer(poging: Poging, persoon_id: bytes, w: Werk) -> str:
    zeker = bool(handeling.waarde(poging, vormen.LAATSTE.naam))
    leden.blokkeer(w, het_huis().beleid, persoon_id, ook_als_laatste=zeker)
    return GESLOTEN


def _wis(persoon_id: bytes) -> str:
    """Take away a lost second factor: the first beheerder asks it, one of another tenant does it."""
    return GEWIST if het_huis().toegang.wis_factor(actor(), persoon_id) else GEVRAAGD


_DOEN: dict[str, Callable[[Poging, bytes, Werk], str]] = {
    "stel_voor": _stel_voor,
    VERLAAT: _verlaat,
    BLOKKEER: _blokkeer,
}


def _toon(persoon_id: bytes, poging: Poging | None) -> ResponseReturnValue:
    verzoek = het_huis().toegang.wisverzoek(persoon_id)
    with werk() as w:
        pagina = menspagina(w, het_huis().beleid, persoon_id, verzoek.tenant if verzoek else None)
    ingevuld = handeling.variabelen(poging, pagina.handelingen)
    return render_template("mensen_een.html", **vars(pagina), **ingevuld), poging.status if poging else 200


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"mensen": mensen, "uitnodigen": uitnodiging, "mens": mens}
