"""The identity vault: sealed facts about one person, under ids that only a case knows."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from storage.tables.basis import Dag, Getal, Id, IdSleutel, KluisBasis, Naam, Trap3


class KluisRij(KluisBasis):
    """Who one pseudonym is; `schema` is the version of the sealed form."""

    __tablename__ = "kluisfeit"
    id: Mapped[IdSleutel]
    zaak_id: Mapped[Id]
    dag: Mapped[Dag]
    schema: Mapped[Getal]
    inhoud: Mapped[Trap3]


class TokenRij(KluisBasis):
    """One match token of one vault value, sealed with a random nonce: equal values show no equal bytes."""

    __tablename__ = "token"
    __table_args__ = (Index("ix_token_bereik", "bereik", "epoch"), Index("ix_token_zaak", "zaak_id"))
    id: Mapped[IdSleutel]
    zaak_id: Mapped[Id]
    kluis_id: Mapped[Id]
    bereik: Mapped[Naam]
    epoch: Mapped[Getal]
    dag: Mapped[Dag]
    inhoud: Mapped[Trap3]
