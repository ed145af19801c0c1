"""Who holds the key of a desk: proposed by the beheerder, given by a member, taken by either, renewed by a member.

The beheerder gives nothing and reads nothing; a member gives nothing that was not proposed. Each act is in the log of
the tenant of the desk.
"""

from datetime import date

from workflow.beleid import Beleid
from workflow.bewaarders import onderteken, open_werkplek, te_openen, te_tekenen
from workflow.fouten import Beschadigd, NietGevonden, StapGeweigerd
from workflow.ledenkern import (
    controleer_voorstel,
    eis_lezer,
    is_bewaarder,
    klopt_niet,
    log_bij,
    log_gegeven,
    meld_leden,
    tenant_van,
    vind_voorstel,
)
from workflow.lidmaatschap import Account, Houder, Ongetekend, Plek, Uitnodiging, Vernieuwing, Voorstel
from workflow.ports import Werk
from workflow.sleutelvernieuwing import herstel_noodwraps, stand, vernieuw
from workflow.uitnodigen import BEHEERDER, eis_beheerder, fouten_van_plek, vandaag
from workflow.vertrek import blokkeer, is_laatste, verlaat
from workflow.waarneming import is_buur

__all__ = [
    "Account",
    "Houder",
    "Ongetekend",
    "Plek",
    "Uitnodiging",
    "Vernieuwing",
    "Voorstel",
    "accounts",
    "blokkeer",
    "herstel_noodwraps",
    "houders",
    "is_bewaarder",
    "is_laatste",
    "keur_goed",
    "onderteken",
    "open_werkplek",
    "stand",
    "stel_voor",
    "te_openen",
    "te_tekenen",
    "verlaat",
    "vernieuw",
    "voorstellen",
    "voorstellen_van_tenant",
    "wijs_voorstel_af",
]
ZIT_ER_AL = "Deze persoon zit al aan deze werkplek. Kies een andere werkplek of andere dagen."


def houders(werk: Werk, werkplek: str) -> list[Houder]:
    """Everybody with a seat at a desk, the regular holders first.

    For its members, the beheerder of the desk or of one of its people, and a custodian. Errors: NietGevonden.
    """
    eis_lezer(werk, werkplek)
    return werk.werkplekken.houders(werkplek)


def voorstellen(werk: Werk, werkplek: str) -> list[Voorstel]:
    """Who waits for the key of a desk; for the same readers as `houders`. Errors: NietGevonden."""
    eis_lezer(werk, werkplek)
    return werk.werkplekken.voorstellen(werkplek)


def voorstellen_van_tenant(werk: Werk) -> list[Voorstel]:
    """Who waits for a desk of the own tenant, and the people of the own tenant that wait elsewhere.

    Errors: NietGevonden for who is no beheerder.
    """
    eis_beheerder(werk)
    eigen = werk.actor.tenant
    return [
        een
        for een in werk.werkplekken.voorstellen()
        if eigen in (tenant_van(een.werkplek), werk.mensen.get(een.persoon_id).tenant)
    ]


def accounts(werk: Werk) -> list[Account]:
    """Everybody of the own tenant, blocked people last. Errors: NietGevonden for who is no beheerder."""
    eis_beheerder(werk)
    return werk.werkplekken.accounts(werk.actor.tenant)


def stel_voor(
    werk: Werk,
    beleid: Beleid,
    persoon_id: bytes,
    werkplek: str,
    *,
    waarneemt: bool = False,
    van: date | None = None,
    tot: date | None = None,
    url: str = "",
) -> None:
    """Propose a seat, or other days for a seat that somebody has; a member of the desk decides.

    For the beheerder of the desk or of the person; a neighbour is asked by the beheerder of the desk alone.
    Errors: NietGevonden; StapGeweigerd.
    """
    persoon, plek = werk.mensen.get(persoon_id), Plek(werkplek, waarneemt, van, tot)
    van_wie = (tenant_van(werkplek),) if is_buur(persoon.tenant, werkplek) else (tenant_van(werkplek), persoon.tenant)
    if werk.actor.rol != BEHEERDER or werk.actor.tenant not in van_wie:
        raise NietGevonden
    fouten = fouten_van_plek(beleid, persoon.rol, plek, vandaag(werk), persoon.tenant)
    if plek in werk.werkplekken.plekken(persoon_id):
        fouten["plekken"] = ZIT_ER_AL
    if fouten:
        raise StapGeweigerd(list(fouten.values()), fouten)
    werk.leden.stel_voor(persoon_id, plek)
    log_bij(werk, "lid_voorgesteld", werkplek, persoon=persoon_id.hex(), waarneemt=waarneemt, van=van, tot=tot)
    meld_leden(werk, beleid, werkplek, url)
    werk.bevestig()


def keur_goed(
    werk: Werk, beleid: Beleid, persoon_id: bytes, werkplek: str, *, vingerafdruk: str, url: str = ""
) -> None:
    """Hand the key of a desk to who waits for it; for a member whose own key opens it today.

    In: `vingerafdruk`, the five words that the actor compared; a key that was replaced since then gets nothing.
    Errors: NietGevonden, GeenSleutel among them; StapGeweigerd.
    """
    if not werk.actor.zit_aan(werkplek) or persoon_id == werk.actor.persoon_id:
        raise NietGevonden
    voorstel = vind_voorstel(werk, werkplek, persoon_id)
    controleer_voorstel(werk, beleid, voorstel, vingerafdruk)
    try:
        werk.leden.geef(voorstel)
    except Beschadigd:
        raise klopt_niet(werk, werkplek, persoon=persoon_id.hex()) from None
    log_gegeven(werk, voorstel)
    meld_leden(werk, beleid, werkplek, url)
    werk.bevestig()


def wijs_voorstel_af(werk: Werk, beleid: Beleid, persoon_id: bytes, werkplek: str) -> None:
    """Take a proposal away; for a member of the desk, the beheerder of it or of the person, and a custodian.

    Errors: NietGevonden.
    """
    voorstel = vind_voorstel(werk, werkplek, persoon_id)
    tenants = (tenant_van(werkplek), werk.mensen.get(persoon_id).tenant)
    beheert = werk.actor.rol == BEHEERDER and werk.actor.tenant in tenants
    bewaart = not werk.werkplekken.heeft_sleutel(werkplek) and is_bewaarder(werk)
    if not (werk.actor.zit_aan(werkplek) or beheert or bewaart):
        raise NietGevonden
    werk.leden.trek_voorstel_in(voorstel.werkplek, persoon_id)
    log_bij(werk, "lid_afgewezen", werkplek, persoon=persoon_id.hex())
    werk.bevestig()
