"""Ladders: which message goes when to whom while something waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from workflow.bewaarklassen import Bewaarklasse, lees_klassen
from workflow.tabel import Rij
from workflow.termijnen import TIJDZONE, Kalender, Moment, Termijn, TermijnFout

# "einde" is the last day or minute of a term, "daarna" the first moment at which it is over.
VANAF = ("begin", "einde", "halverwege", "daarna")
HERINNERING = "herinnering"
NUL = Termijn(0, "d")


@dataclass(frozen=True)
class Sport:
    """One rung as the table has it: counted from where, how long after, to whom, what to do."""

    vanaf: str
    na: Termijn
    aan: str
    bericht: str
    stap: str = ""
    herhaal: Termijn | None = None
    keer: int = 0


@dataclass(frozen=True)
class Ladder:
    """The rungs of one clock, in the order of the table.

    `elke_dag`: its messages go out on weekends and holidays too, because somebody needs a bed today.
    """

    naam: str
    sporten: tuple[Sport, ...]
    elke_dag: bool = False


@dataclass(frozen=True)
class Trede:
    """One rung of one thing: at `moment` a message of kind `bericht` goes to role `aan`.

    `bericht` "" is no mail, only the person's own list; `stap` is a step that the clock then runs.
    `direct` marks a rung of the very start: it tells of something that somebody did just now.
    """

    nr: int
    moment: Moment
    aan: str
    bericht: str
    stap: str = ""
    direct: bool = False


# A rung before it has its number: when it goes off, as a moment, and whether it is one of the very start.
_Los = tuple[datetime, Moment, Sport, bool]


@dataclass(frozen=True)
class Klokken:
    """All of `klokken.toml`: ladders, terms that belong to no state, and retention classes."""

    ladders: Mapping[str, Ladder]
    termijnen: Mapping[str, Termijn]
    klassen: Mapping[str, Bewaarklasse]
    uur: int
    kalender: Kalender

    @property
    def bewaren(self) -> Mapping[str, Termijn]:
        """The term of each retention class."""
        return {naam: een.termijn for naam, een in self.klassen.items()}

    @property
    def bewaarbron(self) -> Mapping[str, str]:
        """Who says so, for each retention class."""
        return {naam: een.bron for naam, een in self.klassen.items()}

    def treden(
        self, ladder: Ladder, begin: datetime, einde: Moment, *, spoed: bool, gemeente: str
    ) -> tuple[Trede, ...]:
        """Return the rungs of `ladder` on the calendar and at the hour of these clocks."""
        return treden(ladder, begin, einde, spoed=spoed, gemeente=gemeente, kalender=self.kalender, uur=self.uur)


def _verschuif(van: Moment, na: Termijn, *, spoed: bool, gemeente: str, kalender: Kalender, uur: int) -> Moment:
    if na.minuten is not None:
        later = van.tijdstip(uur).astimezone(UTC) + timedelta(minutes=na.minuten)
        return Moment.van(later.astimezone(TIJDZONE))
    if na == NUL:
        return van
    dag = kalender.plus(van.dag, na, gemeente)
    return Moment(dag, van.minuut if spoed else None)


def _halverwege(begin: Moment, einde: Moment) -> Moment:
    return Moment(begin.dag + (einde.dag - begin.dag) // 2)


def _op_werkdag(moment: Moment, kalender: Kalender) -> Moment:
    """The same moment, or the next working day of the country when it falls on a free one."""
    if kalender.is_werkdag(moment.dag):
        return moment
    return Moment(kalender.plus_werkdagen(moment.dag, 1))


def _een_tegelijk(los: Sequence[_Los]) -> list[_Los]:
    """One message at a time for the same role: a reminder gives way to another, else the later rung stands."""
    gekozen: dict[tuple[datetime, str, str], _Los] = {}
    for een in los:
        sleutel = (een[0], een[2].aan, een[2].stap)
        eerder = gekozen.get(sleutel)
        if eerder is None or not eerder[2].bericht or een[2].bericht not in ("", HERINNERING):
            gekozen[sleutel] = een
    return list(gekozen.values())


def treden(
    ladder: Ladder,
    begin: datetime,
    einde: Moment,
    *,
    spoed: bool,
    gemeente: str,
    kalender: Kalender,
    uur: int = 9,
) -> tuple[Trede, ...]:
    """Return the rungs of `ladder` for one thing that waits from `begin` (aware) until `einde`.

    Without `spoed` every moment is a day and fires at `uur`, on a working day unless the ladder is for every day;
    with it a moment may hold the minute. Rungs are numbered from 1 in the order in which they fire.
    """
    start = Moment.van(begin)
    if not spoed:
        start, einde = Moment(start.dag), Moment(einde.dag)
    punten = {"begin": start, "einde": einde, "halverwege": _halverwege(start, einde)}
    punten["daarna"] = einde if einde.minuut is not None else Moment(kalender.plus_werkdagen(einde.dag, 1, gemeente))
    los: list[_Los] = []
    for sport in ladder.sporten:
        if sport.bericht == HERINNERING and sport.vanaf == "einde" and einde.minuut is not None:
            # A term of hours has no last day to remind of.
            continue
        moment = punten[sport.vanaf]
        for na in (sport.na, *([sport.herhaal] * sport.keer if sport.herhaal else [])):
            moment = _verschuif(moment, na, spoed=spoed, gemeente=gemeente, kalender=kalender, uur=uur)
            valt = moment if spoed or ladder.elke_dag else _op_werkdag(moment, kalender)
            los.append((valt.tijdstip(uur), valt, sport, sport.vanaf == "begin" and na == NUL))
    los = sorted(los if spoed else _een_tegelijk(los), key=lambda een: een[0])
    return tuple(
        Trede(nr, moment, sport.aan, sport.bericht, sport.stap, direct)
        for nr, (_, moment, sport, direct) in enumerate(los, 1)
    )


def lees_termijn(rij: Rij, naam: str, standaard: str | None = None) -> Termijn:
    """Return the term under key `naam` of a row; an unreadable one is a contradiction."""
    try:
        return Termijn.lees(rij.tekst(naam, standaard))
    except TermijnFout as fout:
        raise rij.fout(str(fout)) from fout


def _lees_sport(rij: Rij) -> Sport:
    vanaf = rij.tekst("vanaf")
    if vanaf not in VANAF:
        raise rij.fout(f"'vanaf' must be one of {', '.join(VANAF)}, is '{vanaf}'")
    keer = rij.getal("keer", 0)
    sport = Sport(
        vanaf=vanaf,
        na=lees_termijn(rij, "na", "0d"),
        aan=rij.tekst("aan"),
        bericht=rij.tekst("bericht"),
        stap=rij.tekst("stap", ""),
        herhaal=lees_termijn(rij, "herhaal") if keer else None,
        keer=keer,
    )
    rij.klaar()
    return sport


def _lees_lijst(kop: Rij, naam: str) -> dict[str, Rij]:
    gelezen: dict[str, Rij] = {}
    for rij in kop.rijen(naam):
        sleutel = rij.tekst("naam")
        if sleutel in gelezen:
            raise rij.fout(f"'{sleutel}' stands twice")
        gelezen[sleutel] = rij
    return gelezen


def laad_klokken(tabel: Mapping[str, Any], bestand: str, sluitingsdagen: Mapping[str, Mapping[date, str]]) -> Klokken:
    """Return the clocks in `tabel`; the closing days of the municipalities come from their files."""
    kop = Rij(tabel, bestand, "")
    bevrijdingsdag = kop.tekst("bevrijdingsdag")
    if bevrijdingsdag not in ("jaarlijks", "lustrum", "nooit"):
        raise kop.fout("'bevrijdingsdag' must be jaarlijks, lustrum or nooit")
    kalender = Kalender(
        bevrijdingsdag, kop.janee("goede_vrijdag"), lees_termijn(kop, "overleg_uiterlijk"), sluitingsdagen
    )
    ladders = {}
    for naam, rij in _lees_lijst(kop, "ladder").items():
        ladders[naam] = Ladder(
            naam, tuple(_lees_sport(een) for een in rij.rijen("trede", "aan")), rij.janee("elke_dag")
        )
        rij.klaar()
    termijnen = {naam: lees_termijn(rij, "termijn") for naam, rij in _lees_lijst(kop, "termijn").items()}
    klokken = Klokken(
        ladders=ladders,
        termijnen=termijnen,
        klassen=lees_klassen(_lees_lijst(kop, "bewaren")),
        uur=kop.getal("uur"),
        kalender=kalender,
    )
    kop.klaar()
    return klokken
