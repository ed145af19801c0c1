"""The shapes of numbers, addresses and accounts: what a rule finds by its form or by the word before it."""

import re
from collections.abc import Iterator

from workflow import bsn
from workflow.markeerlijsten import Markeerlijsten
from workflow.spelling import vouw

Vondst = tuple[int, int, str, str]
"""Start, end, kind, and the name of the rule that found it."""

_I = re.IGNORECASE
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_EMAIL_WOORD = re.compile(
    r"[\w.+-]+\s*(?:\(at\)|\[at\]|\bat\b|\bapenstaartje\b)\s*[\w-]+\s*(?:\.|\(dot\)|\[dot\]|\bdot\b|\bpunt\b)\s*"
    r"(?:com|nl|org|net|eu|de|pl|bg|ro|ua|info)\b",
    _I,
)
_SITE = (
    r"(?:t\.me|wa\.me|telegram\.me|(?:m\.)?facebook\.com|fb\.com|fb\.me|instagram\.com|tiktok\.com|vk\.com|x\.com"
    r"|snapchat\.com|twitter\.com|onlyfans\.com|linkedin\.com|youtube\.com|linktr\.ee|discord\.gg)"
)
_PROFIEL = re.compile(rf"(?:https?://)?(?:www\.)?\b{_SITE}/[^\s,;)\"'”’]*[\w/]", _I)
_HEKJE = re.compile(r"(?<![\w#])[\w.]{2,32}#\d{4}\b")
_APEN = re.compile(r"(?<![\w.@/])@[^\W_][\w.-]*\w|(?<![\w.@/])@_[\w.-]*\w")
_DIENST = (
    r"(?:insta(?:gram)?|ig|snap(?:chat)?|telegram|tik ?tok|facebook|fb|messenger|whats ?app|signal|viber|discord"
    r"|onlyfans|wechat|skype|vk|twitter|linkedin|kinky|gebruikersnaam|profielnaam|accountnaam|inlognaam|nickname"
    r"|username|profiel|account|handle|schermnaam)"
)
_NA_DIENST = re.compile(
    rf"\b{_DIENST}(?:[ -]?(?:account|profiel|naam|gebruiker(?:snaam)?|id))?"
    r"(?:\s*[:=]\s*|\s+(?:(?:is|als|met|onder|de|het|naam|genaamd|heet|op|van|haar|zijn|hij|zij|ze|noemt|zich|account)\s+)*)"
    r"[\"'“‘„]?(@?[a-z0-9][\w.-]{2,}\w)(?![\w@])",
    _I,
)
_LIJKT_HANDLE = re.compile(
    r"(?<![\w@/.-])(?:[^\W\d_]+\d*(?:_[^\W_]+)+_?|[^\W\d_]{4,}\d{2,4}(?:[^\W\d_]{1,4})?)(?![\w@/-])"
)

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]{4}){2,7}(?:[ .-]?[A-Z0-9]{1,3})?\b")
_IBAN_KLEIN = re.compile(r"\b[a-z]{2}\d{2} ?[a-z0-9]{4}(?: ?\d{4}){2,6}(?: ?\d{1,3})?\b")
_REKENING = re.compile(r"\b(?:rekening(?:nummer|nr)?|bankrekening|iban|giro)\b[^.\n\d]{0,20}(\d[\d .]{5,20}\d)", _I)

_S = r"[ ./\u00a0-]"
_TEL_LAND = re.compile(rf"(?<![\w+])(?:\+|00){_S}?[1-9](?:(?:{_S}|[()])*\d){{7,13}}(?!\d)")
_TEL_NL = re.compile(rf"(?<![\w+])\(?0[1-9](?:(?:{_S}|[()]){{0,3}}\d){{8}}(?!\d)")
_TEL_PL = re.compile(r"(?<![\w+])(?<!\d[ .-])[1-9]\d{2}([ -])\d{3}\1\d{3}(?![ -]?\d)")
_TEL_NA = re.compile(
    r"\b(?:tel(?:efoon)?(?:nummer|nr)?|mobiel(?:e nummer|nummer)?|gsm|06(?:-|\s)?nummer|(?:te )?bell?en|belt"
    r"|bereikbaar|whats ?app|app(?:en|t)?"
    r"|sms(?:en|t)?|nummer)\b\.?[^.\n\d+]{0,25}(\+?\d(?:[ .()/-]{0,2}\d){6,13})(?!\d)",
    _I,
)
_PUBLIEK = re.compile(r"(?:0900|0800|088)[ -]?\d[\d -]*|14[ -]?0\d{2,3}|112")

