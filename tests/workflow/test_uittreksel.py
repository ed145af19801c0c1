"""What a recipient gets, against an oracle that reads the hand-written covenant and not the product."""

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import config
from tests.workflow.test_convenant_by_hand import FEITEN, MATRIX
from workflow.beleidladen import laad_beleid
from workflow.convenant import ConvenantOnbekend
from workflow.hernoemen import IEMAND
from workflow.uittreksel import Uittreksel, Weglating, niet_meer, stel_samen

BELEID = laad_beleid(Path(config.__file__).parent)
CONVENANT = BELEID.convenant
DAG, ERNA = date(2026, 11, 24), date(2028, 1, 1)
AANTAL = 10_000
RANG = "NSPJ"

# recipient → the column of the hand-written table, when he is one at all (any of these sets), and what never.
WIE: dict[str, tuple[str, list[set[str]], set[str]]] = {
    "af": ("AF", [], set()),
    "va": ("VA", [], set()),
    "overleg": ("overleg", [], set()),
    "politie": ("politie/OM", [], set()),
    "om": ("politie/OM", [], set()),
    "nla": ("NLA", [], set()),
    "kmar": ("KMar", [], set()),
    "riec": ("RIEC", [], set()),
    "zvh": ("RIEC", [], set()),
    "veilig-thuis": ("Veilig Thuis", [], set()),
    "meesamen": ("zorgcoordinator", [{"onder_18"}, {"18_22"}], set()),
    "moviera": ("zorgcoordinator", [{"23_plus"}], set()),
    "nidos": ("zorgcoordinator", [{"onder_18", "alleenstaande_vreemdeling"}], {"D4"}),
    "comensha": ("CoMensha", [], set()),
    "opvang-de-linde": ("opvang", [], set()),
}
BINNEN = ("af", "va")
GEGEVENS = ("naam", "geboortedatum", "telefoon", "adres", "kenteken", "document", "handle", "iban", "email")
ROL = {"slachtoffer": "D2", "betrokkene": "D2", "getuige": "D2", "kind": "D9", "dader": "D4"}


def orakel(categorie: str, wie: str, klopt: set[str], op: date) -> str:
    """The highest form by hand: the covenant's table, the ages of the carers, and its last day."""
    kolom, alleen, nooit = WIE[wie]
    if (op > date(2027, 12, 31) and wie not in BINNEN) or categorie in nooit:
        return "N"
    if alleen and not any(een <= klopt for een in alleen):
        return "N"
    cel = next(rij for naam, rij in MATRIX.items() if naam.split()[0] == categorie)[kolom]
    gewoon, *anders = cel.split("; ")
    return next((een[0] for een in anders if set(een[len("X bij ") :].split(" en ")) <= klopt), gewoon)


def _p_nummer(dobbel: random.Random) -> str:
    tekens = [dobbel.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(9)]
    return f"P-{''.join(tekens[:4])}-{''.join(tekens[4:8])}-{tekens[8]}"


# A number as it is shown, and as people type it over.
_GETYPT: list[Callable[[str], str]] = [
    str,
    str.lower,
    lambda een: een.replace("-", ""),
    lambda een: een.replace("-", "").lower(),
    lambda een: een.replace("-", " ").lower(),
    lambda een: een.replace("-", "\u2013"),
    lambda een: een.replace("-", ". "),
    lambda een: een.replace("0", "O").replace("1", "l"),
]


def _los(tekst: str) -> str:
    """The bare letters and digits of a text: a number in any spelling stands in it in one."""
    return re.sub(r"[^0-9A-Z]", "", tekst.upper()).translate(str.maketrans("OIL", "011"))


@dataclass
class Geval:
    """One case with a mark in every field, so that each field can be recognised wherever it comes out."""

    dobbel: random.Random
    personen: list[dict[str, Any]] = field(default_factory=list)
    feiten: list[dict[str, Any]] = field(default_factory=list)
    namen: dict[str, dict[str, str]] = field(default_factory=dict)
    # mark → (category of the field, own pseudonym of the person that it is about)
    merken: dict[str, tuple[str, str]] = field(default_factory=dict)
    elders: list[str] = field(default_factory=list)

    def merk(self, categorie: str, wie: str) -> str:
        gemaakt = f"merk{len(self.merken)}x{self.dobbel.randrange(10**9)}"
        self.merken[gemaakt] = (categorie, wie)
        return gemaakt


