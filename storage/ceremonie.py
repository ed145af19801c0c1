"""The recovery ceremony of a tenant: three paper codes are made, rehearsed, and later replaced by others."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.crypto import dubbel, escrow, hpke, signing
from storage.crypto.codes import papieren_code
from storage.crypto.errors import Ongeldig
from storage.keys.gemeenten import Kekken
from storage.keys.noodsleutels import (
    CodesGeweigerd,
    find_noodsleutel,
    kanarie_ctx,
    open_noodsleutel,
    opent_kanarie,
)
from storage.keys.werkplekken import tenant_van
from storage.keys.wortel import Wortels
from storage.tables.mensen import NoodsleutelRij, NoodwortelRij, NoodwrapRij
from storage.tables.zaken import WrapRij, ZaakRij
from workflow.partners import REGIO

GEEN_CEREMONIE = "Hier zijn nog geen herstelcodes gemaakt."
INTUSSEN = "Iemand anders maakte intussen nieuwe herstelcodes. Gooi deze codes weg."
ZONDER_KANARIE = "Deze herstelcodes zijn nog van een oude versie. Maak nieuwe herstelcodes."


@dataclass(frozen=True)
class Nieuwecodes:
    """A ceremony that exists in memory alone: the codes on paper, and the row that is written when they are."""

    tenant: str
    codes: tuple[str, str, str] = field(repr=False)
    geheim: bytes = field(repr=False)
    rij: NoodsleutelRij = field(repr=False)

    def oefen(self, codes: Sequence[str], vandaag: date) -> None:
        """Prove that two typed codes open the canary, before the old codes are given up. Errors: CodesGeweigerd."""
        _bewijs(self.rij, codes)
        self.rij.geoefend = vandaag


def _bewijs(rij: NoodsleutelRij, codes: Sequence[str]) -> None:
    if not opent_kanarie(rij, open_noodsleutel(rij, codes)):
        raise CodesGeweigerd(ZONDER_KANARIE)


def nieuwe_codes(sessie: Session, tenant: str, tekenaar: bytes, vandaag: date) -> Nieuwecodes:
    """Make the codes and the escrow key of a new ceremony; nothing is written yet.

    In: `tekenaar` is the certificate key: its signature is what makes an escrow key one that desks trust.
    """
    codes = (papieren_code(), papieren_code(), papieren_code())
    oud = find_noodsleutel(sessie, tenant)
    paar, ceremonie, nr = hpke.generate(), os.urandom(16), 1 if oud is None else oud.nr + 1
    delen = escrow.split(codes, paar.private, tenant, ceremonie)
    rij = NoodsleutelRij(
        tenant=tenant,
        nr=nr,
        ceremonie=ceremonie,
        publiek=paar.public,
        paar_12=delen[0],
        paar_13=delen[1],
        paar_23=delen[2],
        kanarie=hpke.seal_to(paar.public, tenant.encode(), kanarie_ctx(tenant, nr)),
        handtekening=signing.sign(tekenaar, signing.escrow_message(tenant, nr, ceremonie, paar.public)),
        dag=vandaag,
        geoefend=None,
        gebruikt=None,
    )
    return Nieuwecodes(tenant, codes, paar.private, rij)


def neem_in_gebruik(
    sessie: Session, kekken: Kekken, nieuw: Nieuwecodes, wortels: Wortels, oude_codes: Sequence[str] | None = None
) -> int:
    """Put the new escrow key in the place of the old one; from now on the old codes open nothing here.

    In: with two old codes everything that the old key could open is wrapped to the new key at once; without them the
    members of each desk do so at their next log-in. The caller commits. Out: how many wraps went over.
    Errors: CodesGeweigerd; nothing is changed then.
    """
    oud, over = find_noodsleutel(sessie, nieuw.tenant), 0
    if nieuw.rij.nr != (1 if oud is None else oud.nr + 1):
        raise CodesGeweigerd(INTUSSEN)
    if oud is not None:
        geheim = None if oude_codes is None else open_noodsleutel(oud, oude_codes)
        over = _zet_over(sessie, kekken, oud, geheim, nieuw)
        sessie.delete(oud)
        sessie.flush()
    sessie.add(nieuw.rij)
    sessie.flush()
    if nieuw.tenant == REGIO:
        wikkel_wortel(sessie, wortels, nieuw.rij)
    return over


def wikkel_wortel(sessie: Session, wortels: Wortels, aan: NoodsleutelRij) -> None:
    """Wrap the root key in use to the escrow key of the region: the fourth rung. Earlier wraps go."""
    sessie.execute(delete(NoodwortelRij))
    wrap = wortels.huidig.noodwrap(aan.publiek, wortels.nr)
    sessie.add(NoodwortelRij(nr=wortels.nr, noodsleutel_nr=aan.nr, wrap=wrap))
    sessie.flush()


def wortel_ctx(nr: int) -> tuple[str, int]:
    """The place that a wrapped root key is bound to."""
    return ("wortel", nr)


def _zet_over(sessie: Session, kekken: Kekken, oud: NoodsleutelRij, geheim: bytes | None, nieuw: Nieuwecodes) -> int:
    """Wrap what the old escrow key opens to the new one; without the old key its wraps are dead and go."""
    over = 0
    for wrap in _noodwraps(sessie, oud.tenant):
        over += _over_of_weg(sessie, wrap, partial(_noodwrap_over, kekken, wrap, geheim, nieuw.rij))
    for zaak, casewrap in zaakwraps(sessie, oud.tenant):
        over += _over_of_weg(sessie, casewrap, partial(_zaakwrap_over, kekken, zaak, casewrap, geheim, nieuw.rij))
    sessie.flush()
    return over


def _over_of_weg(sessie: Session, wrap: NoodwrapRij | WrapRij, zet_over: Callable[[], None]) -> bool:
    try:
        zet_over()
    except Ongeldig:
        # Nothing opens it any more, and a dead wrap would hide from the members that theirs is asked for.
        sessie.delete(wrap)
        return False
    return True


def _noodwrap_over(kekken: Kekken, wrap: NoodwrapRij, geheim: bytes | None, naar: NoodsleutelRij) -> None:
    if geheim is None:
        raise Ongeldig
    ctx = noodwrap_ctx(wrap.werkplek, wrap.epoch)
    binnen = hpke.open_from(geheim, kekken.ontsluit(naar.tenant, wrap.wrap, ctx), ctx)
    wrap.wrap = kekken.sluit(naar.tenant, hpke.seal_to(naar.publiek, binnen, ctx), ctx)
    wrap.nr = naar.nr


def _zaakwrap_over(kekken: Kekken, zaak: ZaakRij, wrap: WrapRij, geheim: bytes | None, naar: NoodsleutelRij) -> None:
    if geheim is None:
        raise Ongeldig
    dek = open_zaakwrap(kekken, zaak, wrap, geheim)
    wrap.epoch = naar.nr
    kid, kek = kekken.huidig(zaak.houder)
    wrap.wrap = dubbel.wrap_double(dek, naar.publiek, kek, zaakwrap_ctx(zaak, wrap), kek_kid=kid)


def noodwrap_ctx(werkplek: str, epoch: int) -> tuple[str, int, str]:
    """The place that the secrets of a desk are bound to, when wrapped to an escrow key."""
    return (werkplek, epoch, "noodsleutel")


def _noodwraps(sessie: Session, tenant: str) -> list[NoodwrapRij]:
    return [rij for rij in sessie.scalars(select(NoodwrapRij)).all() if tenant_van(rij.werkplek) == tenant]


def nood_ontvanger(tenant: str) -> str:
    """The name under which a protected case is wrapped to the escrow key of a tenant."""
    return f"nood.{tenant}"


def zaakwraps(sessie: Session, tenant: str) -> list[tuple[ZaakRij, WrapRij]]:
    """The keys of protected cases that the escrow key of a tenant opens, each with its case."""
    vraag = (
        select(ZaakRij, WrapRij)
        .join(WrapRij, WrapRij.zaak_id == ZaakRij.id)
        .where(WrapRij.ontvanger == nood_ontvanger(tenant))
        .execution_options(zonder_hek=True)
    )
    return [(zaak, wrap) for zaak, wrap in sessie.execute(vraag).all()]


def zaakwrap_ctx(zaak: ZaakRij, wrap: WrapRij) -> tuple[str, bytes, str, str, int]:
    """The place that a key of a case is bound to."""
    return (zaak.herkomst, wrap.zaak_id, wrap.compartiment, wrap.ontvanger, wrap.epoch)


def open_zaakwrap(kekken: Kekken, zaak: ZaakRij, wrap: WrapRij, geheim: bytes) -> bytes:
    """Open one key of a protected case with the escrow key. Errors: Ongeldig."""
    return dubbel.unwrap_double(geheim, wrap.wrap, kekken.voor(zaak.houder, wrap.wrap), zaakwrap_ctx(zaak, wrap))


def oefen(sessie: Session, tenant: str, codes: Sequence[str], vandaag: date) -> None:
    """Prove that two codes still open the canary, and keep the day. Nothing is shown. Errors: CodesGeweigerd."""
    rij = find_noodsleutel(sessie, tenant)
    if rij is None:
        raise CodesGeweigerd(GEEN_CEREMONIE)
    _bewijs(rij, codes)
    rij.geoefend = vandaag
    sessie.flush()
