"""Cases and their sub-routes, compartments, wraps and sealed documents."""

from datetime import date

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.basis import (
    Dag,
    Getal,
    Id,
    IdSleutel,
    Naam,
    NaamSleutel,
    Sleutelstof,
    Trap1,
    Trap2,
    Vlag,
    ZakenBasis,
    trap,
)


class RouteversieRij(ZakenBasis):
    """One version of a route table, by the hash of its contents: a case keeps the version it started on."""

    __tablename__ = "routeversie"
    hash: Mapped[NaamSleutel]
    naam: Mapped[Naam]
    inhoud: Mapped[str] = mapped_column(Text, info=trap(0))
    dag: Mapped[Dag]


class ZaakRij(ZakenBasis):
    """One case: only what the clock must search is open."""

    __tablename__ = "zaak"
    __table_args__ = (
        Index("ix_zaak_lijst", "houder", "staat", "termijn", "id"),
        Index("ix_zaak_termijn", "houder", "termijn", "id"),
    )
    id: Mapped[IdSleutel]
    nummer: Mapped[Naam] = mapped_column(unique=True)
    herkomst: Mapped[Naam] = mapped_column(ForeignKey("gemeente.slug"))
    houder: Mapped[Naam] = mapped_column(ForeignKey("gemeente.slug"))
    voorgelegd_aan: Mapped[str | None] = mapped_column(String(80), info=trap(0))
    staat: Mapped[Naam]
    route: Mapped[Naam]
    route_hash: Mapped[Naam] = mapped_column(ForeignKey("routeversie.hash"))
    soort: Mapped[Naam]
    spoed: Mapped[Vlag]
    dag_in: Mapped[Dag]
    dag_staat: Mapped[Dag]
    termijn: Mapped[date | None] = mapped_column(info=trap(0))
    termijn_minuut: Mapped[int | None] = mapped_column(info=trap(0))
    aangehouden: Mapped[Getal]
    overleg_id: Mapped[bytes | None] = mapped_column(LargeBinary(16), info=trap(0))
    regiehouder: Mapped[bytes | None] = mapped_column(LargeBinary(16), info=trap(0))
    vernietig_op: Mapped[date | None] = mapped_column(info=trap(0))
    ident_op: Mapped[date | None] = mapped_column(info=trap(0))
    melder_op: Mapped[date | None] = mapped_column(info=trap(0))
    vasthouden: Mapped[Vlag]
    afgeschermd: Mapped[Vlag]
    indiening: Mapped[Id] = mapped_column(unique=True)
    kenmerken: Mapped[Trap1]
    revisie: Mapped[int] = mapped_column(info=trap(0))
    __mapper_args__ = {"version_id_col": revisie, "version_id_generator": False}


class TrajectRij(ZakenBasis):
    """One walk along a smaller route."""

    __tablename__ = "traject"
    __table_args__ = (Index("ix_traject_ontvanger", "ontvanger", "route", "staat"),)
    id: Mapped[IdSleutel]
    zaak_id: Mapped[Id] = mapped_column(ForeignKey("zaak.id"), index=True)
    herkomst: Mapped[Naam]
    houder: Mapped[Naam] = mapped_column(ForeignKey("gemeente.slug"), index=True)
    route: Mapped[Naam]
    route_hash: Mapped[Naam] = mapped_column(ForeignKey("routeversie.hash"))
    nummer: Mapped[Naam] = mapped_column(unique=True)
    staat: Mapped[Naam]
    maker: Mapped[Naam]
    ontvanger: Mapped[Naam]
    opvangplek: Mapped[str | None] = mapped_column(String(80), index=True, info=trap(0))
    vorm: Mapped[str] = mapped_column(String(4), info=trap(0))
    vorige_staat: Mapped[str | None] = mapped_column(String(80), info=trap(0))
    spoed: Mapped[Vlag]
    dag_in: Mapped[Dag]
    dag_staat: Mapped[Dag]
    termijn: Mapped[date | None] = mapped_column(info=trap(0))
    geldig_tot: Mapped[date | None] = mapped_column(info=trap(0))
    kenmerken: Mapped[Trap1]
    revisie: Mapped[int] = mapped_column(info=trap(0))
    __mapper_args__ = {"version_id_col": revisie, "version_id_generator": False}


class CompartimentRij(ZakenBasis):
    """One compartment of a case, with the commitment to its key."""

    __tablename__ = "compartiment"
    __table_args__ = (Index("ix_compartiment_naam", "naam"),)
    zaak_id: Mapped[IdSleutel] = mapped_column(ForeignKey("zaak.id"))
    naam: Mapped[NaamSleutel]
    kid: Mapped[Sleutelstof]
    belofte: Mapped[Sleutelstof]


