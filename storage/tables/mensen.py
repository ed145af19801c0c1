"""Municipalities, people, desks and who holds which desk key."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
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


class KekRij(ZakenBasis):
    """One key of a tenant, sealed under root key number `wortel_nr`; the highest number seals, the others only open.

    `dag` is empty for the key of the set-up.
    """

    __tablename__ = "kek"
    tenant: Mapped[NaamSleutel] = mapped_column(ForeignKey("gemeente.slug"))
    nr: Mapped[GetalSleutel]
    wortel_nr: Mapped[Getal]
    kek: Mapped[Sleutelstof]
    dag: Mapped[date | None] = mapped_column(info=trap(0))


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


class TweedeFactorRij(ZakenBasis):
    """The second factor of a person: the seed, the last accepted step, one-time codes and security keys, all sealed."""

    __tablename__ = "tweedefactor"
    persoon_id: Mapped[IdSleutel] = mapped_column(ForeignKey("persoon.id"))
    inhoud: Mapped[Trap1]
    revisie: Mapped[int] = mapped_column(info=trap(0))
    __mapper_args__ = {"version_id_col": revisie, "version_id_generator": False}


class ExterneLoginRij(ZakenBasis):
    """From an account at an identity provider to a person; the id can't be guessed without the root key.

    `inhoud` names issuer and subject again, bound to the person: who can only write the table links nothing.
    """

    __tablename__ = "externelogin"
    id: Mapped[IdSleutel]
    persoon_id: Mapped[Id] = mapped_column(ForeignKey("persoon.id"), index=True)
    dag: Mapped[Dag]
    inhoud: Mapped[Trap1]


class UitnodigingRij(ZakenBasis):
    """One invitation, under the hash of its one-time code: for somebody new, or for a person who lost his key."""

    __tablename__ = "uitnodiging"
    id: Mapped[IdSleutel]
    tenant: Mapped[Naam] = mapped_column(ForeignKey("gemeente.slug"), index=True)
    soort: Mapped[Naam]
    persoon_id: Mapped[bytes | None] = mapped_column(LargeBinary(16), info=trap(0))
    gemaakt_door: Mapped[bytes | None] = mapped_column(LargeBinary(16), info=trap(0))
    dag: Mapped[Dag]
    verloopt: Mapped[Dag]
    inhoud: Mapped[Trap1]


class LidvoorstelRij(ZakenBasis):
    """Somebody who is to be given the key of a desk: a member of that desk must do it."""

    __tablename__ = "lidvoorstel"
    werkplek: Mapped[NaamSleutel]
    persoon_id: Mapped[IdSleutel] = mapped_column(ForeignKey("persoon.id"))
    waarneemt: Mapped[Vlag]
    van: Mapped[date | None] = mapped_column(info=trap(0))
    tot: Mapped[date | None] = mapped_column(info=trap(0))
    voorsteller: Mapped[bytes | None] = mapped_column(LargeBinary(16), info=trap(0))
    dag: Mapped[Dag]


class WisfactorRij(ZakenBasis):
    """A request to take away a lost second factor, that waits for another beheerder."""

    __tablename__ = "wisfactor"
    persoon_id: Mapped[IdSleutel] = mapped_column(ForeignKey("persoon.id"))
    voorsteller: Mapped[Id]
    dag: Mapped[Dag]


class WerkplekRij(ZakenBasis):
    """One desk. Since somebody left its key must be renewed; `verlaten_epoch` is the newest one that he knew."""

    __tablename__ = "werkplek"
    id: Mapped[NaamSleutel]
    tenant: Mapped[Naam] = mapped_column(ForeignKey("gemeente.slug"))
    soort: Mapped[Naam]
    vernieuwen_sinds: Mapped[date | None] = mapped_column(info=trap(0))
    verlaten_epoch: Mapped[int | None] = mapped_column(info=trap(0))


class WerkpleksleutelRij(ZakenBasis):
    """The certified public keys of one epoch of a desk; a custodian signs a later epoch once more."""

    __tablename__ = "werkpleksleutel"
    werkplek: Mapped[NaamSleutel] = mapped_column(ForeignKey("werkplek.id"))
    epoch: Mapped[GetalSleutel]
    publiek: Mapped[Sleutelstof]
    publiek_teken: Mapped[Sleutelstof]
    certificaat: Mapped[Sleutelstof]
    getekend_door: Mapped[Naam]
    niet_voor: Mapped[Dag]
    niet_na: Mapped[Dag]
    tegentekening: Mapped[bytes | None] = mapped_column(LargeBinary, info=trap("sleutel"))


class LedenlijstRij(ZakenBasis):
    """Public keys as JSON, signed by a desk: its members, or the participants of its meetings (`soort`)."""

    __tablename__ = "ledenlijst"
    werkplek: Mapped[NaamSleutel] = mapped_column(ForeignKey("werkplek.id"))
    soort: Mapped[NaamSleutel]
    epoch: Mapped[Getal]
    leden: Mapped[Sleutelstof]
    handtekening: Mapped[Sleutelstof]


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
    """The escrow key of a tenant: its secret stands in three pair wraps, two of three paper codes open one.

    `geoefend` is the day of the last rehearsal; `gebruikt` the day it opened a desk: from then on a new one is due.
    """

    __tablename__ = "noodsleutel"
    tenant: Mapped[NaamSleutel] = mapped_column(ForeignKey("gemeente.slug"))
    nr: Mapped[Getal]
    ceremonie: Mapped[Sleutelstof]
    publiek: Mapped[Sleutelstof]
    paar_12: Mapped[Sleutelstof]
    paar_13: Mapped[Sleutelstof]
    paar_23: Mapped[Sleutelstof]
    kanarie: Mapped[Sleutelstof]
    handtekening: Mapped[Sleutelstof]
    dag: Mapped[Dag]
    geoefend: Mapped[date | None] = mapped_column(info=trap(0))
    gebruikt: Mapped[date | None] = mapped_column(info=trap(0))


class NoodwrapRij(ZakenBasis):
    """The secret pair of a desk, wrapped to escrow key number `nr` of its tenant."""

    __tablename__ = "noodwrap"
    __table_args__ = (UniqueConstraint("werkplek", "epoch"),)
    werkplek: Mapped[NaamSleutel]
    epoch: Mapped[GetalSleutel]
    nr: Mapped[Getal]
    wrap: Mapped[Sleutelstof]


class NoodwortelRij(ZakenBasis):
    """Root key number `nr`, wrapped to the escrow key of `regio`: the fourth rung, when its file is lost."""

    __tablename__ = "noodwortel"
    nr: Mapped[GetalSleutel]
    noodsleutel_nr: Mapped[Getal]
    wrap: Mapped[Sleutelstof]
