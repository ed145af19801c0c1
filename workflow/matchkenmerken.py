"""What is compared between cases: one strict spelling for each kind of fact, and nothing that is too common to tell.

A name alone makes no feature, nor does a BSN, whatever it was typed as.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date

from workflow.bsn import bevat_bsn
from workflow.spelling import vouw

NAAM_GEBOREN = "naam_geboren"
SOORTEN: Mapping[str, str] = {
    "telefoon": "hetzelfde telefoonnummer",
    "kenteken": "hetzelfde kenteken",
    "adres": "hetzelfde adres",
    "iban": "hetzelfde rekeningnummer",
    "document": "hetzelfde document",
    "handle": "dezelfde naam op internet",
    NAAM_GEBOREN: "dezelfde naam en geboortedatum",
}
KORTSTE_TELEFOON, LANGSTE_TELEFOON = 8, 15
KORTSTE = {"kenteken": 4, "document": 6, "iban": 15}

_POSTCODE = re.compile(r"\b([1-9]\d{3})\s*([a-z]{2})\b")
_HUISNUMMER = re.compile(r"\b(\d{1,5})(?:\s*[-/ ]?\s*(bis|hs|huis|hoog|[a-z]\d{0,3}|\d{1,4}))?\b")
_PLATFORMS: Mapping[str, tuple[str, ...]] = {
    "instagram": ("instagram", "insta", "ig"),
    "telegram": ("telegram", "tme"),
    "tiktok": ("tiktok",),
    "facebook": ("facebook", "fb"),
    "snapchat": ("snapchat", "snap"),
    "x": ("twitter", "x"),
    "whatsapp": ("whatsapp",),
    "onlyfans": ("onlyfans",),
}
_PLATFORM = {woord: naam for naam, woorden in _PLATFORMS.items() for woord in woorden}
_HANDLE = re.compile(r"[a-z0-9._-]{2,}")
# "PL: WA 1234" and "WA 1234 (PL)" name the country beside the plate.
_LAND = re.compile(r"^\s*[a-z]{1,3}\s*:\s*|\(\s*[a-z]{1,3}\s*\)")
_MAANDEN = {
    maand: nr
    for nr, namen in enumerate(
        (
            *("januari jan", "februari feb", "maart mrt", "april apr", "mei", "juni jun", "juli jul"),
            *("augustus aug", "september sep sept", "oktober okt", "november nov", "december dec"),
        ),
        1,
    )
    for maand in namen.split()
}


def kenmerken(
    gegevens: Mapping[str, str],
    *,
    zonder: Collection[str] = (),
    woorden_veel_bewoners: Collection[str] = (),
    veel_bewoners: Collection[str] = (),
) -> dict[str, str]:
    """The features of one person, or of one fact of him: kind → the strict spelling that is compared.

    In: `gegevens` by kind of vault fact; `zonder` kinds that were marked as telling nothing; `veel_bewoners` addresses
    in their strict spelling, and words in an address, of places where many people live.
    """
    gevonden = {
        "telefoon": telefoon(gegevens.get("telefoon", "")),
        "kenteken": kenteken(gegevens.get("kenteken", "")),
        "adres": _rustig_adres(gegevens.get("adres", ""), woorden_veel_bewoners, veel_bewoners),
        "iban": _alnum("iban", gegevens.get("iban", "")),
        "document": document(gegevens.get("document", "")),
        "handle": handle(gegevens.get("handle", "")),
        NAAM_GEBOREN: naam_geboren(gegevens.get("naam", ""), gegevens.get("geboortedatum", "")),
    }
    return {soort: waarde for soort, waarde in gevonden.items() if waarde and soort not in zonder}


def telefoon(waarde: str) -> str:
    """A number as `+31600000001`; "" when it is too short or too long to be one. Without a country it is Dutch."""
    plat = vouw(waarde).replace("(0)", "").strip()
    cijfers = "".join(teken for teken in plat if teken.isdigit())
    if plat.startswith("+"):
        nummer = cijfers
    elif cijfers.startswith("00"):
        nummer = cijfers[2:]
    elif cijfers.startswith("0"):
        nummer = f"31{cijfers[1:]}"
    else:
        # Nine digits are a Dutch number of which the zero was left out.
        nummer = f"31{cijfers}" if len(cijfers) == 9 else cijfers
    if nummer.startswith("310"):
        nummer = f"31{nummer[3:]}"
    return f"+{nummer}" if KORTSTE_TELEFOON <= len(nummer) <= LANGSTE_TELEFOON else ""


def kenteken(waarde: str) -> str:
    """A plate without its signs. A country that stands beside it is left out: who leaves it out must still be found."""
    return _alnum("kenteken", _LAND.sub("", vouw(waarde)))


def document(waarde: str) -> str:
    """A number of a passport or card; "" for one without a digit, and for a BSN."""
    if bevat_bsn(waarde):
        return ""
    plat = _alnum("document", waarde)
    return plat if any(teken.isdigit() for teken in plat) else ""


def _alnum(soort: str, waarde: str) -> str:
    plat = "".join(teken for teken in vouw(waarde) if teken.isalnum()).upper()
    return plat if len(plat) >= KORTSTE[soort] else ""


def adres(waarde: str) -> str:
    """`7071AB|12|A`; without a postcode `kerkstraat|12|A|ulft`. "" when a house number or the town is missing."""
    plat = vouw(waarde)
    postcode = _POSTCODE.search(plat)
    rest = plat if postcode is None else f"{plat[: postcode.start()]},{plat[postcode.end() :]}"
    nummer = _HUISNUMMER.search(rest)
    if nummer is None:
        return ""
    getal, toevoeging = str(int(nummer[1])), (nummer[2] or "").upper()
    if postcode is not None:
        return f"{postcode[1]}{postcode[2].upper()}|{getal}|{toevoeging}"
    straat, plaats = (
        "".join(teken for teken in deel if teken.isalnum()) for deel in (rest[: nummer.start()], rest[nummer.end() :])
    )
    return f"{straat}|{getal}|{toevoeging}|{plaats}" if straat and plaats else ""


def _rustig_adres(waarde: str, woorden: Collection[str], veel: Collection[str]) -> str:
    plat, gevonden = vouw(waarde), adres(waarde)
    huis = "|".join(gevonden.split("|")[:2])
    druk = any(woord in plat for woord in woorden) or gevonden in veel or any(huis == een.rstrip("|") for een in veel)
    return "" if druk else gevonden


def handle(waarde: str) -> str:
    """`telegram|naam`; `|naam` when the platform is not named."""
    plat = vouw(waarde).replace("t.me/", "tme ").replace("https://", "").replace("http://", "").replace("www.", "")
    delen = [deel for deel in re.split(r"[\s/:@,()]+", plat.replace(".com", " ").replace(".nl", " ")) if deel]
    platform = next((_PLATFORM[deel] for deel in delen if deel in _PLATFORM), "")
    namen = [deel for deel in delen if deel not in _PLATFORM and _HANDLE.fullmatch(deel)]
    return f"{platform}|{namen[-1].strip('.')}" if namen else ""


def naam_geboren(naam: str, geboortedatum: str) -> str:
    """The words of a name in the order of the alphabet, and the day of birth; "" when one of them is missing."""
    woorden = sorted(re.findall(r"[^\W\d_]+", vouw(naam)))
    dag = _dag(geboortedatum)
    return f"{' '.join(woorden)}|{dag}" if woorden and dag else ""


def _dag(waarde: str) -> str:
    delen = [een for een in re.findall(r"\d+|[a-z]+", vouw(waarde)) if een.isdigit() or een in _MAANDEN]
    if len(delen) != 3:
        return ""
    if len(delen[0]) == 4:
        delen.reverse()
    dag, maand, jaar = delen
    nr = _MAANDEN.get(maand) or (int(maand) if maand.isdigit() else 0)
    try:
        return date(int(jaar), nr, int(dag)).isoformat() if len(jaar) == 4 else ""
    except ValueError:
        return ""
