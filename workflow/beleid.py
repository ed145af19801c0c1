"""The whole policy of the region, as loaded: one frozen object that everything else reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflow.berichten import Berichten
from workflow.convenant import Convenant
from workflow.datalekregels import Datalekregels
from workflow.formulier import Formulier
from workflow.gemeenten import Gemeente
from workflow.kennis import Kaart, Kennis
from workflow.ladders import Klokken, Ladder
from workflow.markeerlijsten import Markeerlijsten
from workflow.matchbeleid import Matchbeleid
from workflow.opvanghulp import Opvanghulp
from workflow.overlegbeleid import Overlegbeleid
from workflow.paginas import Pagina
from workflow.partners import ANDERE_OPVANG, REGIO, Partner
from workflow.route import Route
from workflow.soorten import VORMEN, Soorten
from workflow.stap import Stap, Veld
from workflow.taxonomie import Taxonomie
from workflow.termijnen import Kalender, Termijn
from workflow.toezicht import Toezicht
from workflow.verzoekregels import Verzoekregels
from workflow.wachtzin import Wachtzinregels
from workflow.werkplekken import Werkplekken
from workflow.zaak import Zaak


@dataclass(frozen=True)
class Beleid:
    """Everything that `config/` says, read once: it does not change while the application runs."""

    routes: Mapping[str, Route]
    klokken: Klokken
    formulier: Formulier
    convenant: Convenant
    taxonomie: Mapping[str, Taxonomie]
    partners: Mapping[str, Partner]
    gemeenten: Mapping[str, Gemeente]
    regio: Gemeente
    werkplekken: Werkplekken
    paginas: Mapping[str, Pagina]
    berichten: Berichten
    matchen: Matchbeleid
    verzoeken: Verzoekregels
    datalek: Datalekregels
    toezicht: Toezicht
    wachtzin: Wachtzinregels
    woorden: tuple[str, ...]
    markeren: Markeerlijsten
    kennis: Kennis
    soorten: Soorten
    formulieren: Mapping[str, Formulier]
    opvang: Opvanghulp
    overleg: Overlegbeleid

    @property
    def kalender(self) -> Kalender:
        """The working days of the region and of each municipality."""
        return self.klokken.kalender

    @property
    def ladders(self) -> Mapping[str, Ladder]:
        """The ladders by name."""
        return self.klokken.ladders

    @property
    def tenants(self) -> tuple[str, ...]:
        """The slugs of the municipalities, and the region."""
        return (*self.gemeenten, REGIO)

    def formulier_van(self, soort: str) -> Formulier:
        """Return the form of one kind of signal; that of trafficking for a kind that left the table."""
        return self.formulieren.get(soort, self.formulier)

    def vormen_van(self, soort: str) -> Taxonomie:
        """Return the list of forms that a case of this kind can have."""
        return self.taxonomie[self.soorten.van(soort).vormen]

    def vormnaam(self, code: str) -> str:
        """Return the name of a form of whatever kind; the code when no list has it."""
        lijsten = (self.taxonomie[een.vormen] for een in self.soorten.alle.values())
        return next((lijst.naam_van(code) for lijst in lijsten if code in lijst.codes), code)

    def kaarten_bij(self, zaak: Zaak) -> tuple[Kaart, ...]:
        """Return what a case offers to read: the cards of its forms, or those of its kind."""
        soort = self.soorten.van(zaak.soort)
        if soort.standaard:
            return self.kennis.bij_zaak(zaak.kenmerken.get("vormen", []))
        gevonden = (self.kennis.kaart(code) for code in soort.kaarten)
        return tuple(een for een in gevonden if een is not None)

    def ontvangt(self, slug: str) -> Gemeente | None:
        """Return the municipality with a form of its own, or the region, whose safety net has one; None for no slug."""
        return self.regio if slug == REGIO else self.gemeenten.get(slug)

    def termijn(self, route: Route, staat: str, gemeente: str, spoed: bool) -> Termijn | None:
        """Return the term of a state, the municipality's own where it has one; None at an end.

        A state without an urgent term keeps its normal one.
        """
        rij = route.staat(staat)
        met_spoed = spoed and bool(rij.spoed)
        tekst = rij.spoed if met_spoed else rij.termijn
        if gemeente in self.gemeenten:
            tekst = self.gemeenten[gemeente].termijn(route.naam, staat, met_spoed) or tekst
        return Termijn.lees(tekst) if tekst else None

    def ladder(self, route: Route, staat: str, spoed: bool) -> Ladder | None:
        """Return the ladder of a state; None at an end."""
        rij = route.staat(staat)
        naam = rij.spoed_ladder if spoed and rij.spoed_ladder else rij.ladder
        return self.ladders[naam] if naam else None

    def is_uit(self, route: Route, actie: str, gemeente: str) -> bool:
        """Say whether a municipality switched this optional step off."""
        return gemeente in self.gemeenten and f"{route.naam}.{actie}" in self.gemeenten[gemeente].uit

    def stappen(self, route: Route, staat: str, gemeente: str) -> tuple[Stap, ...]:
        """Return the steps from a state that a municipality uses, the clock's own left out."""
        return tuple(
            stap
            for stap in route.stappen_vanuit(staat)
            if stap.door != ("klok",) and not self.is_uit(route, stap.actie, gemeente)
        )

    def keuzes(self, veld: Veld) -> dict[str, str]:
        """Return code → label of a field whose choices stand in the policy.

        A field about people, facts or meetings of one case has its choices elsewhere: {} here.
        """
        vast = {
            "gemeente": {een.slug: een.naam for een in self.gemeenten.values()},
            "ontvanger": {een.naam: een.scherm for een in self.partners.values()},
            "opvangplek": {
                **{een.naam: een.scherm for een in self.partners.values() if een.is_opvang},
                ANDERE_OPVANG: "Een andere opvang",
            },
            "afdeling": self.werkplekken.afdelingen(),
        }
        keuzes = dict(vast.get(veld.soort, {}))
        for keuze in veld.keuzes:
            if keuze.startswith("taxonomie:"):
                naam, _, soort = keuze.removeprefix("taxonomie:").partition("/")
                keuzes |= self.taxonomie[naam].keuzes(soort)
        return keuzes | veld.vaste_keuzes()

    def label(self, veld: Veld, code: str) -> str:
        """Return what a stored code of `veld` means, also one that may no longer be chosen."""
        for keuze in veld.keuzes:
            naam = keuze.removeprefix("taxonomie:").partition("/")[0]
            if naam == VORMEN:
                return self.vormnaam(code)
            lijst = self.taxonomie.get(naam)
            if lijst and code in lijst.codes:
                return lijst.naam_van(code)
        return self.keuzes(veld).get(code, code)