class WrapRij(ZakenBasis):
    """The key of one compartment for one desk: this row *is* the right to read."""

    __tablename__ = "wrap"
    __table_args__ = (Index("ix_wrap_ontvanger", "ontvanger", "zaak_id"),)
    zaak_id: Mapped[IdSleutel] = mapped_column(ForeignKey("zaak.id"))
    compartiment: Mapped[NaamSleutel]
    ontvanger: Mapped[NaamSleutel]
    epoch: Mapped[Getal]
    staat: Mapped[Naam]
    wrap: Mapped[Sleutelstof]


class DocumentRij(ZakenBasis):
    """One sealed document of a compartment."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_zaak", "zaak_id", "compartiment", "volgnr"),)
    id: Mapped[IdSleutel]
    zaak_id: Mapped[Id] = mapped_column(ForeignKey("zaak.id"))
    compartiment: Mapped[Naam]
    volgnr: Mapped[Getal]
    dag: Mapped[Dag]
    schema: Mapped[Getal]
    inhoud: Mapped[Trap2]


class VolgRij(ZakenBasis):
    """From the look-up half of a volgcode to the case; no other column."""

    __tablename__ = "volg"
    id: Mapped[IdSleutel]
    zaak_id: Mapped[Id] = mapped_column(ForeignKey("zaak.id"))
    tenant: Mapped[Naam]


class KluisverwijzingRij(ZakenBasis):
    """A vault row that this case refers to; vault rows without one are swept away."""

    __tablename__ = "kluisverwijzing"
    zaak_id: Mapped[IdSleutel] = mapped_column(ForeignKey("zaak.id"))
    kluis_id: Mapped[IdSleutel]


class TellingRij(ZakenBasis):
    """One count that survives the case: sealed codes, no case id."""

    __tablename__ = "telling"
    id: Mapped[IdSleutel]
    tenant: Mapped[Naam]
    kwartaal: Mapped[Naam]
    codes: Mapped[Trap1]


class PrivacycheckRij(ZakenBasis):
    """One privacy check on codes alone."""

    __tablename__ = "privacycheck"
    id: Mapped[IdSleutel]
    zaak_id: Mapped[Id] = mapped_column(ForeignKey("zaak.id"), index=True)
    traject_id: Mapped[bytes | None] = mapped_column(LargeBinary(16), info=trap(0))
    tenant: Mapped[Naam] = mapped_column(index=True)
    soort: Mapped[Naam]
    staat: Mapped[Naam]
    dag: Mapped[Dag]
    termijn: Mapped[Dag]
    achteraf: Mapped[Vlag]
    codes: Mapped[Trap1]
    revisie: Mapped[int] = mapped_column(info=trap(0))
    __mapper_args__ = {"version_id_col": revisie, "version_id_generator": False}


class InstemmingRij(ZakenBasis):
    """A four-eyes step that waits for the second person; at most one for a case."""

    __tablename__ = "instemming"
    id: Mapped[IdSleutel]
    zaak_id: Mapped[Id] = mapped_column(ForeignKey("zaak.id"), unique=True)
    tenant: Mapped[Naam]
    actie: Mapped[Naam]
    zaak_revisie: Mapped[Getal]
    voorsteller: Mapped[Id]
    rol: Mapped[Naam]
    gaf_zaak: Mapped[Vlag]
    termijn: Mapped[Dag]
    document_id: Mapped[Id]


class OverlegRij(ZakenBasis):
    """One meeting of the overleg of a municipality."""

    __tablename__ = "overleg"
    id: Mapped[IdSleutel]
    gemeente: Mapped[Naam] = mapped_column(ForeignKey("gemeente.slug"), index=True)
    dag: Mapped[Dag]
    staat: Mapped[Naam]
    zitting: Mapped[str | None] = mapped_column(String(80), info=trap(0))
    revisie: Mapped[int] = mapped_column(info=trap(0))
    __mapper_args__ = {"version_id_col": revisie, "version_id_generator": False}


class AanwezigRij(ZakenBasis):
    """Somebody who was marked present at a meeting and signed for secrecy."""

    __tablename__ = "aanwezig"
    overleg_id: Mapped[IdSleutel] = mapped_column(ForeignKey("overleg.id"))
    persoon_id: Mapped[IdSleutel] = mapped_column(ForeignKey("persoon.id"))
