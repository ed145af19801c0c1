"""The pages of the meetings: the list, and one agenda with its items, decisions and participants."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.aanbod import Aanbod, aanbod, instemming
from workflow.antwoordtekst import regels, stap_van
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort, dag_tekst
from workflow.lijstlog import noteer_lijst
from workflow.overlegzitting import (
    BESLUITEN,
    GEAGENDEERD,
    GEOPEND,
    GEPLAND,
    GESLOTEN,
    PLANNEN,
    SLUITEN,
    STATEN,
    agenda,
    compartiment,
    get_overleg,
    leidt,
    mag_overleg,
    overdracht,
    uitgenodigd,
)
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE
from workflow.termijntekst import termijnstand
from workflow.trajectkader import Nu, als_tekst
from workflow.verstrekkingpagina import Feit
from workflow.werkplektekst import gemeente_tekst, werkplek_tekst
from workflow.zaak import Document, Overleg, Zaak

MAX_ZAKEN = 2000
UITLEG = {
    GEPLAND: "De stukken gaan open als het overleg begint. Alleen wie er is, kan ze dan lezen.",
    GEOPEND: "Wie aanwezig is, kan de stukken nu lezen. Dat stopt als het overleg sluit.",
    GESLOTEN: "De deelnemers kunnen de stukken niet meer lezen.",
}
NIET_NU = "Je kunt de stukken nu niet openen. Dat kan alleen als het overleg open is en jij er bent."
NIET_MEER = "Het overleg kan deze zaak niet meer lezen. De status is nu: {staat}."


@dataclass(frozen=True)
class Overlegrij:
    """One meeting on the list."""

    url: str
    datum: str
    plek: str
    staat: str
    aantal: int
    termijn: str
    kleur: str


@dataclass(frozen=True)
class Overleglijst:
    """The list; `aanbod` is for who may plan one."""

    komend: tuple[Overlegrij, ...]
    geweest: tuple[Overlegrij, ...]
    aanbod: tuple[Aanbod, ...]


@dataclass(frozen=True)
class OverlegKop:
    """The heading of one meeting."""

    datum: str
    plek: str
    gemeente: str
    staat: str
    revisie: int
    uitleg: str


@dataclass(frozen=True)
class Deelnemer:
    """Somebody who may be there."""

    code: str
    naam: str
    functie: str
    aanwezig: bool
    geheimhouding: bool


@dataclass(frozen=True)
class Agendapunt:
    """One case on the table. `dicht` says why this person can't read it, else ""."""

    nr: int
    code: str
    url: str
    spoed: bool
    staat: str
    revisie: int
    dicht: str = ""
    tekst: str = ""
    vraag: str = ""
    feiten: tuple[Feit, ...] = ()
    besluit: str = ""
    afspraken: tuple[tuple[str, str, str], ...] = ()
    aanbod: tuple[Aanbod, ...] = ()


@dataclass(frozen=True)
class Overlegpagina:
    """Everything on the page of one meeting."""

    overleg: OverlegKop
    nu: Nu | None
    deelnemers: tuple[Deelnemer, ...]
    mag_leiden: bool
    mag_openen: bool
    stukken: tuple[Agendapunt, ...]
    aanbod: tuple[Aanbod, ...]


def overleglijst(werk: Werk, beleid: Beleid) -> Overleglijst:
    """The meetings of the municipality (one audit row, nothing opened)."""
    gemeente = werk.actor.tenant
    if not mag_overleg(werk):
        noteer_lijst(werk, "overleg", [])
        return Overleglijst((), (), ())
    alle = werk.overleggen.lijst()
    zaken = werk.zaken.lijst(staten=[GEAGENDEERD], aantal=MAX_ZAKEN)
    noteer_lijst(werk, "overleg", [een.id.hex() for een in alle])
    wacht = Counter(een.overleg_id for een in zaken)
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    komend = [een for een in alle if _komt_nog(een, vandaag)]
    geweest = [een for een in reversed(alle) if not _komt_nog(een, vandaag)]
    return Overleglijst(
        tuple(_rij(beleid, een, wacht[een.id], vandaag) for een in komend),
        tuple(_rij(beleid, een, wacht[een.id], vandaag) for een in geweest),
        (Aanbod(PLANNEN, {}),) if leidt(werk, gemeente) else (),
    )


