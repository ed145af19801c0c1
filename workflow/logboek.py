"""The read log on the screen: who opened what and why, for who supervises it; reading it is logged too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflow.antwoordtekst import stap_van
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.logregel import Logregel
from workflow.logtekst import COMPARTIMENTEN, VAN_SOORT, WAT
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE

PER_BLAD = 20
# The kind of an entry is sealed with it, so a filter looks back over this many entries for one page.
TERUG, DEEL = 2000, 200
VOORSTEL, STAP = "voorstel_", "stap "


@dataclass(frozen=True)
class Logrij:
    """One line of the page."""

    moment: str
    iso: str
    wie: str
    rol: str
    wat: str
    zaak: str
    doel: str


@dataclass(frozen=True)
class Logpagina:
    """One page of the log. `volgende` is the key of the next one, `gekeurd` the day of the last signed checkpoint."""

    rijen: tuple[Logrij, ...]
    volgende: str
    gekeurd: date | None


def logpagina(werk: Werk, beleid: Beleid, soort: str = "", voor: int | None = None) -> Logpagina:
    """The newest entries of the own municipality before `voor`, of one kind or of all.

    That it was read is committed before anything is returned. Errors: LogboekOnbereikbaar.
    """
    gevonden, volgende = _zoek(werk, beleid, soort, voor)
    gekeurd = werk.logboek.laatste_controlepunt()
    werk.log("logboek_bekeken", aantal=len(gevonden), soort_regels=soort)
    werk.bevestig()
    return Logpagina(tuple(logrij(beleid, een) for een in gevonden), volgende, gekeurd)


def _zoek(werk: Werk, beleid: Beleid, soort: str, voor: int | None) -> tuple[list[Logregel], str]:
    gevonden: list[Logregel] = []
    gezien = 0
    while gezien < TERUG:
        deel = werk.logboek.regels(voor=voor, aantal=DEEL if soort else PER_BLAD + 1)
        for regel in deel:
            if len(gevonden) == PER_BLAD:
                return gevonden, str(gevonden[-1].seq)
            if not soort or _soort(beleid, regel) == soort:
                gevonden.append(regel)
        if not deel or deel[-1].seq == 1:
            return gevonden, ""
        voor, gezien = deel[-1].seq, gezien + len(deel)
    return gevonden, str(voor)


def _soort(beleid: Beleid, regel: Logregel) -> str:
    handeling = str((regel.inhoud or {}).get("handeling", ""))
    if handeling in VAN_SOORT:
        return VAN_SOORT[handeling]
    return "stap" if _knop(beleid, handeling) else "anders"


def _knop(beleid: Beleid, handeling: str) -> str:
    """The button behind the name of a step, also of one that starts a walk; "" for anything else."""
    for route in beleid.routes.values():
        for naam in (handeling, handeling.removeprefix(f"{route.naam}_")):
            stap = stap_van(route, naam)
            if stap is not None:
                return stap.knop
    return ""


def _wat(beleid: Beleid, inhoud: Mapping[str, Any]) -> str:
    handeling = str(inhoud["handeling"])
    if handeling == "inloggen" and inhoud.get("uitkomst") == "geweigerd":
        return "Inloggen mislukt"
    if handeling in WAT:
        return WAT[handeling]
    if handeling.startswith(VOORSTEL) and _knop(beleid, handeling.removeprefix(VOORSTEL)):
        return f"Voorstel: {_knop(beleid, handeling.removeprefix(VOORSTEL))}"
    return _knop(beleid, handeling) or handeling.replace("_", " ").capitalize()


def _doel(beleid: Beleid, inhoud: Mapping[str, Any]) -> str:
    """Why it was opened, and which parts."""
    doel = str(inhoud.get("doel", ""))
    if doel.startswith(STAP):
        doel = f"Stap: {(_knop(beleid, doel.removeprefix(STAP)) or doel.removeprefix(STAP)).lower()}"
    if inhoud["handeling"] == "heridentificatie":
        grond = beleid.taxonomie["gronden"].naam_van(str(inhoud.get("grond", "")))
        return f"{beleid.taxonomie['doelen'].naam_van(doel)}; {grond}"
    if inhoud["handeling"] == "lijst":
        aantal = inhoud.get("aantal", 0)
        return f"{str(inhoud.get('lijst', '')).capitalize()}, {aantal} {'regel' if aantal == 1 else 'regels'}"
    delen = [str(een).partition(":")[0] for een in inhoud.get("compartimenten", [])]
    namen = ", ".join(dict.fromkeys(COMPARTIMENTEN.get(een, een) for een in delen))
    return f"{doel[:1].upper()}{doel[1:]}: {namen}" if doel and namen else doel or namen


def logrij(beleid: Beleid, regel: Logregel) -> Logrij:
    """One entry in words; of one that does not open any more only its place."""
    inhoud = regel.inhoud
    if inhoud is None:
        return Logrij(f"Regel {regel.seq}", "", "-", "-", "Deze regel is beschadigd", "", "")
    moment, iso = moment_tekst(str(inhoud["ts"]))
    rol = str(inhoud["rol"])
    return Logrij(
        moment=moment,
        iso=iso,
        wie=str(inhoud.get("alias") or "-"),
        rol=beleid.werkplekken.rolnamen.get(rol, rol.capitalize()),
        wat=_wat(beleid, inhoud),
        zaak=str(inhoud.get("nummer") or ""),
        doel=_doel(beleid, inhoud),
    )


def moment_tekst(ts: str) -> tuple[str, str]:
    """The moment in words and for machines; of a reporter only the day is known."""
    if "T" not in ts:
        return dag_kort(date.fromisoformat(ts)), ts
    lokaal = datetime.fromisoformat(ts).astimezone(TIJDZONE)
    return f"{dag_kort(lokaal.date())}, {lokaal:%H.%M}", lokaal.isoformat(timespec="seconds")
