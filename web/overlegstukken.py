"""What leaves the page of a meeting: its decision lines, its pieces as a sheet per reader, and its calendar file."""

from collections.abc import Callable

from flask import render_template
from flask.typing import ResponseReturnValue

from web import ics, pdf, stapverzoek
from web.huis import het_huis
from web.session import werk
from workflow import overlegstand
from workflow.fouten import NietGevonden
from workflow.lijstlog import noteer_lijst
from workflow.overlegagenda import get_overleg, leidt, mag_besluiten
from workflow.overlegbesluiten import besluitregels
from workflow.overlegpagina import overlegpagina


def besluiten(id: str) -> ResponseReturnValue:  # the name in the table of pages
    """The decision lines of a meeting: the only minutes there are."""
    overleg_id = stapverzoek.lees_id(id)
    with werk() as w:
        if not mag_besluiten(w):
            raise NietGevonden
        pagina = overlegpagina(w, het_huis().beleid, overleg_id)
    return render_template(
        "overleg_besluiten.html", adres=f"/overleg/{id}", overleg=pagina.overleg, regels=besluitregels(pagina.stukken)
    )


def stukken(id: str) -> ResponseReturnValue:
    """The pieces as a sheet, marked for who may read them now; its hash is in the log before it leaves."""
    overleg_id, huis = stapverzoek.lees_id(id), het_huis()
    exemplaar = pdf.nieuw_exemplaar()
    with werk() as w:
        pagina = overlegpagina(w, huis.beleid, overleg_id)
        wie, nu = w.actor.alias, w.nu
    if not pagina.mag_stukken:
        raise NietGevonden
    # Between two units of work: half a second in which nobody else could write otherwise.
    blad = pdf.maak_pdf(
        "pdf/overleg.html",
        titel="Stukken van het overleg",
        ontvanger=f"{wie}, {pagina.overleg.gemeente}",
        exemplaar=exemplaar,
        nu=nu,
        overleg=pagina.overleg,
        stukken=pagina.stukken,
        regels=besluitregels(pagina.stukken),
    )
    with werk() as w:
        overleg = get_overleg(w, overleg_id)
        if not leidt(w, overleg.gemeente) and w.actor.persoon_id not in w.overleggen.in_zitting(overleg):
            # He left while the sheet was made.
            raise NietGevonden
        wat = {"hash": pdf.vingerafdruk(blad), "exemplaar": exemplaar}
        w.log("overleg_stukken", None, overleg=overleg_id.hex(), stukken=len(pagina.stukken), **wat)
        w.bevestig()
    return pdf.stuur(blad, "overleg.pdf")


def agendabestand(id: str) -> ResponseReturnValue:
    """The calendar file of a meeting, for who is invited."""
    huis = het_huis()
    with werk() as w:
        overleg = get_overleg(w, stapverzoek.lees_id(id))
        stand = overlegstand.lees(w, huis.beleid, overleg)
        noteer_lijst(w, "overleg", [overleg.id.hex()])
        nu = w.nu
    plaats = stand.plaats if huis.beleid.gemeenten[overleg.gemeente].overleg_in_agenda else ""
    return ics.stuur(ics.maak_ics(overleg, stand, nu, huis.beleid.overleg.duur, plaats))


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {
    "overleg_besluiten": besluiten,
    "overleg_stukken": stukken,
    "overleg_agendabestand": agendabestand,
}
