"""The pages about requests: the list, one request with its forms, and the answer that only the desk sees."""

from dataclasses import dataclass
from datetime import date

from workflow import verzoeken, verzoekvelden
from workflow.antwoordtekst import Regels
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort, dag_tekst
from workflow.handeling import Handeling, handeling
from workflow.lijstlog import noteer_lijst
from workflow.ports import Werk
from workflow.stap import Stap
from workflow.termijnen import TIJDZONE
from workflow.termijntekst import Termijnstand, termijnstand
from workflow.trajectkader import Nu
from workflow.zaak import Kwestie

ADRES = "/verzoeken"
STAAT = {verzoeken.OPEN: "Open", verzoeken.BEANTWOORD: "Beantwoord"}
HOOGSTENS = 500
WAT_NU = "Beantwoord het verzoek"
BESLIS = "Beslis of er mag worden gewist"
KIJK = "Bekijk opnieuw of je nu wel kunt antwoorden"
REVISIE = "stand"


@dataclass(frozen=True)
class Verzoekrij:
    """One line of the list."""

    url: str
    nummer: str
    soort: str
    staat: str
    ontvangen: str
    termijn: str
    kleur: str


@dataclass(frozen=True)
class Verzoekenpagina:
    """The list, and the form for a new one; None for who is at no desk of this municipality."""

    rijen: list[Verzoekrij]
    vorm: Handeling | None


@dataclass(frozen=True)
class Verzoekkop:
    """The heading of one request."""

    url: str
    nummer: str
    soort: str
    staat: str
    uitleg: str


@dataclass(frozen=True)
class Verzoekpagina:
    """One request. `antwoord` is None for everybody but the desk; `brief` is the address of its letter, or ""."""

    verzoek: Verzoekkop
    nu: Nu | None
    gegevens: Regels
    antwoord: Regels | None
    handelingen: list[Handeling]
    zoeken: str
    brief: str


def verzoekenpagina(werk: Werk, beleid: Beleid) -> Verzoekenpagina:
    """The requests of the own municipality, soonest first; logged as a list. Errors: LogboekOnbereikbaar."""
    if not verzoeken.mag_zien(werk):
        noteer_lijst(werk, "verzoeken", [])
        return Verzoekenpagina([], None)
    open_ = werk.kwesties.lijst(verzoeken.SOORT, (verzoeken.OPEN,), aantal=HOOGSTENS)
    klaar = werk.kwesties.lijst(verzoeken.SOORT, (verzoeken.BEANTWOORD,), aantal=HOOGSTENS)
    # By the day of receipt: an order by the day of review would tell which of them were refused.
    lijst = [*open_, *sorted(klaar, key=lambda een: (een.dag, een.nummer), reverse=True)]
    noteer_lijst(werk, "verzoeken", [een.nummer for een in lijst])
    rijen = [_rij(werk, beleid, een) for een in lijst]
    return Verzoekenpagina(rijen, handeling(verzoekvelden.ingevuld(beleid, verzoekvelden.LEG_VAST)))


def _rij(werk: Werk, beleid: Beleid, verzoek: Kwestie) -> Verzoekrij:
    hoe = stand(werk, verzoek)
    return Verzoekrij(
        url=f"{ADRES}/{verzoek.nummer}",
        nummer=verzoek.nummer,
        soort=beleid.verzoeken.soorten[str(verzoek.codes["soort"])].kort,
        staat=STAAT[verzoek.staat],
        ontvangen=dag_kort(verzoek.dag),
        termijn=hoe.tekst,
        kleur=hoe.kleur,
    )


def stand(werk: Werk, verzoek: Kwestie) -> Termijnstand:
    """How the term of a request stands; nothing for one that was answered, unless the desk must look at it again."""
    wacht = verzoek.staat == verzoeken.OPEN or is_te_herzien(werk, verzoek)
    return termijnstand(_vandaag(werk), verzoek.dag, verzoek.termijn if wacht else None)


def is_te_herzien(werk: Werk, verzoek: Kwestie) -> bool:
    """True when the day of review of a refused or deferred request has come, for the desk."""
    if not verzoeken.is_desk(werk) or verzoek.staat != verzoeken.BEANTWOORD or verzoek.termijn is None:
        return False
    return verzoek.termijn <= _vandaag(werk)


def _vandaag(werk: Werk) -> date:
    return werk.nu.astimezone(TIJDZONE).date()


