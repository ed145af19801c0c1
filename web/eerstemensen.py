"""The first people of a new installation: who is still missing at each desk, and the codes that invite them."""

from collections.abc import Iterator
from dataclasses import dataclass

import click

from storage.installatie import Installatie
from web.samenspraak import NU_DOEN, Geweigerd, probeer, toon_een_keer, vraag_ja, vraag_leeg
from workflow import uitnodigen
from workflow.actor import Actor
from workflow.fouten import StapGeweigerd
from workflow.leden import voorstellen_van_tenant
from workflow.lidmaatschap import Plek
from workflow.partners import REGIO
from workflow.ports import Werk
from workflow.werkplektekst import gemeente_tekst, werkplek_tekst

OVER_MENSEN = "De eerste mensen krijgen een code. Geef die zelf of aan de telefoon, nooit met de mail."
VRAAG_NAAM = "{rol} van {wie}: naam (Enter is later)"
UITGENODIGD = "Code voor {naam}. Geef deze code zelf of aan de telefoon. Zij werkt zeven dagen, op {adres}/uitnodiging."


@dataclass(frozen=True)
class Eerste:
    """First people that a tenant needs: in which role, at which desks (by their kinds), and how many."""

    rol: str
    afkorting: str
    plekken: tuple[str, ...] = ()
    aantal: int = 1


VAN_GEMEENTE = (
    Eerste("beheerder", "BH"),
    Eerste("aandachtsfunctionaris", "AF", ("af",), 2),
    Eerste("veiligheidsadviseur", "VA", ("overleg",), 2),
)
VAN_REGIO = (Eerste("beheerder", "BH"),)
# The people of the safety net belong to a municipality; the first two are named there.
VANGNET = Eerste("aandachtsfunctionaris", "VN", (f"vangnet.{REGIO}", f"af.{REGIO}"), 2)


def nodig_eersten_uit(huis: Installatie) -> None:
    """Invite who is still missing, one tenant after another; each of them may be left for later."""
    for tenant in huis.beleid.tenants:
        eersten = VAN_REGIO if tenant == REGIO else VAN_GEMEENTE
        missend = [(een, nr) for een in eersten for nr in _nummers(huis, tenant, een)]
        if missend and vraag_ja(NU_DOEN.format(wat=f"De eerste mensen van {gemeente_tekst(huis.beleid, tenant)}")):
            click.echo(OVER_MENSEN)
            for een, nr in missend:
                _nodig_uit(huis, tenant, een, nr)
    _vangnet(huis)


def _vangnet(huis: Installatie) -> None:
    nummers = list(_nummers(huis, REGIO, VANGNET))
    if nummers and vraag_ja(NU_DOEN.format(wat=f"De {len(nummers)} mensen van het vangnet")):
        for nr in nummers:
            tenant = click.prompt("Gemeente van deze persoon", type=click.Choice(list(huis.beleid.gemeenten)))
            _nodig_uit(huis, tenant, VANGNET, nr)


def _nummers(huis: Installatie, tenant: str, een: Eerste) -> Iterator[int]:
    """The numbers of those who are still to be invited: everybody less who is there, waits, or was invited."""
    werkplek = _plekken(een, tenant)[0] if een.plekken else ""
    al = 0
    for van in huis.beleid.tenants if een is VANGNET else (tenant,):
        with huis.werk(_als_beheerder(van)) as werk:
            al += _er_al(werk, een.rol, werkplek)
    if werkplek:
        with huis.klokwerk() as werk:
            al += werk.gereedheid.werkplek(werkplek).houders
    yield from range(al + 1, een.aantal + 1)


def _er_al(werk: Werk, rol: str, werkplek: str) -> int:
    """How many of one tenant wait for a desk or were invited to it; for a role without a desk, who has it too."""
    genodigd = [een for een in uitnodigen.uitnodigingen(werk) if een.rol == rol and not een.verlopen]
    if not werkplek:
        return len(genodigd) + len(werk.mensen.van_rol(rol, werk.actor.tenant))
    wachtend = {een.persoon_id for een in voorstellen_van_tenant(werk) if een.werkplek == werkplek}
    return len(wachtend) + sum(werkplek in {plek.werkplek for plek in een.plekken} for een in genodigd)


def _plekken(een: Eerste, tenant: str) -> list[str]:
    return [plek if "." in plek else f"{plek}.{tenant}" for plek in een.plekken]


def _als_beheerder(tenant: str) -> Actor:
    """Who invites while there is no beheerder yet. An invitation gives nobody a key: a member or custodian does."""
    return Actor(uitnodigen.BEHEERDER, tenant, alias="opzetten", naam="Opzetten")


def _nodig_uit(huis: Installatie, tenant: str, een: Eerste, nr: int) -> None:
    plekken = _plekken(een, tenant)
    wie = gemeente_tekst(huis.beleid, tenant)
    rol = werkplek_tekst(huis.beleid, plekken[0]) if plekken else huis.beleid.werkplekken.rolnamen[een.rol]
    # The name of a desk ends in its municipality, which stands in the question already.
    rol = rol.removesuffix(f" van {wie.removeprefix('Gemeente ')}")
    naam = vraag_leeg(VRAAG_NAAM.format(rol=rol, wie=wie))
    if not naam:
        return
    alias = f"{een.afkorting}-{wie.removeprefix('Gemeente ')[:12]}-{nr}"

    def vraag() -> str:
        email = click.prompt("Mailadres")
        try:
            with huis.werk(_als_beheerder(tenant)) as werk:
                zitplaatsen = [Plek(plek) for plek in plekken]
                return uitnodigen.nodig_uit(
                    werk, huis.beleid, naam=naam, alias=alias, email=email, rol=een.rol, plekken=zitplaatsen
                )
        except StapGeweigerd as fout:
            raise Geweigerd(f"{fout.punten[0]}.") from None

    code = probeer(vraag, Geweigerd)
    toon_een_keer(UITGENODIGD.format(naam=naam, adres=huis.settings.basis_url), code)
