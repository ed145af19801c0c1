"""Whether each desk can do its work and can be brought back: what is missing, how bad that is, and how to mend it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.partners import REGIO
from workflow.ports import Werk
from workflow.tenantstand import Ceremoniestand, Tenantstand, Werkplekstand
from workflow.werkplekken import Werkpleksoort
from workflow.werkplektekst import gemeente_tekst

ROOD, GEEL = "rood", "geel"
WERKPLEKKEN, CEREMONIE = "werkplekken", "ceremonie"
# Security 2.9: a desk may run on one holder, and on a key that only its members signed, for this long.
UITSTEL = timedelta(days=30)
VERLOOPT_BINNEN = timedelta(days=60)
OEFENEN_NA, OEFENEN_UITERLIJK = timedelta(days=365), timedelta(days=400)
BEWAARDERS = 2
# The destruction runs once a day; two hours of grace, and then somebody must know that it did not.
STILSTAND = timedelta(hours=26)

DOOR_BEHEERDER = "Laat de beheerder iemand uitnodigen op de pagina Mensen."
DOOR_HOUDER = "Laat een houder de sleutel vernieuwen op de pagina Werkplek."
DOOR_BEWAARDER = "Laat een bewaarder tekenen op de pagina Bewaarder."
DOOR_OPENEN = "Nodig iemand uit. Een bewaarder opent daarna de werkplek op de pagina Bewaarder."
DOOR_CEREMONIE = "Maak nieuwe herstelcodes met: meldroute escrow new {tenant}."
DOOR_OEFENEN = "Oefen met twee codes: meldroute escrow drill {tenant}."
DOOR_OPZETTEN = "Ga verder met: meldroute setup."


@dataclass(frozen=True)
class Gebrek:
    """One thing that is not in order. `ernst` is rood or geel; `deel` the part of `/gereed` that it belongs to."""

    ernst: str
    deel: str
    wat: str
    hoe: str


@dataclass(frozen=True)
class Gereedstand:
    """How the whole installation stands: per part yes or no, and per tenant what is missing."""

    delen: Mapping[str, bool]
    gebreken: Mapping[str, Sequence[Gebrek]] = field(default_factory=dict)

    @property
    def is_gereed(self) -> bool:
        """True when every part is in order."""
        return all(self.delen.values())

    def ontbreekt(self, beleid: Beleid) -> list[str]:
        """Everything that is red, one line each, with its municipality."""
        return [
            f"{gemeente_tekst(beleid, tenant)}: {een.wat} {een.hoe}"
            for tenant, lijst in self.gebreken.items()
            for een in lijst
            if een.ernst == ROOD
        ]


def staat_stil(laatst: datetime | None, nu: datetime) -> bool:
    """True when the daily destruction has not run for too long, both on the real clock.

    A moment that lies ahead says as little as one that lies far behind: the clock was set back.
    """
    return laatst is None or not timedelta(hours=-1) <= nu - laatst < STILSTAND


def gebreken(beleid: Beleid, stand: Tenantstand) -> list[Gebrek]:
    """Everything that is not in order with the desks, the ceremony and the people of one tenant, red first."""
    gevonden = [
        *_van_werkplekken(beleid, stand),
        *_van_ceremonie(stand.ceremonie, stand.tenant, stand.vandaag),
        *_van_mensen(stand),
    ]
    return sorted(gevonden, key=lambda een: een.ernst != ROOD)


def nodig(beleid: Beleid, tenant: str) -> list[Werkpleksoort]:
    """The kinds of desk that a tenant must have, or wants to have: those of partners come when there is an account."""
    bereik = REGIO if tenant == REGIO else "gemeente"
    return [een for een in beleid.werkplekken.soorten.values() if bereik in een.bereiken and not een.partner]


def _van_werkplekken(beleid: Beleid, stand: Tenantstand) -> Iterator[Gebrek]:
    vast = {f"{soort.naam}.{stand.tenant}": soort for soort in nodig(beleid, stand.tenant)}
    for werkplek, soort in vast.items():
        plek = stand.werkplekken.get(werkplek, Werkplekstand(werkplek))
        yield from _van_werkplek(plek, soort.scherm_voor(stand.tenant), soort.minimum, stand.vandaag)
    for werkplek, plek in stand.werkplekken.items():
        if werkplek not in vast:
            partner = beleid.partners.get(werkplek.rpartition(".")[0])
            yield from _van_werkplek(plek, partner.scherm if partner else werkplek, 1, stand.vandaag)


def _van_werkplek(plek: Werkplekstand, naam: str, minimum: int, vandaag: date) -> Iterator[Gebrek]:
    def gebrek(ernst: str, wat: str, hoe: str) -> Gebrek:
        return Gebrek(ernst, WERKPLEKKEN, wat, hoe)

    # Nobody at a department or a partner costs a telephone call; nobody at these desks stops the route.
    zonder = ROOD if minimum > 1 else GEEL
    if not plek.heeft_sleutel:
        yield gebrek(zonder, f"De werkplek {naam} is nog niet open.", DOOR_OPENEN)
        return
    if plek.geldig_tot is None:
        yield gebrek(ROOD, f"De sleutel van {naam} is verlopen of klopt niet.", DOOR_HOUDER)
    elif plek.geldig_tot - vandaag <= VERLOOPT_BINNEN:
        wat = f"De sleutel van {naam} geldt tot en met {dag_kort(plek.geldig_tot)}."
        yield gebrek(GEEL, wat, DOOR_HOUDER)
    if not plek.houders:
        yield gebrek(zonder, f"Niemand heeft de sleutel van {naam}.", DOOR_BEHEERDER)
    elif plek.houders < minimum:
        ernst = ROOD if _te_lang(plek.te_weinig_sinds, vandaag) else GEEL
        wat = f"Bij {naam} heeft {plek.houders} van minstens {minimum} mensen de sleutel."
        yield gebrek(ernst, wat, DOOR_BEHEERDER)
    if plek.vernieuwen_sinds is not None:
        wat = f"Bij {naam} ging iemand weg op {dag_kort(plek.vernieuwen_sinds)}. De sleutel is nog niet vernieuwd."
        yield gebrek(ROOD, wat, DOOR_HOUDER)
    if plek.ongetekend_sinds is not None:
        ernst = ROOD if _te_lang(plek.ongetekend_sinds, vandaag) else GEEL
        yield gebrek(ernst, f"De nieuwe sleutel van {naam} is nog niet getekend door een bewaarder.", DOOR_BEWAARDER)


def _te_lang(sinds: date | None, vandaag: date) -> bool:
    return sinds is not None and vandaag - sinds > UITSTEL


def _van_ceremonie(ceremonie: Ceremoniestand | None, tenant: str, vandaag: date) -> Iterator[Gebrek]:
    def gebrek(ernst: str, wat: str, hoe: str) -> Gebrek:
        return Gebrek(ernst, CEREMONIE, wat, hoe.format(tenant=tenant))

    if ceremonie is None:
        yield gebrek(ROOD, "Er zijn nog geen herstelcodes gemaakt.", DOOR_CEREMONIE)
        return
    if not ceremonie.betrouwbaar:
        yield gebrek(ROOD, "De herstelcodes zijn niet door een bewaarder getekend.", DOOR_CEREMONIE)
    if ceremonie.gebruikt is not None:
        wat = f"De herstelcodes zijn gebruikt op {dag_kort(ceremonie.gebruikt)}. Er zijn nieuwe nodig."
        yield gebrek(ROOD, wat, DOOR_CEREMONIE)
    if ceremonie.geoefend is None:
        yield gebrek(ROOD, "De herstelcodes zijn nog niet geoefend.", DOOR_OEFENEN)
    elif vandaag - ceremonie.geoefend >= OEFENEN_NA:
        ernst = ROOD if vandaag - ceremonie.geoefend > OEFENEN_UITERLIJK else GEEL
        wat = f"De herstelcodes zijn voor het laatst geoefend op {dag_kort(ceremonie.geoefend)}."
        yield gebrek(ernst, wat, DOOR_OEFENEN)


def _van_mensen(stand: Tenantstand) -> Iterator[Gebrek]:
    if not stand.beheerders:
        yield Gebrek(GEEL, WERKPLEKKEN, "Er is geen beheerder. Niemand kan mensen uitnodigen.", DOOR_OPZETTEN)
    if stand.bewaarders is not None and stand.bewaarders < BEWAARDERS:
        ernst = GEEL if stand.bewaarders else ROOD
        wat = f"Er zijn {stand.bewaarders} van {BEWAARDERS} bewaarders van de certificaatsleutel."
        yield Gebrek(ernst, WERKPLEKKEN, wat, DOOR_OPZETTEN)


def intake_open(werk: Werk, beleid: Beleid, tenant: str) -> bool:
    """Say whether the form of a tenant may take a signal: somebody can read it, and its key can be brought back.

    A rehearsal that is only overdue closes nothing. Source: security 2.9.
    """
    soort = beleid.werkplekken.soorten["af"]
    plek = werk.gereedheid.werkplek(f"af.{tenant}")
    ceremonie = werk.gereedheid.ceremonie(tenant)
    if plek.geldig_tot is None or not plek.houders:
        return False
    if ceremonie is None or not ceremonie.betrouwbaar or ceremonie.geoefend is None:
        return False
    return plek.houders >= soort.minimum or not _te_lang(plek.te_weinig_sinds, werk.gereedheid.vandaag)


def noteer_bezetting(werk: Werk, beleid: Beleid) -> None:
    """Keep since when each desk has too few holders; done once a day, so that thirty days can be counted.

    The caller commits.
    """
    for tenant in beleid.tenants:
        # A desk that needs one holder and has none is closed at once: there is nothing to count.
        for soort in (een for een in nodig(beleid, tenant) if een.minimum > 1):
            plek = werk.gereedheid.werkplek(f"{soort.naam}.{tenant}")
            te_weinig = plek.heeft_sleutel and plek.houders < soort.minimum
            if te_weinig != (plek.te_weinig_sinds is not None):
                werk.gereedheid.noteer_te_weinig(plek.werkplek, te_weinig=te_weinig)
