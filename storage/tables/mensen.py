"""Municipalities, people, desks and who holds which desk key."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.basis import (
    Dag,
    Getal,
    GetalSleutel,
    Id,
    IdSleutel,
    Naam,
    NaamSleutel,
    Sleutelstof,
    Trap1,
    Vlag,
    ZakenBasis,
    trap,
)


class InstallatieRij(ZakenBasis):
    """One fact of the installation as a whole (its id, the practice clock)."""

    __tablename__ = "installatie"
    naam: Mapped[NaamSleutel]
    waarde: Mapped[str] = mapped_column(String(400), info=trap(0))


class GemeenteRij(ZakenBasis):
    """One tenant: eight municipalities and `regio`."""

    __tablename__ = "gemeente"
    slug: Mapped[NaamSleutel]
    kek: Mapped[Sleutelstof]


class PersoonRij(ZakenBasis):
    """One account. The name, alias, mail and role are sealed; only random ids and key material are open."""

    __tablename__ = "persoon"
    id: Mapped[IdSleutel]
    tenant: Mapped[Naam] = mapped_column(ForeignKey("gemeente.slug"), index=True)
    inlog_id: Mapped[Id] = mapped_column(unique=True)
    salt: Mapped[Sleutelstof]
    kosten: Mapped[str] = mapped_column(String(80), info=trap(0))
    pepper_kid: Mapped[Getal]
    verifier: Mapped[Sleutelstof]
    publiek: Mapped[Sleutelstof]
    geheim: Mapped[Sleutelstof]
    geheim_herstel: Mapped[Sleutelstof]
    profiel: Mapped[Trap1]
    actief: Mapped[Vlag]
    revisie: Mapped[Getal]


class WerkplekRij(ZakenBasis):
    """One desk."""

    __tablename__ = "werkplek"
    id: Mapped[NaamSleutel]
    tenant: Mapped[Naam] = mapped_column(ForeignKey("gemeente.slug"))
    soort: Mapped[Naam]


class WerkpleksleutelRij(ZakenBasis):
    """The certified public keys of one epoch of a desk."""

    __tablename__ = "werkpleksleutel"
    werkplek: Mapped[NaamSleutel] = mapped_column(ForeignKey("werkplek.id"))
    epoch: Mapped[GetalSleutel]
    publiek: Mapped[Sleutelstof]
    publiek_teken: Mapped[Sleutelstof]
    certificaat: Mapped[Sleutelstof]
    getekend_door: Mapped[Naam]
    niet_voor: Mapped[Dag]
    niet_na: Mapped[Dag]


class LidRij(ZakenBasis):
    """One member of a desk: the secret pair of the desk, wrapped to his own key."""

    __tablename__ = "lid"
    werkplek: Mapped[NaamSleutel]
    epoch: Mapped[GetalSleutel]
    persoon_id: Mapped[IdSleutel] = mapped_column(ForeignKey("persoon.id"), index=True)
    wrap: Mapped[Sleutelstof]
    waarneemt: Mapped[Vlag]
    van: Mapped[date | None] = mapped_column(info=trap(0))
    tot: Mapped[date | None] = mapped_column(info=trap(0))


class CertificaatsleutelRij(ZakenBasis):
    """The secret key that certifies desks, wrapped to one custodian."""

    __tablename__ = "certificaatsleutel"
    persoon_id: Mapped[IdSleutel] = mapped_column(ForeignKey("persoon.id"))
    wrap: Mapped[Sleutelstof]


class NoodsleutelRij(ZakenBasis):
    """The escrow key of a tenant: its secret stands in three pair wraps, two of three paper codes open one."""

    __tablename__ = "noodsleutel"
    tenant: Mapped[NaamSleutel] = mapped_column(ForeignKey("gemeente.slug"))
    ceremonie: Mapped[Sleutelstof]
    publiek: Mapped[Sleutelstof]
    paar_12: Mapped[Sleutelstof]
    paar_13: Mapped[Sleutelstof]
    paar_23: Mapped[Sleutelstof]
    dag: Mapped[Dag]


class NoodwrapRij(ZakenBasis):
    """The secret pair of a desk, wrapped to the escrow key of its tenant."""

    __tablename__ = "noodwrap"
    __table_args__ = (UniqueConstraint("werkplek", "epoch"),)
    werkplek: Mapped[NaamSleutel]
    epoch: Mapped[GetalSleutel]
    wrap: Mapped[Sleutelstof]
