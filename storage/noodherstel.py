"""The third and fourth rung of recovery: two paper codes give a whole desk, or the root key, back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from config.settings import Settings
from storage.ceremonie import GEEN_CEREMONIE, noodwrap_ctx, open_zaakwrap, wortel_ctx, zaakwraps
from storage.crypto import dubbel, hpke
from storage.crypto.errors import Ongeldig
from storage.database import maak_engine
from storage.keys.gemeenten import Kekken
from storage.keys.ledenlijst import teken_lijst
from storage.keys.mensen import find_persoon, lees_profiel, publieke_sleutel
from storage.keys.noodsleutels import CodesGeweigerd, find_noodsleutel, open_noodsleutel
from storage.keys.werkplekken import Werkplekgeheim, soort_van, tenant_van, voeg_lid_toe
from storage.keys.wortel import Wortel
from storage.repositories.zegel import BESCHADIGD as ZAAK_BESCHADIGD
from storage.tables.mensen import (
    LidRij,
    NoodsleutelRij,
    NoodwortelRij,
    NoodwrapRij,
    PersoonRij,
    WerkplekRij,
    WerkpleksleutelRij,
)
from storage.tables.zaken import WrapRij, ZaakRij
from storage.unit_of_work import Eenheid
from workflow.afschermen import NIET_LEZEN, met_lezer, persoonsnaam
from workflow.partners import REGIO

GEEN_WERKPLEK = "Deze werkplek bestaat niet, of heeft nog nooit een sleutel gehad."
GEEN_PERSOON = "Er is geen actief account met dit mailadres."
GEEN_NOODWRAP = "Bij deze ceremonie is de sleutel van deze werkplek niet bewaard. De codes helpen hier niet."
BESCHADIGD = "De bewaarde sleutel van deze werkplek is beschadigd. Er is niets veranderd."
WORTEL_ER_AL = "Er staat al een hoofdsleutel op {pad}. Die wordt nooit overschreven."
GEEN_NOODWORTEL = "De hoofdsleutel is bij deze ceremonie niet bewaard."
WORTEL_PAST_NIET = "De bewaarde hoofdsleutel past niet op deze database. Er is niets geschreven."


@dataclass(frozen=True)
class Hersteld:
    """What a recovery gave back: to whom, and how many protected cases went with the desk."""

    naam: str
    zaken: int


def find_ontvanger(werk: Eenheid, email: str) -> tuple[PersoonRij, dict[str, Any]] | None:
    """The active account behind a mail address, and its sealed profile. Errors: Ongeldig when the row was tampered."""
    rij = find_persoon(werk.sessie, werk.installatie.wortel, email)
    if rij is None or not rij.actief:
        return None
    publieke_sleutel(werk.kekken, rij)
    return rij, lees_profiel(werk.kekken, rij)


def herstel_werkplek(werk: Eenheid, werkplek: str, email: str, codes: Sequence[str]) -> Hersteld:
    """Give the keys of a desk to one person with two paper codes; the caller logs and commits.

    His public key is the one that is sealed in his profile. From now on a new ceremony is due: the codes were seen.
    Errors: CodesGeweigerd with a text; nothing is changed then.
    """
    tenant = tenant_van(werkplek)
    if werk.sessie.get(WerkplekRij, werkplek) is None:
        raise CodesGeweigerd(GEEN_WERKPLEK)
    gevonden = find_ontvanger(werk, email)
    if gevonden is None:
        raise CodesGeweigerd(GEEN_PERSOON)
    persoon, profiel = gevonden
    nood = find_noodsleutel(werk.sessie, tenant)
    if nood is None:
        raise CodesGeweigerd(GEEN_CEREMONIE)
    geheim = open_noodsleutel(nood, codes)
    geheimen = _geheimen(werk, nood, werkplek, geheim)
    _geef_plek(werk, geheimen, persoon)
    zaken = _geef_zaken(werk, nood, werkplek, geheim, persoon)
    nood.gebruikt = werk.echt_vandaag
    werk.sessie.flush()
    return Hersteld(profiel["naam"], zaken)


def _geheimen(werk: Eenheid, nood: NoodsleutelRij, werkplek: str, geheim: bytes) -> list[Werkplekgeheim]:
    """The secrets of every epoch that the escrow key opens, oldest first; a half re-key has two.

    Errors: CodesGeweigerd when the newest epoch is not among them.
    """
    epochs = werk.sessie.scalars(
        select(WerkpleksleutelRij).where(WerkpleksleutelRij.werkplek == werkplek).order_by(WerkpleksleutelRij.epoch)
    ).all()
    publiek = {rij.epoch: rij.publiek for rij in epochs}
    rijen = werk.sessie.scalars(
        select(NoodwrapRij)
        .where(NoodwrapRij.werkplek == werkplek, NoodwrapRij.nr == nood.nr)
        .order_by(NoodwrapRij.epoch)
    ).all()
    if not publiek or not any(rij.epoch == max(publiek) for rij in rijen):
        raise CodesGeweigerd(GEEN_NOODWRAP)
    gevonden = []
    for rij in rijen:
        ctx = noodwrap_ctx(werkplek, rij.epoch)
        try:
            binnen = hpke.open_from(geheim, werk.kekken.ontsluit(nood.tenant, rij.wrap, ctx), ctx)
            desk = Werkplekgeheim(werkplek, rij.epoch, binnen[:32], binnen[32:])
            # A secret that does not open what is sealed to the certified key would open no case either.
            hpke.open_from(desk.wrap, hpke.seal_to(publiek[rij.epoch], b"", ctx), ctx)
        except (Ongeldig, KeyError):
            raise CodesGeweigerd(BESCHADIGD) from None
        gevonden.append(desk)
    return gevonden


def _geef_plek(werk: Eenheid, geheimen: Sequence[Werkplekgeheim], persoon: PersoonRij) -> None:
    werkplek = geheimen[-1].werkplek
    werk.sessie.execute(delete(LidRij).where(LidRij.werkplek == werkplek, LidRij.persoon_id == persoon.id))
    for desk in geheimen:
        voeg_lid_toe(werk.sessie, werk.kekken, desk, persoon.id, persoon.publiek)
    # The members before him are gone or have lost their keys: he is the first on a new list.
    teken_lijst(werk.sessie, geheimen[-1], {persoon.id: persoon.publiek})


def _geef_zaken(werk: Eenheid, nood: NoodsleutelRij, werkplek: str, geheim: bytes, persoon: PersoonRij) -> int:
    """Wrap the protected cases of the municipality to the new holder of its desk, but not those about himself."""
    if soort_van(werkplek) != "af":
        return 0
    ontvanger = persoonsnaam(persoon.id, persoon.tenant)
    gegeven = set()
    for zaak, wrap in zaakwraps(werk.sessie, nood.tenant):
        try:
            if werk.zaken.get(zaak.id).kenmerken.get(ZAAK_BESCHADIGD):
                continue
            if wrap.epoch != nood.nr or persoon.id.hex() in _weggelaten(werk, zaak):
                continue
            dek = open_zaakwrap(werk.kekken, zaak, wrap, geheim)
        except Ongeldig:
            continue
        _wikkel_zaak(werk, zaak, wrap.compartiment, ontvanger, dek, persoon.publiek)
        gegeven.add(zaak.id)
    for zaak_id in gegeven:
        # A key alone is not enough: who reads a protected case by name stands in its codes.
        werk.zaken.bewaar(met_lezer(werk.zaken.get(zaak_id), werkplek, ontvanger))
    return len(gegeven)


def _weggelaten(werk: Eenheid, zaak: ZaakRij) -> Sequence[str]:
    """Who must not read this case. Errors: Ongeldig when that can't be known: then nobody gets it here."""
    inhoud = werk.kekken.lees(zaak.houder, ("zaak", zaak.id, "kenmerken", zaak.revisie), zaak.kenmerken)
    weg: Sequence[str] = inhoud["kenmerken"].get(NIET_LEZEN, ())
    return weg


