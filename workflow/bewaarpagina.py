"""The page about retention: what falls due, what is held, what was destroyed, and what would not go.

The aandachtsfunctionaris sees the cases of his desk; FG and privacyfunctionaris see numbers of things and no case.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from workflow import vernietigingen
from workflow.afschermen import werkt_aan
from workflow.beleid import Beleid
from workflow.bewaarklassen import KOLOM
from workflow.bewaarstand import ONDERWEG, VOORGENOMEN, dag_van, vernietigd_op
from workflow.bewaren import DELEN, binnenkort
from workflow.datumtekst import dag_kort, dag_tekst
from workflow.fouten import NietGevonden
from workflow.handeling import Handeling, handeling, stap
from workflow.lijstlog import noteer_lijst
from workflow.ports import Werk
from workflow.stap import Stap, Veld
from workflow.termijnen import TIJDZONE
from workflow.vasthouden import ACTIEF, FG, LOPEND, REDEN, REDEN_EINDE, SOORT, VOORGESTELD, redenen
from workflow.werkplektekst import gemeente_tekst
from workflow.zaak import Kwestie, Zaak

ADRES = "/bewaren"
AF = "aandachtsfunctionaris"
BINNEN, MEEST, LAATSTE = 60, 1000, 100
STANDEN = {VOORGESTELD: "Wacht op de FG", ACTIEF: "Wordt vastgehouden"}

VASTHOUDEN = stap(
    "vasthouden",
    "Vraag om vast te houden",
    AF,
    "De FG van je gemeente zegt ja of nee. Tot die tijd loopt de bewaartermijn door. Niemand mag hierdoor meer lezen.",
    (
        Veld("zaaknummer", "Nummer van de zaak", "regel", verplicht=True, hint="Bijvoorbeeld MH-8KQ2-4T7N."),
        Veld("reden", "Waarom moet de zaak blijven?", "keuze", verplicht=True),
        Veld("tot", "Tot en met welke dag?", "datum", verplicht=True, verleden=False, hint="Hoogstens een jaar."),
    ),
)
BEVESTIGEN = stap("bevestigen", "Ja, houd vast", FG, "Er wordt niets vernietigd tot en met die dag.")
AFWIJZEN = stap("afwijzen", "Nee", FG, "De bewaartermijn blijft gelden.")
BEEINDIGEN = stap(
    "beeindigen",
    "Niet meer vasthouden",
    AF,
    "Daarna geldt de bewaartermijn weer. Is die voorbij? Dan wordt na een week vernietigd wat moet.",
    (Veld("reden_einde", "Waarom niet meer?", "keuze", verplicht=True),),
)
STAPPEN: Mapping[str, Stap] = {een.actie: een for een in (VASTHOUDEN, BEVESTIGEN, AFWIJZEN, BEEINDIGEN)}


@dataclass(frozen=True)
class Vervalregel:
    """One thing that falls due."""

    url: str
    nummer: str
    wat: str
    dag: str
    stand: str


@dataclass(frozen=True)
class Houdkaart:
    """One hold, or one that was asked for."""

    nummer: str
    zaak: str
    reden: str
    tot: str
    stand: str
    door: str
    handelingen: tuple[Handeling, ...]


@dataclass(frozen=True)
class Certificaatregel:
    """One certificate in the list."""

    url: str
    nummer: str
    dag: str
    wat: str
    regel: str
    rijen: int


@dataclass(frozen=True)
class Bewaarpagina:
    """Everything on the page; `vervalt` is empty for who sees numbers alone."""

    ziet_zaken: bool
    vervalt: tuple[Vervalregel, ...]
    aantallen: tuple[tuple[str, int], ...]
    vastgehouden: tuple[Houdkaart, ...]
    vraag: Handeling | None
    certificaten: tuple[Certificaatregel, ...]
    mislukt: str

    @property
    def handelingen(self) -> tuple[Handeling, ...]:
        """All forms of the page."""
        kaarten = tuple(een for kaart in self.vastgehouden for een in kaart.handelingen)
        return kaarten if self.vraag is None else (*kaarten, self.vraag)


def bewaarpagina(werk: Werk, beleid: Beleid) -> Bewaarpagina:
    """Compose the page; that it was looked at is logged first. Errors: LogboekOnbereikbaar: nothing is shown."""
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    is_af = werk.actor.rol == AF
    zaken = binnenkort(werk, vandaag, BINNEN, MEEST)
    if is_af:
        zaken = [een for een in zaken if werkt_aan(werk.actor, een, f"af.{een.houder}")]
    regels = [(zaak, deel, dag) for zaak in zaken for deel, dag in _binnen(zaak, vandaag)]
    houdt = _vastgehouden(werk, beleid)
    ziet = _ziet_vernietigd(werk)
    certificaten = vernietigingen.certificaten(werk, LAATSTE) if ziet else []
    fouten = vernietigingen.fouten(werk) if ziet else []
    nummers = [een.nummer for een in zaken] if is_af else []
    noteer_lijst(werk, "bewaren", [*nummers, *(een.nummer for een in houdt)])
    tel = Counter(deel for _, deel, _ in regels)
    opties = {"reden": list(redenen(beleid, REDEN).items())}
    return Bewaarpagina(
        ziet_zaken=is_af,
        vervalt=tuple(_regel(beleid, een) for een in regels) if is_af else (),
        aantallen=tuple((DELEN[deel], tel[deel]) for deel in KOLOM),
        vastgehouden=tuple(houdt),
        vraag=handeling(VASTHOUDEN, opties=opties) if is_af else None,
        certificaten=tuple(_certificaat(beleid, een) for een in certificaten),
        mislukt=_mislukt(len(fouten)),
    )


def _ziet_vernietigd(werk: Werk) -> bool:
    """Say who may know what was destroyed in his municipality.

    An aandachtsfunctionaris of the safety net works there, and does not sit at its desk.
    """
    return werk.actor.rol != AF or werk.actor.zit_aan(f"af.{werk.actor.tenant}")


def _binnen(zaak: Zaak, vandaag: date) -> Iterator[tuple[str, date]]:
    for deel in KOLOM:
        dag = dag_van(zaak, deel)
        if dag is not None and (dag - vandaag).days <= BINNEN:
            yield deel, dag


def _regel(beleid: Beleid, een: tuple[Zaak, str, date]) -> Vervalregel:
    zaak, deel, dag = een
    return Vervalregel(f"/zaken/{zaak.nummer}", zaak.nummer, DELEN[deel], dag_kort(dag), _stand(beleid, zaak, deel))


def _stand(beleid: Beleid, zaak: Zaak, deel: str) -> str:
    if ONDERWEG in zaak.kenmerken:
        return "Wordt nu vernietigd"
    if zaak.vasthouden:
        return "Wordt vastgehouden"
    gemeld = zaak.kenmerken.get(VOORGENOMEN, {}).get(deel)
    if gemeld is None:
        return "Nog niet aangekondigd"
    return f"Weg op {dag_kort(vernietigd_op(beleid, date.fromisoformat(gemeld['dag']), zaak.houder))}"


def _vastgehouden(werk: Werk, beleid: Beleid) -> list[Houdkaart]:
    kaarten = []
    for kwestie in werk.kwesties.lijst(SOORT, LOPEND):
        if werk.actor.rol == AF and not _is_mijn(werk, kwestie):
            continue
        codes = kwestie.codes
        kaarten.append(
            Houdkaart(
                nummer=kwestie.nummer,
                zaak=str(codes.get("nummer", "")),
                reden=beleid.taxonomie["redenen"].naam_van(codes["reden"]),
                tot=dag_tekst(date.fromisoformat(codes["tot"])),
                stand=STANDEN[kwestie.staat],
                door=str(codes["alias"]),
                handelingen=_handelingen(werk, beleid, kwestie),
            )
        )
    return kaarten


def _is_mijn(werk: Werk, kwestie: Kwestie) -> bool:
    try:
        zaak = werk.zaken.get(bytes.fromhex(kwestie.codes["zaak"]))
    except NietGevonden:
        return False
    return werkt_aan(werk.actor, zaak, f"af.{zaak.houder}")


def _handelingen(werk: Werk, beleid: Beleid, kwestie: Kwestie) -> tuple[Handeling, ...]:
    if werk.actor.rol not in (AF, FG):
        return ()
    onderwerp = f"{kwestie.nummer}:{kwestie.revisie}"
    einde = handeling(BEEINDIGEN, onderwerp, {"reden_einde": list(redenen(beleid, REDEN_EINDE).items())})
    if kwestie.staat == VOORGESTELD and werk.actor.rol == FG:
        return (handeling(BEVESTIGEN, onderwerp), handeling(AFWIJZEN, onderwerp, knopsoort="secondary-action"))
    return (einde,)


def _certificaat(beleid: Beleid, kwestie: Kwestie) -> Certificaatregel:
    codes = kwestie.codes
    klasse = beleid.klokken.klassen.get(codes["klasse"])
    return Certificaatregel(
        url=f"{ADRES}/{kwestie.nummer}.txt",
        nummer=kwestie.nummer,
        dag=dag_kort(kwestie.dag),
        wat=DELEN.get(codes["deel"], codes["deel"]),
        regel=klasse.scherm if klasse else codes["klasse"],
        rijen=sum(codes["aantallen"].values()),
    )


def _mislukt(aantal: int) -> str:
    if not aantal:
        return ""
    wat = "1 zaak kon niet worden vernietigd." if aantal == 1 else f"{aantal} zaken konden niet worden vernietigd."
    return f"{wat} Vraag de beheerder van de server om te helpen."


def certificaattekst(werk: Werk, beleid: Beleid, nummer: str) -> str:
    """One certificate as text; that it was fetched is logged first. Errors: NietGevonden."""
    if not _ziet_vernietigd(werk):
        raise NietGevonden
    kwestie = vernietigingen.find_certificaat(werk, nummer)
    werk.log("certificaat_bekeken", None, certificaat=nummer)
    werk.bevestig()
    return vernietigingen.tekst(gemeente_tekst(beleid, kwestie.tenant), kwestie)
