"""The column types that all tables share, and the three databases they live in.

Tiers (`trap`): 0 open · 1 sealed for the server (key of the municipality) · 2 sealed for desks · 3 vault ·
4 reporter · "sleutel" wrapped key material, public keys and hashes.
"""

from datetime import date
from typing import Annotated, Any

from sqlalchemy import Date, LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, mapped_column


def trap(tier: int | str) -> dict[str, Any]:
    """The `info` of a column: the tier it belongs to."""
    return {"trap": tier}


Id = Annotated[bytes, mapped_column(LargeBinary(16), info=trap(0))]
IdSleutel = Annotated[bytes, mapped_column(LargeBinary(16), primary_key=True, info=trap(0))]
Naam = Annotated[str, mapped_column(String(80), info=trap(0))]
NaamSleutel = Annotated[str, mapped_column(String(80), primary_key=True, info=trap(0))]
Dag = Annotated[date, mapped_column(Date, info=trap(0))]
Getal = Annotated[int, mapped_column(info=trap(0))]
GetalSleutel = Annotated[int, mapped_column(primary_key=True, autoincrement=False, info=trap(0))]
Vlag = Annotated[bool, mapped_column(info=trap(0))]
Sleutelstof = Annotated[bytes, mapped_column(LargeBinary, info=trap("sleutel"))]
Trap1 = Annotated[bytes, mapped_column(LargeBinary, info=trap(1))]
Trap2 = Annotated[bytes, mapped_column(LargeBinary, info=trap(2))]
Trap3 = Annotated[bytes, mapped_column(LargeBinary, info=trap(3))]


class ZakenBasis(DeclarativeBase):
    """Cases, wraps, timers, people and audit: one database, because a step is one commit."""


class KluisBasis(DeclarativeBase):
    """The identity vault: a database of its own."""


class SessieBasis(DeclarativeBase):
    """Sessions: never in a backup."""
