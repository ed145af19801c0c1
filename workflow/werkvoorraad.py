"""The queue of a desk: open columns and codes of the server, never a document; one audit entry for the list."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from workflow.afschermen import werkt_aan
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.fouten import NietGevonden
from workflow.lijstlog import noteer_lijst
from workflow.melden import NAMENS, SIGNAAL, VANUIT_OVERLEG
from workflow.ports import Werk
from workflow.route import Route
from workflow.soorten import FORMULIER, INGANGEN
from workflow.stap import Staat
from workflow.termijnen import Moment
from workflow.termijntekst import Termijnstand
from workflow.weergaven import (
    NAMEN,
    NIEUW,
    OPEN,
    TE_LAAT,
    VANGNET,
    VOORGELEGD,
    is_adviseur,
    is_houder,
    lees_nummer,
    staten,
    weergaven,
)
from workflow.werkplektekst import werkplek_tekst
from workflow.zaak import Zaak
from workflow.zaaktermijn import MELDER, aan_zet, regiehouder_naam, stand
from workflow.zaaktijdlijn import kort
from workflow.zaakzicht import EIGEN_PLEK, VANGNETPLEK, is_zichtbaar

PER_BLAD = 50
# Source: vorm and soort plek are sealed codes, so they are filtered in memory, over this many open cases at most.
IN_GEHEUGEN = 2000
MEER = "meer dan 1.000"
_NA = re.compile(r"(\d{4}-\d{2}-\d{2})\.([0-9a-f]{32})")


@dataclass(frozen=True)
class Filters:
    """What the address asks for: codes only. `na` is the last row of the page before."""

    weergave: str = ""
    spoed: str = ""
    vorm: str = ""
    soort_plek: str = ""
    soort: str = ""
    ingang: str = ""
    zoek: str = ""
    na: str = ""


@dataclass(frozen=True)
class Rij:
    """One row of the queue."""

    url: str
    nummer: str
    spoed: bool
    staat: str
    aan_zet: str
    vorm: str
    plek: str
    dag_in: str
    termijn: str
    kleur: str
    bij: str = ""
    aan_jou: bool = False
    soort: str = ""
    ingang: str = ""


@dataclass(frozen=True)
class Tab:
    """One fixed view with the number of its cases."""

    code: str
    naam: str
    aantal: int | str


@dataclass(frozen=True)
class Werkvoorraad:
    """The page. `volgende` is the key of the next page, "" on the last one."""

    filters: Filters
    tabs: tuple[Tab, ...]
    rijen: tuple[Rij, ...]
    volgende: str
    met_inhoud: bool
    melden: tuple[str, ...]


def werkvoorraad(werk: Werk, beleid: Beleid, filters: Filters) -> Werkvoorraad:
    """Compose the queue and log that it was shown. Errors: LogboekOnbereikbaar: nothing is shown."""
    soorten = weergaven(werk)
    gekozen = filters.weergave if filters.weergave in soorten else next(iter(soorten), OPEN)
    houder = is_houder(werk)
    f = replace(filters, weergave=gekozen)
    if not houder:
        # Those codes are sealed; which kind of signal it is stands in an open column.
        f = replace(f, vorm="", soort_plek="", ingang="")
    zaken, volgende = _zoek(werk, f) if f.zoek else _lijst(werk, beleid, f)
    tabs = tuple(Tab(code, NAMEN[code], _aantal(werk, beleid.routes[SIGNAAL], code)) for code in soorten)
    rijen = tuple(_rij(werk, beleid, een) for een in zaken)
    noteer_lijst(werk, "werkvoorraad", [een.nummer for een in zaken])
    return Werkvoorraad(f, tabs, rijen, volgende, houder, _melden(werk))


def _melden(werk: Werk) -> tuple[str, ...]:
    """The steps with which this person can bring in a signal of somebody else."""
    mag = ((VANUIT_OVERLEG, is_adviseur(werk)), (NAMENS, is_houder(werk)))
    return tuple(actie for actie, kan in mag if kan)


def _zoek(werk: Werk, f: Filters) -> tuple[list[Zaak], str]:
    """The one case with this number, wherever it is, when this person may see it."""
    try:
        zaak = werk.zaken.get_nummer(lees_nummer(f.zoek))
    except NietGevonden:
        return [], ""
    return ([zaak] if is_zichtbaar(werk, zaak) else []), ""


def _na(tekst: str) -> tuple[date, bytes] | None:
    gevonden = _NA.fullmatch(tekst)
    try:
        return (date.fromisoformat(gevonden[1]), bytes.fromhex(gevonden[2])) if gevonden else None
    except ValueError:
        return None


def _lijst(werk: Werk, beleid: Beleid, f: Filters) -> tuple[list[Zaak], str]:
    spoed = {"ja": True, "nee": False}.get(f.spoed)
    if f.weergave == VANGNET:
        alle = van_vangnet(werk)
        return [een for een in alle if spoed is None or een.spoed == spoed], ""
    if not weergaven(werk):
        return [], ""
    past = _past(f)
    na = _na(f.na)
    gevonden = werk.zaken.lijst(
        staten=staten(beleid.routes[SIGNAAL], f.weergave),
        spoed=spoed,
        te_laat_op=Moment.van(werk.nu) if f.weergave == TE_LAAT else None,
        alleen_eigen=not is_houder(werk),
        na=na,
        aantal=PER_BLAD + 1 if past is None else IN_GEHEUGEN,
    )
    if f.weergave == NIEUW:
        bij = [een for een in aan_ons(werk) if spoed in (None, een.spoed) and (na is None or _plek(een) > na)]
        gevonden = sorted([*gevonden, *bij], key=_plek)
    if past is not None:
        gevonden = [een for een in gevonden if past(een)]
    blad = gevonden[:PER_BLAD]
    if len(gevonden) <= PER_BLAD:
        return blad, ""
    laatste = blad[-1]
    termijn, id_ = _plek(laatste)
    return blad, f"{termijn.isoformat()}.{id_.hex()}"


def _plek(zaak: Zaak) -> tuple[date, bytes]:
    """Where a case stands in a list: by soonest term."""
    return zaak.termijn or date.max, zaak.id


def van_vangnet(werk: Werk) -> list[Zaak]:
    """What the safety net may read: released by the clock, and sent in where a municipality was closed."""
    lijsten = (werk.zaken.vrijgegeven("ruw", plek) for plek in (VANGNETPLEK, EIGEN_PLEK))
    return list({een.id: een for lijst in lijsten for een in lijst}.values())


def aan_ons(werk: Werk) -> list[Zaak]:
    """The cases that another municipality presented to the desk of this person."""
    alle = werk.zaken.lijst(staten=[VOORGELEGD], aantal=IN_GEHEUGEN) if is_houder(werk) else []
    return [een for een in alle if een.voorgelegd_aan == werk.actor.tenant]


def _past(f: Filters) -> Callable[[Zaak], bool] | None:
    """The test on sealed codes; None when none is asked for."""
    if not (f.vorm or f.soort_plek or f.soort or f.ingang):
        return None

    def past(zaak: Zaak) -> bool:
        vorm = not f.vorm or f.vorm in zaak.kenmerken.get("vormen", [])
        codes = {"soort_plek": f.soort_plek, "ingang": f.ingang}
        rest = all(waarde in ("", zaak.kenmerken.get(naam)) for naam, waarde in codes.items())
        return vorm and rest and f.soort in ("", zaak.soort)

    return past


def _aantal(werk: Werk, route: Route, weergave: str) -> int | str:
    if weergave == VANGNET:
        return len(van_vangnet(werk))
    aantal = werk.zaken.tel(
        staten=staten(route, weergave),
        te_laat_op=Moment.van(werk.nu) if weergave == TE_LAAT else None,
        alleen_eigen=not is_houder(werk),
    )
    aantal += len(aan_ons(werk)) if weergave == NIEUW else 0
    return aantal if aantal <= 1000 else MEER


def plekken(beleid: Beleid) -> dict[str, str]:
    """Code → label of the kinds of place, from the question of the form."""
    vragen = [vraag for scherm in beleid.formulier.schermen for vraag in scherm.vragen]
    return next((dict(een.keuzes) for een in vragen if een.naam == "soort_plek"), {})


def _alleen_status(werk: Werk, zaak: Zaak, staat: Staat) -> bool:
    """True for who sees the open columns and no more; told from the table, so that a list asks for no key."""
    actor = werk.actor
    if any(werkt_aan(actor, zaak, f"af.{tenant}") for tenant in (zaak.houder, zaak.voorgelegd_aan)):
        return False
    return not werkt_aan(actor, zaak, f"overleg.{zaak.houder}") or "veiligheidsadviseur" in staat.ziet_status


def _ingang(beleid: Beleid, code: str) -> str:
    """Where a signal came in; nothing for the form itself, where nearly all come in."""
    return "" if code in ("", FORMULIER) else beleid.taxonomie[INGANGEN].naam_van(code)


def _rij(werk: Werk, beleid: Beleid, zaak: Zaak) -> Rij:
    route = werk.route(zaak.route, zaak.route_hash)
    desk = aan_zet(route, zaak, werk.nu)
    hoe = Termijnstand() if route.is_eind(zaak.staat) else stand(zaak, werk.nu)
    kenmerken = {} if _alleen_status(werk, zaak, route.staat(zaak.staat)) else zaak.kenmerken
    return Rij(
        url=f"/zaken/{zaak.nummer}",
        nummer=zaak.nummer,
        spoed=zaak.spoed,
        staat=route.staat(zaak.staat).scherm,
        aan_zet="De melder" if desk == MELDER else werkplek_tekst(beleid, desk) if desk else "",
        vorm=", ".join(beleid.vormnaam(code) for code in kenmerken.get("vormen", [])),
        plek=plekken(beleid).get(str(kenmerken.get("soort_plek", "")), ""),
        dag_in=dag_kort(zaak.dag_in),
        termijn=hoe.tekst,
        kleur=hoe.kleur,
        bij=kort(regiehouder_naam(werk, route, zaak)),
        soort=beleid.soorten.naam(zaak.soort),
        ingang=_ingang(beleid, str(kenmerken.get("ingang", ""))),
        aan_jou=zaak.staat == VOORGELEGD and werkt_aan(werk.actor, zaak, f"af.{zaak.voorgelegd_aan}"),
    )
