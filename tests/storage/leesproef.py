"""Reads everything that an installation holds with the raw keys, to count what does not open."""

import json
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import controlepunten
from storage.crypto import codes, dubbel
from storage.crypto.envelope import unseal
from storage.crypto.errors import Ongeldig
from storage.herverzegelen import VAKKEN
from storage.installatie import Installatie
from storage.tables.kluis import KluisRij
from storage.tables.zaken import CompartimentRij, DocumentRij, WrapRij, ZaakRij


def onleesbaar(huis: Installatie, geheimen: Mapping[str, bytes], volgcodes: Mapping[bytes, str]) -> list[str]:
    """Everything that does not open, in words; empty when all is well.

    In: the raw private keys of desks and recovery ceremonies, by the name that a wrap is addressed to.
    """
    fouten = [f"log: {breuk}"] if (breuk := controlepunten.controleer(huis, diep=True)) else []
    with Session(huis.engine) as sessie, Session(huis.kluis_engine) as kluis:
        sessie.info["gemeente"] = kluis.info["gemeente"] = "*"
        fouten += _server(huis, sessie)
        deks, niet = _deks(huis, sessie, geheimen, volgcodes)
        return fouten + niet + _documenten(sessie, deks) + _kluis(sessie, kluis, deks)


def _server(huis: Installatie, sessie: Session) -> list[str]:
    fouten = []
    for vak in VAKKEN:
        kolommen = [vak.tabel] if vak.bij is None else [vak.tabel, vak.bij]
        for rij, *rest in sessie.execute(vak.vraag(*kolommen, vak.van)):
            plek = vak.plek(rij, rest[0] if vak.bij is not None else None)
            tenant, zegel = vak.tenant(rest[-1]), getattr(rij, vak.kolom.key)
            try:
                vak.opnieuw(huis.kekken, tenant, plek, zegel)
            except Ongeldig:
                fouten.append(f"{vak.kolom}: {plek}")
    return fouten


def _deks(
    huis: Installatie, sessie: Session, geheimen: Mapping[str, bytes], volgcodes: Mapping[bytes, str]
) -> tuple[dict[tuple[bytes, str], bytes], list[str]]:
    deks, fouten = {}, []
    for wrap, zaak in sessie.execute(select(WrapRij, ZaakRij).join(ZaakRij, ZaakRij.id == WrapRij.zaak_id)).all():
        ctx = (zaak.herkomst, zaak.id, wrap.compartiment, wrap.ontvanger, wrap.epoch)
        if wrap.ontvanger != "volgcode" and wrap.ontvanger not in geheimen:
            # To a person: the outer lock was looked at with those of all others.
            continue
        try:
            if wrap.ontvanger == "volgcode":
                binnen = huis.kekken.ontsluit(zaak.houder, wrap.wrap, ctx)
                dek = unseal(codes.volg_key(zaak.herkomst, volgcodes[zaak.id]), binnen, ctx)
            else:
                kek = huis.kekken.voor(zaak.houder, wrap.wrap)
                dek = dubbel.unwrap_double(geheimen[wrap.ontvanger], wrap.wrap, kek, ctx)
            belofte = select(CompartimentRij.belofte).where(
                CompartimentRij.zaak_id == zaak.id, CompartimentRij.naam == wrap.compartiment
            )
            dubbel.check_commitment(dek, zaak.id, wrap.compartiment, sessie.scalar(belofte) or b"")
            deks[zaak.id, wrap.compartiment] = dek
        except Ongeldig:
            fouten.append(f"wrap {wrap.compartiment} of {zaak.nummer} for {wrap.ontvanger}")
    return deks, fouten


def _documenten(sessie: Session, deks: Mapping[tuple[bytes, str], bytes]) -> list[str]:
    fouten = []
    for rij, herkomst in sessie.execute(
        select(DocumentRij, ZaakRij.herkomst).join(ZaakRij, ZaakRij.id == DocumentRij.zaak_id)
    ):
        ctx = (herkomst, rij.zaak_id, rij.compartiment, "document", rij.id, "inhoud", 1, rij.schema)
        try:
            json.loads(unseal(deks[rij.zaak_id, rij.compartiment], rij.inhoud, ctx))
        except (Ongeldig, KeyError):
            fouten.append(f"document {rij.id.hex()} of {rij.compartiment}")
    return fouten


def _kluis(sessie: Session, kluis: Session, deks: Mapping[tuple[bytes, str], bytes]) -> list[str]:
    fouten = []
    for rij in kluis.scalars(select(KluisRij)):
        herkomst = sessie.scalar(select(ZaakRij.herkomst).where(ZaakRij.id == rij.zaak_id))
        ctx = (herkomst or "", rij.zaak_id, "ident", "kluisfeit", rij.id, "inhoud", 1, rij.schema)
        try:
            json.loads(unseal(deks[rij.zaak_id, "ident"], rij.inhoud, ctx))
        except (Ongeldig, KeyError):
            fouten.append(f"vault row {rij.id.hex()}")
    return fouten
