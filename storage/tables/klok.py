"""Timers, what went off, and the outbox."""

from datetime import date

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.basis import Dag, Getal, GetalSleutel, Id, IdSleutel, Naam, Trap1, Vlag, ZakenBasis, trap


class TimerRij(ZakenBasis):
    """One rung of one timer. Without `minuut` it goes off at 09.00; only an urgent one has a minute."""

    __tablename__ = "timer"
    __table_args__ = (Index("ix_timer_dag", "dag", "minuut"),)
    timer_id: Mapped[IdSleutel]
    trede: Mapped[GetalSleutel]
    zaak_id: Mapped[Id] = mapped_column(ForeignKey("zaak.id"), index=True)
    traject_id: Mapped[bytes | None] = mapped_column(LargeBinary(16), info=trap(0))
    tenant: Mapped[Naam]
    groep: Mapped[Naam]
    dag: Mapped[Dag]
    minuut: Mapped[int | None] = mapped_column(info=trap(0))
    aan: Mapped[Naam]
    werkplek: Mapped[Naam]
    bericht: Mapped[Naam]
    stap: Mapped[Naam]
    spoed: Mapped[Vlag]


class AfgegaanRij(ZakenBasis):
    """The claim on a rung: one unique insert, in the same commit as its messages."""

    __tablename__ = "afgegaan"
    timer_id: Mapped[IdSleutel]
    trede: Mapped[GetalSleutel]
    zaak_id: Mapped[Id]
    groep: Mapped[Naam]
    aan: Mapped[Naam]
    dag: Mapped[Dag]
    berichten: Mapped[Getal]


class BerichtRij(ZakenBasis):
    """One message of the outbox; address and text are sealed."""

    __tablename__ = "bericht"
    __table_args__ = (Index("ix_bericht_staat", "staat", "volgende_dag"),)
    id: Mapped[IdSleutel]
    tenant: Mapped[Naam]
    staat: Mapped[Naam]
    spoed: Mapped[Vlag]
    dag: Mapped[Dag]
    pogingen: Mapped[Getal]
    volgende_dag: Mapped[date] = mapped_column(info=trap(0))
    volgende_minuut: Mapped[Getal]
    fout: Mapped[Naam]
    inhoud: Mapped[Trap1]
