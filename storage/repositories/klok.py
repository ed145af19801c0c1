"""Timers, their claims, and the outbox."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.exc import IntegrityError

from storage.repositories.sleutels import Onderwerp, zaak_id_van
from storage.tables.klok import AfgegaanRij, BerichtRij, TimerRij
from workflow.ladders import Trede
from workflow.termijnen import Moment
from workflow.timer import Bericht, Timer
from workflow.zaak import Traject

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

UUR = 9
WACHTEN_MINUTEN = (1, 5, 15, 60, 240)
VELDEN = tuple(Timer.__dataclass_fields__)


class TimerOpslag:
    """One row per rung; a rung that went off has a claim and no row."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk

    def zet(self, zaak: Onderwerp, groep: str, treden: Sequence[Trede], werkplek: str) -> None:
        """Set the rungs of one clock of a case or walk; earlier ones of the same group must be stopped first."""
        timer_id = self._werk.nieuw_id()
        for trede in treden:
            self._werk.sessie.add(
                TimerRij(
                    timer_id=timer_id,
                    trede=trede.nr,
                    zaak_id=zaak_id_van(zaak),
                    traject_id=zaak.id if isinstance(zaak, Traject) else None,
                    tenant=zaak.houder,
                    groep=groep,
                    dag=trede.moment.dag,
                    minuut=trede.moment.minuut,
                    aan=trede.aan,
                    werkplek=werkplek,
                    bericht=trede.bericht,
                    stap=trede.stap,
                    spoed=zaak.spoed,
                )
            )
        self._werk.sessie.flush()

    def stop(self, zaak: Onderwerp, groep: str = "") -> None:
        """Stop the clocks of a case (not those of its walks) or of one walk."""
        waar: list[Any] = [TimerRij.zaak_id == zaak_id_van(zaak)]
        waar.append(TimerRij.traject_id == zaak.id if isinstance(zaak, Traject) else TimerRij.traject_id.is_(None))
        if groep:
            waar.append(TimerRij.groep == groep)
        self._werk.sessie.execute(delete(TimerRij).where(*waar))

    def _timer(self, rij: TimerRij) -> Timer:
        velden: dict[str, Any] = {veld: getattr(rij, veld) for veld in VELDEN}
        return Timer(**velden)

    def van_zaak(self, zaak_id: bytes) -> list[Timer]:
        """What still runs for a case, soonest first."""
        vraag = select(TimerRij).where(TimerRij.zaak_id == zaak_id).order_by(TimerRij.dag, TimerRij.minuut)
        return [self._timer(rij) for rij in self._werk.sessie.scalars(vraag).all()]

    def te_doen(self, tot: Moment, aantal: int = 200) -> list[Timer]:
        """The rungs that are due at `tot` (with its minute), in the order in which they fall due."""
        minuut = func.coalesce(TimerRij.minuut, UUR * 60)
        vraag = (
            select(TimerRij)
            .where(or_(TimerRij.dag < tot.dag, and_(TimerRij.dag == tot.dag, minuut <= (tot.minuut or 0))))
            .order_by(TimerRij.dag, minuut, TimerRij.trede)
            .limit(aantal)
        )
        return [self._timer(rij) for rij in self._werk.sessie.scalars(vraag).all()]

    def eerstvolgende(self, na: Moment | None = None) -> Moment | None:
        """When the next rung falls due; with `na` the next one after that moment."""
        minuut = func.coalesce(TimerRij.minuut, UUR * 60)
        vraag = select(TimerRij.dag, minuut)
        if na is not None:
            vraag = vraag.where(or_(TimerRij.dag > na.dag, and_(TimerRij.dag == na.dag, minuut > (na.minuut or 0))))
        rij = self._werk.sessie.execute(vraag.order_by(TimerRij.dag, minuut).limit(1)).first()
        return None if rij is None else Moment(rij[0], rij[1])

    def neem(self, timer: Timer, berichten: int) -> bool:
        """Claim a rung with one unique insert. Out: False when another planner was first."""
        rij = AfgegaanRij(
            timer_id=timer.timer_id,
            trede=timer.trede,
            zaak_id=timer.zaak_id,
            groep=timer.groep,
            aan=timer.aan,
            dag=self._werk.vandaag,
            berichten=berichten,
        )
        try:
            with self._werk.sessie.begin_nested():
                self._werk.sessie.add(rij)
        except IntegrityError:
            return False
        self._werk.sessie.execute(
            delete(TimerRij).where(TimerRij.timer_id == timer.timer_id, TimerRij.trede == timer.trede)
        )
        return True


