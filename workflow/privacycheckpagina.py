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
from workflow.privacychecks import ANTWOORDEN, GEVRAAGD, VOORWAARDE, VOORWAARDEN
from workflow.stap import Stap, Veld
from workflow.termijnen import TIJDZONE
from workflow.termijntekst import termijnstand
from workflow.trajectkader import Nu
from workflow.werkplektekst import werkplek_tekst
from workflow.zaak import Privacycheck

ACTIE = "beantwoorden"
JA_NEE = {"ja": "Ja", "nee": "Nee", "weet_niet": "Niet bekend"}
WAAROM = {
    "1": "De gemeente wil bronnen raadplegen.",
    "2a": "De gemeente wil de zaak bespreken in het overleg.",
    "2b": "De gemeente wil gegevens sturen naar een partner.",
}
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
    opties = {veld.naam: list(veld.vaste_keuzes().items()) for veld in STAP.velden}
    return Checkpagina(
        check=Checkkop(
            url=f"/privacychecks/{check.id.hex()}",
            soort=f"Privacycheck {check.soort.upper()}",
            zaak=str(check.codes["nummer"]),
            revisie=check.revisie,
            staat="Gevraagd" if is_open else ANTWOORDEN[check.staat],
        ),
        nu=_nu(werk, check) if is_open else None,
        gegevens=_gegevens(beleid, check),
        uitkomst=[] if is_open else _uitkomst(check),
        aanbod=[Aanbod(STAP, opties)] if is_open else [],
    )


def _nu(werk: Werk, check: Privacycheck) -> Nu:
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    hoe = termijnstand(vandaag, check.dag, check.termijn)
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
    for naam, label, lijst in (("doel", "Doel", "doelen"), ("grond", "Grond", "gronden")):
        if codes.get(naam):
            regels.append((label, lijsten[lijst].naam_van(str(codes[naam]))))
    if codes.get("categorieen"):
        regels.append(
            ("Gegevens", ", ".join(lijsten["categorieen"].naam_van(str(een)) for een in codes["categorieen"]))
        )
    if codes.get("personen") is not None:
        regels.append(("Aantal personen", str(codes["personen"])))
    regels.append(("Misschien een minderjarige", JA_NEE.get(str(codes.get("minderjarig")), "Niet bekend")))
    return regels


def _uitkomst(check: Privacycheck) -> Regels:
    regels: Regels = [("Antwoord", ANTWOORDEN[check.staat])]
    if check.codes.get("voorwaarde"):
        regels.append(("Voorwaarde", VOORWAARDEN.get(str(check.codes["voorwaarde"]), "")))
    if check.codes.get("op"):
        regels.append(("Op", dag_kort(date.fromisoformat(str(check.codes["op"])))))
    return regels
