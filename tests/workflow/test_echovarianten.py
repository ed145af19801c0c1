"""The echo check over thousands of spelling variants of every kind of vault fact: at least 99 in 100 are recognised.

`python -m tests.workflow.test_echovarianten` prints the figures and what is missed.
"""

import hashlib
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator

from workflow import echo

NAMEN = (
    *("Lech Wałęsa", "Mariana Popescu", "Żaneta Wiśniewska", "Ömer Çelik", "Nguyễn Thị Hương", "Tesfay Gebremedhin"),
    *("Precious Osagie", "Svitlana Kovalenko", "Juan Carlos Restrepo", "Ahmed el Amrani", "Wang Xiaoling"),
    *("Jan-Willem van den Berg", "Georgi Dimitrov", "Seán O'Neill", "Ștefan Ionuț Rădulescu", "María José Núñez"),
    *("Hüseyin Yıldırım", "Đorđe Šćepanović", "Chinedu Okafor-Eze", "Fatima Zahra Bennani"),
)
TELEFOONS = ("0600000001", "0612000098", "+48 600 000 123", "0049 172 0000123", "0543 000 981", "+40 700 000 321")
DATUMS = (("12", "3", "1990"), ("5", "12", "1988"), ("7", "5", "2001"), ("30", "11", "1979"))
KENTEKENS = ("XK-123-B", "WI 1234A", "B 123 ABC", "KLE-AB 123", "CB 1234 AB", "00-AEU-0")
DOCUMENTEN = ("NWB12L4K9", "ZS 0000177", "123.456.7890", "C1234567", "W12345678")
IBANS = ("NL91 ABNA 0417 1643 00", "PL61 1090 1014 0000 0712 1981 2874", "DE89 3704 0044 0532 0130 00")
HANDLES = ("@sweet_lady88", "t.me/bunny_ro", "https://instagram.com/maria.ro95", "kbs_winterswijk00")
EMAILS = ("m.popescu@voorbeeld.example", "blessing1999@post.voorbeeld.example", "sweetlady@voorbeeld.example")
ADRESSEN = (
    ("Dorpsstraat", "12", "7101 AB", "Winterswijk"),
    ("Burgemeester de Vriesstraat", "4", "7121 CD", "Aalten"),
    ("Kerkplein", "101", "7131 EF", "Lichtenvoorde"),
)
MAANDEN = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
    *("augustus", "september", "oktober", "november", "december"),
)
ZINNEN = (
    "{} woont daar sinds vorig jaar.",
    "De buurvrouw noemde {}, en daarna niets meer.",
    "Gezien: {}",
    '"{}" stond op het briefje',
    "(zie {}) en verder",
    "Volgens de huisarts ging het om {}.",
)


def plat(tekst: str) -> str:
    los = "".join(een for een in unicodedata.normalize("NFKD", tekst) if not unicodedata.combining(een))
    return los.translate(str.maketrans("łŁđĐıø", "lLdDio"))


def letters(tekst: str) -> Iterator[str]:
    for een in (tekst, plat(tekst)):
        yield from (een, een.lower(), een.upper(), een.title(), unicodedata.normalize("NFD", een))


def namen() -> Iterator[tuple[str, str, str]]:
    for naam in NAMEN:
        delen = naam.split()
        achter = " ".join(delen[1:])
        vormen = [naam, f"{achter} {delen[0]}", f"{achter}, {delen[0]}", f"{delen[0][0]}. {achter}", achter, delen[0]]
        vormen += [f"{delen[0][0]}.{achter}", naam.replace(" ", "-"), naam.replace(" ", "_"), naam.replace(" ", "")]
        vormen += [naam.replace("-", " "), naam.replace("-", ""), naam.replace("'", ""), naam.replace(" ", "  ")]
        vormen += [f"{delen[-1]}s", f"{delen[0]}'s", " ".join(delen[-1]), naam.replace(" ", "\n")]
        yield from (("naam", naam, variant) for vorm in vormen for variant in letters(vorm))


def getallen() -> Iterator[tuple[str, str, str]]:
    for nummer in TELEFOONS:
        kern = "".join(een for een in nummer if een.isdigit())
        voor = 4 if nummer.startswith("0049") else 2 if nummer.startswith("+") else 1
        rest = kern[voor:]
        land = {4: "49", 2: kern[:2], 1: "31"}[voor]
        heel = [f"0{rest}", f"+{land}{rest}", f"00{land}{rest}", f"+{land} (0){rest}", rest]
        scheiding = ("", " ", "-", ".", "/", " - ", "\u00a0")
        yield from (("telefoon", nummer, een) for een in heel)
        for teken in scheiding:
            for stap in (1, 2, 3, 4):
                groepen = [rest[nr : nr + stap] for nr in range(0, len(rest), stap)]
                yield from (("telefoon", nummer, f"{begin}{teken}{teken.join(groepen)}") for begin in ("0", f"+{land}"))
    for dag, maand, jaar in DATUMS:
        naam, m2, d2 = MAANDEN[int(maand) - 1], maand.zfill(2), dag.zfill(2)
        vormen = [f"{d}{t}{m}{t}{j}" for d in (dag, d2) for m in (maand, m2) for j in (jaar, jaar[2:]) for t in "-/. "]
        vormen += [f"{jaar}{t}{m2}{t}{d2}" for t in "-/. "] + [
            f"{d2}{m2}{jaar}",
            f"{jaar}{m2}{d2}",
            f"{d2}{m2}{jaar[2:]}",
        ]
        for woord in (naam, naam.upper(), naam[:3], f"{naam[:3]}."):
            vormen += [
                f"{dag} {woord} {jaar}",
                f"{dag}e {woord} {jaar}",
                f"{dag} {woord} '{jaar[2:]}",
                f"{woord} {dag}, {jaar}",
            ]
        yield from (("geboortedatum", f"{dag}-{maand}-{jaar}", vorm) for vorm in vormen if "mrt" not in vorm)