def maak(dobbel: random.Random) -> Geval:
    g = Geval(dobbel)
    for _ in range(dobbel.randrange(5)):
        rol, wie = dobbel.choice(list(ROL)), _p_nummer(dobbel)
        g.personen.append(
            {
                "soort": "persoon",
                "pseudoniem": wie,
                "rol": rol,
                "leeftijdsklasse": dobbel.choice(["onder_18", "18_22", "23_plus", "onbekend"]),
                "toelichting": g.merk("toelichting", wie),
                "verwijzing": g.merk("verwijzing", wie),
                "door": g.merk("door", wie),
            }
        )
        soorten = dobbel.sample(GEGEVENS, dobbel.randrange(len(GEGEVENS)))
        g.namen[wie] = {
            soort: g.merk("D6" if soort == "adres" and rol != "dader" else ROL[rol], wie) for soort in soorten
        }
    g.elders = [_p_nummer(dobbel) for _ in range(2)]
    iedereen = [een["pseudoniem"] for een in g.personen] + g.elders
    for _ in range(dobbel.randrange(7)):
        categorie = f"D{dobbel.randint(1, 11)}"
        over = dobbel.choice([""] * 3 + [een["pseudoniem"] for een in g.personen])
        genoemd = dobbel.choice(iedereen)
        genoemd = dobbel.choice(_GETYPT)(genoemd)
        g.feiten.append(
            {
                "soort": "feit",
                "categorie": categorie,
                "persoon": over,
                "feit": f"Dit is {g.merk(categorie, over)} en daar was {genoemd}.",
                "bron": "zelf",
                "datum": "2026-11-01",
                "gemeente": dobbel.choice(["", "aalten"]),
                "sector": dobbel.choice(["", "hotel"]),
                "door": g.merk("door", over),
            }
        )
    return g


def _rol(g: Geval, wie: str) -> str:
    return next((een["rol"] for een in g.personen if een["pseudoniem"] == wie), "")


def _vormen(g: Geval, gevraagd: str, hoogste: Mapping[str, str]) -> dict[str, str]:
    return {code: RANG[min(RANG.index(gevraagd), RANG.index(een))] for code, een in hoogste.items()}


def _mag(g: Geval, merk: str, vormen: Mapping[str, str], *, binnen: bool) -> bool:
    """Say by hand whether this field may come out."""
    categorie, wie = g.merken[merk]
    van_hem = vormen[ROL[_rol(g, wie)]] if wie else "J"
    if categorie == "door":
        # The alias of the maker is for colleagues only, beside what they may read.
        return binnen
    if categorie in ("toelichting", "verwijzing"):
        return binnen and van_hem in ("J" if categorie == "toelichting" else "PJ")
    if any(merk in waarden.values() for waarden in g.namen.values()):
        return van_hem == "J" and vormen[categorie] == "J"
    if van_hem == "N":
        return False
    # A place is told in words only to who may have the place itself.
    return vormen[categorie] in ("J" if categorie == "D1" else "PJ")


def _tekst(samen: Uittreksel) -> str:
    return repr(samen.documenten)


