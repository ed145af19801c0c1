"""The jobs of the clerk's measure: each is set out behind the screen and done at it."""

from collections.abc import Callable

from tests.e2e.klerk import AF, PARTNER, VS, Kantoor, Klerk, Meting
from tests.wereld import WACHTZIN, WEGING

Taak = Callable[[Kantoor], Meting]


def formulier(k: Kantoor, **anders: str) -> Klerk:
    """The whole form, from the start page to the last screen before it is sent."""
    klerk = k.klerk()
    klerk.begin("/")
    klerk.link("/melden/aalten")
    over = {"gevaar": "nee", "tekst": "Er slapen mensen op de vloer.", "wanneer": "vandaag", "minderjarig": "nee"}
    over |= anders
    while not klerk.page.locator('button[name="actie"][value="indienen"]').count():
        hier = [naam for naam in over if klerk.page.locator(f'main [name="{naam}"]').count()]
        klerk.antwoord(**{naam: over.pop(naam) for naam in hier})
        klerk.klik(klerk.page.locator("main form").get_by_role("button").first)
    assert not over
    return klerk


def meld(k: Kantoor, **anders: str) -> Meting:
    klerk = formulier(k, **anders)
    klerk.knop("Verstuur je signaal")
    assert klerk.volgcode
    return klerk.meting


def wijzig(k: Kantoor) -> Meting:
    klerk = formulier(k)
    vooraf = klerk.meting
    klerk.klik(klerk.page.locator('main button[value="wijzig-3"]'))
    klerk.antwoord(plek="Achter het station.")
    while not klerk.page.locator('button[name="actie"][value="indienen"]').count():
        klerk.klik(klerk.page.locator("main form").get_by_role("button").first)
    nu = klerk.meting
    return Meting(nu.klikken - vooraf.klikken, nu.velden - vooraf.velden, nu.schermen - vooraf.schermen + 1)


def volg(k: Kantoor, *, vraag: bool = False) -> Klerk:
    zaak, _ = k.zaak()
    if vraag:
        k.w.stap(AF, zaak, "aanvulling_vragen", vraag="Op welke dag?")
    klerk = k.klerk()
    klerk.begin("/")
    klerk.link("/volgen")
    klerk.antwoord(volgcode=k.w.codes[zaak])
    klerk.knop("Bekijk je signaal")
    return klerk


def beantwoord(k: Kantoor) -> Meting:
    klerk = volg(k, vraag=True)
    klerk.doe("aanvullen", antwoord="Op maandag.")
    return klerk.meting


def voeg_toe(k: Kantoor) -> Meting:
    klerk = volg(k)
    klerk.doe("toevoegen", bericht="Er staat nu een busje.")
    return klerk.meting


def lees(k: Kantoor, *links: str) -> Meting:
    klerk = k.klerk()
    klerk.begin("/")
    for een in links:
        klerk.klik(klerk.page.locator(f'a[href^="{een}"]').first)
    return klerk.meting


def weg(k: Kantoor) -> Meting:
    klerk = k.klerk()
    klerk.begin("/melden/aalten")
    doel = str(klerk.page.locator("[data-snel-sluiten]").get_attribute("href"))
    klerk.page.route(f"{doel}**", lambda route: route.fulfill(body="<title>Weer</title>", content_type="text/html"))
    klerk.klik(klerk.page.locator("[data-snel-sluiten]"))
    return klerk.meting


def in_zaak(k: Kantoor, nummer: str, weergave: str = "") -> Klerk:
    """The desk, on the page of a case, from its queue."""
    klerk = k.klerk(AF)
    klerk.begin(f"/werkvoorraad{weergave}")
    klerk.link(f"/zaken/{nummer}")
    return klerk


def pak_op(k: Kantoor) -> Meting:
    zaak = k.w.meld()
    klerk = in_zaak(k, k.w.zaak(zaak).nummer)
    klerk.doe("oppakken")
    return klerk.meting


