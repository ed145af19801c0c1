"""Sessions: the unlocked key stands here only sealed under the cookie."""

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.basis import Dag, Getal, Id, IdSleutel, SessieBasis, Sleutelstof, Vlag, trap


class SessieRij(SessieBasis):
    """One session; the row key is the hash of the cookie. Moments are epoch seconds of the real clock."""

    __tablename__ = "sessie"
    sleutel: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True, info=trap("sleutel"))
    persoon_id: Mapped[Id] = mapped_column(index=True)
    begonnen: Mapped[Getal]
    gezien: Mapped[Getal]
    verloopt: Mapped[Getal]
    beeindigd: Mapped[Vlag]
    inhoud: Mapped[Sleutelstof]
    concept: Mapped[bytes | None] = mapped_column(LargeBinary, info=trap("sleutel"))


class PogingRij(SessieBasis):
    """One failed log-in; `emmer` is a hash over the account and the device, or over the account alone."""

    __tablename__ = "poging"
    id: Mapped[IdSleutel]
    emmer: Mapped[Id] = mapped_column(index=True)
    moment: Mapped[Getal]


class WachtkaartRij(SessieBasis):
    """A ticket of somebody who waited before his next try: it counts once."""

    __tablename__ = "wachtkaart"
    id: Mapped[IdSleutel]
    moment: Mapped[Getal]


class ApparaatRij(SessieBasis):
    """A device on which an account once logged in: a hash over both, which names neither."""

    __tablename__ = "apparaat"
    id: Mapped[IdSleutel]
    dag: Mapped[Dag]
