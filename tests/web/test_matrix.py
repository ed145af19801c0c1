"""Every page × method × role × own or other municipality: what the table allows, and nothing leaks into a page."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from bs4 import Tag
from flask import Flask

from tests.storage.wandeling import ACTIE, VERSTREKKING
from tests.web.conftest import Browser, Pagina
from tests.wereld import GEMEENTEN, MENSEN, WACHTZIN, WEGING, Wereld, email, maak_wereld
from web.app import create_app
from workflow import datalekken, vernietigingen, verzoeken, voorzieningen
from workflow.paginas import Pagina as Rij

NERGENS_NUMMER, NERGENS_ID, NERGENS_CODE = "MH-8KQ2-4T7N", "00" * 16, "-".join(["AAAA"] * 7)
# Pages that are about one thing, which somebody may see or not.
MET_OBJECT = ("zaak", "zaak_gelezen", "zaak_namen", "zaak_tekst", "overleg", "verstrekking", "opvang", "actie")
MET_OBJECT += ("privacycheck", "mens", "werkplek")
MET_OBJECT += ("voorziening",)
MET_OBJECT += ("overleg_besluiten", "overleg_stukken", "overleg_agendabestand")
MET_OBJECT += ("bewaren.certificaat", "verzoek", "verzoek_zoeken", "verzoek_brief", "datalek", "toezicht_stuk")
MET_OBJECT += ("verzoek_brief_pdf",)
AF, VA = {"af.aalten", "af2.aalten"}, {"va.aalten", "va2.aalten"}
# By hand: who may look at the thing of Aalten that the page is about. Everybody else gets "not found".
KRIJGT: dict[str, set[str]] = {
    "zaak": AF | VA,
    "zaak_namen": AF,
    "zaak_tekst": AF,
    "zaak_gelezen": AF | VA,
    "overleg": AF | VA | {"deelnemer.aalten"},
    "overleg_besluiten": AF | VA,
    # The meeting is not open: only who chairs takes its pieces along.
    "overleg_stukken": VA,
    "overleg_agendabestand": AF | VA | {"deelnemer.aalten"},
    "verstrekking": AF | VA | {"politie"},
    "opvang": AF | {"moviera", "opvang"},
    "actie": AF | VA | {"toezicht.aalten"},
    "privacycheck": {"privacy.aalten"},
    "mens": {"beheer.aalten"},
    "werkplek": AF,
    "verzoek": AF | {"privacy.aalten"},
    "verzoek_zoeken": AF,
    "verzoek_brief": AF | {"privacy.aalten"},
    "verzoek_brief_pdf": AF | {"privacy.aalten"},
    # The region keeps it for every municipality; no case stands in it.
    "voorziening": {f"{wie}.{een}" for wie in ("af", "af2", "va", "va2") for een in GEMEENTEN}
    | {"vangnet", "vangnet2", "moviera", "meesamen"},
    "datalek": {"privacy.aalten", "fg.aalten", "beheer.aalten"},
    "bewaren.certificaat": AF | {"privacy.aalten", "fg.aalten"},
    # A paper out of the tables that all municipalities have: each supervisor makes it for himself.
    "toezicht_stuk": {f"{wie}.{een}" for wie in ("privacy", "fg") for een in GEMEENTEN},
}
# An address that also has the shape of a meeting or an action, which is where a post goes: none has such an id.
ONDER_ANDER = ("overleg_agendabestand", "instrumenten")
# The region is nobody's neighbour: its beheerder asks nobody to cover.
ZONDER_REGIO = ("waarnemers",)
# A page with one form, whose button names no step: an empty form comes back with what is missing.
EEN_FORMULIER = ("opvallend",)
# A page of every account that opens only after the passphrase was given again; before that it leads back.
PAS_NA = {"account_app": "/account"}
# The step that is tried on what somebody may not see, where it is not the usual one.
PROEFSTAP = {
    "zaak": "afsluiten",
    "overleg": "openen",
    "privacycheck": "beantwoorden",
    "mens": "herstel",
    "werkplek": "vernieuw",
    "verzoek": "beantwoord",
    "verzoek_zoeken": "zoek",
    "datalek": "pak_op",
}


@dataclass(frozen=True)
class Geplant:
    """A string in a compartment, and everybody who may read it on some page."""

    tekst: str
    lezers: frozenset[str]


def _plant(tekst: str, *lezers: set[str]) -> Geplant:
    return Geplant(tekst, frozenset().union(*lezers))


# By hand, in the words of the covenant. A name and an address stand on no page before "Namen tonen".
GEPLANT = {
    "signaal": _plant("Vlierbosje bij de sluis", AF),
    "plek": _plant("Kwartelhoeve zeventien", AF),
    "slachtoffer": _plant("Ziedewij van Oorsprong", AF),
    "dader": _plant("Harmke de Koster-Bruin", AF),
    "melder": _plant("Wubbo Tjepkemazoon", AF),
    "telefoon": _plant("06 55517283", AF),
    "vraag": _plant("Op welke avond zag je dat?", AF),
    "antwoord": _plant("Elke donderdag rond tienen", AF),
    "naam": _plant("Radomira Svobodova-Lindqvist", set()),
    "adres": _plant("Knoopkruidsteeg 88", set()),
    # The text of a place stays here: without names the partner reads its municipality and the kind of place.
    "feit": _plant("Twee bestelbussen zonder raampjes", AF, VA),
    "ander_feit": _plant("Een kelder met acht matrassen", AF, VA),
    "weging": _plant("Blijkt uit de huurlijsten van juni", AF, VA),
    "overdrachtstekst": _plant("Acht bewoners achter gesloten luiken", AF, VA),
    "overlegvraag": _plant("Zullen we samen met de brandweer gaan?", AF, VA),
    "besluit": _plant("Na de vroege dienst rijden wij erheen", AF, VA),
    "opdracht": _plant("Tel de brievenbussen aan de achterkant", AF, VA, {"toezicht.aalten"}),
    "behoefte": _plant("Een kamer waar een hond mee mag", AF, {"moviera", "opvang"}),
    "mijden": _plant("Niet in de buurt van Zevenaar", AF, {"moviera", "opvang"}),
    "opvangadres": _plant("Wilgenroosjeslaan 5", {"moviera", "opvang"}),
    "noodzaak": _plant("Anders weet de recherche niets", AF, VA),
}


@dataclass
class Matrix:
    """One world with a full case in Aalten, and everybody's browser."""

    wereld: Wereld
    rijen: dict[str, Rij]
    adressen: dict[str, str]
    app: Flask
    persoon: str
    _browsers: dict[str, Browser] = field(default_factory=dict)

    def als(self, wie: str) -> Browser:
        if wie not in self._browsers:
            browser = Browser(self.app)
            browser.get("/inloggen")
            assert browser.vul_in("/inloggen", "wachtzin", email=email(wie), wachtzin=WACHTZIN).code == 303
            self._browsers[wie] = browser
        return self._browsers[wie]

    def stuur(self, wie: str, pad: str, **velden: str) -> Pagina:
        """Post with the token of this person's own browser."""
        browser = self.als(wie)
        token = browser.get("/taken").soep.select_one("input[name=csrf_token]")
        assert isinstance(token, Tag)
        return browser.post(pad, {"csrf_token": str(token["value"]), **velden})

    def pad(self, naam: str, *, nergens: bool = False) -> str:
        """The address of a page, about the thing of Aalten or about one that is not there."""
        if naam in self.adressen and not nergens:
            return self.adressen[naam]
        ruw = (
            self.rijen[naam]
            .pad.replace("<nummer>", NERGENS_NUMMER)
            .replace("<id>", NERGENS_ID)
            .replace("<werkplek>", "nergens.aalten")
            .replace("<stuk>", "nergens")
        )
        ruw = ruw.replace("<code>", NERGENS_CODE)
        return ruw.replace("<gemeente>", "aalten").replace("<path:filename>", "niets.css")