def _komt_nog(overleg: Overleg, vandaag: date) -> bool:
    return overleg.staat == GEOPEND or (overleg.staat == GEPLAND and overleg.dag >= vandaag)


def _plek(beleid: Beleid, overleg: Overleg) -> str:
    return beleid.gemeenten[overleg.gemeente].overleg_plaats


def _rij(beleid: Beleid, overleg: Overleg, aantal: int, vandaag: date) -> Overlegrij:
    stand = termijnstand(vandaag, vandaag, overleg.dag) if _komt_nog(overleg, vandaag) else None
    return Overlegrij(
        url=f"/overleg/{overleg.id.hex()}",
        datum=dag_tekst(overleg.dag),
        plek=_plek(beleid, overleg),
        staat=STATEN[overleg.staat] if _komt_nog(overleg, vandaag) else STATEN[GESLOTEN],
        aantal=aantal,
        termijn=stand.tekst if stand else "",
        kleur="",
    )


def overlegpagina(werk: Werk, beleid: Beleid, overleg_id: bytes) -> Overlegpagina:
    """Compose one meeting for the actor: each case that he can read is opened once (logged). Errors: NietGevonden."""
    overleg = get_overleg(werk, overleg_id)
    voorzit = leidt(werk, overleg.gemeente)
    er_zijn = set(werk.overleggen.aanwezigen(overleg))
    namen = beleid.werkplekken.rolnamen
    deelnemers = tuple(
        Deelnemer(een.id.hex(), een.naam, namen.get(een.rol, een.rol), een.id in er_zijn, een.id in er_zijn)
        for een in uitgenodigd(werk, overleg.gemeente)
    )
    stukken = [_punt(werk, beleid, overleg, nr, zaak) for nr, zaak in enumerate(agenda(werk, overleg), 1)]
    return Overlegpagina(
        overleg=_kop(beleid, overleg),
        nu=_nu(overleg, voorzit=voorzit),
        deelnemers=deelnemers,
        mag_leiden=voorzit,
        mag_openen=voorzit and overleg.staat == GEPLAND,
        stukken=tuple(stukken),
        aanbod=(Aanbod(SLUITEN, {}),) if voorzit and overleg.staat == GEOPEND else (),
    )


def _kop(beleid: Beleid, overleg: Overleg) -> OverlegKop:
    return OverlegKop(
        datum=dag_tekst(overleg.dag),
        plek=_plek(beleid, overleg),
        gemeente=gemeente_tekst(beleid, overleg.gemeente),
        staat=STATEN[overleg.staat],
        revisie=overleg.revisie,
        uitleg=UITLEG[overleg.staat],
    )


def _nu(overleg: Overleg, *, voorzit: bool) -> Nu | None:
    if not voorzit or overleg.staat == GESLOTEN:
        return None
    if overleg.staat == GEPLAND:
        return Nu("Open het overleg als iedereen er is", "Vink aan wie er is en wie heeft getekend.")
    return Nu("Het overleg is open", "Leg per zaak het besluit vast. Sluit daarna het overleg.")


def _punt(werk: Werk, beleid: Beleid, overleg: Overleg, nr: int, zaak: Zaak) -> Agendapunt:
    kent_zaak = leidt(werk, overleg.gemeente) or werk.actor.zit_aan(f"af.{overleg.gemeente}")
    staat = werk.route(zaak.route, zaak.route_hash).staat(zaak.staat).scherm
    kop: dict[str, Any] = {
        "nr": nr,
        "code": zaak.nummer if kent_zaak else f"Stuk {nr}",
        "url": f"/zaken/{zaak.nummer}" if kent_zaak else "",
        "spoed": zaak.spoed,
        "staat": staat,
        "revisie": zaak.revisie,
    }
    if werk.sleutels.kan_openen(zaak, "zaak"):
        return Agendapunt(**kop, **_uit_zaak(werk, beleid, overleg, zaak))
    naam = compartiment(overleg)
    if werk.sleutels.kan_openen(zaak, naam):
        docs = werk.documenten.open(zaak, [naam], "overleg")
        return Agendapunt(**kop, **_uit_stuk(beleid, docs))
    dicht = NIET_MEER.format(staat=staat) if kent_zaak else NIET_NU
    return Agendapunt(**kop, dicht=dicht)