def stap(actie: str, weergave: str = "", **velden: str) -> Taak:
    def doe(k: Kantoor) -> Meting:
        aanpak = weergave == "?weergave=aanpak"
        klerk = in_zaak(k, (k.in_aanpak() if aanpak else k.zaak())[1], weergave)
        klerk.doe(actie, **velden)
        return klerk.meting

    return doe


def namen(k: Kantoor) -> Meting:
    zaak, nummer = k.zaak()
    velden = {"rol": "slachtoffer", "naam": "Roy Voorbeeld", "leeftijdsklasse": "23_plus"}
    k.w.stap(AF, zaak, "persoon_toevoegen", **velden)
    klerk = in_zaak(k, nummer)
    klerk.page.locator("summary", has_text="Namen tonen").click()
    klerk.klikken += 1
    klerk.antwoord(doel="hulp", grond="avg6e", wachtzin=WACHTZIN)
    klerk.knop("Toon de gegevens")
    assert "Roy Voorbeeld" in klerk.page.content()
    return klerk.meting


def agendeer(k: Kantoor) -> Meting:
    _, nummer = k.zaak()
    overleg = k.w.overleg()
    klerk = in_zaak(k, nummer)
    klerk.doe("agenderen", **WEGING, overdrachtstekst="Mensen op de vloer.", vraag_aan_overleg="Wie?", overleg=overleg)
    return klerk.meting


def stel_op(k: Kantoor) -> Meting:
    zaak, nummer = k.in_aanpak()
    with k.w.als(AF) as werk:
        docs = werk.documenten.open(werk.zaken.get(zaak), ["zaak"], "handwerk")
    feit = next(een.id.hex() for een in docs if een.soort == "feit")
    klerk = in_zaak(k, nummer, "?weergave=aanpak")
    klerk.doe("verstrekking_opstellen", **VS, feiten=feit, geldig_tot=k.dag(40))
    return klerk.meting


def verstuur(k: Kantoor) -> Meting:
    vs = k.verstrekking()
    klerk = k.klerk(AF)
    klerk.begin("/werkvoorraad")
    klerk.link("/verstrekkingen")
    klerk.link(f"/verstrekkingen/{vs.hex()}")
    klerk.doe("vrijgeven")
    k.w.akkoord()
    if klerk.page.locator('button[name="actie"][value="vrijgeven"]').count():
        # The privacy check was asked; the second press sends, on the page that is still there.
        klerk.doe("vrijgeven")
    return klerk.meting


def bij(wie: str, lijst: str, onderwerp: bytes, k: Kantoor) -> Klerk:
    klerk = k.klerk(wie)
    klerk.begin(lijst)
    klerk.link(f"{lijst}/{onderwerp.hex()}")
    return klerk


def partner(stappen: tuple[str, ...], actie: str = "", **velden: str) -> Taak:
    def doe(k: Kantoor) -> Meting:
        klerk = bij(PARTNER, "/verstrekkingen", k.verstrekking(*stappen), k)
        if actie:
            klerk.doe(actie, **velden)
        return klerk.meting

    return doe


def opvang(wie: str, stappen: tuple[str, ...], actie: str, **velden: str) -> Taak:
    def doe(k: Kantoor) -> Meting:
        gevonden = k.opvang(*stappen)
        klerk = bij(wie, "/opvang", gevonden, k)
        dagen = {naam: k.dag(0) if waarde == "@vandaag" else waarde for naam, waarde in velden.items()}
        klerk.doe(actie, **dagen)
        return klerk.meting

    return doe


def log_in(k: Kantoor) -> Meting:
    klerk = Klerk(k.browser, k.hier.adres)
    klerk.begin("/inloggen")
    klerk.antwoord(email=f"{PARTNER}@meldroute.example", wachtzin=WACHTZIN)
    klerk.klik(klerk.page.get_by_role("button", name="Log in", exact=True))
    klerk.sluit()
    return klerk.meting