def _wikkel_zaak(werk: Eenheid, zaak: ZaakRij, naam: str, ontvanger: str, dek: bytes, publiek: bytes) -> None:
    waar = (WrapRij.zaak_id == zaak.id, WrapRij.compartiment == naam, WrapRij.ontvanger == ontvanger)
    werk.sessie.execute(delete(WrapRij).where(*waar))
    kid, kek = werk.kekken.huidig(zaak.houder)
    wrap = dubbel.wrap_double(dek, publiek, kek, (zaak.herkomst, zaak.id, naam, ontvanger, 1), kek_kid=kid)
    werk.sessie.add(WrapRij(zaak_id=zaak.id, compartiment=naam, ontvanger=ontvanger, epoch=1, staat="open", wrap=wrap))
    werk.sleutelkast.gewijzigd.append(f"+{naam}>{ontvanger}")


def herstel_wortel(settings: Settings, codes: Sequence[str]) -> None:
    """Write the root key file anew with two paper codes of the region.

    Only the database is asked: without the root key nothing else can be opened, and nothing can be logged before it.
    Errors: CodesGeweigerd; FileExistsError never gets that far: a root key that is there stays.
    """
    pad = settings.root_file
    if pad.exists():
        raise CodesGeweigerd(WORTEL_ER_AL.format(pad=pad))
    engine = maak_engine(settings.database_url)
    try:
        with Session(engine) as sessie:
            sessie.info["gemeente"] = "*"
            wortel = _wortel(sessie, codes)
    finally:
        engine.dispose()
    Wortel.schrijf(pad, wortel)


def _wortel(sessie: Session, codes: Sequence[str]) -> bytes:
    nood = find_noodsleutel(sessie, REGIO)
    if nood is None:
        raise CodesGeweigerd(GEEN_CEREMONIE)
    geheim = open_noodsleutel(nood, codes)
    rijen = sessie.scalars(select(NoodwortelRij).order_by(NoodwortelRij.nr.desc())).all()
    if not rijen:
        raise CodesGeweigerd(GEEN_NOODWORTEL)
    for rij in rijen:
        try:
            wortel = hpke.open_from(geheim, rij.wrap, wortel_ctx(rij.nr))
            Kekken.open(sessie, Wortel(wortel))
        except (Ongeldig, SQLAlchemyError):
            continue
        return wortel
    raise CodesGeweigerd(WORTEL_PAST_NIET)
