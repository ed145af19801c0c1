"""What runs beside the routes with an answer and a last day, and the keys that matching needs."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.basis import (
    Dag,
    Getal,
    GetalSleutel,
    IdSleutel,
    Naam,
    NaamSleutel,
    Sleutelstof,
    Trap1,
    ZakenBasis,
    trap,
)


class KwestieRij(ZakenBasis):
    """A request of a person, a data breach, a legal hold, a match: which one and how it stands is open."""

    __tablename__ = "kwestie"
    __table_args__ = (Index("ix_kwestie_lijst", "tenant", "soort", "staat", "termijn"),)
    id: Mapped[IdSleutel]
    soort: Mapped[Naam]
    tenant: Mapped[Naam] = mapped_column(ForeignKey("gemeente.slug"))
    nummer: Mapped[Naam] = mapped_column(unique=True)
    staat: Mapped[Naam]
    dag: Mapped[Dag]
    termijn: Mapped[date | None] = mapped_column(info=trap(0))
    codes: Mapped[Trap1]
    revisie: Mapped[int] = mapped_column(info=trap(0))
    __mapper_args__ = {"version_id_col": revisie, "version_id_generator": False}


class MatchsleutelRij(ZakenBasis):
    """The key that makes match tokens, wrapped to one desk; `bereik` is one municipality or the region."""

    __tablename__ = "matchsleutel"
    bereik: Mapped[NaamSleutel]
    epoch: Mapped[GetalSleutel]
    werkplek: Mapped[NaamSleutel]
    werkplek_epoch: Mapped[Getal]
    dag: Mapped[Dag]
    kid: Mapped[Sleutelstof]
    wrap: Mapped[Sleutelstof]