_MAAND = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|jan|feb|febr|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)\.?"
)
_DATUM = re.compile(
    rf"(?<![\w])(?:\d{{1,2}}(?:e|de|ste)?\s+{_MAAND}\s+['’]?(\d{{4}}|\d{{2}})"
    r"|\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?['’]?(\d{4}|\d{2})|(\d{4})[-/.]\d{1,2}[-/.]\d{1,2})(?!\w|-\w)",
    _I,
)
_GEBOREN = re.compile(
    rf"(?:\b(?:geboren|geboorte\w*|geb\.?|verjaardag|jarig|dob)|[°*])[^.\n\d]{{0,30}}?((?:\d{{1,2}}(?:e|de|ste)?\s+)?{_MAAND}(?:\s+['’]?\d{{2,4}})?"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ]\d{1,2}(?:[-/. ]['’]?\d{2,4})?|\d{8}|(?:19|20)\d{2})(?!\d)",
    _I,
)

_NL_PLAAT = "|".join(
    (
        *(r"[A-Z]{2}-\d{2}-\d{2}", r"\d{2}-\d{2}-[A-Z]{2}", r"\d{2}-[A-Z]{2}-\d{2}", r"[A-Z]{2}-\d{2}-[A-Z]{2}"),
        *(r"[A-Z]{2}-[A-Z]{2}-\d{2}", r"\d{2}-[A-Z]{2}-[A-Z]{2}", r"\d{2}-[A-Z]{3}-\d", r"\d-[A-Z]{3}-\d{2}"),
        *(r"[A-Z]{2}-\d{3}-[A-Z]", r"[A-Z]-\d{3}-[A-Z]{2}", r"[A-Z]{3}-\d{2}-[A-Z]", r"[A-Z]-\d{2}-[A-Z]{3}"),
        *(r"\d-[A-Z]{2}-\d{3}", r"\d{3}-[A-Z]{2}-\d"),
    )
)
_PLAAT_NL = re.compile(rf"(?<![\w-])(?:{_NL_PLAAT})(?![\w-])", _I)
_PLAAT_NL_LOS = re.compile(rf"(?<![\w-])(?:{_NL_PLAAT.replace('-', '[ ]?')})(?![\w-])")
_PLAAT_LAND = re.compile(
    r"(?<![\w-])(?:"
    r"[A-ZА-Я]{1,2} ?\d{4} ?[A-ZА-Я]{2}"  # BG, UA
    r"|[A-ZÄÖÜ]{1,3}[ -][A-ZÄÖÜ]{1,2}[ -]?\d{2,4}[EH]?"  # DE
    r"|[A-Z]{2,3} (?=[A-Z]{0,2}\d)[A-Z0-9]{4,5}"  # PL
    r"|[A-Z]{1,2}[ -]?\d{2,3}[ -]?[A-Z]{3}"  # RO
    r"|\d{4} ?[BCDFGHJKLMNPRSTVWXYZ]{3}"  # ES
    r"|[A-Z]{3}[ -]\d{3}"  # HU, LT
    r"|[A-Z]{2}[ -]\d{3}[ -][A-Z]{2}"  # FR, IT
    r"|\d[ -][A-Z]{3}[ -]\d{3}"  # BE
    r"|[A-Z]{2}\d{2} ?[A-Z]{3}"  # UK
    r"|\d{2} ?[A-Z]{1,3} ?\d{2,4}"  # TR
    r"|\d[A-Z]\d \d{4}"  # CZ
    r")(?![\w-])"
)
_GROEP = r"(?:[A-Z]{0,3}\d[A-Z0-9]{0,5}|[A-Z]{1,3})"
_PLAAT_NA = re.compile(
    r"\b(?:kenteken(?:plaat|nummer)?s?|nummerbord|nummerplaat|plaat)\b[^.\n]{0,30}?(?<![\w-])"
    rf"((?=[A-Z -]*\d)(?=[\d -]*[A-Z]){_GROEP}(?:[ -]?{_GROEP}){{0,3}})(?![\w-])",
    _I,
)

_BEWIJS = (
    r"(?:paspoort|pasp\.?|id-?kaart|id-?bewijs|id-?nummer|identiteitskaart|identiteitsbewijs|legitimatie\w*|verblijfs(?:vergunning|document|kaart|titel)"
    r"|vreemdelingen(?:kaart|nummer|document)|rijbewijs|visum|document(?:nummer|nr)?|v-?nummer|w-?document|vergunningnummer|zorgpas|polis(?:nummer)?"
    r"|pasnummer|kaartnummer|klantnummer|personeelsnummer)"
)
_DOC_NA = re.compile(
    rf"\b{_BEWIJS}\w*\b[^.\n]{{0,40}}?(?<![\w-])"
    rf"((?:(?-i:[A-Z]{{1,4}})[ -]?|[a-z]{{1,3}})?\d[A-Z0-9]*(?:[ .-]?\d[A-Z0-9]*)*)(?![\w-])",
    _I,
)
_DOC_LOS = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,3} ?\d{6,8}[A-Z]?|[A-NP-Z]{2}(?=[A-Z0-9]*\d[A-Z0-9]*\d)[A-NP-Z0-9]{6}\d)(?![\w-])"
)
_BSN_NA = re.compile(r"\b(?:bsn|burgerservicenummer|sofi-?(?:nummer)?)\b[^.\n\d]{0,20}(\d(?:[ .-]?\d){7,8})(?!\d)", _I)

