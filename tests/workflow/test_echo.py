"""The echo check: a value of the vault is recognised however it is spelled, and an ordinary sentence goes through."""

import hashlib
from collections.abc import Iterator

import pytest

from workflow import echo

# What the vault of one case knows: one person per line.
KLUIS = (
    {
        "naam": "Lech Wałęsa",
        "geboortedatum": "12-3-1990",
        "telefoon": "0612345678",
        "adres": "Dorpsstraat 12, 7101 AB Winterswijk",
        "kenteken": "XK-123-B",
        "document": "NWB12L4K9",
        "handle": "@sweet_lady88",
    },
    {"naam": "Seán O'Neill", "geboortedatum": "1988-12-05", "telefoon": "+48 600 123 456", "kenteken": "WI 1234A"},
    {"naam": "Jan-Willem van den Berg", "adres": "Burgemeester de Vriesstraat 4a", "telefoon": "0543 - 53 10 98"},
    {"naam": "Ömer Çelik", "geboortedatum": "7 mei 2001"},
    {"naam": "Fatima el-Amrani"},
    {"naam": "Đorđe Šćepanović", "adres": "7121 CD 8"},
    {"naam": "Łukasz Żółkiewski-Nowak"},
    {"naam": "Jürgen Groß"},
    {"naam": "Þóra Æsa Bjørnsdóttir"},
    {"naam": "Иван Сорокин"},
    {"naam": "Li Wu"},
    {"naam": "Işıl Yıldız"},
)
ZINNEN = (
    "{} woont daar sinds vorig jaar.",
    "De buurvrouw noemde {}, en daarna niets meer.",
    "Gezien: {}",
    '"{}" stond op het briefje',
    "(zie {}) en verder",
)
NAMEN = (
    *("Walesa", "WALESA", "walesa", "Wałęsa", "Lech Walesa", "LechWalesa", "Walesa, Lech"),
    *("W a l e s a", "W.a.l.e.s.a", "Wal-esa", "Wale\u200bsa", "Wa\u00adlesa", "Wałę-\nsa", "Walesas", "Walesa's"),
    *("Wаlеsа", "ԜАLЕЅА", "Wαlεsα", "Wａｌｅｓａ", "𝐖𝐚𝐥𝐞𝐬𝐚", "Waĺésa", "WalesaLech", "l.walesa@voorbeeld.example"),
    *(
        "O'Neill",
        "O’Neill",
        "ONeill",
        "Oneill",
        "O Neill",
        "o-neill",
        "O´Neill",
        "OʼNeill",
        "Neill",
        "O`NEILL",
        "О'Nеill",
    ),
    *("Sean", "Seán", "sean_oneill", "SeanONeill", "Sean O. Neill", "ΝEILL"),
    *(
        "van den Berg",
        "van-den-Berg",
        "Vandenberg",
        "VAN DEN BERG",
        "v.d. Berg",
        "Berg",
        "vd Berg",
        "v/d Berg",
        "denBerg",
    ),
    *("Van  den\tBerg", "Jan-Willem", "Janwillem", "J.W. van den Berg", "Willem", "Bergs", "den-berg"),
    *("Omer", "ömer", "Oemer", "Celik", "Çelik", "ÇELİK", "O m e r", "Ömer Celik", "Celiks"),
    *("el-Amrani", "El Amrani", "elamrani", "Amrani", "AMRANI", "Fatima", "Аmrani"),
    *("Đorđe", "Dorde", "Scepanovic", "Šćepanović", "SCEPANOVIC", "Šcepanović"),
    *("Lukasz", "Łukasz", "Zolkiewski", "Żółkiewski", "Nowak", "Zolkiewski Nowak", "zolkiewskinowak", "N-o-w-a-k"),
    *("Jürgen", "Jurgen", "Juergen", "JÜRGEN", "Groß", "Gross", "GROSS", "GROẞ", "Jürgen"),
    *("Þóra", "Thora", "Aesa", "Æsa", "Bjornsdottir", "Bjoernsdottir", "BJØRNSDÓTTIR"),
    *("Иван", "ИВАН", "сорокин", "Сорокин", "Li Wu", "li wu", "LiWu", "LI WU"),
    *("Isil", "Işıl", "IŞIL", "Yildiz", "YILDIZ", "Yıldız"),
)
DATUMS = (
    *("12-3-1990", "1990-03-12", "12 maart 1990", "12 mrt 1990", "12.03.90", "12/03/1990", "12-03-'90", "12 3 90"),
    *("12e maart 1990", "12 MAART 1990", "12 mrt. 1990", "maart 12, 1990", "12031990", "19900312", "120390"),
    *("1990/3/12", "12 march 1990", "1 2 0 3 1 9 9 0", "12–3–1990", "12 - 03 - 1990", "12de van maart 1990"),
    *("5-12-1988", "1988-12-05", "5 december 1988", "05.12.88", "5 dec 88", "7-5-2001", "07-05-01", "2001-05-07"),
)
NUMMERS = (
    *("0612345678", "06-12345678", "6 12345678", "+31 (0)6-1234 56 78", "+31612345678", "0031 6 12 34 56 78"),
    *("0 6 1 2 3 4 5 6 7 8", "06.12.34.56.78", "06 12 34 56 78", "(06) 1234-5678", "+31-6-12345678", "06/12345678"),
    *("٠٦١٢٣٤٥٦٧٨", "０６１２３４５６７８", "tel0612345678", "06_12345678", "12345678"),
    *("+48600123456", "0048 600 123 456", "600-123-456", "48 600123456", "0543531098", "0543-531098", "+31 543 531098"),
    *("XK-123-B", "xk123b", "XK 123 B", "xk.123.b", "X K 1 2 3 B", "XK–123–B", "XK/123/B", "xk-123b", "ХК-123-В"),
    *("XK_123_B", "XK · 123 · B", "WI1234A", "wi-1234-a", "W I 1 2 3 4 A"),
    *("NWB12L4K9", "nwb12l4k9", "NWB 12L4 K9", "N W B 1 2 L 4 K 9", "NWB-12-L4-K9"),
    *("sweet_lady88", "@Sweet_Lady88", "sweetlady88", "sweet lady 88", "sweet.lady.88"),
)
ADRESSEN = (
    *(
        "Dorpsstraat 12",
        "dorpsstraat12",
        "Dorpsstraat nr. 12",
        "Dorpsstraat nummer 12",
        "Dorpsstr. 12",
        "DORPSSTRAAT 12",
    ),
    *("Dorpsstraat 12a", "Dorpsstraat 12-b", "Dorpsstraat, 12", "Dorps straat 12", "Dorpsstraat huisnummer 12"),
    *("Dorpsstraat op nummer 12", "12 Dorpsstraat", "Dorpsstraat 12 in Winterswijk", "Dorps-straat 12"),
    *("7101 AB 12", "7101AB 12", "7101ab12", "7101 AB, nr 12", "12, 7101 AB", "7101 AB Winterswijk nummer 12"),
    *("Dorpsstraat 12, 7101 AB Winterswijk", "Dоrpsstrааt 12", "Vriesstraat 4", "de Vriesstraat 4a", "7121 CD nr 8"),
    *("Burgemeester de Vriesstr. 4", "7121cd8"),
)
VARIANTEN = tuple(dict.fromkeys((*NAMEN, *DATUMS, *NUMMERS, *ADRESSEN)))
ONSCHULDIG = (
    "Zes mensen staan ingeschreven op een klein adres.",
    "Het is om er te komen met de bus een uur reizen.",
    "Dat is met de buren besproken en is nu klaar.",
    "De man van het park zegt dat al het werk zwart is.",
    "P-A3F7 en P-B2C4 werken elke dag van 6 tot 22 uur.",
    "In de Dorpsstraat is het druk, vooral in het weekend.",
    "Er wonen 12 mensen in het pand, op 4 kamers.",
    "Het pand ligt in Winterswijk, in de buurt van 7101.",
    "Op 12 maart 2026 belde de politie terug.",
    "Het overleg is op 5 december, om 10 uur.",
    "De vergadering van 7 mei gaat niet door.",
    "Bel 112 als er gevaar is, of 0900 8844.",
    "Zij betalen 600 euro per maand, 123 euro per week.",
    "De auto stond er van 12.34 tot 15.56 uur.",
    "Het bedrijf heeft 31 werknemers en 48 fietsen.",
    "Ik ben er geweest, en al was het laat, zij werkten nog.",
    "Wil je dat de NLA ter plaatse gaat kijken?",
    "Den Haag heeft hier nog niets over gezegd.",
    "Ten minste drie mensen slapen in de schuur.",
    "Hij zei ja en hij nam de sleutel in bewaring.",
    "De berging achter het huis is een slaapplaats.",
    "De heuvel, de bergen en het bos horen bij het terrein.",
    "Het loon wordt in het land van herkomst betaald.",
    "Wij zien geen gevaar voor een kind; er is wel een risico.",
    "Zaak MH-8KQ2-4T7N hoort bij VS-2KQ8-T74N.",
    "De coördinator belt met de ambassade over de papieren.",
    "Zij heeft geen paspoort; haar baas bewaart dat.",
    "a) het huis, b) de auto, c) de winkel",
    "Er is 1 2 3 keer gebeld zonder antwoord.",
    "Het besluit: controle op het adres, uiterlijk 12 juni 1990 euro boete.",
    "Document 3adaf5bea0c1d2e3f4a5b6c7d8e9f0a1 hoort erbij.",
    "De helft woont in blok 4, de rest in blok 8.",
)


