"""The audit log: one hash chain per tenant, and the checkpoints over all of them."""

from sqlalchemy import LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.basis import Dag, Getal, GetalSleutel, NaamSleutel, Sleutelstof, Trap1, ZakenBasis, trap


class LogRij(ZakenBasis):
    """One entry: the payload is sealed for the server and hashed as ciphertext, so verifying needs no key."""

    __tablename__ = "log"
    tenant: Mapped[NaamSleutel]
    seq: Mapped[GetalSleutel]
    inhoud: Mapped[Trap1]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), info=trap("sleutel"))


class ControlepuntRij(ZakenBasis):
    """A signed statement of all chain heads on a day."""

    __tablename__ = "controlepunt"
    nr: Mapped[GetalSleutel]
    dag: Mapped[Dag]
    sleutel_nr: Mapped[Getal]
    tekst: Mapped[str] = mapped_column(Text, info=trap(0))
    handtekening: Mapped[Sleutelstof]


class TekensleutelRij(ZakenBasis):
    """One key that signs checkpoints, sealed under root key `wortel_nr`; each is signed by the one before it."""

    __tablename__ = "tekensleutel"
    nr: Mapped[GetalSleutel]
    wortel_nr: Mapped[Getal]
    publiek: Mapped[Sleutelstof]
    geheim: Mapped[Sleutelstof]
    handtekening: Mapped[Sleutelstof]
    dag: Mapped[Dag]
