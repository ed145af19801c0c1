"""The echo check: no value that the vault of a case knows may stand in a text that leaves the desk.

What it stops is the slip of the pen, in every usual spelling. What it can't stop is stated here: a number in words, a
letter replaced by a digit, a short name broken by a space, a compound word, a translation. A first name that is an
ordinary Dutch word (Roos, Storm) blocks that word too: write the P-number, or the sentence in another way.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from workflow.spelling import Token, lezingen, tokens_van

KORTSTE = 3
# Words of a sentence run together make other words ("om er", "is met"): only from this length on they count as one.
LANG = 7
KORTSTE_LOS = 5
LANGSTE_REEKS, LANGSTE_LOSSE_REEKS = 8, 24
# Parts of a name that never count alone.
PARTIKELS = frozenset(
    (
        *("van", "de", "der", "den", "het", "el", "al", "bin", "ten", "ter", "te", "tot", "von", "zu", "dos", "das"),
        *("del", "la", "le", "da", "di", "du", "ibn", "ben", "abu", "aan", "bij", "in", "op", "uit", "onder", "over"),
        *("voor", "achter"),
    )
)
MAANDEN = (
    *(("januari", "january", "jan"), ("februari", "february", "febr", "feb"), ("maart", "march", "mrt", "mar", "maa")),
    *(("april", "apr"), ("mei", "may"), ("juni", "june", "jun"), ("juli", "july", "jul")),
    *(("augustus", "august", "aug"), ("september", "sept", "sep"), ("oktober", "october", "okt", "oct")),
    *(("november", "nov"), ("december", "dec")),
)
_MAAND = {naam: nr for nr, namen in enumerate(MAANDEN, 1) for naam in namen}
_RANGWOORDEN = frozenset(["e", "de", "ste", "th", "st", "nd", "rd", "van", "of"])


# -- the forms of a value


def vormen(soort: str, waarde: str) -> set[str]:
    """The spelling forms of one value under which it is recognised; the same text gives the same forms each time."""
    gevonden: set[str] = set()
    for lezing in lezingen(waarde):
        if soort in _LOS:
            gevonden |= _LOS[soort](lezing)
            continue
        tokens = tokens_van(lezing)
        woorden = [woord for woord, _ in tokens]
        gevonden |= _VORMEN.get(soort, _heel)(woorden)
    return {een for een in gevonden if len(een) >= KORTSTE}


def _heel(woorden: Sequence[str]) -> set[str]:
    return {"".join(woorden), " ".join(woorden)}


def _naam(woorden: Sequence[str]) -> set[str]:
    """The name, each of its words, and each row of words in it, run together or not."""
    delen = [woord for woord in woorden if not woord.isdigit()][:LANGSTE_REEKS]
    gevonden: set[str] = set()
    for begin in range(len(delen)):
        for einde in range(begin + 1, len(delen) + 1):
            deel = delen[begin:einde]
            telt = any(len(woord) >= KORTSTE and woord not in PARTIKELS for woord in deel)
            if telt or (1 < len(deel) == len(delen) and not PARTIKELS.issuperset(deel)):
                gevonden |= _heel(deel)
    draaien = range(1, len(delen)) if gevonden else ()
    return gevonden | {een for nr in draaien if len(een := "".join(delen[nr:] + delen[:nr])) >= LANG}


def _telefoon(woorden: Sequence[str]) -> set[str]:
    """The end of the number: +31 6, 0031 6, 06 and 6 are one."""
    cijfers = "".join(woord for woord in woorden if woord.isdigit())
    return {cijfers[-9:], cijfers[-8:]} if len(cijfers) >= 9 else {cijfers} if len(cijfers) >= 6 else set()


def _geboren(woorden: Sequence[str]) -> set[str]:
    return set(_datums(woorden)) or _heel(woorden)


def _adres(woorden: Sequence[str]) -> set[str]:
    """Street with number, and postcode with number; a street or a town alone is no address."""
    plek = next((nr for nr, een in enumerate(woorden[:-1]) if _is_postcode(een, woorden[nr + 1])), None)
    rest = list(woorden) if plek is None else [*woorden[:plek], *woorden[plek + 2 :]]
    eerste = next((nr for nr, een in enumerate(rest) if een.isdigit()), None)
    if eerste is None:
        return _heel(woorden)
    getal, straat = rest[eerste], rest[:eerste]
    gevonden = set(_heel(woorden))
    for nr in range(len(straat)):
        if nr == 0 or len(straat[-1]) > 4:
            naam = "".join(straat[nr:])
            gevonden |= {naam + getal, getal + naam}
    if plek is not None:
        postcode = woorden[plek] + woorden[plek + 1]
        stad = "".join(een for een in woorden[plek + 2 :] if not een.isdigit())
        gevonden |= {postcode + getal, getal + postcode, postcode + stad + getal}
    return gevonden


def _rekening(woorden: Sequence[str]) -> set[str]:
    """An account number, and the end of its digits: in groups of four a long one has too many words to be a row."""
    staart = ""
    for woord in reversed(woorden):
        if not woord.isdigit():
            break
        staart = woord + staart
    return _heel(woorden) | ({staart[-9:]} if len(staart) >= LANG else set())


def _email(lezing: str) -> set[str]:
    """A mail address, also with its signs in words; its first part alone when that is no ordinary word."""
    deel, _, domein = lezing.partition("@")
    voor, na = [[woord for woord, _ in tokens_van(een)] for een in (deel, domein)]
    gevonden = {"".join((*voor, *na)), "".join((*voor, "at", *na)), " ".join((*voor, *na))}
    gevonden |= {"".join(voor) + at + punt.join(na) for at in ("at", "apenstaartje") for punt in ("punt", "dot")}
    los = "".join(voor)
    eigen = len(voor) > 1 or len(los) > LANG or any(teken.isdigit() for teken in los)
    return gevonden | ({los} if eigen and len(los) >= KORTSTE_LOS else set())


def _handle(lezing: str) -> set[str]:
    """The name itself, without the address or the app before it."""
    naam = re.split(r"[/@\s:]+", lezing.strip().rstrip("/"))[-1]
    return _heel([woord for woord, _ in tokens_van(naam)]) | _heel([woord for woord, _ in tokens_van(lezing)])


def _is_postcode(cijfers: str, letters: str) -> bool:
    return cijfers.isdigit() and len(cijfers) == 4 and letters.isalpha() and len(letters) == 2


_VORMEN: Mapping[str, Callable[[Sequence[str]], set[str]]] = {
    "naam": _naam,
    "telefoon": _telefoon,
    "geboortedatum": _geboren,
    "adres": _adres,
    "iban": _rekening,
}
# Kinds of which the signs between the words matter.
_LOS: Mapping[str, Callable[[str], set[str]]] = {"email": _email, "handle": _handle}


def lijst(gegevens: Mapping[str, str], merk: Callable[[str], str]) -> list[str]:
    """The marks of all values of one person; `merk` is the keyed mark under the key of the case."""
    return sorted({merk(vorm) for soort, waarde in gegevens.items() if waarde for vorm in vormen(soort, waarde)})


# -- what stands in a text


def _reeksen(tokens: Sequence[Token]) -> Iterator[str]:
    """Every row of words that could be a value, in the spelling of `vormen`."""
    for begin in range(len(tokens)):
        aaneen, vast, los = "", True, True
        for nr, (woord, hangt) in enumerate(tokens[begin : begin + LANGSTE_LOSSE_REEKS]):
            aaneen += woord
            vast, los = vast and (nr == 0 or hangt), los and len(woord) == 1
            if nr >= LANGSTE_REEKS and not los and not aaneen.isdigit():
                break
            een_woord = vast or los or len(aaneen) >= LANG or any(teken.isdigit() for teken in aaneen)
            if een_woord:
                yield from _gelezen(aaneen)
            else:
                yield " ".join(woord for woord, _ in tokens[begin : begin + nr + 1])


def _gelezen(aaneen: str) -> Iterator[str]:
    yield aaneen
    if aaneen.isdigit():
        yield aaneen[-9:]
        yield from _datums_aaneen(aaneen)
    elif len(aaneen) > 4 and aaneen.endswith("s"):
        yield aaneen[:-1]


def _datums(woorden: Iterable[str]) -> Iterator[str]:
    """The dates in a row of words, day first, year first, or month first when it is a name."""
    rij = [woord for woord in woorden if woord not in _RANGWOORDEN]
    for een, twee, drie in zip(rij, rij[1:], rij[2:], strict=False):
        yield from _datum(een, twee, drie)
        if len(een) == 4:
            yield from _datum(drie, twee, een)
        if een in _MAAND:
            yield from _datum(twee, een, drie)
    for een in rij:
        yield from _datums_aaneen(een)


def _datums_aaneen(cijfers: str) -> Iterator[str]:
    if cijfers.isdigit() and len(cijfers) in (6, 8):
        yield from _datum(cijfers[:2], cijfers[2:4], cijfers[4:])
        yield from _datum(cijfers[-2:], cijfers[-4:-2], cijfers[:-4])


def _datum(dag: str, maand: str, jaar: str) -> Iterator[str]:
    m = int(maand) if maand.isdigit() and len(maand) < 3 else _MAAND.get(maand, 0)
    if not (dag.isdigit() and jaar.isdigit() and len(dag) < 3 and 1 <= int(dag) <= 31 and 1 <= m <= 12):
        return
    jaren = [jaar] if len(jaar) == 4 else [f"19{jaar}", f"20{jaar}"] if len(jaar) == 2 else []
    for j in jaren:
        yield f"{j}-{m:02}-{int(dag):02}"


def bevat_bekende(tekst: str, merken: frozenset[str], merk: Callable[[str], str]) -> bool:
    """True when a text holds a value of the vault, in any spelling that `vormen` knows."""
    if not merken:
        return False
    gezien: set[str] = set()
    for lezing in lezingen(tekst):
        tokens = tokens_van(lezing)
        gezien.update(_reeksen(tokens), _datums(woord for woord, _ in tokens))
    return any(merk(een) in merken for een in gezien if len(een) >= KORTSTE)