def merk(waarde: str) -> str:
    return hashlib.sha256(waarde.encode()).hexdigest()


@pytest.fixture(scope="module")
def merken() -> frozenset[str]:
    return frozenset(een for persoon in KLUIS for een in echo.lijst(persoon, merk))


def gevallen() -> Iterator[str]:
    for nr, variant in enumerate(VARIANTEN):
        yield ZINNEN[nr % len(ZINNEN)].format(variant)


def test_nearly_every_spelling_is_recognised(merken: frozenset[str]) -> None:
    alle = list(gevallen())
    gemist = [tekst for tekst in alle if not echo.bevat_bekende(tekst, merken, merk)]
    assert len(alle) >= 200
    assert len(gemist) <= len(alle) // 100, gemist


@pytest.mark.parametrize(
    ("soort", "waarde", "tekst"),
    [
        ("naam", "Wałęsa", "Dit zei Walesa."),
        ("adres", "Dorpsstraat 12, 7101 AB Winterswijk", "Zij wonen op Dorpsstraat 12."),
        ("adres", "Dorpsstraat 12, 7101 AB Winterswijk", "Het is 7101 AB, 12."),
        *(("geboortedatum", "12-3-1990", een) for een in ("1990-03-12", "12 maart 1990", "12 mrt 1990", "12.03.90")),
        *(("geboortedatum", een, "12-3-1990") for een in ("1990-03-12", "12 maart 1990", "12 mrt 1990", "12.03.90")),
        *(("telefoon", "0612345678", een) for een in ("6 12345678", "+31 (0)6-1234 56 78", "0 6 1 2 3 4 5 6 7 8")),
        *(("telefoon", een, "0612345678") for een in ("6 12345678", "+31 (0)6-1234 56 78", "0 6 1 2 3 4 5 6 7 8")),
        ("naam", "O'Neill", "Oneill was er."),
        ("naam", "van-den-Berg", "van den Berg was er."),
        ("naam", "Ivanova", "Ivаnоvа was er."),
        ("kenteken", "12-AB-34", "de auto 12 ab/34"),
    ],
)
def test_what_the_review_got_through_is_caught(soort: str, waarde: str, tekst: str) -> None:
    assert echo.bevat_bekende(tekst, frozenset(echo.lijst({soort: waarde}, merk)), merk)


