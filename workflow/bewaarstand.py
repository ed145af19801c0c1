"""What stands in a case about its end: its days, what was announced, what is being destroyed, which parts have gone."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from workflow import afschermen
from workflow.beleid import Beleid
from workflow.bewaarklassen import IDENT, KOLOM, ZAAK, Bewaarklasse
from workflow.context import Context
from workflow.fouten import StapGeweigerd
from workflow.ports import Werk
from workflow.route import Route
from workflow.zaak import Zaak

NA_VOORNEMEN = "vernietigen_na_voornemen"
# In the codes of a case: what was announced when, what is being destroyed now, and which parts have gone.
VOORGENOMEN, ONDERWEG, AL_WEG = "voorgenomen", "vernietiging", "al_weg"
EIGEN = frozenset({VOORGENOMEN, ONDERWEG, AL_WEG})
WORDT_VERNIETIGD = "Deze zaak wordt op dit moment vernietigd. Je kunt haar niet meer veranderen."


def klasse_van(beleid: Beleid, route: Route, zaak: Zaak, deel: str) -> Bewaarklasse:
    """The retention class under which a case, or a part of it, goes. Errors: KeyError for a case that goes on."""
    van_staat = beleid.soorten.van(zaak.soort).bewaarklasse(route.staat(zaak.staat).bewaarklasse)
    return beleid.klokken.klassen[van_staat if deel == ZAAK else deel]


def dag_van(zaak: Zaak, deel: str) -> date | None:
    """The day on which a part is announced, or None."""
    dag: date | None = getattr(zaak, KOLOM[deel])
    return dag


def vervallen(zaak: Zaak, op: date) -> list[str]:
    """What of a case has its day up to and with `op`: the whole case, or else the parts that go before it."""
    gevonden = [deel for deel in KOLOM if (dag := dag_van(zaak, deel)) is not None and dag <= op]
    return [ZAAK] if ZAAK in gevonden else gevonden


def stand(werk: Werk, zaak: Zaak) -> dict[str, Any]:
    """How a case looks now, to see later whether anything was added: a count, and a digest of its codes."""
    codes = {naam: waarde for naam, waarde in zaak.kenmerken.items() if naam not in EIGEN}
    tekst = json.dumps([zaak.staat, codes], sort_keys=True, default=str)
    return {"documenten": werk.documenten.tel(zaak), "codes": hashlib.sha256(tekst.encode()).hexdigest()[:32]}


def is_bijgekomen(werk: Werk, zaak: Zaak, deel: str) -> bool:
    """True when something was added or changed since the announcement."""
    toen, nu = zaak.kenmerken[VOORGENOMEN][deel], stand(werk, zaak)
    # A part that went meanwhile takes documents away, which is no news.
    return bool(nu["documenten"] > toen["documenten"] or nu["codes"] != toen["codes"])


def aan_de_beurt(beleid: Beleid, zaak: Zaak, vandaag: date) -> list[str]:
    """What of a case may be destroyed today: announced long enough ago, and still due.

    Counted from the announcement, not from the day: who was told late has his week all the same.
    """
    klaar = []
    for deel in vervallen(zaak, vandaag):
        gemeld = zaak.kenmerken.get(VOORGENOMEN, {}).get(deel)
        if gemeld is not None and vernietigd_op(beleid, date.fromisoformat(gemeld["dag"]), zaak.houder) <= vandaag:
            klaar.append(deel)
    return klaar


def vernietigd_op(beleid: Beleid, voorgenomen: date, gemeente: str = "") -> date:
    """The day of destruction for what was announced on a day."""
    return beleid.klokken.kalender.plus(voorgenomen, beleid.klokken.termijnen[NA_VOORNEMEN], gemeente)


def zonder_voornemen(zaak: Zaak, delen: Sequence[str] = tuple(KOLOM)) -> Zaak:
    """The case without the announcement of these parts (not stored yet): they are announced anew."""
    over = {deel: een for deel, een in zaak.kenmerken.get(VOORGENOMEN, {}).items() if deel not in delen}
    kenmerken = {naam: waarde for naam, waarde in zaak.kenmerken.items() if naam != VOORGENOMEN}
    return replace(zaak, kenmerken=kenmerken | ({VOORGENOMEN: over} if over else {}))


def eis_geheel(zaak: Zaak) -> None:
    """Refuse to go on with a case whose destruction has begun. Errors: StapGeweigerd."""
    if ONDERWEG in zaak.kenmerken:
        raise StapGeweigerd([WORDT_VERNIETIGD])


def heropen(c: Context, zaak: Zaak) -> Zaak:
    """A case that is opened again: nothing of it goes any more, and there is a place for names when they had gone.

    Errors: StapGeweigerd when its destruction has begun.
    """
    eis_geheel(zaak)
    if IDENT in zaak.kenmerken.get(AL_WEG, {}) and not c.werk.sleutels.bestaat(zaak, IDENT):
        afschermen.geef(c.werk, zaak, zaak, IDENT, f"af.{zaak.houder}")
    return zonder_voornemen(zaak)
