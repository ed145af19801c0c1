"""The pages of the beheerder about people: who there is, who is invited, and what he may set in motion for one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflow import leden, uitnodigen, wissen
from workflow import mensenformulier as vormen
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.fouten import NietGevonden
from workflow.handeling import Handeling, Periode, handeling
from workflow.lidmaatschap import Account, Plek, Uitnodiging
from workflow.lijstlog import noteer_lijst
from workflow.ports import Werk
from workflow.werkplektekst import gemeente_tekst, werkplek_tekst
from workflow.zaak import Persoon

ADRES = "/beheer/mensen"
VERLAAT, BLOKKEER = "verlaat", "blokkeer"
JA, NEE = "Ja", "Nee"
SOORTEN = {"nieuw": "Nieuw account", "herstel": "Nieuwe sleutel"}


@dataclass(frozen=True)
class Mensrij:
    """One line of the list."""

    url: str
    naam: str
    rol: str
    werkplekken: str
    factor: str
    stand: str
    kleur: str


@dataclass(frozen=True)
class Uitnodigingrij:
    """One invitation that is open."""

    naam: str
    rol: str
    soort: str
    dag: str
    verloopt: str
    werkplekken: tuple[str, ...]
    intrekken: Handeling


@dataclass(frozen=True)
class Wisrij:
    """Somebody whose second factor a beheerder of another tenant asked to take away."""

    naam: str
    wat: str
    wissen: Handeling


@dataclass(frozen=True)
class Mensenpagina:
    """Everybody of one tenant; what waits for this beheerder and the open invitations first."""

    gemeente: str
    te_wissen: tuple[Wisrij, ...]
    uitnodigingen: tuple[Uitnodigingrij, ...]
    mensen: tuple[Mensrij, ...]

    @property
    def handelingen(self) -> tuple[Handeling, ...]:
        """All forms of the page."""
        return (*(een.wissen for een in self.te_wissen), *(een.intrekken for een in self.uitnodigingen))


@dataclass(frozen=True)
class Plekrij:
    """One desk of a person: since when and until when, and the form to leave it."""

    naam: str
    wat: str
    is_laatste: bool
    vertrek: Handeling | None


@dataclass(frozen=True)
class Menspagina:
    """One person."""

    url: str
    naam: str
    stand: str
    kleur: str
    gegevens: tuple[tuple[str, str], ...]
    plekken: tuple[Plekrij, ...]
    wacht: tuple[str, ...]
    factor: str
    aanbod: tuple[Handeling, ...]

    @property
    def handelingen(self) -> tuple[Handeling, ...]:
        """All forms of the page."""
        return (*(een.vertrek for een in self.plekken if een.vertrek), *self.aanbod)


def mensenpagina(werk: Werk, beleid: Beleid, te_wissen: Sequence[bytes]) -> Mensenpagina:
    """Compose the list; that it was looked at is logged.

    In: whose second factor waits for him to be taken away. Errors: LogboekOnbereikbaar: then nothing is shown.
    """
    gevonden, wachtend = leden.accounts(werk), {een.persoon_id for een in leden.voorstellen_van_tenant(werk)}
    open_, gevraagd = uitnodigen.uitnodigingen(werk), [werk.mensen.get(een) for een in te_wissen]
    noteer_lijst(werk, "mensen", [een.persoon_id.hex() for een in gevonden], uitnodigingen=len(open_))
    return Mensenpagina(
        gemeente=gemeente_tekst(beleid, werk.actor.tenant),
        te_wissen=tuple(_wisrij(beleid, een) for een in gevraagd),
        uitnodigingen=tuple(_uitnodiging(beleid, een) for een in open_),
        mensen=tuple(_rij(beleid, een, een.persoon_id in wachtend) for een in gevonden),
    )


def menspagina(werk: Werk, beleid: Beleid, persoon_id: bytes, wisvrager: str | None) -> Menspagina:
    """Compose the page of one person of the own tenant.

    In: the tenant of who asked to take away his second factor, if anybody did.
    Errors: NietGevonden, LogboekOnbereikbaar.
    """
    account = vind_account(werk, persoon_id)
    wacht = [een for een in leden.voorstellen_van_tenant(werk) if een.persoon_id == persoon_id]
    noteer_lijst(werk, "mensen", [persoon_id.hex()])
    stand, kleur = _stand(account, bool(wacht))
    return Menspagina(
        url=f"{ADRES}/{persoon_id.hex()}",
        naam=account.naam,
        stand=stand,
        kleur=kleur,
        gegevens=_gegevens(beleid, account),
        plekken=tuple(_plekrij(werk, beleid, account, een) for een in account.plekken),
        wacht=tuple(plek_tekst(beleid, een.werkplek, een.waarneemt, Periode(een.van, een.tot)) for een in wacht),
        factor=_factortekst(werk, account, wisvrager),
        aanbod=tuple(_aanbod(werk, beleid, account, wisvrager)),
    )


def vind_account(werk: Werk, persoon_id: bytes) -> Account:
    """One account of the own tenant. Errors: NietGevonden."""
    gevonden = next((een for een in leden.accounts(werk) if een.persoon_id == persoon_id), None)
    if gevonden is None:
        raise NietGevonden
    return gevonden


def nog_te_kiezen(beleid: Beleid, tenant: str, account: Account) -> dict[str, str]:
    """Desk → name, of the desks that this person may be proposed for and where he has no open seat yet."""
    # A deputy may get another period; who sits there for good has nothing to gain.
    vast = {een.werkplek for een in account.plekken if een.tot is None}
    plekken = uitnodigen.plekken_voor(beleid, tenant, account.rol)
    return {plek: naam for plek, naam in plekken.items() if plek not in vast}


def plek_tekst(beleid: Beleid, werkplek: str, waarneemt: bool, periode: Periode) -> str:
    """`Aandachtsfunctionaris van Aalten, waarnemer van 1 jul 2026 tot en met 14 jul 2026`."""
    delen = [werkplek_tekst(beleid, werkplek), "waarnemer" if waarneemt else ""]
    tekst = ", ".join(een for een in delen if een)
    return f"{tekst} {periode.tekst}".strip()


def _rij(beleid: Beleid, account: Account, wacht: bool) -> Mensrij:
    stand, kleur = _stand(account, wacht)
    return Mensrij(
        url=f"{ADRES}/{account.persoon_id.hex()}",
        naam=account.naam,
        rol=beleid.werkplekken.rolnamen.get(account.rol, account.rol),
        werkplekken=", ".join(werkplek_tekst(beleid, een.werkplek) for een in account.plekken) or "Geen werkplek",
        factor=JA if account.tweede_factor else NEE,
        stand=stand,
        kleur=kleur,
    )


def _stand(account: Account, wacht: bool) -> tuple[str, str]:
    if not account.actief:
        return "Gesloten", "neutral"
    return ("Wacht op een collega", "warning") if wacht else ("Actief", "safe")


def _wisrij(beleid: Beleid, een: Persoon) -> Wisrij:
    rol = beleid.werkplekken.rolnamen.get(een.rol, een.rol)
    wat = f"{rol}, {gemeente_tekst(beleid, een.tenant)}, {een.email}"
    return Wisrij(een.naam, wat, handeling(vormen.BEVESTIG_WISSEN, een.id.hex()))


def _uitnodiging(beleid: Beleid, een: Uitnodiging) -> Uitnodigingrij:
    soort = "Verlopen" if een.verlopen else SOORTEN[een.soort]
    return Uitnodigingrij(
        naam=een.naam,
        rol=beleid.werkplekken.rolnamen.get(een.rol, een.rol),
        soort=soort,
        dag=dag_kort(een.dag),
        verloopt=dag_kort(een.verloopt),
        werkplekken=tuple(plek_tekst(beleid, p.werkplek, p.waarneemt, Periode(p.van, p.tot)) for p in een.plekken),
        intrekken=handeling(vormen.TREK_IN, een.id.hex(), knopsoort="secondary-action"),
    )


def _gegevens(beleid: Beleid, account: Account) -> tuple[tuple[str, str], ...]:
    return (
        ("Rol", beleid.werkplekken.rolnamen.get(account.rol, account.rol)),
        ("Korte naam", account.alias),
        ("E-mailadres", account.email),
        ("Tweede stap bij het inloggen", "Ingesteld" if account.tweede_factor else "Nog niet ingesteld"),
    )


def _plekrij(werk: Werk, beleid: Beleid, account: Account, plek: Plek) -> Plekrij:
    laatste = account.actief and leden.is_laatste(werk, account.persoon_id, plek.werkplek)
    naam = werkplek_tekst(beleid, plek.werkplek)
    vorm = vormen.vertrekstap(VERLAAT, "Laat vertrekken van deze werkplek", {naam: laatste})
    periode = Periode(plek.van, plek.tot).tekst
    wat = "Waarnemer" if plek.waarneemt else "Vaste plek"
    return Plekrij(
        naam=naam,
        wat=f"{wat}, {periode}." if periode else f"{wat}.",
        is_laatste=laatste,
        vertrek=handeling(vorm, plek.werkplek, knopsoort="secondary-action") if account.actief else None,
    )


def _is_alleen(werk: Werk, account: Account) -> bool:
    """Say whether no colleague of a desk could take away his second factor."""
    return all(leden.is_laatste(werk, account.persoon_id, een.werkplek) for een in account.plekken)


def _factortekst(werk: Werk, account: Account, wisvrager: str | None) -> str:
    """Who can take away a lost second factor, for who looks here for the button; "" when there is nothing to tell."""
    if not account.actief or not account.tweede_factor or account.persoon_id == werk.actor.persoon_id:
        return ""
    if not _is_alleen(werk, account):
        return "Is de telefoon weg? Een collega van de werkplek kan de tweede stap weghalen."
    if wisvrager == werk.actor.tenant:
        wie = wissen.bevestiger_tekst(werk.actor.tenant)
        return f"Er is gevraagd om de tweede stap weg te halen. {wie} moet dit bevestigen."
    return ""


def _aanbod(werk: Werk, beleid: Beleid, account: Account, wisvrager: str | None) -> Iterator[Handeling]:
    """What may be set in motion for this person; nothing once the account is closed."""
    if not account.actief:
        return
    te_kiezen = nog_te_kiezen(beleid, werk.actor.tenant, account)
    if te_kiezen:
        vorm, opties = vormen.voorstelstap(te_kiezen)
        yield handeling(vorm, "", opties)
    # Who closes his own account can't open it again.
    if account.persoon_id == werk.actor.persoon_id:
        return
    # Who is of the tenant that asked can't confirm it.
    if account.tweede_factor and wisvrager != werk.actor.tenant and _is_alleen(werk, account):
        vraag = vormen.VRAAG_WISSEN if wisvrager is None else vormen.BEVESTIG_WISSEN
        yield handeling(vraag, knopsoort="secondary-action")
    yield handeling(vormen.HERSTEL, knopsoort="secondary-action")
    plekken = {
        werkplek_tekst(beleid, een.werkplek): leden.is_laatste(werk, account.persoon_id, een.werkplek)
        for een in account.plekken
    }
    yield handeling(vormen.vertrekstap(BLOKKEER, "Account sluiten", plekken), knopsoort="secondary-action")