def _zaak(w: Wereld, overleg: str) -> bytes:
    """A case that went the whole way, with the strings in it."""
    t = {naam: een.tekst for naam, een in GEPLANT.items()}
    zaak = w.meld(
        tekst=f"{t['signaal']}.", plek=t["plek"], slachtoffer=t["slachtoffer"], dader=t["dader"],
        naam=t["melder"], telefoon=t["telefoon"],
    )  # fmt: skip
    w.stap("af.aalten", zaak, "oppakken")
    w.stap("af.aalten", zaak, "aanvulling_vragen", vraag=t["vraag"])
    w.melder_stap(zaak, "aanvullen", antwoord=t["antwoord"])
    persoon: dict[str, Any] = {
        "rol": "slachtoffer",
        "naam": t["naam"],
        "adres": t["adres"],
        "leeftijdsklasse": "23_plus",
    }
    w.stap("af.aalten", zaak, "persoon_toevoegen", **persoon)
    for naam in ("feit", "ander_feit"):
        w.stap("af.aalten", zaak, "feit_vastleggen", categorie="D1", bron="zelf", feit=t[naam])
    tekst: dict[str, Any] = {"overdrachtstekst": t["overdrachtstekst"], "vraag_aan_overleg": t["overlegvraag"]}
    weging: dict[str, Any] = {**WEGING, "weging_1_reden": t["weging"]}
    w.stap("af.aalten", zaak, "agenderen", overleg=overleg, **weging, **tekst)
    w.akkoord()
    besluit: dict[str, Any] = {
        "besluit": t["besluit"],
        "regiehouder": w.ids["va.aalten"].hex(),
        **ACTIE,
        "opdracht": t["opdracht"],
    }
    w.stap("va.aalten", zaak, "in_aanpak_nemen", **besluit)
    return zaak