def _uit_zaak(werk: Werk, beleid: Beleid, overleg: Overleg, zaak: Zaak) -> dict[str, Any]:
    docs = werk.documenten.open(zaak, ["zaak"], "overleg")
    tekst = overdracht(docs)
    hier = zaak.staat == GEAGENDEERD and zaak.overleg_id == overleg.id
    stappen = aanbod(werk, beleid, zaak, docs) if hier and leidt(werk, overleg.gemeente) else []
    besluit = _besluit(werk, beleid, overleg, zaak, docs)
    return {
        "tekst": str(tekst.get("overdrachtstekst", "")),
        "vraag": str(tekst.get("vraag_aan_overleg", "")),
        "feiten": feitrijen(beleid, [doc.inhoud or {} for doc in docs if doc.soort == "feit"]),
        "besluit": besluit or _voorstel(werk, zaak),
        "afspraken": _afspraken(werk, beleid, zaak) if besluit else (),
        "aanbod": tuple(een for een in stappen if een.stap.actie in BESLUITEN),
    }


def _uit_stuk(beleid: Beleid, docs: Sequence[Document]) -> dict[str, Any]:
    inhoud: Mapping[str, Any] = next((doc.inhoud or {} for doc in docs if doc.soort == "stuk"), {})
    if not inhoud:
        return {"dicht": "Dit stuk is beschadigd en niet te lezen."}
    return {
        "tekst": str(inhoud["overdrachtstekst"]),
        "vraag": str(inhoud["vraag_aan_overleg"]),
        "feiten": feitrijen(beleid, inhoud["feiten"]),
    }


def feitrijen(beleid: Beleid, feiten: Sequence[Mapping[str, Any]]) -> tuple[Feit, ...]:
    """Facts of the working file in words."""
    lijsten = beleid.taxonomie
    return tuple(
        Feit(
            categorie=lijsten["categorieen"].naam_van(str(een["categorie"])),
            persoon=str(een.get("persoon", "")),
            tekst=str(een["feit"]),
            datum=dag_kort(date.fromisoformat(een["datum"])) if een.get("datum") else "",
            bron=_bron(beleid, str(een.get("bron", ""))),
        )
        for een in feiten
    )


def _bron(beleid: Beleid, code: str) -> str:
    stap = stap_van(beleid.routes["signaal"], "feit_vastleggen")
    veld = next((een for een in stap.velden if een.naam == "bron"), None) if stap is not None else None
    return beleid.label(veld, code) if veld is not None and code else code


def _besluit(werk: Werk, beleid: Beleid, overleg: Overleg, zaak: Zaak, docs: Sequence[Document]) -> str:
    """What this meeting decided: the decision that follows on the step that put the case on its agenda."""
    op, gevonden = "", ""
    route = werk.route(zaak.route, zaak.route_hash)
    for doc in docs:
        inhoud = doc.inhoud or {}
        actie, velden = inhoud.get("actie", ""), inhoud.get("velden", {})
        if doc.soort != "stap" or actie not in ("agenderen", *BESLUITEN):
            continue
        if op == overleg.id.hex() and actie in BESLUITEN:
            stap = route.stap(GEAGENDEERD, actie)
            eigen = [veld for veld in stap.velden if not veld.compartiment]
            gevonden = f"{stap.knop}\n{als_tekst(regels(werk, beleid, eigen, velden))}".strip()
        op = str(velden.get("overleg", "")) if actie in ("agenderen", "aanhouden") else ""
    return gevonden


def _voorstel(werk: Werk, zaak: Zaak) -> str:
    wacht = instemming(werk, zaak)
    return f"Voorstel: {wacht[0].knop.lower()}. Een tweede persoon kijkt mee op de pagina van de zaak." if wacht else ""


def _afspraken(werk: Werk, beleid: Beleid, zaak: Zaak) -> tuple[tuple[str, str, str], ...]:
    namen = beleid.taxonomie["interventies"]
    return tuple(
        (
            namen.naam_van(str(een.kenmerken.get("instrument", ""))),
            werkplek_tekst(beleid, een.ontvanger),
            dag_kort(date.fromisoformat(str(een.kenmerken["datum"]))) if een.kenmerken.get("datum") else "",
        )
        for een in werk.trajecten.van_zaak(zaak.id, "actie")
    )