@pytest.mark.parametrize("tekst", ONSCHULDIG)
def test_a_harmless_sentence_goes_through(merken: frozenset[str], tekst: str) -> None:
    assert not echo.bevat_bekende(tekst, merken, merk)


@pytest.mark.parametrize("deel", ["van", "de", "der", "den", "het", "el", "al", "bin", "ten", "ter"])
def test_a_particle_of_a_name_never_counts_alone(deel: str) -> None:
    vormen = echo.vormen("naam", f"Samir {deel} Haddad")
    assert deel not in vormen and {"samir", "haddad"} <= vormen


def test_particles_and_short_words_alone_are_no_name() -> None:
    assert echo.vormen("naam", "van der") == set()
    assert echo.vormen("naam", "Bo") == set()
    assert "bo" not in echo.vormen("naam", "Bo Visser")


def test_part_of_an_id_is_no_name() -> None:
    merken = frozenset(echo.lijst({"naam": "Ada Dea"}, merk))
    assert not echo.bevat_bekende("3ada5f7dea0c1d2e3f4a5b6c7d8e9f0a", merken, merk)
    assert echo.bevat_bekende("3 Ada 5", merken, merk)


def test_without_anybody_in_the_vault_nothing_is_blocked() -> None:
    assert not echo.bevat_bekende("Lech Wałęsa", frozenset(), merk)


def test_a_first_name_that_is_an_ordinary_word_blocks_that_word() -> None:
    """The residual that the module states."""
    assert echo.bevat_bekende("De roos in de tuin.", frozenset(echo.lijst({"naam": "Roos Visser"}, merk)), merk)
