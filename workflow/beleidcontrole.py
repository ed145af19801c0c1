"""Checks that the files of the policy agree with each other."""

from collections.abc import Collection, Iterator

from workflow import gemeenten, kennis, matchbeleid, opvanghulp, routecontrole, soorten
from workflow.beleid import Beleid
from workflow.bewaarklassen import ZAAK as HELE_ZAAK
from workflow.convenant import VORMEN
from workflow.convenantladen import onbekende_bewaarklassen
from workflow.formulier import Formulier
from workflow.paginas import OPENBAAR
from workflow.partners import LEEFTIJDEN, REGIO
from workflow.routecontrole import Bekend
from workflow.tabel import Tegenspraak

# To whom a message may go besides the roles of the route tables.
NAAR = frozenset({"eigenaar", "waarnemer", "overlegdeelnemer", "privacyfunctionaris"})
# Roles that hold no key of any desk: checks, log, figures, counters, settings.
ZONDER_SLEUTEL = frozenset(
    {"privacyfunctionaris", "fg", "regisseur_ondermijning", "ketenregisseur", "bestuur", "beheerder"}
)
# Compartments without a route of their own: the agenda pieces of a meeting.
LOSSE_COMPARTIMENTEN = ("stuk",)


def controleer(beleid: Beleid, voorwaarden: Collection[str]) -> Iterator[Tegenspraak]:
    """Yield every contradiction in `beleid`; `voorwaarden` are the guards that exist."""
    compartimenten = {een for route in beleid.routes.values() for een in route.compartimenten}
    bekend = Bekend(
        voorwaarden=voorwaarden,
        rollen=beleid.werkplekken.rollen,
        taxonomie=beleid.taxonomie,
        ladders=beleid.ladders,
        compartimenten=compartimenten | set(LOSSE_COMPARTIMENTEN),
    )
    for route in beleid.routes.values():
        yield from routecontrole.controleer(route, bekend)
    for gemeente in beleid.gemeenten.values():
        yield from gemeenten.controleer(gemeente, beleid.routes)
        if f"gemeenten/{gemeente.slug}.toml" != gemeente.bestand:
            yield Tegenspraak(gemeente.bestand, "slug", f"'{gemeente.slug}' is not the name of the file")
    if beleid.regio.slug != REGIO or REGIO in beleid.gemeenten:
        yield Tegenspraak(beleid.regio.bestand, "slug", f"the region is '{REGIO}', and no municipality is called so")
    yield from _klokken(beleid)
    yield from _gronden(beleid)
    yield from _partners(beleid)
    yield from _paginas(beleid)
    yield from _bewaren(beleid)
    vormen = beleid.taxonomie.get("vormen")
    yield from kennis.controleer(beleid.kennis, vormen.keuzes() if vormen is not None else {})
    yield from _opvang(beleid)
    yield from matchbeleid.controleer(beleid.matchen, beleid.convenant.artikelen)
    yield from (Tegenspraak("toezicht.toml", rij, reden) for rij, reden in _toezicht(beleid))
    yield from (Tegenspraak("formulier.toml", rij, reden) for rij, reden in _formulier(beleid.formulier))
    yield from _soorten(beleid)


def _soorten(beleid: Beleid) -> Iterator[Tegenspraak]:
    """A kind leans on the route, the cards, the retention classes and the form."""
    klassen = beleid.klokken.klassen
    yield from soorten.controleer(
        beleid.soorten,
        formulieren=beleid.formulieren,
        vormen=beleid.taxonomie.get(soorten.VORMEN),
        stappen={stap.actie for stap in beleid.routes["signaal"].stappen if stap.van != ("start",)},
        kaarten={een.code for een in beleid.kennis.kaarten},
        klassen={naam for naam, een in klassen.items() if een.wat == HELE_ZAAK},
    )
    for een in beleid.soorten.andere:
        for rij, reden in _formulier(beleid.formulieren[een.code]):
            yield Tegenspraak("soorten.toml", f"soort {een.code}, {rij}", reden)


def _opvang(beleid: Beleid) -> Iterator[Tegenspraak]:
    """The hints for shelter name ages, rights to stay and contra-indications of the lists."""
    lijsten = {naam: beleid.taxonomie.get(naam) for naam in ("opvang", "contra_indicaties")}
    verblijf, contra = lijsten["opvang"], lijsten["contra_indicaties"]
    bekend = {
        "leeftijd": LEEFTIJDEN,
        "verblijf": tuple(verblijf.keuzes("verblijf")) if verblijf is not None else (),
        "contra_indicaties": tuple(contra.codes) if contra is not None else (),
    }
    for rij, reden in opvanghulp.onbekende_codes(beleid.opvang, bekend):
        yield Tegenspraak("opvang.toml", rij, reden)


def _toezicht(beleid: Beleid) -> Iterator[tuple[str, str]]:
    """The activities of the register lean on the routes, the covenant and the retention classes."""
    for een in beleid.toezicht.verwerkingen.values():
        for wat, lijst, bekend in (
            ("route", een.routes, beleid.routes),
            ("category", een.gegevens, beleid.convenant.categorieen),
            ("retention class", een.bewaren, beleid.klokken.bewaren),
        ):
            for naam in lijst:
                if naam not in bekend:
                    yield f"verwerking {een.code}", f"unknown {wat} '{naam}'"