def codes() -> Iterator[tuple[str, str, str]]:
    for soort, waarden in (("kenteken", KENTEKENS), ("document", DOCUMENTEN), ("iban", IBANS)):
        for waarde in waarden:
            kern = "".join(een for een in waarde if een.isalnum())
            vormen = {waarde, waarde.lower(), kern, kern.lower(), " ".join(kern), ".".join(kern)}
            vormen |= {"-".join(waarde.replace("-", " ").replace(".", " ").split()) for _ in (0,)}
            vormen |= {teken.join(kern[nr : nr + 4] for nr in range(0, len(kern), 4)) for teken in (" ", "-", ".")}
            vormen |= {teken.join(waarde.replace("-", " ").replace(".", " ").split()) for teken in (" ", "/", "_", "–")}
            yield from ((soort, waarde, vorm) for vorm in sorted(vormen))
    for waarde in HANDLES:
        kaal = waarde.rstrip("/").replace("@", "").split("/")[-1]
        vormen = {waarde, kaal, f"@{kaal}", kaal.upper(), kaal.title(), f"t.me/{kaal}", f"instagram.com/{kaal}"}
        vormen |= {kaal.replace("_", teken).replace(".", teken) for teken in ("", " ", "-", ".", "_")}
        yield from (("handle", waarde, vorm) for vorm in sorted(vormen))
    for waarde in EMAILS:
        voor, _, na = waarde.partition("@")
        vormen = {waarde, waarde.upper(), f"{voor} @ {na}", f"{voor} at {na}", f"{voor}(at){na}", f"{voor} [at] {na}"}
        vormen |= {f"{voor} at {na.replace('.', f' {punt} ')}" for punt in ("punt", "dot")} | {f"mailto:{waarde}"}
        yield from (("email", waarde, vorm) for vorm in sorted(vormen))
    for straat, nr, postcode, stad in ADRESSEN:
        waarde = f"{straat} {nr}, {postcode} {stad}"
        kort = straat.replace("straat", "str.").replace("plein", "pln.")
        vormen = {waarde, waarde.lower(), waarde.upper(), f"{straat} {nr}", f"{straat}{nr}", f"{straat} nr. {nr}"}
        vormen |= {f"{straat} {nr}a", f"{straat} {nr}-b", f"{straat}, {nr}", f"{nr} {straat}", f"{straat} nummer {nr}"}
        vormen |= {
            f"{postcode} {nr}",
            f"{postcode.replace(' ', '')} {nr}",
            f"{postcode.lower()} {nr}",
            f"{nr}, {postcode}",
        }
        vormen |= {f"{kort} {nr}", f"{straat} {nr} in {stad}", f"{straat} op nummer {nr}", f"{straat} huisnummer {nr}"}
        yield from (("adres", waarde, vorm) for vorm in sorted(vormen))


def merk(waarde: str) -> str:
    return hashlib.sha256(waarde.encode()).hexdigest()


def meet() -> tuple[Counter[str], list[tuple[str, str, str]]]:
    """How many variants of each kind there are, and which were not recognised."""
    alle = list(dict.fromkeys((*namen(), *getallen(), *codes())))
    lijsten: dict[tuple[str, str], frozenset[str]] = {}
    gemist = []
    for nr, (soort, waarde, variant) in enumerate(alle):
        if (soort, waarde) not in lijsten:
            lijsten[soort, waarde] = frozenset(echo.lijst({soort: waarde}, merk))
        if not echo.bevat_bekende(ZINNEN[nr % len(ZINNEN)].format(variant), lijsten[soort, waarde], merk):
            gemist.append((soort, waarde, variant))
    return Counter(soort for soort, _, _ in alle), gemist


def test_at_least_99_of_100_spellings_are_recognised() -> None:
    aantal, gemist = meet()
    assert aantal.total() >= 2000
    assert len(gemist) <= aantal.total() // 100, gemist


def test_no_kind_of_fact_is_left_behind() -> None:
    aantal, gemist = meet()
    per_soort = Counter(soort for soort, _, _ in gemist)
    assert {soort: nr for soort, nr in per_soort.items() if nr > aantal[soort] * 0.05} == {}


if __name__ == "__main__":
    geteld, missers = meet()
    sys.stdout.write(f"{geteld.total()} variants {dict(geteld)}, missed {len(missers)}\n")
    sys.stdout.writelines(f"{een}\n" for een in missers)
