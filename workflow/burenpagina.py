"""Cover by neighbours as the beheerder arranges it: who covers here, who waits for the key, and who may be asked.

He proposes and gives nothing: a member of the desk compares the words and hands the key over, as for everybody.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from workflow import leden
from workflow import mensenformulier as vormen
from workflow.aanbod import Opties
from workflow.beleid import Beleid
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.handeling import Handeling, Periode, handeling, stap
from workflow.ledenkern import log_bij, meld_leden
from workflow.lidmaatschap import Houder, Voorstel
from workflow.lijstlog import noteer_lijst
from workflow.partners import REGIO
from workflow.ports import Werk
from workflow.stap import Veld
from workflow.tik import Klokwerk
from workflow.uitnodigen import eis_beheerder, vandaag
from workflow.velden import Ruw, lees_velden
from workflow.waarneming import is_buur
from workflow.werkplektekst import gemeente_tekst, werkplek_tekst

log = logging.getLogger(__name__)
ADRES = "/beheer/waarnemers"
VERLAAT = "verlaat"
# Which desk somebody can cover, by his role at home.
PLEKKEN = {"aandachtsfunctionaris": "af", "veiligheidsadviseur": "overleg"}
STEL_VOOR = stap(
    "stel_buur_voor",
    "Buur voorstellen",
    vormen.ROL,
    "Een collega van de werkplek belt deze persoon, vergelijkt de vijf woorden en geeft de sleutel. "
    "Na de laatste dag stopt de toegang vanzelf.",
    (
        Veld("wie", "Wie neemt waar?", "keuze", verplicht=True, hint="Dit zijn mensen van andere gemeenten."),
        Veld("van", "Eerste dag", "datum", verplicht=True, verleden=False),
        Veld("tot", "Laatste dag", "datum", verplicht=True, verleden=False),
    ),
)
WIJS_AF = stap("wijs_buur_af", "Voorstel intrekken", vormen.ROL, "Deze persoon krijgt de sleutel dan niet.")


@dataclass(frozen=True)
class Buurrij:
    """Somebody of another municipality who covers here, or waits for it."""

    naam: str
    wat: str
    stand: str
    kleur: str
    vorm: Handeling


@dataclass(frozen=True)
class Burenpagina:
    """Who covers here, and the form to ask somebody."""

    gemeente: str
    buren: tuple[Buurrij, ...]
    voorstel: Handeling

    @property
    def handelingen(self) -> tuple[Handeling, ...]:
        """All forms of the page."""
        return (*(een.vorm for een in self.buren), self.voorstel)


def burenpagina(werk: Werk, beleid: Beleid) -> Burenpagina:
    """Compose the page; that it was looked at is logged.

    Errors: NietGevonden for who is no beheerder of a municipality.
    """
    _eis_gemeente(werk)
    zitten = [(plek, een) for plek in _plekken(werk) for een in _buren_aan(werk, plek)]
    wachten = [
        een
        for een in leden.voorstellen_van_tenant(werk)
        if een.werkplek in _plekken(werk) and _is_buur(een, een.werkplek)
    ]
    mensen = [*(een.persoon_id for _, een in zitten), *(een.persoon_id for een in wachten)]
    noteer_lijst(werk, "mensen", [een.hex() for een in mensen])
    rijen = [_zit(werk, beleid, plek, een) for plek, een in zitten] + [_wacht(beleid, een) for een in wachten]
    return Burenpagina(
        gemeente=gemeente_tekst(beleid, werk.actor.tenant),
        buren=tuple(rijen),
        voorstel=handeling(STEL_VOOR, "", _opties(werk, beleid)),
    )


def stel_voor(werk: Werk, beleid: Beleid, ruw: Ruw, *, url: str) -> None:
    """Ask a neighbour. Errors: NietGevonden; StapGeweigerd with what is wrong per field."""
    _eis_gemeente(werk)
    kan = dict(_opties(werk, beleid)["wie"])
    gelezen, fouten = lees_velden(STEL_VOOR.velden, ruw, lambda veld: kan if veld.naam == "wie" else {}, vandaag(werk))
    if fouten:
        raise StapGeweigerd([], fouten)
    wie = bytes.fromhex(gelezen["wie"])
    werkplek = f"{PLEKKEN[werk.mensen.get(wie).rol]}.{werk.actor.tenant}"
    van, tot = (date.fromisoformat(gelezen[naam]) for naam in ("van", "tot"))
    leden.stel_voor(werk, beleid, wie, werkplek, waarneemt=True, van=van, tot=tot, url=url)


def trek_in(werk: Werk, beleid: Beleid, persoon_id: bytes) -> None:
    """Take the proposal for a neighbour away. Errors: NietGevonden."""
    _eis_gemeente(werk)
    for een in leden.voorstellen_van_tenant(werk):
        if een.persoon_id == persoon_id and een.werkplek in _plekken(werk) and _is_buur(een, een.werkplek):
            leden.wijs_voorstel_af(werk, beleid, persoon_id, een.werkplek)
            return
    raise NietGevonden


def laat_gaan(werk: Werk, beleid: Beleid, persoon_id: bytes, *, ook_als_laatste: bool) -> None:
    """End the cover of a neighbour before its last day. Errors: NietGevonden; StapGeweigerd."""
    _eis_gemeente(werk)
    for plek in _plekken(werk):
        if any(een.persoon_id == persoon_id for een in _buren_aan(werk, plek)):
            leden.verlaat(werk, beleid, persoon_id, plek, ook_als_laatste=ook_als_laatste)
            return
    raise NietGevonden


def dagelijks(klokwerk: Klokwerk, beleid: Beleid, dag: date, url: str) -> int:
    """Take the seats of neighbours whose last day is over; their desks are told to make a new key. Out: how many."""
    with klokwerk() as werk:
        plekken = [f"{naam}.{gemeente}" for gemeente in beleid.gemeenten for naam in PLEKKEN.values()]
        voorbij = [
            (plek, een.persoon_id)
            for plek in plekken
            for een in _buren_aan(werk, plek)
            if een.tot is not None and een.tot < dag
        ]
    gedaan = 0
    for plek, persoon_id in voorbij:
        try:
            with klokwerk() as werk:
                werk.leden.neem(plek, persoon_id)
                log_bij(werk, "lid_vertrokken", plek, persoon=persoon_id.hex())
                meld_leden(werk, beleid, plek, url)
                werk.bevestig()
            gedaan += 1
        except Exception as fout:  # one seat that fails must not keep the others
            log.error("seat at %s failed to end: %s", plek, type(fout).__name__)
    return gedaan


def _eis_gemeente(werk: Werk) -> None:
    eis_beheerder(werk)
    if werk.actor.tenant == REGIO:
        raise NietGevonden


def _plekken(werk: Werk) -> tuple[str, ...]:
    return tuple(f"{naam}.{werk.actor.tenant}" for naam in PLEKKEN.values())


def _is_buur(een: Houder | Voorstel, werkplek: str) -> bool:
    return is_buur(een.tenant, werkplek)


def _buren_aan(werk: Werk, werkplek: str) -> list[Houder]:
    return [een for een in werk.werkplekken.houders(werkplek) if _is_buur(een, werkplek)]


def _opties(werk: Werk, beleid: Beleid) -> Opties:
    return {"wie": list(_kandidaten(werk, beleid))}


def _kandidaten(werk: Werk, beleid: Beleid) -> Iterator[tuple[str, str]]:
    """Everybody who does this work in another municipality today."""
    for gemeente in beleid.gemeenten:
        if gemeente == werk.actor.tenant:
            continue
        for rol, plek in PLEKKEN.items():
            for een in werk.mensen.van_rol(rol, gemeente):
                if f"{plek}.{gemeente}" in een.werkplekken:
                    wat = werkplek_tekst(beleid, f"{plek}.{gemeente}")
                    yield een.id.hex(), f"{een.naam}, {wat[0].lower()}{wat[1:]}"


def _wat(beleid: Beleid, werkplek: str, een: Houder | Voorstel) -> str:
    wat = f"{werkplek_tekst(beleid, werkplek)}, {Periode(een.van, een.tot).tekst}"
    return f"{gemeente_tekst(beleid, een.tenant)}. {wat}."


def _zit(werk: Werk, beleid: Beleid, werkplek: str, een: Houder) -> Buurrij:
    laatste = {werkplek_tekst(beleid, werkplek): leden.is_laatste(werk, een.persoon_id, werkplek)}
    vorm = vormen.vertrekstap(VERLAAT, "Laat vertrekken", laatste)
    stand = ("Neemt nu waar", "safe") if een.nu else ("Niet vandaag", "neutral")
    return Buurrij(
        een.naam,
        _wat(beleid, werkplek, een),
        *stand,
        handeling(vorm, een.persoon_id.hex(), knopsoort="secondary-action"),
    )


def _wacht(beleid: Beleid, een: Voorstel) -> Buurrij:
    vorm = handeling(WIJS_AF, een.persoon_id.hex(), knopsoort="secondary-action")
    return Buurrij(een.naam, _wat(beleid, een.werkplek, een), "Wacht op een collega", "warning", vorm)


def plekfout(velden: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the seat, at the question that was asked here."""
    return {"wie" if naam == "plekken" else naam: tekst for naam, tekst in velden.items()}
