"""The page of a desk for who sits at it: who holds the key, who asks for it, and whether it must be renewed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from workflow import leden
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.fouten import NietGevonden
from workflow.handeling import Handeling, Periode, handeling, stap
from workflow.lidmaatschap import Houder, Vernieuwing, Voorstel
from workflow.lijstlog import noteer_lijst
from workflow.mensenformulier import vertrekstap
from workflow.ports import Werk
from workflow.stap import Veld
from workflow.waarneming import is_buur
from workflow.werkplektekst import ZITTING, gemeente_tekst, werkplek_tekst

ADRES = "/werkplek"
LID = "lid"
WACHTZIN = Veld(
    "wachtzin",
    "Je wachtzin",
    "wachtzin",
    verplicht=True,
    hint="We vragen dit nog een keer, omdat het over de sleutel gaat.",
)
VERGELEKEN = Veld(
    "vergeleken",
    "Heb je de vijf woorden aan de telefoon vergeleken?",
    "vinkje",
    verplicht=True,
    hint="Bel op een nummer dat je al kent. Laat de ander de woorden voorlezen. Ze moeten precies hetzelfde zijn.",
)
KEUR_GOED = stap(
    "keur_goed",
    "Geef de sleutel",
    LID,
    "Deze persoon kan daarna alle zaken van deze werkplek lezen.",
    (VERGELEKEN, WACHTZIN),
)
WIJS_AF = stap("wijs_af", "Niet geven", LID, "Het voorstel vervalt. De beheerder kan het opnieuw doen.")
WIS_FACTOR = stap(
    "wis_factor",
    "Tweede stap weghalen",
    LID,
    "Doe dit als je collega zijn telefoon kwijt is en je hem zelf gesproken hebt. "
    "Bij het inloggen stelt je collega een nieuwe tweede stap in.",
    (WACHTZIN,),
)
VERNIEUW = stap(
    "vernieuw",
    "Vernieuw de sleutel",
    LID,
    "De werkplek krijgt een nieuwe sleutel. Wie weg is, kan daarna niets meer openen. Dit kan even duren.",
    (WACHTZIN,),
)
VERDER = stap("verder", "Ga verder met vernieuwen", LID, "We gaan verder waar het stopte. Er gaat niets verloren.")
VERLAAT = "verlaat"
# The five words that stood beside the button: the key that they belong to is the only one that gets anything.
VINGERAFDRUK = "vingerafdruk"
STAPPEN = {een.actie: een for een in (KEUR_GOED, WIJS_AF, WIS_FACTOR, VERNIEUW, VERDER)}


@dataclass(frozen=True)
class Houderkaart:
    """One holder of the key. `ik` is who looks."""

    persoon_id: bytes
    naam: str
    wat: str
    woorden: str
    nu: bool
    ik: bool
    handelingen: tuple[Handeling, ...]


@dataclass(frozen=True)
class Voorstelkaart:
    """Somebody who is to be given the key."""

    naam: str
    wat: str
    van: str
    woorden: str
    handelingen: tuple[Handeling, ...]


@dataclass(frozen=True)
class Sleutelstand:
    """How the key of the desk stands. `soort` is 'nodig', 'bezig' or 'goed'; `klaar` of `totaal` is how far it is."""

    soort: str
    tekst: str
    klaar: int
    totaal: int
    vorm: Handeling


@dataclass(frozen=True)
class Werkplekpagina:
    """One desk."""

    url: str
    naam: str
    terug: bool
    sleutel: Sleutelstand
    houders: tuple[Houderkaart, ...]
    voorstellen: tuple[Voorstelkaart, ...]
    minimum: str

    @property
    def handelingen(self) -> tuple[Handeling, ...]:
        """All forms of the page."""
        kaarten: Sequence[Houderkaart | Voorstelkaart] = (*self.houders, *self.voorstellen)
        return (self.sleutel.vorm, *(een for kaart in kaarten for een in kaart.handelingen))


@dataclass(frozen=True)
class Werkplekrij:
    """One desk on the list of who sits at more of them."""

    url: str
    naam: str
    houders: int
    voorstellen: int
    nodig: bool


def mijn_werkplekken(werk: Werk) -> tuple[str, ...]:
    """The desks of the actor, each once: while a key is renewed he holds two. A sitting is none that he looks after."""
    return tuple(dict.fromkeys(een for een in werk.actor.werkplekken if not een.startswith(ZITTING)))


def werkplekkenlijst(werk: Werk, beleid: Beleid) -> tuple[Werkplekrij, ...]:
    """All desks of the actor. Errors: LogboekOnbereikbaar: then nothing is shown."""
    plekken = mijn_werkplekken(werk)
    rijen = tuple(
        Werkplekrij(
            url=f"{ADRES}/{een}",
            naam=werkplek_tekst(beleid, een),
            houders=sum(houder.nu for houder in leden.houders(werk, een)),
            voorstellen=len(leden.voorstellen(werk, een)),
            nodig=leden.stand(werk, een).nodig,
        )
        for een in plekken
    )
    noteer_lijst(werk, "werkplekken", plekken)
    return rijen


def werkplekpagina(werk: Werk, beleid: Beleid, werkplek: str) -> Werkplekpagina:
    """Compose the page of one desk of the actor. Errors: NietGevonden, LogboekOnbereikbaar."""
    if werkplek not in mijn_werkplekken(werk):
        raise NietGevonden
    houders, voorstellen = leden.houders(werk, werkplek), leden.voorstellen(werk, werkplek)
    stand = leden.stand(werk, werkplek)
    noteer_lijst(werk, "werkplek", [een.persoon_id.hex() for een in houders], plek=werkplek)
    return Werkplekpagina(
        url=f"{ADRES}/{werkplek}",
        naam=werkplek_tekst(beleid, werkplek),
        terug=len(mijn_werkplekken(werk)) > 1,
        sleutel=_sleutelstand(werk, stand),
        houders=tuple(_houder(werk, beleid, werkplek, een) for een in houders),
        voorstellen=tuple(_voorstel(werk, beleid, een) for een in voorstellen),
        minimum=_minimum(beleid, werkplek, sum(een.nu for een in houders)),
    )


def met_factoren(pagina: Werkplekpagina, heeft_factor: Callable[[bytes], bool]) -> Werkplekpagina:
    """Offer to take away the second factor of each colleague that has one.

    Apart from composing the page, because a second factor is looked up in a transaction of its own.
    """

    def kaart(een: Houderkaart) -> Houderkaart:
        if een.ik or not heeft_factor(een.persoon_id):
            return een
        vorm = handeling(WIS_FACTOR, een.persoon_id.hex(), knopsoort="secondary-action")
        return replace(een, handelingen=(*een.handelingen, vorm))

    return replace(pagina, houders=tuple(kaart(een) for een in pagina.houders))


def wat_tekst(beleid: Beleid, een: Voorstel) -> str:
    """`Aandachtsfunctionaris, waarnemer van … tot en met …`."""
    rol = beleid.werkplekken.rolnamen.get(een.rol, een.rol) + _van_buur(beleid, een, een.werkplek)
    return f"{rol}{', waarnemer' if een.waarneemt else ''} {Periode(een.van, een.tot).tekst}".strip()


def _van_buur(beleid: Beleid, een: Houder | Voorstel, werkplek: str) -> str:
    """` (gemeente Aalten)` for who has his account in another municipality; "" for a colleague."""
    naam = gemeente_tekst(beleid, een.tenant)
    return f" ({naam[0].lower()}{naam[1:]})" if is_buur(een.tenant, werkplek) else ""


def _houder(werk: Werk, beleid: Beleid, werkplek: str, een: Houder) -> Houderkaart:
    periode, ik = Periode(een.van, een.tot).tekst, een.persoon_id == werk.actor.persoon_id
    wat = ("Waarnemer" if een.waarneemt else "Vaste houder") + _van_buur(beleid, een, werkplek)
    return Houderkaart(
        persoon_id=een.persoon_id,
        naam=een.naam,
        wat=f"{wat}, {periode}" if periode else wat,
        woorden=een.vingerafdruk,
        nu=een.nu,
        ik=ik,
        handelingen=tuple(_bij_houder(werk, beleid, werkplek, een, ik)),
    )


def _bij_houder(werk: Werk, beleid: Beleid, werkplek: str, een: Houder, ik: bool) -> Iterator[Handeling]:
    wie = een.persoon_id.hex()
    plek = {werkplek_tekst(beleid, werkplek): leden.is_laatste(werk, een.persoon_id, werkplek)}
    knop = "Zelf vertrekken" if ik else "Laat vertrekken"
    yield handeling(vertrekstap(VERLAAT, knop, plek, zelf=ik), wie, knopsoort="secondary-action")


def _voorstel(werk: Werk, beleid: Beleid, een: Voorstel) -> Voorstelkaart:
    wie = een.persoon_id.hex()
    return Voorstelkaart(
        naam=een.naam,
        wat=wat_tekst(beleid, een),
        van=f"Voorgesteld op {dag_kort(een.dag)}",
        woorden=een.vingerafdruk,
        handelingen=(
            handeling(KEUR_GOED, wie, getoond={VINGERAFDRUK: een.vingerafdruk}),
            handeling(WIJS_AF, wie, knopsoort="secondary-action"),
        ),
    )


def _sleutelstand(werk: Werk, stand: Vernieuwing) -> Sleutelstand:
    klaar = stand.totaal - stand.over
    if stand.over:
        return Sleutelstand("bezig", _over_tekst(stand), klaar, stand.totaal, handeling(VERDER, str(stand.epoch)))
    if stand.sinds:
        tekst = f"Sinds {dag_kort(stand.sinds)} is iemand weg die deze sleutel kent. Maak nu een nieuwe sleutel."
        return Sleutelstand("nodig", tekst, klaar, stand.totaal, handeling(VERNIEUW, str(stand.epoch)))
    tot = werk.mensen.sleutel_tot(stand.werkplek)
    tekst = f"De sleutel is geldig tot en met {dag_kort(tot)}." if tot else "De sleutel is niet meer geldig."
    vorm = handeling(VERNIEUW, str(stand.epoch), knopsoort="secondary-action")
    return Sleutelstand("goed" if tot else "nodig", tekst, klaar, stand.totaal, vorm)


def _over_tekst(stand: Vernieuwing) -> str:
    return f"Er zijn {stand.totaal - stand.over} van {stand.totaal} delen klaar. De rest werkt nog met de oude sleutel."


def voortgang_tekst(stand: Vernieuwing) -> str:
    """What was done by one press of the button."""
    if stand.over:
        return f"Er zijn {stand.totaal - stand.over} van de {stand.totaal} delen klaar. Ga nog even verder."
    return "De sleutel is vernieuwd. Alles werkt nu met de nieuwe sleutel."


def _minimum(beleid: Beleid, werkplek: str, nu: int) -> str:
    """A warning when fewer people hold the key than the desk needs."""
    soort = beleid.werkplekken.soorten.get(werkplek.rpartition(".")[0])
    if soort is None or nu >= soort.minimum:
        return ""
    return f"Er horen hier minstens {soort.minimum} mensen te zitten. Het zijn er nu {nu}. Vraag de beheerder om hulp."
