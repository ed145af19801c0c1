"""Data breaches: telling one, the list with its clock, the checklist of one, and the register as a file."""

from collections.abc import Callable

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from web import handeling, stapverzoek
from web.huis import het_huis
from web.session import actor, werk
from web.stapverzoek import Poging
from workflow import datalekken, datalekvelden
from workflow.datalekpagina import ADRES, REVISIE, lekpagina, lijstpagina, registerbestand
from workflow.handeling import handeling as maak_handeling
from workflow.partners import REGIO
from workflow.ports import Werk

GEMELD = "Bedankt. De privacyfunctionaris, de FG en de beheerder krijgen nu bericht."
GEDAAN = "Het is vastgelegd."
MELDEN = f"{ADRES}/melden"
REGISTER = "/datalekregister"


def lijst() -> ResponseReturnValue:
    """The breaches, and what each kind of loss yields."""
    with werk() as w:
        rijen = lijstpagina(w, het_huis().beleid)
    regels = het_huis().beleid.datalek
    mag = actor().rol in datalekken.BESLUIT
    return render_template(
        "datalekken.html",
        rijen=rijen,
        verliezen=list(regels.verliezen.values()),
        register=REGISTER if mag else "",
        melden=MELDEN,
    )


def melden() -> ResponseReturnValue:
    """Everybody who is logged in can say that something may have gone wrong."""
    if request.method == "GET":
        return _meldvorm(stapverzoek.teruggekomen())
    poging = handeling.lees({datalekvelden.MELD})

    def meld(w: Werk) -> str:
        huis = het_huis()
        datalekken.meld(w, huis.beleid, poging.ruw, huis.settings.basis_url)
        return GEMELD

    gedaan = handeling.doe(poging, None, meld)
    if isinstance(gedaan, Poging):
        return _meldvorm(gedaan)
    return stapverzoek.klaar(gedaan, ADRES if actor().rol in datalekken.ROLLEN else "/taken")


def _meldvorm(poging: Poging | None) -> ResponseReturnValue:
    vorm = maak_handeling(datalekvelden.meldstap(het_huis().beleid, regio=actor().tenant == REGIO))
    ingevuld = handeling.variabelen(poging, [vorm])
    return render_template("datalek_melden.html", vorm=vorm, adres=MELDEN, **ingevuld), poging.status if poging else 200


def lek(nummer: str) -> ResponseReturnValue:
    """One breach, or one thing that is done about it."""
    if request.method == "GET":
        return _toon(nummer, stapverzoek.teruggekomen())
    punten = het_huis().beleid.datalek.punten
    voor_punt = {f"{datalekvelden.PUNT}{code}": punt for code, punt in punten.items()}
    poging = handeling.lees({datalekvelden.PAK_OP.actie, datalekvelden.SLUIT, *voor_punt})

    def doe(w: Werk) -> str:
        beleid, gevonden = het_huis().beleid, datalekken.vind(w, nummer, _revisie(poging))
        if poging.actie in voor_punt:
            datalekken.vul_in(w, beleid, gevonden, voor_punt[poging.actie], poging.ruw)
        elif poging.actie == datalekvelden.SLUIT:
            datalekken.sluit(w, beleid, gevonden, poging.ruw)
        else:
            datalekken.pak_op(w, gevonden)
        return GEDAAN

    gedaan = handeling.doe(poging, None, doe)
    return _toon(nummer, gedaan) if isinstance(gedaan, Poging) else stapverzoek.klaar(gedaan, f"{ADRES}/{nummer}")


def _revisie(poging: Poging) -> int:
    tekst = handeling.waarde(poging, REVISIE)
    return int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) <= stapverzoek.MAX_REVISIE else 0


def _toon(nummer: str, poging: Poging | None) -> ResponseReturnValue:
    with werk() as w:
        pagina = lekpagina(w, het_huis().beleid, nummer)
    ingevuld = handeling.variabelen(poging, pagina.handelingen)
    return render_template("datalek.html", **vars(pagina), **ingevuld), poging.status if poging else 200


def register() -> ResponseReturnValue:
    """The register of breaches as a file."""
    with werk() as w:
        tekst = registerbestand(w, het_huis().beleid)
    koppen = {"Content-Disposition": 'attachment; filename="datalekregister.csv"'}
    return Response(tekst, mimetype="text/csv", headers=koppen)


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {
    "datalekken": lijst,
    "datalek_melden": melden,
    "datalek_register": register,
    "datalek": lek,
}