def _opvang(w: Wereld, zaak: bytes) -> bytes:
    t = GEPLANT
    vraag: dict[str, Any] = {"leeftijd": "23_plus", "toestemming": "toestemming", "behoefte": t["behoefte"].tekst}
    nieuw = w.stap("af.aalten", zaak, "opvang_zoeken", **vraag, regio_mijden=t["mijden"].tekst).nieuw_id
    assert nieuw is not None
    w.stap("moviera", zaak, "aanbieden", nieuw, opvangplek="opvang-de-linde")
    plek: dict[str, Any] = {"adres": t["opvangadres"].tekst, "vanaf": date.today().isoformat(), "betaler": "wmo"}
    w.stap("moviera", zaak, "plaatsen", nieuw, toestemming="toestemming", **plek)
    return nieuw


def _verstrekking(w: Wereld, zaak: bytes) -> bytes:
    with w.als("af.aalten") as werk:
        docs = werk.documenten.open(werk.zaken.get(zaak), ["zaak"], "test")
    feit = next(d.id.hex() for d in docs if GEPLANT["feit"].tekst in str(d.inhoud))
    velden: dict[str, Any] = {
        **VERSTREKKING,
        "ontvanger": "politie",
        "feiten": [feit],
        "noodzaak": GEPLANT["noodzaak"].tekst,
    }
    nieuw = w.stap("af.aalten", zaak, "verstrekking_opstellen", **velden).nieuw_id
    assert nieuw is not None
    w.stap("af.aalten", zaak, "vrijgeven", nieuw)
    return nieuw


def _verzoek(w: Wereld) -> dict[str, str]:
    """A request that was answered, so that there is a letter."""
    dag = {"ontvangen": [date.today().isoformat()], "identiteit": ["ja"]}
    with w.als("af.aalten") as werk:
        velden = {"soort": ["inzage"], "kanaal": ["balie"], "rol": ["zelf"], **dag}
        verzoek = verzoeken.vastleg(werk, w.beleid, velden)
        verzoeken.beantwoord(werk, w.beleid, verzoek, {"uitkomst": ["niet_gevonden"]})
    adres = f"/verzoeken/{verzoek.nummer}"
    brief = f"{adres}/brief"
    meer = {"verzoek_brief": brief, "verzoek_brief_pdf": f"{brief}.pdf"}
    return {"verzoek": adres, "verzoek_zoeken": f"{adres}/zoeken", **meer}