def _klokken(beleid: Beleid) -> Iterator[Tegenspraak]:
    rollen = NAAR | ZONDER_SLEUTEL | set(beleid.werkplekken.rollen)
    for ladder in beleid.ladders.values():
        for nr, sport in enumerate(ladder.sporten, 1):
            rij = f"ladder {ladder.naam}, trede {nr}"
            if sport.aan not in rollen:
                yield Tegenspraak("klokken.toml", rij, f"unknown role '{sport.aan}'")
            if sport.bericht and sport.bericht not in beleid.berichten.soorten:
                yield Tegenspraak("klokken.toml", rij, f"unknown message '{sport.bericht}'")


def _partners(beleid: Beleid) -> Iterator[Tegenspraak]:
    for partner in beleid.partners.values():
        soort = beleid.werkplekken.soorten.get(partner.soort)
        if soort is None or not soort.partner or soort.bereik != REGIO:
            yield Tegenspraak("partners.toml", partner.naam, f"'{partner.soort}' is no regional partner desk")
        if partner.doel not in beleid.taxonomie["doelen"].codes:
            yield Tegenspraak("partners.toml", partner.naam, f"unknown purpose '{partner.doel}'")
        gelijk = "opvang" if partner.is_opvang else partner.naam
        if gelijk not in beleid.convenant.ontvangers:
            yield Tegenspraak("partners.toml", partner.naam, "the covenant does not know this recipient")
        bekend = {f"doel={een}" for een in beleid.taxonomie["doelen"].codes} | set(beleid.convenant.omstandigheden)
        for een in sorted({deel for regel in partner.namen_meteen for deel in regel.split("+")} - bekend):
            yield Tegenspraak("partners.toml", partner.naam, f"'namen_meteen': unknown circumstance '{een}'")
    for doel in beleid.taxonomie["doelen"].codes.values():
        for een in sorted(set(doel.ontvangers) - set(beleid.convenant.ontvangers)):
            yield Tegenspraak("taxonomie/doelen.toml", doel.code, f"'ontvangers': '{een}' is not in the covenant")


def _gronden(beleid: Beleid) -> Iterator[Tegenspraak]:
    """What a ground can serve for must stand in the covenant under that name."""
    convenant = beleid.convenant
    bekend = {
        "ontvangers": set(convenant.ontvangers),
        "vormen": set(VORMEN) - {"N"},
        "categorieen": set(convenant.categorieen),
    }
    # That the list is there at all is asked of every step that offers it.
    gronden = beleid.taxonomie.get("gronden")
    for grond in gronden.codes.values() if gronden is not None else ():
        for veld, mag in bekend.items():
            for een in sorted(set(getattr(grond, veld)) - mag):
                yield Tegenspraak("taxonomie/gronden.toml", grond.code, f"'{veld}': '{een}' is not in the covenant")
        if grond.als and grond.als not in convenant.omstandigheden:
            yield Tegenspraak("taxonomie/gronden.toml", grond.code, f"unknown circumstance '{grond.als}'")


def _paginas(beleid: Beleid) -> Iterator[Tegenspraak]:
    rollen = {rol for soort in beleid.werkplekken.soorten.values() for rol in soort.rollen}
    bekend = rollen | ZONDER_SLEUTEL | {OPENBAAR, "overlegdeelnemer"}
    for pagina in beleid.paginas.values():
        for rol in sorted(set(pagina.rollen) - bekend):
            yield Tegenspraak("paginas.toml", pagina.eindpunt, f"unknown role '{rol}'")


def _bewaren(beleid: Beleid) -> Iterator[Tegenspraak]:
    yield from onbekende_bewaarklassen(beleid.convenant, beleid.klokken.bewaren, "convenant.toml")
    for route in beleid.routes.values():
        for staat in route.staten:
            if staat.bewaarklasse and staat.bewaarklasse not in beleid.klokken.bewaren:
                yield Tegenspraak(
                    route.bestand, f"staat {staat.naam}", f"unknown retention class '{staat.bewaarklasse}'"
                )
            elif staat.bewaarklasse and beleid.klokken.klassen[staat.bewaarklasse].wat != HELE_ZAAK:
                reden = f"retention class '{staat.bewaarklasse}' is not that of a whole case"
                yield Tegenspraak(route.bestand, f"staat {staat.naam}", reden)


def _formulier(formulier: Formulier) -> Iterator[tuple[str, str]]:
    vragen = {naam for scherm in formulier.schermen for vraag in scherm.vragen for naam in vraag.namen}
    antwoorden = {
        f"{vraag.naam}={code}" for scherm in formulier.schermen for vraag in scherm.vragen for code, _ in vraag.keuzes
    }
    voorwaarden = [(f"scherm {een.nr}", een.als) for een in formulier.schermen]
    for scherm in formulier.schermen:
        voorwaarden += [(f"vraag {een.naam}", een.als) for een in scherm.vragen]
        voorwaarden += [(f"scherm {scherm.nr}, melding", een.als) for een in scherm.meldingen]
    voorwaarden += [("spoed", als) for een in formulier.spoed_als for als in een]
    for instructie in formulier.alle_instructies:
        voorwaarden += [(f"instructie {instructie.code}", als) for een in instructie.als for als in een]
    yield from ((rij, f"unknown answer '{als}'") for rij, als in voorwaarden if als and als not in antwoorden)
    if len(vragen) != sum(len(vraag.namen) for scherm in formulier.schermen for vraag in scherm.vragen):
        yield "vraag", "a question stands twice"