def test_in_ten_thousand_random_cases_no_field_leaves_outside_the_decision() -> None:
    dobbel = random.Random(20261124)
    lekken: list[str] = []
    gemist: list[str] = []
    gezien: Counter[str] = Counter()
    for nr in range(AANTAL):
        g, wie = maak(dobbel), dobbel.choice(list(WIE))
        gevraagd = dobbel.choice("SPPJJJ")
        klopt = set(dobbel.sample(FEITEN, dobbel.randrange(6)))
        op = ERNA if dobbel.random() < 0.05 else DAG
        open_ = set(dobbel.sample([f"D{een}" for een in range(1, 12)], 2)) if dobbel.random() < 0.1 else set()
        binnen = wie in (*BINNEN, "overleg")
        ander = {een["pseudoniem"]: _p_nummer(dobbel) for een in g.personen}
        samen = stel_samen(
            CONVENANT,
            wie,
            gevraagd,
            klopt,
            op,
            feiten=g.feiten,
            personen=g.personen,
            namen=g.namen,
            pseudoniemen=None if binnen else ander,
            generaliseer=CONVENANT.generaliseren,
            uitzondering=open_,
        )
        hoogste = {code: orakel(code, wie, klopt, op) for code in CONVENANT.categorieen}
        if op == DAG:
            hoogste |= dict.fromkeys(open_ - {"D8", "D11"}, gevraagd)
        vormen = _vormen(g, gevraagd, hoogste)
        tekst = _tekst(samen)
        uit = {merk for merk in g.merken if merk in tekst}
        mogen = {merk for merk in g.merken if _mag(g, merk, vormen, binnen=binnen)}
        lekken += [f"{nr} {wie} {gevraagd}: {g.merken[merk]}" for merk in uit - mogen]
        # What may go does go; the alias of who wrote it goes only along with the rest.
        gemist += [f"{nr} {wie} {gevraagd}: {g.merken[m]}" for m in mogen - uit if g.merken[m][0] != "door"]
        gezien.update(g.merken[merk][0] for merk in uit)
        if not binnen:
            los = _los(tekst)
            # Ten small letters in a row that the case does not know may be a word.
            kaal = {een: een.replace("-", "") for een in g.elders}
            bekend = [een for een, rest in kaal.items() if not rest.isalpha() or rest.lower() not in tekst]
            eigen = [*ander, *bekend]
            lekken += [f"{nr}: own {een}" for een in eigen if _los(een) in los]
            dicht = [nieuw for een, nieuw in ander.items() if vormen[ROL[_rol(g, een)]] in "NS"]
            lekken += [f"{nr}: of a hidden person {een}" for een in dicht if een in tekst]
        assert all(RANG.index(een) <= RANG.index(vormen[code]) for code, een in samen.vormen.items())
        if op == ERNA and wie not in BINNEN:
            assert (samen.documenten, samen.vormen) == ((), {})
    assert lekken == []
    assert gemist == []
    assert {f"D{een}" for een in (1, 2, 3, 4, 5, 6, 7, 9, 10)} <= set(gezien), "every category did come out somewhere"
    assert min(gezien[f"D{een}"] for een in (1, 2, 3, 4, 5, 6, 9)) > AANTAL // 100


# -- the rules one by one


def _uit(wie: str, vorm: str, klopt: set[str] | None = None, op: date = DAG, **anders: Any) -> Uittreksel:
    gegeven: dict[str, Any] = {"feiten": [], "personen": [], "pseudoniemen": {A: "P-NEWA-0000-1", B: "P-NEWB-0000-2"}}
    gegeven["generaliseer"] = CONVENANT.generaliseren
    return stel_samen(CONVENANT, wie, vorm, klopt or set(), op, **{**gegeven, **anders})


A, B = "P-AAAA-AAAA-A", "P-BBBB-BBBB-B"
SLACHTOFFER = {"soort": "persoon", "pseudoniem": A, "rol": "slachtoffer", "leeftijdsklasse": "23_plus"}
DADER = {"soort": "persoon", "pseudoniem": B, "rol": "dader", "leeftijdsklasse": "onbekend"}


def feit(categorie: str, tekst: str, persoon: str = "", **anders: str) -> dict[str, str]:
    return {"soort": "feit", "categorie": categorie, "feit": tekst, "persoon": persoon, "bron": "zelf", **anders}


def test_a_place_goes_to_veilig_thuis_as_a_municipality_and_a_kind_of_place() -> None:
    plaats = feit("D1", "De schuur achter Voorbeeldweg 3.", gemeente="winterswijk", sector="bedrijf")
    (gaat,) = _uit("veilig-thuis", "J", feiten=[plaats]).feiten
    assert gaat["feit"] == "Gemeente: Winterswijk. Soort plek: Bedrijf of werkplek."
    assert gaat["vormen"] == {"D1": "P"}
    (heel,) = _uit("politie", "J", feiten=[plaats]).feiten
    assert heel["feit"] == "De schuur achter Voorbeeldweg 3."
    (politie_p,) = _uit("politie", "P", feiten=[plaats]).feiten
    assert "Voorbeeldweg" not in politie_p["feit"]


def test_a_place_without_coded_parts_takes_those_of_the_case_and_else_says_unknown() -> None:
    plaats = feit("D1", "Bij de kapper.")
    (gaat,) = _uit("moviera", "P", {"23_plus"}, feiten=[plaats], standaard={"gemeente": "aalten"}).feiten
    assert gaat["feit"] == "Gemeente: Aalten. Soort plek: onbekend."


