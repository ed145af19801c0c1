"""Hand-offs: what was sent to my desk, what my municipality sent, and one of them."""

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web import pdf, stapverzoek
from web.huis import het_huis
from web.session import werk
from web.stapverzoek import Poging
from workflow import trajectlijsten, verstrekkingklaar
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.trajectlijsten import AFGEROND, LOPEND, Lijst
from workflow.verstrekkingblad import eis_nog_zo, maak_blad
from workflow.verstrekkingpagina import ROUTE, verstrekkingpagina
from workflow.zaakzicht import vind_zaak

ADRES = "/verstrekkingen"
TE_LAAT = "Deze stap kan nu niet meer. De verstrekking is gestopt."
LEEG = {
    (True, LOPEND): "Er staat niets voor je klaar. Krijg je iets? Dan sturen we je een bericht.",
    (True, AFGEROND): "Er is nog niets afgerond.",
    (False, LOPEND): "Er loopt geen verstrekking. Je maakt er een op de pagina van een zaak.",
    (False, AFGEROND): "Er is nog niets afgerond.",
}


def weergave() -> str:
    """Which of the two fixed views is asked for."""
    return AFGEROND if request.args.get("weergave") == AFGEROND else LOPEND


def tabs(adres: str, lijst: Lijst, gekozen: str) -> list[tuple[str, str, int, bool]]:
    """The tabs above a list."""
    return [
        (adres, "Lopend", lijst.lopend, gekozen == LOPEND),
        (f"{adres}?weergave={AFGEROND}", "Afgerond", lijst.afgerond, gekozen == AFGEROND),
    ]


def verstrekkingen() -> ResponseReturnValue:
    """The list."""
    gekozen = weergave()
    with werk() as w:
        lijst = trajectlijsten.verstrekkingen(w, het_huis().beleid, gekozen)
    return render_template(
        "verstrekkingen.html",
        tabs=tabs(ADRES, lijst, gekozen),
        bijschrift="Wat jij hebt gekregen" if lijst.ontvangt else "Wat jouw gemeente deelt met partners",
        rijen=lijst.rijen,
        leeg=LEEG[lijst.ontvangt, gekozen],
    )


def verstrekking(id: str) -> ResponseReturnValue:  # the name in the table of pages
    """One hand-off: show it, or take a step on it."""
    traject_id, adres = stapverzoek.lees_id(id), f"{ADRES}/{id}"
    try:
        return stapverzoek.traject_pagina(traject_id, adres, ROUTE, _toon)
    except NietGevonden:
        if request.method == "GET":
            raise
        # Who holds no key of it any more still hears why his answer came too late; a stranger gets "not found".
        poging = stapverzoek.lees_poging()
        return _toon(traject_id, adres, Poging(poging.actie, poging.ruw, "", 422, (TE_LAAT,)))


def _toon(traject_id: bytes, adres: str, poging: Poging | None) -> ResponseReturnValue:
    with werk() as w:
        pagina = verstrekkingpagina(w, het_huis().beleid, traject_id)
    nu = [f"De status is: {pagina.vs.staat}.", *(f"{wie}: {tekst}" for wie, _, tekst in pagina.antwoorden[-1:])]
    inhoud = render_template(
        "verstrekking.html",
        adres=adres,
        **vars(pagina),
        **stapverzoek.variabelen(poging, pagina.aanbod, ROUTE, nu),
    )
    return inhoud, poging.status if poging else 200


def aangeboden(nummer: str) -> tuple[tuple[str, str], ...]:
    """What the page of a case offers to fill in: (text, address)."""
    with werk() as w:
        return verstrekkingklaar.aangeboden(w, het_huis().beleid, vind_zaak(w, nummer))


def zorg() -> list[str]:
    """Which care coordinator is for which age."""
    return verstrekkingklaar.zorg(het_huis().beleid, het_huis().nu().date())


def klaargezet(nummer: str) -> Poging | None:
    """The form of a new hand-off that is filled in from an earlier one or from what is offered; None without such.

    Errors: NietGevonden when the address asks for what is not there.
    """
    soort = next((een for een in verstrekkingklaar.SOORTEN if request.args.get(een)), "")
    if not soort:
        return None
    with werk() as w:
        ruw = verstrekkingklaar.antwoorden(w, het_huis().beleid, vind_zaak(w, nummer), soort, request.args[soort])
    return Poging(verstrekkingklaar.ACTIE, ruw)


def verstrekking_pdf(id: str) -> ResponseReturnValue:  # the name in the table of pages
    """The hand-off as a sheet, made at this moment; its hash stands in the log before it leaves."""
    huis, traject_id = het_huis(), stapverzoek.lees_id(id)
    exemplaar = pdf.nieuw_exemplaar()
    try:
        with werk() as w:
            blad, nu = maak_blad(w, huis.beleid, traject_id), w.nu
        pagina = blad.pagina
        # Between two units of work: nobody could write as long as this one waits for its turn to make a sheet.
        inhoud = pdf.maak_pdf(
            "pdf/verstrekking.html",
            titel=f"Verstrekking {pagina.vs.code}",
            ontvanger=blad.lezer,
            exemplaar=exemplaar,
            nu=nu,
            op_papier=pagina.maker,
            rijen=[(een.categorie, een.persoon or "-", een.tekst, een.datum) for een in pagina.feiten],
            vs=pagina.vs,
            gegevens=pagina.gegevens,
            personen=pagina.personen,
            feiten=pagina.feiten,
            antwoorden=pagina.antwoorden,
        )
        with werk() as w:
            eis_nog_zo(w, blad)
            w.log("verstrekking_pdf", blad.traject, hash=pdf.vingerafdruk(inhoud), exemplaar=exemplaar)
            w.bevestig()
    except StapGeweigerd as fout:
        return _toon(traject_id, f"{ADRES}/{id}", Poging("pdf", {}, "", 422, fout.punten))
    return pdf.stuur(inhoud, f"{pagina.vs.code}-verstrekking.pdf")


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {
    "verstrekkingen": verstrekkingen,
    "verstrekking": verstrekking,
    "verstrekking_pdf": verstrekking_pdf,
}