_STRAAT = (
    r"(?:straat|straatje|laan|weg|plein|pad|steeg|gracht|kade|dijk|singel|hof|hofje|dreef|ring|markt|wal|plantsoen|boulevard|allee"
    r"|brink|esch|enk|kamp|veld|bos|berg|park|baan|tuin|erf|waard|poort|meent|kwartier|hoek|horst|str\.?|strasse|straße|strase|gasse)"
)
_NR = (
    r"(?:(?:huis)?(?:nummer|nr\.?|no\.?)\s*)?\d{1,4}"
    r"(?:\s?(?:[a-zA-Z]|hs|bis|[IVX]{1,3})\b|[-/]\s?(?:\d{1,3}|[a-zA-Z])\b|-(?:hs|bis|[IVX]{1,3})\b|-?[a-zA-Z]\d?\b)?(?![\d,.]?\d)"
)
_POST = r"\d{4}(?:\s?[A-Z]{2}|[a-z]{2})\b"
_TOT = rf"(?:,?\s*(?:te\s+|in\s+)?{_POST})?"
_STAD = r"(?:,?\s+(?:te\s+|in\s+)?[A-Z][\w-]+)?"
_ADRES = re.compile(
    rf"(?<!\w)(?!(?:Op|In|Aan|Bij|Naar|Vanaf|Uit|Achter|Naast|Zij|Hij|Ik)\b)(?:(?:[A-Z][\w.'’-]*|(?:[vV]an|[dD]e|[dD]en|[dD]er|[hH]et|'t"
    rf"|[oO]ude|[nN]ieuwe|[bB]urgemeester|[bB]urg\.)) ){{0,4}}"
    rf"(?:[A-Z][\w'’-]*{_STRAAT}|Markt|Plein|Dijk|Laan|Weg|Hof|Ring|Brink|Kade|Singel|Haven|Dreef),?\s+(?:op\s+)?{_NR}{_TOT}"
)
_ADRES_KLEIN = re.compile(
    rf"(?<!\w)(?!onderweg|snelweg|halverweg)\w{{3,}}(?:straat|laan|weg|plein|steeg|gracht|kade|dijk|singel|dreef),?\s+(?:op\s+)?{_NR}{_TOT}",
    _I,
)
_ADRES_OM = re.compile(
    rf"\b(?:[Aa]an|[Oo]p|[Nn]aar|[Aa]dres|[Vv]anaf|[Nn]aast|[Ii]n|[Bb]ij|[Uu]it)(?:\s*:)?\s+(?:het\s+adres\s+)?((?:(?:de|het|den|De|Het|'t)\s)?[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){{0,2}}"
    rf",?\s+{_NR}{_TOT})"
)
_ADRES_BUITEN = re.compile(
    r"\b(?:ul\.|ulica|ulitsa|ul|str\.|strada|bul\.|bulevard|bd\.|calle|c/|via|rue|avenida|av\.|sokak|cadde|cad\.|mahalle\w*|blok|bl\.)\s+"
    r"[A-ZŁŚŻČŠȘȚĂÎ][\w.'’-]+(?:\s[A-ZŁŚŻȘȚ][\w.'’-]+){0,2},?\s+(?:nr\.?\s*|no:?\s*)?\d{1,4}\w?(?:/\d+)?",
    _I,
)
_POSTCODE = re.compile(
    r"(?<![\w-])[1-9]\d{3}(?:\s?[A-Z]{2}|[a-z]{2})(?:,?\s*(?:nr\.?|nummer|huisnummer)?\s*\d{1,4}\s?[a-zA-Z]?\b)?(?![\w-])"
)
_EENHEID = re.compile(
    r"\b(?:vakantie|recreatie)?(?:huisje|huis|woning|chalet|caravan|stacaravan|bungalow|kamer|appartement|app\.|flat|unit|kavel|blok|lodge"
    r"|trailer|container|hut|tent|studio|staanplaats|standplaats|ligplaats|plek|pod|cabin|barak|portacabin|hotelkamer|suite|etage|loods|box|garagebox)"
    r"(?:\s?(?:met\s)?(?:nummer|nr\.?|no\.?))?\s\d{1,4}(?:\s?-?[a-zA-Z]\b)?(?!\s*(?:euro|uur|jaar|personen|mensen|m2|bij\s\d|x|°|%|keer|maal|vierkante|(?:of|tot|à|a|t/m)\s\d))(?![\d,.]?\d)"
    r"(?:\s(?:boven|achter|naast|onder|van|op|in|bij|aan)\s(?:(?:de|het|een)\s)?(?:[a-z]+\s)?(?:[A-Z][\w'’-]+)(?:\s[A-Z][\w'’-]+){0,2})?",
    _I,
)
_WOONT = re.compile(
    rf"\b(?:woont|wonen|woonde|slaapt|slapen|verblijft|verblijven|verblijf|logeert|logeren|adres|ingeschreven)\b[^.\n]{{0,40}}?"
    rf"\b(?:aan|in|op)\s(?:de\s|het\s)?([A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*){{0,2}}{_STRAAT}|[A-Z][\w'’-]*{_STRAAT})\b"
)
_OP_NUMMER = re.compile(
    r"\b(?:op|huisnummer|woont op|woont naast|van)\s(?:(?:huis)?(?:nummer|nr\.?)\s)(\d{1,4}\s?[a-zA-Z]?)\b(?!\s?\d)"
    r"|\bhuisnummer\s(\d{1,4}\s?[a-zA-Z]?)\b",
    _I,
)
_EIGEN = re.compile(
    r"\b(?:P-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]|(?:MH|VS|OV|AC|VZ)-[0-9A-Z]{4}-[0-9A-Z]{4}(?:-[0-9A-Z])?)\b"
)