def test_the_kinds_of_place_of_a_fact_are_those_of_the_form() -> None:
    stap = next(een for een in BELEID.routes["signaal"].stappen if een.actie == "feit_vastleggen")
    (sector,) = [veld for veld in stap.velden if veld.naam == "sector"]
    assert BELEID.keuzes(sector) == CONVENANT.generaliseren.woorden["sector"]


def test_a_person_in_form_p_is_a_role_and_an_age_class() -> None:
    (gaat,) = _uit("politie", "P", personen=[{**SLACHTOFFER, "toelichting": "Werkt in de kas."}]).personen
    assert gaat == {
        "soort": "persoon",
        "pseudoniem": "P-NEWA-0000-1",
        "rol": "slachtoffer",
        "leeftijdsklasse": "23_plus",
        "categorieen": ["D2"],
        "vormen": {"D2": "P"},
        "gegevens": {},
    }


def test_names_go_only_with_a_person_who_goes_with_names() -> None:
    namen = {A: {"naam": "Ana Voorbeeld", "adres": "Voorbeeldweg 3", "telefoon": ""}}
    zonder = _uit("veilig-thuis", "J", {"23_plus"}, personen=[SLACHTOFFER], namen=namen)
    assert zonder.personen[0]["gegevens"] == {}
    assert [(een.categorie, een.aantal) for een in zonder.weggelaten] == [("D2", 1), ("D6", 1)]
    met = _uit("politie", "J", {"toestemming"}, personen=[SLACHTOFFER], namen=namen)
    assert met.personen[0]["gegevens"] == {"naam": "Ana Voorbeeld"}
    assert [een.categorie for een in met.weggelaten] == ["D6"], "where she sleeps is another decision"
    leven = _uit("politie", "J", {"vitaal_belang"}, personen=[SLACHTOFFER], namen=namen)
    assert leven.personen[0]["gegevens"] == {"naam": "Ana Voorbeeld", "adres": "Voorbeeldweg 3"}
    assert leven.vormen == {"D2": "J", "D6": "J"}


def test_the_address_of_an_offender_is_a_fact_about_an_offender() -> None:
    gaat = _uit("politie", "J", personen=[DADER], namen={B: {"adres": "Voorbeeldweg 9"}})
    assert gaat.personen[0]["gegevens"] == {"adres": "Voorbeeldweg 9"} and gaat.vormen == {"D4": "J"}


def test_numbers_only_is_a_count_and_no_document() -> None:
    samen = _uit("comensha", "J", personen=[SLACHTOFFER], feiten=[feit("D10", "Er is gebeld.")])
    assert samen.documenten == () and samen.vormen == {"D2": "S", "D10": "S"}
    assert sum(een.aantal for een in samen.weggelaten) == 2


def test_a_fact_about_somebody_who_may_not_be_known_stays_home() -> None:
    feiten = [feit("D5", "Heeft een Pools paspoort.", B), feit("D5", "Heeft een Bulgaars paspoort.", A)]
    samen = _uit("moviera", "P", {"23_plus"}, feiten=feiten, personen=[SLACHTOFFER, DADER])
    assert [een["feit"] for een in samen.feiten] == ["Heeft een Bulgaars paspoort."]
    assert ("D4", 2) in [(een.categorie, een.aantal) for een in samen.weggelaten]


@pytest.mark.parametrize("getypt", [B, B.lower(), B.replace("-", ""), B.replace("-", " ")])
def test_the_number_of_somebody_else_is_nobody_to_this_recipient(getypt: str) -> None:
    tekst = feit("D2", f"{A} woont bij {getypt} en P-9999-9999-9.")
    (met,) = _uit("politie", "P", feiten=[tekst], personen=[SLACHTOFFER, DADER]).feiten
    assert met["feit"] == f"P-NEWA-0000-1 woont bij P-NEWB-0000-2 en {IEMAND}."
    (zonder,) = _uit("politie", "P", feiten=[feit("D2", f"{A} woont bij {B}.")], personen=[SLACHTOFFER]).feiten
    assert zonder["feit"] == f"P-NEWA-0000-1 woont bij {IEMAND}."


