"""Taking a signal in: sealed to the desk, so that the process that took it in can't read it back."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow import afschermen, controle, staatwissel
from workflow.beleid import Beleid
from workflow.fouten import AlIngediend, NietGevonden, StapGeweigerd, WerkplekGesloten
from workflow.gereedheid import intake_open
from workflow.ports import Werk
from workflow.rechten import rol_voor
from workflow.soortcodes import STANDAARD, telcode
from workflow.soorten import is_tip, zonder_melder
from workflow.stap import Stap, Veld
from workflow.termijnen import TIJDZONE, Moment
from workflow.velden import lees_velden
from workflow.zaak import Zaak

SIGNAAL = "signaal"
NIEMAND = "Niemand"
# In a sealed signal: of which kind its form was. A signal without it came in by the form for trafficking.
SOORT_SIGNAAL = "soort_signaal"
# The entrances beside the form, and the desk of who types there.
VANUIT_OVERLEG, NAMENS = "melden_vanuit_overleg", "melden_namens"
INBRENG = {VANUIT_OVERLEG: "overleg", NAMENS: "af"}
NIET_GETELD = ("antwoorden", "inbreng")
GEEN_MELDER = "Bij deze ingang is er geen melder. Laat dit leeg, of kies een andere ingang"


@dataclass(frozen=True)
class Ontvangst:
    """What a reporter may know at once. The case number is not his: he has his volgcode."""

    uiterlijk: Moment | None
    spoed: bool
    instructies: tuple[str, ...]
    herhaald: bool
    zaak_id: bytes | None = None
    zonder_melder: bool = False


def is_open(werk: Werk, beleid: Beleid, gemeente: str) -> bool:
    """True when the desk of a municipality and the safety net can take a signal in."""
    return intake_open(werk, beleid, gemeente) and werk.mensen.werkplek_open("vangnet.regio")


def _vingerafdruk(geheim: bytes, antwoorden: Mapping[str, Any]) -> str:
    """A mark of the answers under the secret of the form: it tells a repeat from a change, and nothing else."""
    tekst = json.dumps(dict(antwoorden), sort_keys=True, ensure_ascii=False, default=str)
    return hmac.new(geheim, tekst.encode(), hashlib.sha256).hexdigest()[:32]


def indienen(
    werk: Werk,
    beleid: Beleid,
    gemeente: str,
    antwoorden: Mapping[str, Any],
    geheim: bytes,
    indiening: bytes,
    code: str,
    soort: str = STANDAARD,
) -> Ontvangst:
    """Store a signal from the form of one kind. In: the answers; the 32-byte secret of the page; what follows from it.

    A repeat of the same page gives the same answer and stores nothing.
    Errors: StapGeweigerd (unanswered questions), AlIngediend (sent before with other answers), WerkplekGesloten.
    """
    formulier = beleid.formulier_van(soort)
    instructies = tuple(formulier.instructies(antwoorden))
    afdruk = _vingerafdruk(geheim, antwoorden)
    eerder = werk.zaken.find_indiening(indiening)
    if eerder is not None:
        if not hmac.compare_digest(str(eerder.kenmerken.get("antwoorden")), afdruk):
            raise AlIngediend
        return Ontvangst(_uiterlijk(eerder), eerder.spoed, instructies, herhaald=True)
    missend = formulier.ontbreekt(antwoorden)
    if missend:
        raise StapGeweigerd([], missend)
    kenmerken = {"ingang": "collega", "antwoorden": afdruk, **formulier.codes(antwoorden)}
    spoed = formulier.spoed(antwoorden)
    niet_lezen = niet_lezen_van(werk, gemeente, antwoorden)
    basis = _Nieuw(gemeente, "indienen", soort, spoed, kenmerken, niet_lezen)
    zaak = _maak(werk, beleid, basis, indiening, code)
    for compartiment, inhoud in formulier.verdeel(antwoorden).items():
        if inhoud:
            leesbaar = {**_met_naam(werk, gemeente, inhoud), **_merk(soort)}
            werk.documenten.schrijf(zaak, compartiment, {"soort": _soort(compartiment), **leesbaar})
    werk.log("indienen", zaak)
    werk.bevestig()
    return Ontvangst(_uiterlijk(zaak), spoed, instructies, herhaald=False, zaak_id=zaak.id)


def lezers_van(werk: Werk, gemeente: str) -> dict[str, tuple[bytes, str]]:
    """Who reads the signals of a municipality: reference → (the person, his name); the form shows no id."""
    return {
        hashlib.sha256(f"lezer {gemeente} {een.id.hex()}".encode()).hexdigest()[:16]: (een.id, een.naam)
        for een in werk.mensen.van_werkplek(f"af.{gemeente}")
    }


def niet_lezen_van(werk: Werk, gemeente: str, antwoorden: Mapping[str, Any]) -> list[str] | None:
    """Who may not read this signal; None for an ordinary one. Somebody who left since then reads nothing anyway."""
    if antwoorden.get("over_lezer") != "ja":
        return None
    gekozen = lezers_van(werk, gemeente).get(str(antwoorden.get("niet_lezen", "")))
    return [] if gekozen is None else [gekozen[0].hex()]


def _met_naam(werk: Werk, gemeente: str, velden: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as the readers see them: a name instead of the reference of the form."""
    if "niet_lezen" not in velden:
        return dict(velden)
    return {**velden, "niet_lezen": lezers_van(werk, gemeente).get(str(velden["niet_lezen"]), (b"", NIEMAND))[1]}


