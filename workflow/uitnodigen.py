"""Inviting people: who may come in which role and at which desks, and the one-time code that the beheerder hands over.

A code is told in person or by telephone, never mailed. It makes an account and no more: the key of a desk comes from a
member of that desk.
"""

import re
from collections.abc import Sequence
from datetime import date

from workflow.beleid import Beleid
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.lidmaatschap import Plek, Uitnodiging
from workflow.partners import REGIO
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE
from workflow.waarneming import is_buur
from workflow.werkplektekst import werkplek_tekst

BEHEERDER = "beheerder"
VAN_GEMEENTE = (
    *("aandachtsfunctionaris", "veiligheidsadviseur", "overlegdeelnemer", "actiehouder"),
    *("privacyfunctionaris", "fg", "bestuur", BEHEERDER),
)
VAN_REGIO = (
    # The people of the safety net can have an account of the region.
    *("aandachtsfunctionaris", "partnermedewerker", "zorgcoordinator", "opvangmedewerker"),
    *("regisseur_ondermijning", "ketenregisseur", "fg", BEHEERDER),
)
LANGST = {"naam": 80, "alias": 20, "email": 120}
LEEG = {"naam": "Vul de naam in", "alias": "Vul een korte naam in", "email": "Vul het e-mailadres in"}
TE_LANG = "Maak dit korter: hoogstens {aantal} tekens"
GEEN_MAIL = "Vul een e-mailadres in, bijvoorbeeld naam@gemeente.nl"
MAIL_BEZET = "Dit e-mailadres is al in gebruik. Kies een ander adres"
GEEN_ROL = "Kies een rol uit de lijst"
GEEN_PLEK = "Deze werkplek past niet bij de rol. Kies een andere werkplek"
DUBBEL = "Een werkplek staat er twee keer. Kies elke werkplek één keer"
TOT_VOOR_VAN = "De laatste dag ligt voor de eerste dag. Kies een latere dag"
BUUR_DAGEN = "Een buur neemt waar tussen twee dagen. Vul de eerste en de laatste dag in"
BUUR_VAST = "Iemand van een andere gemeente kan hier alleen tijdelijk waarnemen"
VOORBIJ = "De laatste dag is al voorbij. Kies een latere dag"
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def rollen_voor(beleid: Beleid, tenant: str) -> dict[str, str]:
    """The roles that a person of this tenant can have. Out: role → its name on the screen."""
    return {rol: beleid.werkplekken.rolnamen[rol] for rol in (VAN_REGIO if tenant == REGIO else VAN_GEMEENTE)}


def plekken_voor(beleid: Beleid, tenant: str, rol: str) -> dict[str, str]:
    """The desks of the own tenant, or of the region, that fit a role. Out: desk → its name on the screen."""
    namen = [(een.naam, een.naam) for een in beleid.werkplekken.soorten.values() if not een.partner]
    namen += [(een.naam, een.soort) for een in beleid.partners.values()]
    plekken = []
    for naam, soort in namen:
        rij = beleid.werkplekken.soorten[soort]
        werkplek = f"{naam}.{tenant if rij.bereik == 'gemeente' else REGIO}"
        # People of the region hold desks of the region alone.
        if past(beleid, rol, werkplek):
            plekken.append(werkplek)
        if rij.in_regio and past(beleid, rol, van_regio := f"{naam}.{REGIO}") and van_regio not in plekken:
            plekken.append(van_regio)
    return {werkplek: werkplek_tekst(beleid, werkplek) for werkplek in plekken}


def past(beleid: Beleid, rol: str, werkplek: str) -> bool:
    """Say whether somebody in this role may sit at this desk, and whether the desk is one of the policy."""
    naam, _, tenant = werkplek.rpartition(".")
    partner = beleid.partners.get(naam)
    soort = beleid.werkplekken.soorten.get(partner.soort if partner else naam)
    if soort is None or rol not in soort.rollen or (soort.partner and partner is None):
        return False
    return "regio" in soort.bereiken if tenant == REGIO else soort.bereik == "gemeente" and tenant in beleid.gemeenten


