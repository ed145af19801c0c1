"""Custodians at the keyboard of the server: who they are, and the certificate key that their passphrase opens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import tweedefactor
from storage.crypto.errors import Ongeldig
from storage.crypto.passphrase import Kosten
from storage.keys.certificaat import find_certificaat, geef_certificaat, open_certificaat
from storage.keys.gemeenten import Kekken
from storage.keys.mensen import find_persoon, lees_profiel, maak_persoon, ontgrendel
from storage.keys.wortel import Wortels
from storage.tables.mensen import CertificaatsleutelRij, PersoonRij
from storage.unit_of_work import Eenheid
from workflow.actor import Actor
from workflow.fouten import InloggenMislukt

if TYPE_CHECKING:
    from storage.installatie import Installatie


@dataclass(frozen=True)
class Bewaarder:
    """A custodian who proved himself: as an actor, and with the key that certifies."""

    actor: Actor
    cert: bytes = field(repr=False)


@dataclass(frozen=True)
class Nieuwebewaarder:
    """A custodian to be made. `totp` and `stap` are of the app that he just tried; empty when he does that later."""

    profiel: Mapping[str, Any]
    wachtzin: str = field(repr=False)
    totp: bytes = field(default=b"", repr=False)
    stap: int = 0


@dataclass(frozen=True)
class Gemaakt:
    """What a new custodian is shown once: his personal recovery code, and codes for when his telephone is gone."""

    persoon_id: bytes
    code: str = field(repr=False)
    eenmalig: tuple[str, ...] = field(repr=False)


def aan_het_toetsenbord(tenant: str) -> Actor:
    """Who types a command on the server: no account, so the log says that and nothing more."""
    return Actor(rol="opdracht", tenant=tenant, alias="opdracht", naam="Opdracht")


def open_bewaarder(huis: "Installatie", email: str, wachtzin: str) -> Bewaarder:
    """Open the certificate key with the passphrase of a custodian; the attempt is logged.

    Errors: InloggenMislukt for a wrong passphrase and for who is no custodian; the two are told apart nowhere.
    """
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        rij = find_persoon(sessie, huis.wortel, email)
        sleutel = None if rij is None else find_certificaat(sessie, rij.id)
        sessie.expunge_all()
    try:
        geheim = ontgrendel(rij, huis.wortels, huis.kosten, wachtzin)
        if rij is None or sleutel is None:
            raise InloggenMislukt
        cert = open_certificaat(sleutel, geheim, huis.cert_publiek)
        profiel = lees_profiel(huis.kekken, rij)
    except (InloggenMislukt, Ongeldig):
        tenant = "regio" if rij is None else rij.tenant
        _log(huis, aan_het_toetsenbord(tenant), "geweigerd")
        raise InloggenMislukt from None
    actor = Actor(profiel["rol"], rij.tenant, rij.id, profiel["alias"], profiel["naam"])
    _log(huis, actor, "ok")
    return Bewaarder(actor, cert)


def mail_is_vrij(huis: "Installatie", email: str) -> bool:
    """Say whether no account has this mail address yet."""
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        return find_persoon(sessie, huis.wortel, email) is None


def maak_bewaarder(huis: "Installatie", door: Bewaarder, tenant: str, nieuw: Nieuwebewaarder) -> Gemaakt:
    """Make the account of one more custodian and give him the certificate key, by one who has it.

    Costs one Argon2id.
    """
    with huis.werk(replace(door.actor, tenant=tenant)) as werk:
        assert isinstance(werk, Eenheid)
        uitkomst = zet_neer(werk.sessie, huis.wortels, huis.kekken, huis.kosten, tenant, nieuw, door.cert)
        werk.log("bewaarder_gemaakt")
        werk.bevestig()
        return uitkomst


def zet_neer(
    sessie: Session,
    wortels: Wortels,
    kekken: Kekken,
    kosten: Kosten,
    tenant: str,
    nieuw: Nieuwebewaarder,
    cert: bytes,
) -> Gemaakt:
    """Write a custodian: his account, his second factor, and the certificate key under his own. The caller commits."""
    persoon = maak_persoon(sessie, wortels, kekken, kosten, tenant, nieuw.profiel, nieuw.wachtzin)
    sessie.flush()
    geef_certificaat(sessie, cert, persoon.id, persoon.paar.public)
    getoond, bewaard = tweedefactor.maak_codes(persoon.id)
    factor = tweedefactor.Factor(totp=nieuw.totp, stap=nieuw.stap, codes=bewaard)
    tweedefactor.zet(sessie, kekken, tenant, persoon.id, factor)
    sessie.flush()
    return Gemaakt(persoon.id, persoon.code, tuple(getoond) if factor.werkt else ())


def _log(huis: "Installatie", actor: Actor, uitkomst: str) -> None:
    with huis.werk(actor) as werk:
        werk.log("inloggen", uitkomst=uitkomst, waar="opdracht")
        werk.bevestig()


def bewaarders(huis: "Installatie") -> Sequence[str]:
    """The names of the custodians with an active account."""
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        vraag = select(PersoonRij).join(CertificaatsleutelRij, CertificaatsleutelRij.persoon_id == PersoonRij.id)
        return sorted(lees_profiel(huis.kekken, rij)["naam"] for rij in sessie.scalars(vraag.where(PersoonRij.actief)))
