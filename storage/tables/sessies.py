"""Sessions: the unlocked key stands here only sealed under the cookie."""

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.basis import Getal, Id, SessieBasis, Sleutelstof, Vlag, trap


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
