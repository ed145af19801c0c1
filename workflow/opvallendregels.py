"""Which entries of the log are worth a look: the rules of `toezicht.toml` over entries, without reading anything."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflow.logregel import Logregel
from workflow.termijnen import TIJDZONE, Kalender
from workflow.toezicht import (
    BUITEN_UREN,
    EINDSTAAT,
    GROTE_LIJST,
    HANDELING,
    STEEKPROEF,
    TOPLIJST,
    VEEL,
    VEEL_ZAKEN,
    ZONDER_STAP,
    Regel,
    Toezicht,
)

# Opening a case, by a person; steps of the clock and of a reporter are nobody's reading.
LEZEN = "lezen"
# No step on a case: looking, being refused, and what the server notes beside it.
GEEN_STAP = frozenset(
    {"lezen", "status_bekeken", "heridentificatie", "beschadigd", "gelezen_bekeken", "match_berekend"}
)
DEEL = 16


@dataclass(frozen=True)
class Stof:
    """What the rules look at: entries (newest first), cases that are at their end, checkpoints, the calendar."""

    gemeente: str
    regels: Sequence[Logregel]
    klaar_sinds: Mapping[str, date]
    punten: Sequence[tuple[int, bytes]]
    kalender: Kalender


@dataclass(frozen=True)
class Bevinding:
    """One thing to look at. `sleutel` changes when an entry joins it: then it must be looked at again."""

    regel: str
    sleutel: str
    dag: date
    regels: tuple[Logregel, ...]
    aantal: int

    @property
    def eerste(self) -> Logregel:
        """The entry that it is shown by: the newest one."""
        return self.regels[0]


def vind(toezicht: Toezicht, stof: Stof) -> list[Bevinding]:
    """Everything that a rule finds, by rule in the order of the table, newest first."""
    lezingen = [een for een in stof.regels if _is_lezing(een)]
    gevonden: list[Bevinding] = []
    for regel in toezicht.regels.values():
        eigen = [
            Bevinding(regel.naam, _sleutel(regel, groep), dag_van(groep[0]), tuple(groep), aantal)
            for groep, aantal in ZOEK[regel.soort](toezicht, regel, stof, lezingen)
        ]
        gevonden += sorted(eigen, key=lambda een: (een.dag, een.eerste.seq), reverse=True)
    return gevonden


def dag_van(regel: Logregel) -> date:
    """The day of an entry, where people live."""
    moment = _moment(regel)
    return moment.date() if moment is not None else date.fromisoformat(_inhoud(regel)["ts"][:10])


def _sleutel(regel: Regel, groep: Sequence[Logregel]) -> str:
    nummers = ",".join(str(een.seq) for een in groep)
    return f"{regel.naam}-{hashlib.sha256(nummers.encode()).hexdigest()[:DEEL]}"


def _inhoud(regel: Logregel) -> Mapping[str, str]:
    return regel.inhoud or {}


def _moment(regel: Logregel) -> datetime | None:
    ts = str(_inhoud(regel).get("ts", ""))
    return datetime.fromisoformat(ts).astimezone(TIJDZONE) if "T" in ts else None


def _is_lezing(regel: Logregel) -> bool:
    inhoud = _inhoud(regel)
    return inhoud.get("handeling") == LEZEN and "wie" in inhoud


def _per(regels: Iterable[Logregel], sleutel: Callable[[Logregel], object]) -> list[list[Logregel]]:
    groepen: dict[object, list[Logregel]] = defaultdict(list)
    for een in regels:
        groepen[sleutel(een)].append(een)
    return list(groepen.values())


def _persoon_dag(regel: Logregel) -> object:
    return _inhoud(regel).get("wie"), dag_van(regel)


Groep = tuple[Sequence[Logregel], int]
Zoeker = Callable[[Toezicht, Regel, Stof, Sequence[Logregel]], Iterator[Groep]]


def _handeling(_: Toezicht, regel: Regel, stof: Stof, __: Sequence[Logregel]) -> Iterator[Groep]:
    for een in stof.regels:
        inhoud = _inhoud(een)
        if inhoud.get("handeling") in regel.handelingen and _heeft_veld(regel, inhoud):
            yield [een], 1


def _heeft_veld(regel: Regel, inhoud: Mapping[str, object]) -> bool:
    """An action that is named after the rule needs no field: it is what the rule is about."""
    if not regel.velden or str(inhoud.get("handeling", "")).startswith(regel.naam):
        return True
    return any(inhoud.get(veld) for veld in regel.velden)


def _buiten_uren(toezicht: Toezicht, regel: Regel, stof: Stof, lezingen: Sequence[Logregel]) -> Iterator[Groep]:
    def buiten(een: Logregel) -> bool:
        moment = _moment(een)
        if moment is None:
            return False
        op_tijd = toezicht.van <= moment.hour < toezicht.tot
        return not op_tijd or not stof.kalender.is_werkdag(moment.date(), stof.gemeente)

    yield from _vanaf(regel, _per(filter(buiten, lezingen), _persoon_dag), len)


def _veel_zaken(_: Toezicht, regel: Regel, __: Stof, lezingen: Sequence[Logregel]) -> Iterator[Groep]:
    yield from _vanaf(regel, _per(lezingen, _persoon_dag), lambda groep: len({_inhoud(een).get("id") for een in groep}))


def _veel(_: Toezicht, regel: Regel, stof: Stof, __: Sequence[Logregel]) -> Iterator[Groep]:
    eigen = [een for een in stof.regels if _inhoud(een).get("handeling") in regel.handelingen]
    yield from _vanaf(regel, _per(eigen, _persoon_dag), len)


def _vanaf(regel: Regel, groepen: Iterable[list[Logregel]], tel: Callable[[list[Logregel]], int]) -> Iterator[Groep]:
    for groep in groepen:
        if (aantal := tel(groep)) >= regel.drempel:
            yield groep, aantal


def _eindstaat(_: Toezicht, __: Regel, stof: Stof, lezingen: Sequence[Logregel]) -> Iterator[Groep]:
    """One a person, case and day; on the day of the end itself the one who ended it reads too."""
    na = [
        een
        for een in lezingen
        if (sinds := stof.klaar_sinds.get(_inhoud(een).get("id", ""))) is not None and dag_van(een) > sinds
    ]
    for groep in _per(na, lambda een: (_persoon_dag(een), _inhoud(een).get("id"))):
        yield groep, len(groep)


def _zonder_stap(_: Toezicht, regel: Regel, stof: Stof, lezingen: Sequence[Logregel]) -> Iterator[Groep]:
    stappen = {
        (_inhoud(een).get("wie"), _inhoud(een).get("id"))
        for een in stof.regels
        if _inhoud(een).get("handeling") not in GEEN_STAP
    }
    for groep in _per(lezingen, lambda een: (_inhoud(een).get("wie"), _inhoud(een).get("id"))):
        dagen = len({dag_van(een) for een in groep})
        wie = (_inhoud(groep[0]).get("wie"), _inhoud(groep[0]).get("id"))
        if dagen >= regel.drempel and wie not in stappen:
            yield groep, dagen


def _grote_lijst(_: Toezicht, regel: Regel, stof: Stof, __: Sequence[Logregel]) -> Iterator[Groep]:
    for een in stof.regels:
        aantal = int(_inhoud(een).get("aantal", 0)) if _inhoud(een).get("handeling") == "lijst" else 0
        if aantal >= regel.drempel:
            yield [een], aantal


def _toplijst(_: Toezicht, regel: Regel, stof: Stof, __: Sequence[Logregel]) -> Iterator[Groep]:
    """By week the people with the most, whatever it was: somebody is always at the top."""
    eigen = [een for een in stof.regels if _inhoud(een).get("handeling") in regel.handelingen]
    weken = _per(eigen, lambda een: dag_van(een) - timedelta(days=dag_van(een).weekday()))
    for week in weken:
        per_persoon = [
            (groep, sum(int(_inhoud(een).get("aantal", 1)) for een in groep))
            for groep in _per(week, lambda een: _inhoud(een).get("wie"))
        ]
        yield from sorted(per_persoon, key=lambda een: -een[1])[: regel.drempel]


def _steekproef(_: Toezicht, regel: Regel, stof: Stof, lezingen: Sequence[Logregel]) -> Iterator[Groep]:
    """So many in a hundred, by the first signature that was put under the entry: nobody could know it beforehand."""
    punten = sorted(stof.punten)
    for een in lezingen:
        teken = next((teken for seq, teken in punten if seq >= een.seq), None)
        if teken is not None and _lot(teken, een.seq) < regel.drempel:
            yield [een], 1


def _lot(teken: bytes, seq: int) -> int:
    return (
        int.from_bytes(hashlib.sha256(b"mh/steekproef/v1" + teken + seq.to_bytes(8, "big")).digest()[:8], "big") % 100
    )


ZOEK: Mapping[str, Zoeker] = {
    HANDELING: _handeling,
    BUITEN_UREN: _buiten_uren,
    VEEL_ZAKEN: _veel_zaken,
    VEEL: _veel,
    EINDSTAAT: _eindstaat,
    ZONDER_STAP: _zonder_stap,
    GROTE_LIJST: _grote_lijst,
    TOPLIJST: _toplijst,
    STEEKPROEF: _steekproef,
}