def fouten_van_plek(beleid: Beleid, rol: str, plek: Plek, vandaag: date, tenant: str) -> dict[str, str]:
    """What is wrong with one seat for somebody of a tenant, by field; {} when it can be.

    At a desk of another municipality somebody stands in, from one day until another, and never for good.
    """
    fouten = {}
    if not past(beleid, rol, plek.werkplek):
        fouten["plekken"] = GEEN_PLEK
    elif is_buur(tenant, plek.werkplek):
        fouten |= {naam: BUUR_DAGEN for naam in ("van", "tot") if getattr(plek, naam) is None}
        if not plek.waarneemt:
            fouten["plekken"] = BUUR_VAST
    if plek.tot is not None and plek.tot < vandaag:
        fouten["tot"] = VOORBIJ
    elif plek.van is not None and plek.tot is not None and plek.tot < plek.van:
        fouten["tot"] = TOT_VOOR_VAN
    return fouten


def vandaag(werk: Werk) -> date:
    """Today on the clock of the route: the days of a deputy follow it."""
    return werk.nu.astimezone(TIJDZONE).date()


def eis_beheerder(werk: Werk) -> None:
    """Refuse everybody but a beheerder. Errors: NietGevonden."""
    if werk.actor.rol != BEHEERDER:
        raise NietGevonden


def nodig_uit(
    werk: Werk, beleid: Beleid, *, naam: str, alias: str, email: str, rol: str, plekken: Sequence[Plek]
) -> str:
    """Invite somebody new to the tenant of the beheerder. Out: the one-time code, valid for a week, shown once.

    Errors: NietGevonden; StapGeweigerd with a text for each wrong field.
    """
    eis_beheerder(werk)
    profiel = {"naam": naam.strip(), "alias": alias.strip(), "email": email.strip(), "rol": rol}
    fouten = _fouten_van_profiel(werk, beleid, profiel)
    if len({plek.werkplek for plek in plekken}) < len(plekken):
        fouten["plekken"] = DUBBEL
    for plek in plekken:
        # Nobody is invited to a desk of a neighbour: who covers there has an account at home.
        buur = {"plekken": GEEN_PLEK} if is_buur(werk.actor.tenant, plek.werkplek) else {}
        fouten |= fouten_van_plek(beleid, rol, plek, vandaag(werk), werk.actor.tenant) | buur
    if fouten:
        raise StapGeweigerd(list(fouten.values()), fouten)
    code = werk.uitnodigingen.nieuw(profiel, plekken)
    werk.log("uitgenodigd", soort_rol=rol, voor=[plek.werkplek for plek in plekken])
    werk.bevestig()
    return code


def _fouten_van_profiel(werk: Werk, beleid: Beleid, profiel: dict[str, str]) -> dict[str, str]:
    fouten = {}
    for veld, langst in LANGST.items():
        if not profiel[veld]:
            fouten[veld] = LEEG[veld]
        elif len(profiel[veld]) > langst:
            fouten[veld] = TE_LANG.format(aantal=langst)
    if "email" not in fouten:
        if not _MAIL.fullmatch(profiel["email"]):
            fouten["email"] = GEEN_MAIL
        elif not werk.uitnodigingen.mail_vrij(profiel["email"]):
            fouten["email"] = MAIL_BEZET
    if profiel["rol"] not in rollen_voor(beleid, werk.actor.tenant):
        fouten["rol"] = GEEN_ROL
    return fouten


def nodig_herstel_uit(werk: Werk, beleid: Beleid, persoon_id: bytes) -> str:
    """Invite a person of the own tenant who lost his passphrase and his code to make a new key. Out: the code.

    It gives him no desk: a colleague of each desk hands him its key again. Errors: NietGevonden; StapGeweigerd.
    """
    eis_beheerder(werk)
    persoon = werk.mensen.get(persoon_id)
    if persoon.tenant != werk.actor.tenant:
        raise NietGevonden
    if persoon_id == werk.actor.persoon_id:
        raise StapGeweigerd(["Je kunt dit niet voor jezelf doen. Vraag een andere beheerder."])
    code = werk.uitnodigingen.herstel(persoon_id)
    werk.log("herstel_uitgenodigd", persoon=persoon_id.hex())
    werk.bevestig()
    return code


def uitnodigingen(werk: Werk) -> list[Uitnodiging]:
    """The invitations of the own tenant that nobody used yet. Errors: NietGevonden."""
    eis_beheerder(werk)
    return werk.uitnodigingen.lijst()


def trek_in(werk: Werk, uitnodiging_id: bytes) -> None:
    """Take an invitation away: its code works no longer. Errors: NietGevonden."""
    eis_beheerder(werk)
    weg = werk.uitnodigingen.trek_in(uitnodiging_id)
    persoon = "" if weg.persoon_id is None else weg.persoon_id.hex()
    werk.log("uitnodiging_ingetrokken", soort_rol=weg.rol, persoon=persoon)
    werk.bevestig()