def _datalek(w: Wereld) -> str:
    velden = {"wat": ["apparaat"], "dag": [date.today().isoformat()], "tijd": ["0.00"], "loopt": ["nee"]}
    with w.als("toezicht.aalten") as werk:
        (lek,) = datalekken.meld(werk, w.beleid, {**velden, "mensen": ["geen"]})
    return lek.nummer


def _voorziening(w: Wereld) -> str:
    velden = {"naam": ["Opvang Voorbeeld"], "soort": ["opvang"], "telefoon": ["06 0000 0001"]}
    with w.als("moviera") as werk:
        return voorzieningen.voeg_toe(werk, w.beleid, velden).nummer


def _certificaat(w: Wereld) -> str:
    vast = {"zaak": "zaak:00", "deel": "zaak", "klasse": "afgesloten", "termijn": "60mnd", "bron": "proef"}
    gegevens = {**vast, "dag": "2026-01-01", "aantallen": {"zaak": 1}, "register": 1, "controle": "proef"}
    with w.huis.klokwerk() as werk:
        vernietigingen.noteer_certificaat(werk, "aalten", "VC-8KQ2-4T7N", gegevens)
        werk.log("proef")
        werk.bevestig()
    return "VC-8KQ2-4T7N"


def _adressen(w: Wereld) -> dict[str, str]:
    """Bring the case where every page has something to show. Out: the address of each thing."""
    overleg = w.overleg()
    zaak = _zaak(w, overleg)
    opvang, vs = _opvang(w, zaak), _verstrekking(w, zaak)
    with w.als("privacy.aalten") as werk:
        (check,) = werk.controles.checks(open_alleen=True)
    w.akkoord()
    w.stap("af.aalten", zaak, "vrijgeven", vs)
    with w.huis.klokwerk() as werk:
        (actie,) = werk.trajecten.van_zaak(zaak, "actie")
    nummer = w.zaak(zaak).nummer
    return {
        "zaak": f"/zaken/{nummer}",
        "zaak_gelezen": f"/zaken/{nummer}/gelezen",
        "zaak_namen": f"/zaken/{nummer}/namen",
        "zaak_tekst": f"/zaken/{nummer}/tekst",
        "overleg": f"/overleg/{overleg}",
        "overleg_besluiten": f"/overleg/{overleg}/besluiten",
        "overleg_stukken": f"/overleg/{overleg}/stukken.pdf",
        "overleg_agendabestand": f"/overleg/{overleg}.ics",
        "verstrekking": f"/verstrekkingen/{vs.hex()}",
        "opvang": f"/opvang/{opvang.hex()}",
        "actie": f"/acties/{actie.id.hex()}",
        "privacycheck": f"/privacychecks/{check.id.hex()}",
        "mens": f"/beheer/mensen/{w.ids['va2.aalten'].hex()}",
        "werkplek": "/werkplek/af.aalten",
        **_verzoek(w),
        "datalek": f"/datalek/{_datalek(w)}",
        "voorziening": f"/voorzieningen/{_voorziening(w)}",
        "bewaren.certificaat": f"/bewaren/{_certificaat(w)}.txt",
        "toezicht_stuk": "/toezicht/register",
    }


