"""The read log in the shape of the Logboek Dataverwerkingen: one mapper, because that standard is still a draft.

Mapping 1, of the draft with `span_id` and `data_subject_id_type`. A line holds no user: who did it stands in the
audit log, that has the same trace and span. Between organisations there is no chain yet, so no `foreign_operation`.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from workflow.antwoordtekst import stap_van
from workflow.beleid import Beleid
from workflow.logregel import Logregel
from workflow.melden import SIGNAAL
from workflow.toezicht import Verwerking

VERSIE = 1
ONBEKEND, GELUKT, FOUT = 0, 1, 2
STATUS = {"ok": GELUKT, "geweigerd": FOUT, "fout": FOUT}
STAP = "stap "
# Seals one subject: (place in the line, subject) → ciphertext. A reader of the lines can't tell who it is, nor that
# two lines are about the same person.
Zegel = Callable[[int, str], bytes]


def regels(
    beleid: Beleid, installatie: str, basis_url: str, app: Mapping[str, str], regel: Logregel, zegel: Zegel
) -> Iterator[dict[str, Any]]:
    """The lines of one entry of the log: one for each person it is about, else one for all people of the case.

    In: `installatie`, its name; `basis_url`, where the register stands; `app`, what made the log.
    Out: nothing for an entry that is about no person in a case, such as a log-in, and for one that does not open.
    """
    inhoud = regel.inhoud
    verwerking = None if inhoud is None else verwerking_van(beleid, inhoud)
    if inhoud is None or verwerking is None:
        return
    begin = _milliseconden(str(inhoud["ts"]))
    for nr, (soort, wie) in enumerate(_betrokkenen(inhoud)):
        yield {
            "trace_id": _id(b"trace", installatie, regel, 0, 16),
            "span_id": _id(b"span", installatie, regel, nr, 8),
            "parent_span_id": None,
            "start_time": begin,
            # The log knows one moment of each act.
            "end_time": begin,
            "status_code": STATUS.get(str(inhoud.get("uitkomst", "")), ONBEKEND),
            "name": str(inhoud["handeling"]),
            "resource": {"attributes": {**app, "ldv.mapping": VERSIE}},
            "attributes": {
                "dpl.core.processing_activity_id": f"{basis_url}/toezicht/register#{verwerking.code}",
                "dpl.core.data_subject_id": base64.urlsafe_b64encode(zegel(nr, wie)).decode(),
                "dpl.core.data_subject_id_type": f"{basis_url}/toezicht/register#{soort}",
            },
        }


def verwerking_van(beleid: Beleid, inhoud: Mapping[str, Any]) -> Verwerking | None:
    """The activity of the register that an entry belongs to: by its action, by what was opened, by its route."""
    if not (inhoud.get("id") or inhoud.get("nummer")):
        return None
    handeling, lijst = str(inhoud["handeling"]), beleid.toezicht.verwerkingen.values()
    delen = {str(een).partition(":")[0] for een in inhoud.get("compartimenten", ())}
    route = _route_van(beleid, inhoud)
    proeven: tuple[Callable[[Verwerking], bool], ...] = (
        lambda een: handeling in een.handelingen,
        # Whole: an opening of the signal and the thread is the handling of the case, of the thread alone is not.
        lambda een: bool(delen) and delen <= set(een.delen),
        lambda een: bool(delen & set(een.delen)),
        lambda een: route in een.routes,
    )
    for past in proeven:
        gevonden = next((een for een in lijst if past(een)), None)
        if gevonden is not None:
            return gevonden
    return None


def _route_van(beleid: Beleid, inhoud: Mapping[str, Any]) -> str:
    """The route of what an entry is about; a walk says only its step."""
    if inhoud.get("soort") != "traject":
        return SIGNAAL
    handeling = str(inhoud["handeling"])
    for route in beleid.routes.values():
        kort = handeling.removeprefix(f"{route.naam}_")
        if route.naam != SIGNAAL and (kort != handeling or stap_van(route, kort) is not None):
            return route.naam
    return SIGNAAL


def _betrokkenen(inhoud: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """(scheme, pseudonym) of each person; the people of a case that is not opened have the case for a pseudonym."""
    personen = inhoud.get("pseudoniemen") or [een for een in (inhoud.get("pseudoniem"),) if een]
    if personen:
        return [("pseudoniem-persoon", str(een)) for een in personen]
    return [("pseudoniem-zaak", str(inhoud.get("id") or inhoud.get("nummer")))]


def _id(doel: bytes, installatie: str, regel: Logregel, nr: int, lengte: int) -> str:
    """The same id for the same entry each time: an export that is made again can be laid over the first."""
    stof = f"{installatie} {regel.tenant} {regel.seq} {nr}".encode()
    return hashlib.sha256(b"mh/ldv/v1/" + doel + stof).hexdigest()[: 2 * lengte]


def _milliseconden(ts: str) -> int:
    """Epoch milliseconds; of a reporter only the day is known."""
    if "T" in ts:
        return int(datetime.fromisoformat(ts).timestamp() * 1000)
    return int(datetime.combine(date.fromisoformat(ts), time(), UTC).timestamp() * 1000)
