"""Taking a signal in: sealed to the desk, so that the process that took it in can't read it back."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow import afschermen, staatwissel
from workflow.beleid import Beleid
from workflow.fouten import AlIngediend, NietGevonden, StapGeweigerd, WerkplekGesloten
from workflow.gereedheid import intake_open
from workflow.ports import Werk
from workflow.rechten import rol_voor
from workflow.stap import Stap, Veld
from workflow.termijnen import TIJDZONE, Moment
from workflow.velden import lees_velden
from workflow.zaak import Zaak

SIGNAAL, SOORT = "signaal", "mensenhandel"
NIEMAND = "Niemand"


@dataclass(frozen=True)
class Ontvangst:
    """What a reporter may know at once. The case number is not his: he has his volgcode."""

    uiterlijk: Moment | None
    spoed: bool
    instructies: tuple[str, ...]
    herhaald: bool
    zaak_id: bytes | None = None


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
) -> Ontvangst:
    """Store a signal from the form. In: the answers; the 32-byte secret of the page; what follows from it.

    A repeat of the same page gives the same answer and stores nothing.
    Errors: StapGeweigerd (unanswered questions), AlIngediend (sent before with other answers), WerkplekGesloten.
    """
    instructies = tuple(beleid.formulier.instructies(antwoorden))
    afdruk = _vingerafdruk(geheim, antwoorden)
    eerder = werk.zaken.find_indiening(indiening)
    if eerder is not None:
        if not hmac.compare_digest(str(eerder.kenmerken.get("antwoorden")), afdruk):
            raise AlIngediend
        return Ontvangst(_uiterlijk(eerder), eerder.spoed, instructies, herhaald=True)
    missend = beleid.formulier.ontbreekt(antwoorden)
    if missend:
        raise StapGeweigerd([], missend)
    kenmerken = {"ingang": "collega", "antwoorden": afdruk, **beleid.formulier.codes(antwoorden)}
    spoed = beleid.formulier.spoed(antwoorden)
    niet_lezen = niet_lezen_van(werk, gemeente, antwoorden)
    zaak = _maak(
        werk, beleid, gemeente, "indienen", indiening, code, spoed=spoed, kenmerken=kenmerken, niet_lezen=niet_lezen
    )
    for compartiment, inhoud in beleid.formulier.verdeel(antwoorden).items():
        if inhoud:
            leesbaar = _met_naam(werk, gemeente, inhoud)
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


def melden_vanuit_overleg(
    werk: Werk,
    beleid: Beleid,
    ruw: Mapping[str, list[str]],
    indiening: bytes,
    code: str,
) -> Ontvangst:
    """The second entrance: the veiligheidsadviseur records a signal that came in elsewhere.

    He types it and hands it on in the same moment: it is sealed to the desk of the aandachtsfunctionaris, not to his.
    A repeat of the same page gives the same answer and stores nothing.
    Errors: NietGevonden for any other role; StapGeweigerd; AlIngediend; WerkplekGesloten.
    """
    gemeente = werk.actor.tenant
    stap = werk.route(SIGNAAL).stap("start", "melden_vanuit_overleg")
    if not werk.actor.zit_aan(f"overleg.{gemeente}"):
        raise NietGevonden
    vandaag = werk.nu.astimezone(TIJDZONE).date()

    def opties(veld: Veld) -> Mapping[str, str]:
        return keuzes_vanuit_overleg(werk, beleid, veld)

    velden, fouten = lees_velden(stap.velden, ruw, opties, vandaag)
    if fouten:
        raise StapGeweigerd([], fouten)
    # The code follows from the secret of the page and is stored nowhere, so it can key the mark.
    afdruk = _vingerafdruk(code.encode(), velden)
    eerder = werk.zaken.find_indiening(indiening)
    if eerder is not None:
        if not hmac.compare_digest(str(eerder.kenmerken.get("antwoorden")), afdruk):
            raise AlIngediend
        return Ontvangst(_uiterlijk(eerder), eerder.spoed, (), herhaald=True)
    kenmerken = {"ingang": velden["herkomst"], "minderjarig": velden["minderjarig"], "antwoorden": afdruk}
    spoed = velden["gevaar"] == "ja"
    niet_lezen = niet_lezen_van(werk, gemeente, velden)
    zaak = _maak(
        werk, beleid, gemeente, stap.actie, indiening, code, spoed=spoed, kenmerken=kenmerken, niet_lezen=niet_lezen
    )
    werk.documenten.schrijf(zaak, "ruw", {"soort": "melding", **_met_naam(werk, gemeente, velden)})
    werk.log(stap.actie, zaak)
    werk.bevestig()
    return Ontvangst(_uiterlijk(zaak), spoed, (), herhaald=False, zaak_id=zaak.id)


def _maak(
    werk: Werk,
    beleid: Beleid,
    gemeente: str,
    actie: str,
    indiening: bytes,
    code: str,
    *,
    spoed: bool,
    kenmerken: Mapping[str, Any],
    niet_lezen: Sequence[str] | None = None,
) -> Zaak:
    if not is_open(werk, beleid, gemeente):
        raise WerkplekGesloten(f"af.{gemeente}")
    route = werk.route(SIGNAAL)
    stap: Stap = route.stap("start", actie)
    vandaag: date = werk.nu.astimezone(TIJDZONE).date()
    zaak = Zaak(
        id=werk.nieuw_id(),
        nummer=werk.nieuw_nummer("MH"),
        herkomst=gemeente,
        houder=gemeente,
        staat=stap.naar,
        route=SIGNAAL,
        route_hash=route.hash,
        soort=SOORT,
        dag_in=vandaag,
        dag_staat=vandaag,
        spoed=spoed,
        kenmerken=kenmerken,
    )
    if not rol_voor(stap, werk.actor, zaak):
        raise NietGevonden
    zaak = staatwissel.betreed(werk, beleid, route, zaak, stap.naar)
    if niet_lezen is not None:
        zaak = afschermen.scherm_af_bij_melden(werk, zaak, niet_lezen)
    werk.zaken.nieuw(zaak, indiening)
    for sleutel in stap.geeft:
        desk = zaak.werkplek(sleutel.werkplek)
        if desk == "volgcode":
            werk.sleutels.geef_volgcode(zaak, sleutel.compartiment, code)
        else:
            sluimerend = sleutel.manier == "sluimerend"
            afschermen.geef(werk, zaak, zaak, sleutel.compartiment, desk, sluimerend=sluimerend)
    staatwissel.zet_klokken(werk, beleid, route, zaak, zaak)
    werk.tel("ingediend", zaak, **{naam: str(waarde) for naam, waarde in kenmerken.items() if naam != "antwoorden"})
    return zaak