@pytest.fixture(scope="module")
def m(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matrix]:
    wereld = maak_wereld(tmp_path_factory.mktemp("matrix") / "data")
    adressen = _adressen(wereld)
    app = create_app(wereld.settings)
    with wereld.als("af.aalten") as werk:
        zaak = werk.zaken.get_nummer(adressen["zaak"].rsplit("/", 1)[1])
        docs = werk.documenten.open(zaak, ["zaak"], "test")
    (persoon,) = (str((een.inhoud or {})["pseudoniem"]) for een in docs if een.soort == "persoon")
    yield Matrix(wereld, dict(wereld.beleid.paginas), adressen, app, persoon)
    app.extensions["huis"].sluit()
    wereld.huis.sluit()


def _van_account(m: Matrix) -> list[Rij]:
    return [een for een in m.rijen.values() if not een.is_openbaar]


def test_every_role_of_the_table_has_an_account_here(m: Matrix) -> None:
    assert {rol for rij in _van_account(m) for rol in rij.rollen} == {rol for _, rol, _, _ in MENSEN.values()}
    # A public page is about nothing of anybody, and what is only sent to has its own tests.
    over_iets = {een.eindpunt for een in _van_account(m) if "<" in een.pad and "GET" in een.methoden}
    assert set(KRIJGT) == set(MET_OBJECT) == over_iets


def test_no_address_stands_outside_the_table(m: Matrix) -> None:
    regels = {
        (r.endpoint, r.rule, frozenset(r.methods or ()) - {"HEAD", "OPTIONS"}) for r in m.app.url_map.iter_rules()
    }
    assert regels == {(rij.eindpunt, rij.pad, frozenset(rij.methoden)) for rij in m.rijen.values()}


@pytest.mark.parametrize("nergens", [False, True], ids=["existing", "not existing"])
def test_who_is_not_logged_in_is_sent_to_the_log_in_page_whatever_the_address(m: Matrix, nergens: bool) -> None:
    vreemde = Browser(m.app)
    for rij in _van_account(m):
        for pagina in (
            vreemde.get(m.pad(rij.eindpunt, nergens=nergens)),
            vreemde.post(m.pad(rij.eindpunt, nergens=nergens), {}),
        ):
            assert (pagina.code, pagina.naar.split("?")[0]) == (303, "/inloggen"), rij.eindpunt


@pytest.mark.parametrize("wie", MENSEN)
def test_each_account_gets_exactly_the_pages_that_the_table_allows(m: Matrix, wie: str) -> None:
    rol = MENSEN[wie][1]
    for rij in _van_account(m):
        naam = rij.eindpunt
        mag = rol in rij.rollen and not (naam in ZONDER_REGIO and MENSEN[wie][0] == "regio")
        if naam == "uitloggen":
            continue
        if naam in PAS_NA:
            assert m.als(wie).get(m.pad(naam)).naar == m.stuur(wie, m.pad(naam)).naar == PAS_NA[naam], naam
            continue
        ziet = mag and (naam not in MET_OBJECT or wie in KRIJGT[naam])
        gezien, gestuurd = m.als(wie).get(m.pad(naam)), m.stuur(wie, m.pad(naam), persoon=m.persoon)
        assert gezien.code == ((200 if ziet else 404) if "GET" in rij.methoden else 405), (naam, "GET")
        # Without a step and a version the post itself is refused: for who may, that is all that is wrong with it.
        if "POST" not in rij.methoden:
            assert gestuurd.code == (404 if naam in ONDER_ANDER else 405), (naam, "POST")
        elif "GET" not in rij.methoden and "<" in rij.pad:
            # Only sent to, and about one thing: here there is none. Who gets it has its own tests.
            assert gestuurd.code == 404, (naam, "POST")
        elif naam not in MET_OBJECT:
            # A choice of nothing goes back to the queue.
            leeg = 303 if naam == "waarneming" else 422 if naam in EEN_FORMULIER else 400
            assert gestuurd.code == (leeg if rol in rij.rollen else 404), (naam, "POST")
        elif not mag:
            assert gestuurd.code == 404, (naam, "POST")
        else:
            assert gestuurd.code in ((400, 422) if ziet else (400, 404)), (naam, "POST")


