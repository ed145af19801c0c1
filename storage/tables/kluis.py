"""The identity vault: sealed facts about one person, under ids that only a case knows."""

from sqlalchemy.orm import Mapped

from storage.tables.basis import Dag, Getal, Id, IdSleutel, KluisBasis, Trap3


class KluisRij(KluisBasis):
    """Who one pseudonym is; `schema` is the version of the sealed form."""

    __tablename__ = "kluisfeit"
    id: Mapped[IdSleutel]
    zaak_id: Mapped[Id]
    dag: Mapped[Dag]
    schema: Mapped[Getal]
    inhoud: Mapped[Trap3]