def verzoekpagina(werk: Werk, beleid: Beleid, nummer: str) -> Verzoekpagina:
    """One request; that it was looked at is logged. Errors: NietGevonden.

    Every request that was answered has a link to its letter, whatever the answer was.
    """
    verzoek = verzoeken.vind(werk, nummer)
    werk.log("verzoek_bekeken", verzoek=nummer)
    werk.bevestig()
    soort, desk = beleid.verzoeken.soorten[str(verzoek.codes["soort"])], verzoeken.is_desk(werk)
    return Verzoekpagina(
        verzoek=Verzoekkop(
            url=f"{ADRES}/{nummer}",
            nummer=nummer,
            soort=soort.naam,
            staat=STAAT[verzoek.staat],
            uitleg=soort.uitleg,
        ),
        nu=_nu(werk, verzoek),
        gegevens=_gegevens(beleid, verzoek),
        antwoord=_antwoord(beleid, verzoek) if desk and verzoek.codes.get("uitkomst") else None,
        handelingen=[_vorm(beleid, verzoek, een) for een in _stappen(werk, verzoek)],
        zoeken=f"{ADRES}/{nummer}/zoeken" if desk else "",
        brief=f"{ADRES}/{nummer}/brief" if verzoek.codes.get("beantwoord_op") else "",
    )


def _stappen(werk: Werk, verzoek: Kwestie) -> list[Stap]:
    desk = verzoeken.is_desk(werk)
    if verzoek.staat == verzoeken.BEANTWOORD:
        return [verzoekvelden.HERZIE] if desk and verzoek.termijn is not None else []
    te_bevestigen = verzoeken.mag_bevestigen(werk) and verzoek.codes.get(verzoeken.WISSEN)
    bevestig = [verzoekvelden.BEVESTIG] if te_bevestigen else []
    if not verzoeken.mag_zien(werk):
        return bevestig
    return [
        *bevestig,
        *([verzoekvelden.BEANTWOORD] if desk else []),
        *([] if verzoek.codes.get("identiteit") else [verzoekvelden.STEL_VAST]),
        *([] if verzoek.codes.get("verlengd_op") else [verzoekvelden.VERLENG]),
    ]


def _vorm(beleid: Beleid, verzoek: Kwestie, een: Stap) -> Handeling:
    stap = verzoekvelden.ingevuld(beleid, een, str(verzoek.codes["soort"]))
    return handeling(stap, getoond={REVISIE: str(verzoek.revisie)})


def wat_nu(werk: Werk, verzoek: Kwestie) -> str:
    """What waits on this request, in words."""
    if verzoek.staat != verzoeken.OPEN:
        return KIJK
    return BESLIS if verzoek.codes.get(verzoeken.WISSEN) and verzoeken.mag_bevestigen(werk) else WAT_NU


def _nu(werk: Werk, verzoek: Kwestie) -> Nu | None:
    hoe = stand(werk, verzoek)
    if not hoe.tekst or verzoek.termijn is None:
        return None
    wie = "de privacyfunctionaris of de FG" if verzoek.codes.get(verzoeken.WISSEN) else "de aandachtsfunctionaris"
    return Nu(wat_nu(werk, verzoek), "", wie, dag_tekst(verzoek.termijn), hoe.tekst, hoe.kleur)


def _gegevens(beleid: Beleid, verzoek: Kwestie) -> Regels:
    regels, codes = beleid.verzoeken, verzoek.codes
    rijen: Regels = [
        ("Recht", f"{regels.soorten[str(codes['soort'])].kort} ({regels.soorten[str(codes['soort'])].artikel})"),
        ("Ontvangen", dag_tekst(verzoek.dag)),
        ("Hoe", regels.kanalen.get(str(codes["kanaal"]), "")),
        ("Wie", regels.rollen.get(str(codes["rol"]), "")),
        ("Is vastgesteld wie dit is?", "Ja" if codes.get("identiteit") else "Nee"),
    ]
    if codes.get(verzoeken.WISSEN):
        rijen.append(("Zaken om te wissen", f"{len(codes[verzoeken.WISSEN])}, wacht op een tweede persoon"))
    if codes.get("verlengd_op"):
        reden = regels.redenen.get(str(codes["verlengd_reden"]), "")
        rijen.append(("Verlengd", f"{dag_kort(date.fromisoformat(str(codes['verlengd_op'])))}. {reden}"))
    if codes.get("beantwoord_op"):
        rijen.append(("Beantwoord", dag_tekst(date.fromisoformat(str(codes["beantwoord_op"])))))
    return rijen


def _antwoord(beleid: Beleid, verzoek: Kwestie) -> Regels:
    regels, codes = beleid.verzoeken, verzoek.codes
    rijen: Regels = [("Antwoord", regels.uitkomsten[str(codes["uitkomst"])].naam)]
    if codes["uitkomst"] == "gegeven" and codes.get("weggelaten"):
        rijen.append(("Een deel weggelaten", regels.weigeringen.get(str(codes["weggelaten"]), "")))
    if codes.get("weigering"):
        rijen.append(("Grond", regels.weigeringen.get(str(codes["weigering"]), "")))
    if codes.get("herzien_op"):
        rijen.append(("Opnieuw bekijken", dag_tekst(date.fromisoformat(str(codes["herzien_op"])))))
    return rijen