@pytest.mark.parametrize(
    "getypt", ["p7f3k9q2dx", "P7F3K-9Q2DX", "P.7F3K.9Q2D.X", "P\u20137F3K\u20139Q2D\u2013X", "xp7f3k9q2dx_"]
)
def test_a_loose_number_of_somebody_outside_the_extract_goes_to_nobody(getypt: str) -> None:
    tekst = feit("D2", f"Werkt op {getypt} samen.")
    for bekend in ([], ["P-7F3K-9Q2D-X"]):
        if getypt.startswith("x") and not bekend:
            continue
        (gaat,) = _uit("politie", "P", feiten=[tekst], personen=[SLACHTOFFER], bekend=bekend).feiten
        assert "7f3k" not in gaat["feit"].lower() and IEMAND in gaat["feit"]
    # Without a digit it is a word, unless the case knows it.
    letters = feit("D2", "De politieman zag pabcdefghj bij het partnerbed.")
    (woord,) = _uit("politie", "P", feiten=[letters]).feiten
    assert woord["feit"] == letters["feit"]
    (gaat,) = _uit("politie", "P", feiten=[letters], bekend=["P-ABCD-EFGH-J"]).feiten
    assert gaat["feit"] == f"De politieman zag {IEMAND} bij het partnerbed."


def test_the_overleg_keeps_the_numbers_of_the_case_but_for_a_child() -> None:
    kind = {**DADER, "rol": "kind"}
    (gaat,) = _uit(
        "overleg", "J", feiten=[feit("D4", f"Hij nam {A} en {B} mee.")], personen=[SLACHTOFFER, kind], pseudoniemen=None
    ).feiten
    assert gaat["feit"] == f"Hij nam {A} en {IEMAND} mee."


def test_an_exception_opens_its_category_and_never_police_data_or_a_bsn() -> None:
    feiten = [feit(een, f"Feit {een}.") for een in ("D3", "D5", "D8", "D11")]
    samen = _uit("riec", "P", feiten=feiten, uitzondering=["D3", "D8", "D11"])
    assert [een["categorie"] for een in samen.feiten] == ["D3"]
    verlopen = _uit("riec", "P", op=ERNA, feiten=feiten, uitzondering=["D3"])
    assert verlopen.documenten == (), "an exception needs a covenant that holds"
    assert verlopen.weggelaten[0].reden.startswith("Het convenant gold tot en met")


def test_the_desk_does_not_see_where_somebody_sleeps_once_he_has_a_place() -> None:
    feiten = [feit("D6", "Slaapt boven de winkel."), feit("D2", "Werkt zes dagen.")]
    voor = _uit("af", "J", feiten=feiten, pseudoniemen=None)
    na = _uit("af", "J", {"geplaatst"}, feiten=feiten, pseudoniemen=None)
    assert len(voor.feiten) == 2 and [een["categorie"] for een in na.feiten] == ["D2"]
    assert na.weggelaten == (
        Weglating(
            "D6",
            "Verblijfadres of adres van opvang: de aandachtsfunctionaris mag niets krijgen, want dit klopt: de persoon "
            "is geplaatst.",
            1,
        ),
    )


def test_what_was_composed_is_asked_again_when_it_goes() -> None:
    samen = _uit("politie", "J", {"toestemming"}, personen=[SLACHTOFFER], namen={A: {"naam": "Ana Voorbeeld"}})
    assert niet_meer(CONVENANT, "politie", {"toestemming"}, DAG, samen.documenten) == []
    (weg,) = niet_meer(CONVENANT, "politie", set(), DAG, samen.documenten)
    assert weg.startswith("Wie het mogelijke slachtoffer is: de politie mag gegevens met P-nummers krijgen.")
    assert niet_meer(CONVENANT, "politie", set(), DAG, samen.documenten, uitzondering=["D2"]) == []
    (verlopen,) = niet_meer(CONVENANT, "politie", {"toestemming"}, ERNA, samen.documenten, uitzondering=["D2"])
    assert verlopen == CONVENANT.waarom_niet(ERNA)
    oud = [{"soort": "feit", "categorieen": ["D9"]}]
    assert len(niet_meer(CONVENANT, "politie", set(), DAG, oud, "P")) == 1
    assert niet_meer(CONVENANT, "politie", {"gevaar_kind"}, DAG, oud, "P") == []


def test_what_the_covenant_does_not_know_is_an_error() -> None:
    with pytest.raises(ConvenantOnbekend):
        _uit("politie", "P", feiten=[feit("D12", "Iets.")])
    with pytest.raises(ConvenantOnbekend):
        _uit("krant", "P", feiten=[feit("D2", "Iets.")])


def test_every_pseudonym_has_the_form_that_texts_are_searched_for() -> None:
    assert re.fullmatch(r"P-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", _p_nummer(random.Random(1)))