class BerichtOpslag:
    """The outbox: address and text sealed for the server."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk

    def klaarzetten(self, adres: str, tenant: str, onderwerp: str, tekst: str, *, spoed: bool) -> None:
        """Put a message in the outbox, in the commit of whatever caused it."""
        bericht_id, nu = self._werk.nieuw_id(), Moment.van(self._werk.nu)
        inhoud = {"adres": adres, "onderwerp": onderwerp, "tekst": tekst}
        self._werk.sessie.add(
            BerichtRij(
                id=bericht_id,
                tenant=tenant,
                staat="klaar",
                spoed=spoed,
                dag=nu.dag,
                pogingen=0,
                volgende_dag=nu.dag,
                volgende_minuut=nu.minuut or 0,
                fout="",
                inhoud=self._werk.kekken.zegel(tenant, ("bericht", bericht_id, "inhoud", 1), inhoud),
            )
        )
        self._werk.sessie.flush()

    def te_versturen(self, aantal: int = 50) -> list[Bericht]:
        """Take messages that are due, marked as being sent so that no other sender takes them too."""
        nu = Moment.van(self._werk.nu)
        aan_de_beurt = or_(
            BerichtRij.volgende_dag < nu.dag,
            and_(BerichtRij.volgende_dag == nu.dag, BerichtRij.volgende_minuut <= (nu.minuut or 0)),
        )
        vraag = (
            select(BerichtRij)
            .where(BerichtRij.staat.in_(("klaar", "bezig")), aan_de_beurt)
            .order_by(BerichtRij.dag)
            .limit(aantal)
        )
        rijen = self._werk.sessie.scalars(vraag).all()
        for rij in rijen:
            # A sender that dies leaves "bezig" behind; after this wait another one tries again, under the same id.
            rij.staat = "bezig"
            rij.pogingen += 1
            self._wacht(rij)
        self._werk.sessie.flush()
        return [
            Bericht(
                id=rij.id,
                tenant=rij.tenant,
                pogingen=rij.pogingen,
                **self._werk.kekken.lees(rij.tenant, ("bericht", rij.id, "inhoud", 1), rij.inhoud),
            )
            for rij in rijen
        ]

    def _wacht(self, rij: BerichtRij) -> None:
        minuten = WACHTEN_MINUTEN[min(rij.pogingen, len(WACHTEN_MINUTEN)) - 1]
        straks = Moment.van(self._werk.nu + timedelta(minutes=minuten))
        rij.volgende_dag, rij.volgende_minuut = straks.dag, straks.minuut or 0

    def uitslag(self, bericht: Bericht, gelukt: bool, fout: str = "") -> None:
        """Record how sending went; a failed message stays in the outbox and is tried again."""
        rij = self._werk.sessie.scalar(select(BerichtRij).where(BerichtRij.id == bericht.id))
        if rij is not None:
            rij.staat = "verzonden" if gelukt else "klaar"
            rij.fout = fout[:80]
            self._werk.sessie.flush()

    def ruim_op(self, tot: date) -> int:
        """Delete what was sent before a day: an address has no use after that. Out: how many."""
        oud = select(BerichtRij.id).where(BerichtRij.staat == "verzonden", BerichtRij.dag < tot)
        weg = self._werk.sessie.scalars(oud).all()
        self._werk.sessie.execute(delete(BerichtRij).where(BerichtRij.id.in_(weg)))
        return len(weg)

    def stand(self) -> Mapping[str, int]:
        """How many messages are sent, wait, and wait after a failure (for beheer)."""
        rijen = self._werk.sessie.execute(
            select(BerichtRij.staat, BerichtRij.fout != "", func.count()).group_by(
                BerichtRij.staat, BerichtRij.fout != ""
            )
        ).all()
        stand = {"verzonden": 0, "wacht": 0, "mislukt": 0}
        for staat, fout, aantal in rijen:
            stand["verzonden" if staat == "verzonden" else "mislukt" if fout else "wacht"] += aantal
        return stand