def eigen_nummers(tekst: str) -> Iterator[tuple[int, int]]:
    """The pseudonyms and case numbers of the product itself, which are no personal data."""
    for een in _EIGEN.finditer(tekst):
        yield een.span()


def _rijen(vorm: re.Pattern[str], tekst: str, soort: str, regel: str) -> Iterator[Vondst]:
    """Every hit of one shape: its first group that took part, or the whole."""
    for een in vorm.finditer(tekst):
        nr = een.lastindex if een.lastindex and vorm not in (_DATUM, _TEL_PL) else 0
        begin, eind = een.span(nr)
        yield begin, eind, soort, regel


def _lang_genoeg(rijen: Iterator[Vondst], tekst: str, kortst: int, langst: int) -> Iterator[Vondst]:
    """The finds that are as long as such a number is, with at least two digits in them."""
    for begin, eind, soort, regel in rijen:
        tekens = [een for een in tekst[begin:eind] if een.isalnum()]
        if kortst <= len(tekens) <= langst and sum(een.isdigit() for een in tekens) > 1:
            yield begin, eind, soort, regel


def _telefoons(tekst: str) -> Iterator[Vondst]:
    for vorm, regel in (
        (_TEL_LAND, "begint met een landnummer"),
        (_TEL_NL, "tien cijfers vanaf een nul"),
        (_TEL_NA, "cijfers na een woord over bellen"),
        (_TEL_PL, "drie keer drie cijfers"),
    ):
        for begin, eind, soort, waarom in _rijen(vorm, tekst, "telefoon", regel):
            if not _PUBLIEK.fullmatch(tekst[begin:eind].strip()):
                yield begin, eind, soort, waarom