@pytest.mark.parametrize("wie", MENSEN)
def test_what_is_somebody_elses_answers_as_what_is_not_there(m: Matrix, wie: str) -> None:
    for naam in MET_OBJECT:
        if wie in KRIJGT[naam]:
            continue
        actie = PROEFSTAP.get(naam, "intrekken")
        velden = {
            "revisie": "1",
            "actie": actie,
            "persoon": m.persoon,
            "doel": "hulp",
            "grond": "avg6e",
            "wachtzin": WACHTZIN,
        }
        for nergens in (False, True):
            pad = m.pad(naam, nergens=nergens)
            stuurt = 404 if "POST" in m.rijen[naam].methoden or naam in ONDER_ANDER else 405
            assert m.stuur(wie, pad, **velden).code == stuurt, pad
            if "GET" in m.rijen[naam].methoden:
                assert m.als(wie).get(pad).code == 404, pad


def _alles_wat_hij_ziet(m: Matrix, wie: str) -> str:
    """The text of every page that an account can open, with all views of the lists."""
    paden = [m.pad(rij.eindpunt) for rij in m.rijen.values() if "GET" in rij.methoden and rij.eindpunt != "static"]
    paden += ["/werkvoorraad?weergave=aanpak", f"/werkvoorraad?zoek={m.adressen['zaak'].rsplit('/', 1)[1]}"]
    paden += ["/verstrekkingen?weergave=afgerond", "/opvang?weergave=afgerond", "/logboek?wat=lezen"]
    return html.unescape("\n".join(m.als(wie).get(pad).tekst for pad in paden))


@pytest.mark.parametrize("wie", MENSEN)
def test_what_is_planted_in_a_compartment_is_read_by_those_who_may_and_by_nobody_else(m: Matrix, wie: str) -> None:
    tekst = _alles_wat_hij_ziet(m, wie)
    gelezen = {naam for naam, een in GEPLANT.items() if een.tekst in tekst}
    assert gelezen == {naam for naam, een in GEPLANT.items() if wie in een.lezers}


def test_the_names_come_after_the_passphrase_and_for_the_desk_alone(m: Matrix) -> None:
    velden = {"persoon": m.persoon, "doel": "hulp", "grond": "avg6e"}
    getoond = m.stuur("af.aalten", m.adressen["zaak_namen"], **velden, wachtzin=WACHTZIN)
    assert getoond.code == 200 and GEPLANT["naam"].tekst in getoond.tekst
    # D6: who was placed in a shelter has no address for the desk any more; it is told that something is left out.
    assert GEPLANT["adres"].tekst not in getoond.tekst and "1 gegeven is hier niet te zien" in getoond.tekst
    for wie in ("va.aalten", "af.winterswijk", "vangnet", "politie", "privacy.aalten"):
        assert m.stuur(wie, m.adressen["zaak_namen"], **velden, wachtzin=WACHTZIN).code == 404, wie


def test_nobody_in_the_other_municipality_sees_that_the_case_exists(m: Matrix) -> None:
    # What the address says of the thing itself: the part that the table leaves open.
    sporen = {
        deel.removesuffix(".txt").removesuffix(".ics")
        for naam, adres in m.adressen.items()
        if naam != "toezicht_stuk"
        for deel, vast in zip(adres.split("/"), m.rijen[naam].pad.split("/"), strict=True)
        if "<" in vast
    }
    wat = "case, meeting, three hand-offs, check, person, desk, request, breach, certificate, row of the directory"
    assert len(sporen) == 12, wat
    paden = ["/taken", "/werkvoorraad", "/overleg", "/logboek", "/cijfers"]
    paden += ["/treffers", "/verzoeken", "/datalek", "/bewaren", "/toezicht", "/verstrekkingen", "/opvang"]
    for wie in (een for een in MENSEN if een.endswith(f".{GEMEENTEN[1]}")):
        tekst = "\n".join(m.als(wie).get(pad).tekst for pad in paden)
        assert not [spoor for spoor in sporen if spoor in tekst], wie