def keuzes_vanuit_overleg(werk: Werk, beleid: Beleid, veld: Veld) -> dict[str, str]:
    """The choices of a field of the second entrance."""
    if veld.soort == "lezer":
        return {code: naam for code, (_, naam) in lezers_van(werk, werk.actor.tenant).items()}
    return dict(beleid.keuzes(veld))


def _soort(compartiment: str) -> str:
    return "melding" if compartiment == "ruw" else "melder"


def _uiterlijk(zaak: Zaak) -> Moment | None:
    return Moment(zaak.termijn, zaak.termijn_minuut) if zaak.termijn is not None else None


def breng_in(
    werk: Werk,
    beleid: Beleid,
    actie: str,
    ruw: Mapping[str, list[str]],
    indiening: bytes,
    code: str,
    uit_actie: str = "",
) -> Ontvangst:
    """Another entrance: somebody records a signal that came in elsewhere, at the overleg or by telephone.

    In: `actie`, `melden_vanuit_overleg` (veiligheidsadviseur) or `melden_namens` (aandachtsfunctionaris). He types it
    and hands it on in the same moment: it is sealed to the desk of the aandachtsfunctionaris. `uit_actie`: the control
    that it came from; both cases are linked.
    A repeat of the same page gives the same answer and stores nothing.
    Errors: NietGevonden for any other role; StapGeweigerd; AlIngediend; WerkplekGesloten.
    """
    gemeente = werk.actor.tenant
    stap = werk.route(SIGNAAL).stap("start", actie)
    if not werk.actor.zit_aan(f"{INBRENG[actie]}.{gemeente}"):
        raise NietGevonden
    velden = _lees(werk, beleid, stap, ruw)
    # The code follows from the secret of the page and is stored nowhere, so it can key the mark.
    afdruk = _vingerafdruk(code.encode(), velden)
    eerder = werk.zaken.find_indiening(indiening)
    if eerder is not None:
        if not hmac.compare_digest(str(eerder.kenmerken.get("antwoorden")), afdruk):
            raise AlIngediend
        zonder = zonder_melder(beleid.taxonomie, eerder)
        return Ontvangst(_uiterlijk(eerder), eerder.spoed, (), herhaald=True, zonder_melder=zonder)
    kenmerken = {"ingang": velden["herkomst"], "minderjarig": velden["minderjarig"], "antwoorden": afdruk}
    kenmerken["inbreng"] = INBRENG[actie]
    soort = str(velden.pop(SOORT_SIGNAAL, "") or STANDAARD)
    niet_lezen = niet_lezen_van(werk, gemeente, velden)
    nieuw = _Nieuw(gemeente, actie, soort, velden["gevaar"] == "ja", kenmerken, niet_lezen, uit_actie)
    zaak = _maak(werk, beleid, nieuw, indiening, code)
    over_melder = {een.naam for een in stap.velden if een.compartiment == "melder"}
    signaal = {naam: een for naam, een in velden.items() if naam not in over_melder}
    werk.documenten.schrijf(zaak, "ruw", {"soort": "melding", **_met_naam(werk, gemeente, signaal), **_merk(soort)})
    melder = {naam: velden[naam] for naam in sorted(over_melder & set(velden)) if velden[naam]}
    if melder:
        werk.documenten.schrijf(zaak, "melder", {"soort": "melder", **melder})
    werk.log(stap.actie, zaak)
    werk.bevestig()
    zonder = zonder_melder(beleid.taxonomie, zaak)
    return Ontvangst(_uiterlijk(zaak), nieuw.spoed, (), herhaald=False, zaak_id=zaak.id, zonder_melder=zonder)


