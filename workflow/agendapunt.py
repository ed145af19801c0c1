"""One case on the table of a meeting: what is asked, what is known, what was decided, and who does what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow import poort
from workflow.aanbod import Aanbod, aanbod, instemming
from workflow.antwoordtekst import regels, stap_van
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.ingetrokken import geldig
from workflow.overlegagenda import BESLUITEN, GEAGENDEERD, VERVOLG, leidt
from workflow.overlegstappen import GESLOTEN
from workflow.overlegstuk import agendatekst, compartiment
from workflow.ports import Werk
from workflow.trajectkader import als_tekst
from workflow.verstrekkingpagina import Feit
from workflow.werkplektekst import werkplek_tekst
from workflow.zaak import Document, Overleg, Traject, Zaak

NIET_NU = "Je kunt de stukken nu niet openen. Dat kan alleen als het overleg open is en jij er bent."
NIET_MEER = "Het overleg kan deze zaak niet meer lezen. De status is nu: {staat}."


@dataclass(frozen=True)
class Agendapunt:
    """One case on the table. `dicht` says why this person can't read it, else "".

    `soort`: the kind of signal, "" for trafficking; `na_sluiting`: it came on the agenda after that closed;
    `verstrekkingen`: (to whom, how far, address) of the case.
    """

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
    na_sluiting: bool = False
    soort: str = ""
    verstrekkingen: tuple[tuple[str, str, str], ...] = ()


def agendapunt(
    werk: Werk, beleid: Beleid, overleg: Overleg, nr: int, zaak: Zaak, dicht_op: date | None = None
) -> Agendapunt:
    """Compose one item for the actor; a case or extract that he can read is opened once (logged).

    In: `dicht_op`, the day on which the agenda closed (None: it never does).
    """
    kent_zaak = leidt(werk, overleg.gemeente) or werk.actor.zit_aan(f"af.{overleg.gemeente}")
    staat = werk.route(zaak.route, zaak.route_hash).staat(zaak.staat).scherm
    kop: dict[str, Any] = {
        "nr": nr,
        "code": zaak.nummer if kent_zaak else f"Stuk {nr}",
        "url": f"/zaken/{zaak.nummer}" if kent_zaak else "",
        "spoed": zaak.spoed,
        "soort": beleid.soorten.naam(zaak.soort),
        # How the case goes on is not for who only sat in.
        "staat": staat if kent_zaak else "",
        "revisie": zaak.revisie,
        "na_sluiting": dicht_op is not None and _wacht(overleg, zaak) and zaak.dag_staat > dicht_op,
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
    lezer = poort.VA if leidt(werk, overleg.gemeente) else poort.AF
    gezien = poort.lees(werk, beleid, zaak, geldig(docs), lezer).documenten
    tekst = agendatekst(docs)
    besluit = _besluit(werk, beleid, overleg, zaak, docs)
    # What is agreed on belongs to a meeting that is still there, and to a case that it decided about.
    keuze = BESLUITEN if _wacht(overleg, zaak) else VERVOLG if besluit and overleg.staat != GESLOTEN else ()
    stappen = aanbod(werk, beleid, zaak, gezien) if keuze and leidt(werk, overleg.gemeente) else []
    return {
        "tekst": str(tekst.get("overdrachtstekst", "")),
        "vraag": str(tekst.get("vraag_aan_overleg", "")),
        "feiten": feitrijen(beleid, [doc.inhoud or {} for doc in gezien if doc.soort == "feit"]),
        "besluit": besluit or _voorstel(werk, zaak),
        "afspraken": _afspraken(werk, beleid, zaak) if besluit else (),
        "aanbod": tuple(een for een in stappen if een.stap.actie in keuze),
        "verstrekkingen": _verstrekkingen(werk, beleid, zaak) if besluit else (),
    }


def _wacht(overleg: Overleg, zaak: Zaak) -> bool:
    return zaak.staat == GEAGENDEERD and zaak.overleg_id == overleg.id


def _verstrekkingen(werk: Werk, beleid: Beleid, zaak: Zaak) -> tuple[tuple[str, str, str], ...]:
    """The hand-offs of the case that this desk may open: to whom, how far, and where."""
    lijst = werk.trajecten.van_zaak(zaak.id, "verstrekking")
    return tuple(
        (
            werkplek_tekst(beleid, een.ontvanger),
            werk.route(een.route, een.route_hash).staat(een.staat).scherm,
            f"/verstrekkingen/{een.id.hex()}",
        )
        for een in lijst
        if werk.sleutels.kan_openen(een, een.compartiment("vs"))
    )


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
    """What this meeting decided: the decision that names it, or that follows on the step that put the case here."""
    op, gevonden = "", ""
    route = werk.route(zaak.route, zaak.route_hash)
    for doc in docs:
        inhoud = doc.inhoud or {}
        actie, velden = inhoud.get("actie", ""), inhoud.get("velden", {})
        if doc.soort != "stap" or actie not in ("agenderen", *BESLUITEN):
            continue
        if inhoud.get("overleg", op) == overleg.id.hex() and actie in BESLUITEN:
            stap = route.stap(GEAGENDEERD, actie)
            eigen = [veld for veld in stap.velden if not veld.compartiment]
            gevonden = f"{stap.knop}\n{als_tekst(regels(werk, beleid, eigen, velden))}".strip()
        op = str(velden.get("overleg", "")) if actie in ("agenderen", "aanhouden") else ""
    return gevonden


def _voorstel(werk: Werk, zaak: Zaak) -> str:
    wacht = instemming(werk, zaak)
    return f"Voorstel: {wacht[0].knop.lower()}. Een tweede persoon kijkt mee op de pagina van de zaak." if wacht else ""


def _opdracht(werk: Werk, beleid: Beleid, actie: Traject) -> str:
    """What was agreed, in the words of the order (logged); the kind of action alone for who can't open it."""
    naam = beleid.taxonomie["interventies"].naam_van(str(actie.kenmerken.get("instrument", "")))
    docs = werk.documenten.open(actie, [actie.compartiment("actie")], "overleg")
    teksten = [str((doc.inhoud or {})["opdracht"]) for doc in docs if doc.soort == "opdracht"]
    return "\n".join([naam, *teksten])


def _afspraken(werk: Werk, beleid: Beleid, zaak: Zaak) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (
            _opdracht(werk, beleid, een),
            werkplek_tekst(beleid, een.ontvanger),
            dag_kort(date.fromisoformat(str(een.kenmerken["datum"]))) if een.kenmerken.get("datum") else "",
        )
        for een in werk.trajecten.van_zaak(zaak.id, "actie")
    )
