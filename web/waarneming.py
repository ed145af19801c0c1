"""Cover by a neighbour: for which municipality somebody works now, and the page where the beheerder asks for it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial, wraps

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from web import handeling, session, stapverzoek
from web.huis import het_huis
from web.stapverzoek import Poging
from workflow import burenpagina
from workflow.burenpagina import ADRES, STEL_VOOR, VERLAAT, WIJS_AF
from workflow.fouten import NietGevonden
from workflow.mensenformulier import LAATSTE
from workflow.ports import Werk
from workflow.werkvoorraad import Filters, Rij, werkvoorraad

Pagina = Callable[..., ResponseReturnValue]
WERKVOORRAAD = "/werkvoorraad"
VOORGESTELD = "Het voorstel staat klaar. Een collega van de werkplek belt deze persoon en geeft de sleutel."
INGETROKKEN = "Het voorstel is ingetrokken."
VERTROKKEN = "De toegang is gestopt. Een collega van de werkplek maakt een nieuwe sleutel."


def met_waarneming(pagina: Pagina) -> Pagina:
    """Look for a thing at the neighbour too, for who stands in there: an address does not say whose it is.

    A form does say for which municipality it was made, so an answer never lands at another one than was on screen.
    """

    @wraps(pagina)
    def gevonden(**waarden: str) -> ResponseReturnValue:
        try:
            return pagina(**waarden)
        except NietGevonden:
            eerst, anderen = g.get("actor"), session.andere()
            if request.method != "GET":
                raise
            for wie in anderen:
                g.actor = wie
                try:
                    antwoord = pagina(**waarden)
                except NietGevonden:
                    continue
                session.werk_voor(wie)
                return antwoord
            if eerst is not None:
                g.actor = eerst
            raise

    return gevonden


def kies() -> ResponseReturnValue:
    """Work for another municipality, or for the own one again."""
    gevraagd = request.form.get("gemeente", "")
    for wie in session.andere():
        if wie.tenant == gevraagd:
            session.werk_voor(wie)
    naam = het_huis().beleid.gemeenten.get(g.actor.tenant)
    return stapverzoek.klaar(f"Je werkt nu voor {naam.naam}." if naam else "", WERKVOORRAAD)


@dataclass(frozen=True)
class Buur:
    """The queue of a municipality where somebody stands in, beside his own."""

    code: str
    naam: str
    rijen: tuple[Rij, ...]
    meer: bool


def buren() -> list[Buur]:
    """The open cases of each municipality where who is at home may stand in; each list is in the log over there."""
    gevonden = []
    for wie in session.andere() if not g.actor.thuis else ():
        with session.werk_als(wie) as w:
            lijst = werkvoorraad(w, het_huis().beleid, Filters(weergave="open"))
        naam = het_huis().beleid.gemeenten[wie.tenant].naam
        gevonden.append(Buur(wie.tenant, naam, lijst.rijen, bool(lijst.volgende)))
    return gevonden


def waarnemers() -> ResponseReturnValue:
    """The page of the beheerder: who of a neighbour covers here, and asking somebody."""
    if request.method == "GET":
        return _toon(stapverzoek.teruggekomen())
    poging = handeling.lees({STEL_VOOR.actie, WIJS_AF.actie, VERLAAT})
    gedaan = handeling.doe(poging, None, partial(_DOEN[poging.actie], poging))
    if isinstance(gedaan, Poging):
        return _toon(replace(gedaan, velden=burenpagina.plekfout(gedaan.velden)))
    return stapverzoek.klaar(gedaan, ADRES)


def _stel_voor(poging: Poging, w: Werk) -> str:
    burenpagina.stel_voor(w, het_huis().beleid, poging.ruw, url=het_huis().settings.basis_url)
    return VOORGESTELD


def _wijs_af(poging: Poging, w: Werk) -> str:
    burenpagina.trek_in(w, het_huis().beleid, _wie(poging))
    return INGETROKKEN


def _verlaat(poging: Poging, w: Werk) -> str:
    zeker = bool(handeling.waarde(poging, LAATSTE.naam))
    burenpagina.laat_gaan(w, het_huis().beleid, _wie(poging), ook_als_laatste=zeker)
    return VERTROKKEN


def _wie(poging: Poging) -> bytes:
    return stapverzoek.lees_id(handeling.waarde(poging, "onderwerp"))


_DOEN: dict[str, Callable[[Poging, Werk], str]] = {
    STEL_VOOR.actie: _stel_voor,
    WIJS_AF.actie: _wijs_af,
    VERLAAT: _verlaat,
}


def _toon(poging: Poging | None) -> ResponseReturnValue:
    with session.werk() as w:
        pagina = burenpagina.burenpagina(w, het_huis().beleid)
    ingevuld = handeling.variabelen(poging, pagina.handelingen)
    return render_template("waarnemers.html", adres=ADRES, **vars(pagina), **ingevuld), poging.status if poging else 200


PAGINAS: dict[str, Pagina] = {"waarneming": kies, "waarnemers": waarnemers}
