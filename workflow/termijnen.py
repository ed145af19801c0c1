"""Terms and working days: when a term ends, in the time zone of the Achterhoek."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

TIJDZONE = ZoneInfo("Europe/Amsterdam")
EENHEDEN = {
    "m": ("minuut", "minuten"),
    "u": ("uur", "uur"),
    "d": ("dag", "dagen"),
    "wd": ("werkdag", "werkdagen"),
    "mnd": ("maand", "maanden"),
}
BIJZONDER = ("dagelijks", "overleg", "datum")
_VORM = re.compile(r"(-?\d+)(mnd|wd|m|u|d)")


class TermijnFout(ValueError):
    """A text is no term."""


@dataclass(frozen=True)
class Moment:
    """A day, or a day with a minute when a term is urgent.

    `minuut` counts the minutes that have passed since local midnight, so it names one instant
    also on the day that the clock goes back.
    """

    dag: date
    minuut: int | None = None

    def tijdstip(self, uur: int = 9) -> datetime:
        """Return the instant (aware, Europe/Amsterdam); a day without minute counts from `uur`."""
        if self.minuut is None:
            return datetime.combine(self.dag, time(uur), TIJDZONE)
        middernacht = datetime.combine(self.dag, time(0), TIJDZONE).astimezone(UTC)
        return (middernacht + timedelta(minutes=self.minuut)).astimezone(TIJDZONE)

    @classmethod
    def van(cls, tijdstip: datetime) -> "Moment":
        """Return the moment, to the minute, of an aware instant."""
        lokaal = tijdstip.astimezone(TIJDZONE)
        middernacht = datetime.combine(lokaal.date(), time(0), TIJDZONE).astimezone(UTC)
        return cls(lokaal.date(), int((tijdstip.astimezone(UTC) - middernacht).total_seconds() // 60))


@dataclass(frozen=True)
class Termijn:
    """A length of time as the tables write it: "3wd", "14d", "4u", "30m", "3mnd", or a word."""

    aantal: int
    eenheid: str

    @classmethod
    def lees(cls, tekst: str) -> "Termijn":
        """Return the term that `tekst` names; TermijnFout when it names none."""
        if tekst in BIJZONDER:
            return cls(1, tekst)
        gevonden = _VORM.fullmatch(tekst)
        if gevonden is None:
            raise TermijnFout(f"'{tekst}' is no term like 3wd, 14d, 4u, 30m, 3mnd or dagelijks")
        return cls(int(gevonden[1]), gevonden[2])

    def __str__(self) -> str:
        return self.eenheid if self.eenheid in BIJZONDER else f"{self.aantal}{self.eenheid}"

    @property
    def minuten(self) -> int | None:
        """The length in minutes for a term around the clock, else None."""
        return {"m": self.aantal, "u": 60 * self.aantal}.get(self.eenheid)

    @property
    def tekst(self) -> str:
        """The term in Dutch: "3 werkdagen", "1 uur"."""
        woorden = {"dagelijks": "elke dag", "overleg": "het volgende overleg", "datum": "de datum"}
        if self.eenheid in woorden:
            return woorden[self.eenheid]
        enkel, meer = EENHEDEN[self.eenheid]
        return f"{self.aantal} {enkel if self.aantal == 1 else meer}"

    def hoogstens(self, ander: "Termijn") -> bool:
        """Say whether this term is surely not longer than `ander`.

        Working days and days cannot be compared, so a municipality keeps the unit of the region or
        takes a term around the clock of at most as many whole days.
        """
        if self == ander:
            return True
        if self.eenheid == ander.eenheid:
            return 0 < self.aantal <= ander.aantal
        if self.minuten is None or self.minuten <= 0 or ander.eenheid in BIJZONDER:
            return False
        grens = ander.minuten if ander.minuten is not None else ander.aantal * 24 * 60
        return self.minuten <= grens


def plus_maanden(dag: date, aantal: int) -> date:
    """Return the same day `aantal` months later, or the last day of that month."""
    jaar, maand = divmod(dag.year * 12 + dag.month - 1 + aantal, 12)
    laatste = calendar.monthrange(jaar, maand + 1)[1]
    return date(jaar, maand + 1, min(dag.day, laatste))


@cache
def _landelijk(jaar: int) -> Mapping[date, str]:
    # "optional" holds Good Friday and Liberation Day; the table says which of them are free.
    return dict(holidays.country_holidays("NL", years=jaar, categories=("public", "optional"), language="nl"))


def _vrij(naam: str, jaar: int, bevrijdingsdag: str, goede_vrijdag: bool) -> bool:
    if naam == "Goede vrijdag":
        return goede_vrijdag
    if naam == "Bevrijdingsdag":
        return bevrijdingsdag == "jaarlijks" or (bevrijdingsdag == "lustrum" and jaar % 5 == 0)
    return True


@dataclass(frozen=True)
class Kalender:
    """Which days are working days, in the region and in each municipality."""

    bevrijdingsdag: str = "jaarlijks"
    goede_vrijdag: bool = False
    overleg_uiterlijk: Termijn = Termijn(30, "d")
    sluitingsdagen: Mapping[str, Mapping[date, str]] = field(default_factory=dict)

    def waarom_vrij(self, dag: date, gemeente: str = "") -> str:
        """Return why `dag` is no working day ("zaterdag", "Eerste Kerstdag"), or ""."""
        if dag.weekday() >= 5:
            return "zaterdag" if dag.weekday() == 5 else "zondag"
        for naam in _landelijk(dag.year).get(dag, "").split("; "):
            if naam and _vrij(naam, dag.year, self.bevrijdingsdag, self.goede_vrijdag):
                return naam
        return self.sluitingsdagen.get(gemeente, {}).get(dag, "")

    def is_werkdag(self, dag: date, gemeente: str = "") -> bool:
        """Say whether people work on `dag`."""
        return not self.waarom_vrij(dag, gemeente)

    def plus_werkdagen(self, dag: date, aantal: int, gemeente: str = "") -> date:
        """Return the working day `aantal` working days after (before, when negative) `dag`."""
        pas = timedelta(days=1 if aantal >= 0 else -1)
        over = abs(aantal)
        while over:
            dag += pas
            over -= self.is_werkdag(dag, gemeente)
        return dag

    def plus(self, dag: date, termijn: Termijn, gemeente: str = "") -> date:
        """Return the day on which a term of days, working days or months ends."""
        if termijn.eenheid == "wd":
            return self.plus_werkdagen(dag, termijn.aantal, gemeente)
        if termijn.eenheid == "mnd":
            return plus_maanden(dag, termijn.aantal)
        if termijn.eenheid in ("d", "dagelijks"):
            return dag + timedelta(days=termijn.aantal)
        raise TermijnFout(f"'{termijn}' has no end by itself")

    def einde(
        self,
        begin: datetime,
        termijn: Termijn,
        gemeente: str = "",
        volgend_overleg: date | None = None,
        datum: date | None = None,
    ) -> Moment:
        """Return when a term that starts at `begin` (aware) ends.

        Minutes and hours run around the clock; everything else ends on a day. "overleg" ends on the
        next meeting, at the latest after `overleg_uiterlijk`; "datum" on the given date.
        """
        if termijn.minuten is not None:
            # In UTC, because local clock arithmetic skips or doubles the hour of summer time.
            return Moment.van(begin.astimezone(UTC) + timedelta(minutes=termijn.minuten))
        dag = begin.astimezone(TIJDZONE).date()
        if termijn.eenheid == "datum":
            if datum is None:
                raise TermijnFout("a term on its own date needs that date")
            return Moment(datum)
        if termijn.eenheid == "overleg":
            uiterst = self.plus(dag, self.overleg_uiterlijk, gemeente)
            return Moment(min(volgend_overleg or uiterst, uiterst))
        return Moment(self.plus(dag, termijn, gemeente))

    def uitleg(self, begin: datetime, termijn: Termijn, gemeente: str = "", na: str = "ontvangst") -> str:
        """Return in Dutch how the end was counted from `na`, with the free days that were passed over."""
        tekst = f"{termijn.tekst} na {na}"
        if termijn.eenheid != "wd":
            return tekst
        dag = begin.astimezone(TIJDZONE).date()
        laatste = self.plus_werkdagen(dag, termijn.aantal, gemeente)
        tussen = (dag + timedelta(days=n) for n in range(1, (laatste - dag).days))
        redenen = [self.waarom_vrij(een, gemeente) for een in tussen if een.weekday() < 5]
        namen = [een for een in redenen if een]
        return f"{tekst}, {' en '.join(namen)} niet meegeteld" if namen else tekst