def _lees(werk: Werk, beleid: Beleid, stap: Stap, ruw: Mapping[str, list[str]]) -> dict[str, Any]:
    """The answers of another entrance. Errors: StapGeweigerd."""

    def opties(veld: Veld) -> Mapping[str, str]:
        return keuzes_vanuit_overleg(werk, beleid, veld)

    velden, fouten = lees_velden(stap.velden, ruw, opties, werk.nu.astimezone(TIJDZONE).date())
    if is_tip(beleid.taxonomie, str(velden.get("herkomst", ""))):
        over_melder = [een.naam for een in stap.velden if een.compartiment == "melder" and velden.get(een.naam)]
        fouten |= dict.fromkeys(over_melder, GEEN_MELDER)
    if fouten:
        raise StapGeweigerd([], fouten)
    return velden


def _merk(soort: str) -> dict[str, str]:
    return {} if soort == STANDAARD else {SOORT_SIGNAAL: soort}


@dataclass(frozen=True)
class _Nieuw:
    """What a signal starts with, by whatever entrance it came."""

    gemeente: str
    actie: str
    soort: str
    spoed: bool
    kenmerken: Mapping[str, Any]
    niet_lezen: Sequence[str] | None
    uit_actie: str = ""


def _maak(werk: Werk, beleid: Beleid, nieuw: _Nieuw, indiening: bytes, code: str) -> Zaak:
    if not is_open(werk, beleid, nieuw.gemeente):
        raise WerkplekGesloten(f"af.{nieuw.gemeente}")
    route = werk.route(SIGNAAL)
    stap: Stap = route.stap("start", nieuw.actie)
    vandaag: date = werk.nu.astimezone(TIJDZONE).date()
    zaak = Zaak(
        id=werk.nieuw_id(),
        nummer=werk.nieuw_nummer("MH"),
        herkomst=nieuw.gemeente,
        houder=nieuw.gemeente,
        staat=stap.naar,
        route=SIGNAAL,
        route_hash=route.hash,
        soort=nieuw.soort,
        dag_in=vandaag,
        dag_staat=vandaag,
        spoed=nieuw.spoed,
        kenmerken=nieuw.kenmerken,
    )
    if not rol_voor(stap, werk.actor, zaak):
        raise NietGevonden
    zaak = staatwissel.betreed(werk, beleid, route, zaak, stap.naar)
    if nieuw.niet_lezen is not None:
        zaak = afschermen.scherm_af_bij_melden(werk, zaak, nieuw.niet_lezen)
    if nieuw.uit_actie:
        zaak = controle.koppel_nieuw(werk, zaak, nieuw.uit_actie)
    werk.zaken.nieuw(zaak, indiening)
    for sleutel in stap.geeft:
        desk = zaak.werkplek(sleutel.werkplek)
        if desk == "volgcode":
            werk.sleutels.geef_volgcode(zaak, sleutel.compartiment, code)
        else:
            sluimerend = sleutel.manier == "sluimerend"
            afschermen.geef(werk, zaak, zaak, sleutel.compartiment, desk, sluimerend=sluimerend)
    staatwissel.zet_klokken(werk, beleid, route, zaak, zaak)
    codes = {naam: str(waarde) for naam, waarde in nieuw.kenmerken.items() if naam not in NIET_GETELD}
    werk.tel("ingediend", zaak, **codes, **telcode(nieuw.soort))
    return zaak