def _datums(tekst: str, geboren_tot: int) -> Iterator[Vondst]:
    yield from _rijen(_GEBOREN, tekst, "geboortedatum", "na een woord over geboorte")
    for een in _DATUM.finditer(tekst):
        jaar = next(deel for deel in een.groups() if deel)
        vol = int(jaar) if len(jaar) == 4 else (2000 if int(jaar) < 30 else 1900) + int(jaar)
        if 1900 < vol <= geboren_tot:
            yield een.start(), een.end(), "geboortedatum", "een datum van lang geleden"


def _bsns(tekst: str) -> Iterator[Vondst]:
    for begin, eind in bsn.plekken(tekst):
        yield begin, eind, "bsn", "klopt met de elfproef"
    yield from _rijen(_BSN_NA, tekst, "bsn", "na het woord BSN")


def _handles(tekst: str, lijsten: Markeerlijsten) -> Iterator[Vondst]:
    """What follows the name of an app, when it is no ordinary word and no name with a capital."""
    for begin, eind, soort, regel in _rijen(_NA_DIENST, tekst, "handle", "na de naam van een app"):
        woord = tekst[begin:eind]
        naam = woord.isalpha() and woord[0].isupper() and woord[1:].islower()
        if not naam and not lijsten.is_gewoon(vouw(woord)) and vouw(woord) not in lijsten.tussen:
            yield begin, eind, soort, regel


def _buitenlands(tekst: str, lijsten: Markeerlijsten) -> Iterator[Vondst]:
    """Plates of other countries; letters that stand for an office, a brand or a code of ours are none."""
    for begin, eind, soort, regel in _rijen(_PLAAT_LAND, tekst, "kenteken", "de vorm van een buitenlands kenteken"):
        if vouw(re.split(r"[\W\d]", tekst[begin:eind])[0]) not in lijsten.geen_naam | lijsten.afkortingen:
            yield begin, eind, soort, regel


def vondsten(tekst: str, lijsten: Markeerlijsten) -> Iterator[Vondst]:
    """What the shapes find, the most certain first: a later find never takes the place of an earlier one."""
    for vorm, soort, regel in (
        (_EMAIL, "email", "een e-mailadres"),
        (_EMAIL_WOORD, "email", "een e-mailadres in woorden"),
        (_PROFIEL, "handle", "een adres van een profiel"),
        (_APEN, "handle", "begint met een apenstaart"),
        (_HEKJE, "handle", "een naam met een nummer van een app"),
        (_IBAN, "iban", "een rekeningnummer"),
        (_IBAN_KLEIN, "iban", "een rekeningnummer"),
        (_REKENING, "iban", "na het woord rekening"),
    ):
        yield from _rijen(vorm, tekst, soort, regel)
    # A number that no step would seal is told as such, whatever else it looks like.
    yield from _bsns(tekst)
    yield from _lang_genoeg(_rijen(_DOC_NA, tekst, "document", "na een woord over papieren"), tekst, 5, 15)
    yield from _telefoons(tekst)
    yield from _datums(tekst, lijsten.geboren_tot)
    yield from _lang_genoeg(_rijen(_PLAAT_NA, tekst, "kenteken", "na het woord kenteken"), tekst, 5, 8)
    for vorm, soort, regel in (
        (_PLAAT_NL, "kenteken", "de vorm van een Nederlands kenteken"),
        (_ADRES, "adres", "een straat met een nummer"),
        (_ADRES_KLEIN, "adres", "een straat met een nummer"),
        (_ADRES_BUITEN, "adres", "een straat in een ander land"),
        (_EENHEID, "adres", "een kamer of huisje met een nummer"),
        (_ADRES_OM, "adres", "een naam met een nummer na een plaatswoord"),
    ):
        yield from _rijen(vorm, tekst, soort, regel)
    yield from _buitenlands(tekst, lijsten)
    for vorm, soort, regel in (
        (_POSTCODE, "adres", "een postcode"),
        (_OP_NUMMER, "adres", "een huisnummer"),
        (_WOONT, "adres", "een straat waar iemand woont"),
        (_PLAAT_NL_LOS, "kenteken", "de vorm van een Nederlands kenteken"),
        (_DOC_LOS, "document", "de vorm van een paspoortnummer"),
    ):
        yield from _rijen(vorm, tekst, soort, regel)
    yield from _handles(tekst, lijsten)
    yield from _rijen(_LIJKT_HANDLE, tekst, "handle", "lijkt op een naam van internet")
