"""The page of one privacy check: codes in words, never a text, a name or a fact of the case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.aanbod import Aanbod
from workflow.antwoordtekst import Regels, stap_van
from workflow.beleid import Beleid
from workflow.convenant import VORMTEKST
from workflow.datumtekst import dag_kort, dag_tekst
from workflow.ports import Werk
from workflow.privacychecks import (
    ANTWOORDEN,
    GEVRAAGD,
    GEZIEN,
    NAMEN,
    SEINEN,
    UITZONDERING,
    VITAAL,
    VOORWAARDE,
    VOORWAARDEN,
)
from workflow.stap import Stap, Veld
from workflow.termijnen import TIJDZONE
from workflow.termijntekst import termijnstand
from workflow.trajectkader import Nu
from workflow.werkplektekst import werkplek_tekst
from workflow.zaak import Privacycheck

ACTIE = "beantwoorden"
LIJSTEN = (
    ("doel", "Doel", "doelen"),
    ("grond", "Grond", "gronden"),
    ("grond_bijzonder", "Tweede grond", "gronden"),
)
JA_NEE = {"ja": "Ja", "nee": "Nee", "weet_niet": "Niet bekend"}
WAAROM = {
    "1": "De gemeente wil bronnen raadplegen.",
    "2a": "De gemeente wil de zaak bespreken in het overleg.",
    "2b": "De gemeente wil gegevens sturen naar een partner.",
    UITZONDERING: "De gemeente deelt iets dat het convenant niet toestaat. Een tweede persoon vond dit goed.",
    VITAAL: "De gemeente deelde meteen, omdat er gevaar was voor een leven. Een tweede persoon kijkt dit na.",
}
GEHEIMHOUDING = {
    "geen": "Er geldt geen beroepsgeheim",
    "doorbroken": "Er geldt een beroepsgeheim, en dat mag worden doorbroken",
    "conflict": "Er geldt een beroepsgeheim, en er is een conflict van plichten",
}
TOESTEMMING = {"ja": "Gevraagd en gegeven", "nee": "Gevraagd en niet gegeven", "niet_gevraagd": "Niet gevraagd"}
STAP = Stap(
    actie=ACTIE,
    knop="Antwoord vastleggen",
    van=(GEVRAAGD,),
    naar="=",
    door=("privacyfunctionaris",),
    velden=(
        Veld(
            "antwoord",
            "Mag dit?",
            "keuze",
            verplicht=True,
            keuzes=tuple(f"{code}={naam}" for code, naam in ANTWOORDEN.items()),
        ),
        Veld(
            "voorwaarde",
            "Onder welke voorwaarde?",
            "keuze",
            verplicht=True,
            keuzes=tuple(f"{code}={naam}" for code, naam in VOORWAARDEN.items()),
            als=f"antwoord={VOORWAARDE}",
        ),
    ),
)


# What is told and not asked is ticked off: that it was seen, and nothing else.
GEZIEN_STAP = Stap(
    actie=ACTIE,
    knop="Afvinken",
    van=(GEVRAAGD,),
    naar="=",
    door=("privacyfunctionaris",),
    velden=(Veld("antwoord", "Heb je dit bekeken?", "keuze", verplicht=True, keuzes=(f"{GEZIEN}=Ja, bekeken",)),),
)


def stap_voor(soort: str) -> Stap:
    """The form of one kind of check."""
    return GEZIEN_STAP if soort in SEINEN else STAP


@dataclass(frozen=True)
class Checkkop:
    """The heading of the page."""

    url: str
    soort: str
    zaak: str
    revisie: int
    staat: str


@dataclass(frozen=True)
class Checkpagina:
    """The question, the answer when there is one, and otherwise the form for it."""

    check: Checkkop
    nu: Nu | None
    gegevens: Regels
    uitkomst: Regels
    aanbod: list[Aanbod]


def checkpagina(werk: Werk, beleid: Beleid, check_id: bytes) -> Checkpagina:
    """Compose the page; that it was looked at is logged. Errors: NietGevonden."""
    check = werk.controles.get_check(check_id)
    werk.log("privacycheck_bekeken", None, check=check.soort, nummer=check.codes.get("nummer"))
    werk.bevestig()
    is_open = check.staat == GEVRAAGD
    stap = stap_voor(check.soort)
    opties = {veld.naam: list(veld.vaste_keuzes().items()) for veld in stap.velden}
    return Checkpagina(
        check=Checkkop(
            url=f"/privacychecks/{check.id.hex()}",
            soort=NAMEN.get(check.soort, f"Privacycheck {check.soort.upper()}"),
            zaak=str(check.codes["nummer"]),
            revisie=check.revisie,
            staat=_staat(check),
        ),
        nu=_nu(werk, check) if is_open else None,
        gegevens=_gegevens(beleid, check),
        uitkomst=[] if is_open else _uitkomst(check),
        aanbod=[Aanbod(stap, opties)] if is_open else [],
    )


def _staat(check: Privacycheck) -> str:
    if check.soort in SEINEN:
        return "Bekeken" if check.staat == GEZIEN else "Nog niet bekeken"
    return "Gevraagd" if check.staat == GEVRAAGD else ANTWOORDEN[check.staat]


def _nu(werk: Werk, check: Privacycheck) -> Nu:
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    hoe = termijnstand(vandaag, check.dag, check.termijn)
    if check.soort in SEINEN:
        kop, wacht = "Bekijk dit en vink het af", "Klopt het niet? Bel dan de aandachtsfunctionaris."
        return Nu(kop, wacht, "", dag_tekst(check.termijn), hoe.tekst, hoe.kleur)
    wacht = "De gemeente is al begonnen, omdat er haast bij is." if check.achteraf else "De gemeente wacht hierop."
    return Nu("Geef je antwoord", wacht, "", dag_tekst(check.termijn), hoe.tekst, hoe.kleur)


def _gegevens(beleid: Beleid, check: Privacycheck) -> Regels:
    codes: Mapping[str, Any] = check.codes
    lijsten = beleid.taxonomie
    stap = next((s for r in beleid.routes.values() if (s := stap_van(r, str(codes.get("stap", "")))) is not None), None)
    regels: Regels = [("Waarom", WAAROM.get(check.soort, "De gemeente wil verder met de zaak."))]
    if stap is not None:
        regels.append(("Stap", stap.knop))
    if codes.get("bronnen"):
        regels.append(("Bronnen", ", ".join(lijsten["bronnen"].naam_van(str(een)) for een in codes["bronnen"])))
    if codes.get("ontvanger"):
        regels.append(("Aan wie", werkplek_tekst(beleid, str(codes["ontvanger"]))))
    if codes.get("vorm"):
        regels.append(("Vorm", VORMTEKST.get(str(codes["vorm"]), str(codes["vorm"])).capitalize()))
    for naam, label, lijst in LIJSTEN:
        if codes.get(naam):
            regels.append((label, lijsten[lijst].naam_van(str(codes[naam]))))
    regels += _verstrekking(beleid, codes)
    if codes.get("personen") is not None:
        regels.append(("Aantal personen", str(codes["personen"])))
    if codes.get("minderjarigen") is not None:
        regels.append(("Waarvan jonger dan 18", str(codes["minderjarigen"])))
    regels.append(("Misschien een minderjarige", JA_NEE.get(str(codes.get("minderjarig")), "Niet bekend")))
    return regels


def _verstrekking(beleid: Beleid, codes: Mapping[str, Any]) -> Regels:
    """The codes of a hand-off in words."""
    namen, als = beleid.convenant.categorieen, beleid.convenant.omstandigheden
    regels: Regels = []
    for naam, label in (("categorieen", "Gegevens"), ("uitzondering", "Uitzondering voor")):
        if codes.get(naam):
            regels.append((label, ", ".join(namen[een].naam if een in namen else str(een) for een in codes[naam])))
    if codes.get("omstandigheden"):
        regels.append(("Wat er klopt", ", ".join(als.get(str(een), str(een)) for een in codes["omstandigheden"])))
    if codes.get("toestemming"):
        regels.append(("Toestemming", TOESTEMMING.get(str(codes["toestemming"]), str(codes["toestemming"]))))
    if codes.get("geheimhouding"):
        regels.append(("Beroepsgeheim", GEHEIMHOUDING.get(str(codes["geheimhouding"]), str(codes["geheimhouding"]))))
    if codes.get("vitaal_belang"):
        regels.append(("Gevaar voor een leven", "Ja"))
    if codes.get("overleg_dag"):
        regels.append(("Besloten in het overleg van", dag_kort(date.fromisoformat(str(codes["overleg_dag"])))))
    if codes.get("geldig_tot"):
        regels.append(("Te lezen tot en met", dag_kort(date.fromisoformat(str(codes["geldig_tot"])))))
    if codes.get("convenant_versie"):
        regels.append(("Volgens convenant", str(codes["convenant_versie"])))
    return regels


def _uitkomst(check: Privacycheck) -> Regels:
    regels: Regels = [("Antwoord", ANTWOORDEN.get(check.staat, "Bekeken"))]
    if check.codes.get("voorwaarde"):
        regels.append(("Voorwaarde", VOORWAARDEN.get(str(check.codes["voorwaarde"]), "")))
    if check.codes.get("op"):
        regels.append(("Op", dag_kort(date.fromisoformat(str(check.codes["op"])))))
    return regels
