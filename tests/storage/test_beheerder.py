"""A beheerder with all pages, all commands and SQL write opens nothing of a case; nor does root without a passphrase.

Each attack is tried on a copy of one installation, then everybody goes on with his work, then all that the attacker
controls is tried on everything: through the use cases, on the pages, and with his raw keys against every lock.
"""

import base64
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.crypto import dubbel, hpke, passphrase, signing
from storage.crypto.codes import papieren_code, uitnodiging_id, volg_id, volgcode
from storage.crypto.encoding import expand
from storage.crypto.envelope import seal, unseal
from storage.crypto.errors import Ongeldig
from storage.keys.mensen import inlog_id
from storage.keys.werkplekken import ZONDER_DAGEN, certificaat_bericht, lid_ctx
from storage.keys.wortel import Wortel, WortelFout
from storage.tables.mensen import LidRij, PersoonRij, WerkpleksleutelRij
from storage.tables.sessies import SessieRij
from storage.tables.zaken import DocumentRij, WrapRij, ZaakRij
from storage.tweedefactor import Factor
from tests.storage.beheerder import ANDERS, KANARIE, WIE, Aanvaller, kopie, leef, maak_basis, oogst, rauw, rijen_van
from tests.storage.leden import keur_goed, open_werkplek
from tests.web.toetsenbord import typ
from tests.wereld import WACHTZIN, Wereld, email
from workflow import leden
from workflow.fouten import DomeinFout

AF, OVERLEG = "af.aalten", "overleg.aalten"
STRAKS = (date.today() + timedelta(days=300)).isoformat()
GISTEREN = (date.today() - timedelta(days=1)).isoformat()
Aanval = Callable[[Aanvaller], None]


@pytest.fixture(scope="module")
def basis(tmp_path_factory: pytest.TempPathFactory) -> Wereld:
    """Made once, closed."""
    return maak_basis(tmp_path_factory.mktemp("basis") / "data")


@pytest.fixture
def a(basis: Wereld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Aanvaller]:
    for naam in [een for een in os.environ if een.startswith("MELDROUTE_")]:
        monkeypatch.delenv(naam)
    aanvaller = Aanvaller(kopie(basis, tmp_path / "data"))
    yield aanvaller
    aanvaller.w.huis.sluit()


# -- seats


def kopieer_een_zetel(a: Aanvaller) -> None:
    a.kopieer("lid", "werkplek IN (?, ?)", {"persoon_id": a.id}, AF, OVERLEG)


def verhang_de_zetels(a: Aanvaller) -> None:
    a.sql("UPDATE lid SET persoon_id = ? WHERE werkplek = ? AND waarneemt = 1", a.id, AF)
    a.sql("UPDATE lid SET persoon_id = ? WHERE werkplek = ? AND waarneemt = 1", a.id, OVERLEG)


def schrijf_een_zetel(a: Aanvaller) -> None:
    publiek = a.sql("SELECT publiek FROM persoon WHERE id = ?", a.id)[0][0]
    assert isinstance(publiek, bytes)
    ctx = (AF, 1, a.id, hpke.kid(publiek))
    binnen = hpke.seal_to(publiek, a.paar.private + bytes(32), ctx)
    for wrap in (binnen, seal(bytes(32), binnen, ("outer", *ctx), pad=1)):
        a.sql("INSERT OR REPLACE INTO lid VALUES (?, 1, ?, ?, 0, NULL, NULL)", AF, a.id, wrap)


def noodwrap_als_zetel(a: Aanvaller) -> None:
    ((wrap,),) = a.sql("SELECT wrap FROM noodwrap WHERE werkplek = ?", AF)
    a.sql("INSERT INTO lid VALUES (?, 1, ?, ?, 0, NULL, NULL)", AF, a.id, wrap)


def zet_vernieuwing_aan(a: Aanvaller) -> None:
    kopieer_een_zetel(a)
    a.sql("UPDATE werkplek SET vernieuwen_sinds = ?, verlaten_epoch = 1", GISTEREN)
    leef(a.w)
    a.sql("UPDATE werkplek SET vernieuwen_sinds = NULL, verlaten_epoch = NULL")


# -- accounts


def eigen_sleutel_bij_een_lid(a: Aanvaller) -> None:
    a.sql("UPDATE persoon SET publiek = ? WHERE id = ?", a.paar.public, a.w.ids["af2.aalten"])
    a.sql("UPDATE persoon SET publiek = ? WHERE id = ?", a.paar.public, a.w.ids["deelnemer.aalten"])
    a.sql("UPDATE persoon SET publiek = ? WHERE id = ?", a.paar.public, a.w.ids["vangnet"])


def verwissel_inlognaam(a: Aanvaller) -> None:
    ander = a.w.ids["af2.aalten"]
    ((eigen,), (zijn,)) = (a.sql("SELECT inlog_id FROM persoon WHERE id = ?", een)[0] for een in (a.id, ander))
    a.sql("UPDATE persoon SET inlog_id = ? WHERE id = ?", os.urandom(16), ander)
    a.sql("UPDATE persoon SET inlog_id = ? WHERE id = ?", zijn, a.id)
    a.sql("UPDATE persoon SET inlog_id = ? WHERE id = ?", eigen, ander)
    a.logins.append((email("af2.aalten"), ANDERS))


def _neem_kolommen_over(a: Aanvaller, wie: str, *kolommen: str) -> None:
    for kolom in kolommen:
        ((waarde,),) = a.sql(f"SELECT {kolom} FROM persoon WHERE id = ?", a.id)
        a.sql(f"UPDATE persoon SET {kolom} = ? WHERE id = ?", waarde, a.w.ids[wie])


def eigen_wachtzin_op_een_lid(a: Aanvaller) -> None:
    a.logins.append((email("af2.aalten"), ANDERS))
    _neem_kolommen_over(a, "af2.aalten", "salt", "kosten", "pepper_kid", "verifier")


def eigen_wachtzin_en_sleutel_op_een_lid(a: Aanvaller) -> None:
    eigen_wachtzin_op_een_lid(a)
    _neem_kolommen_over(a, "af2.aalten", "geheim", "geheim_herstel", "publiek")


def profiel_van_een_lid(a: Aanvaller) -> None:
    for kolom in ("profiel", "revisie", "publiek"):
        ((waarde,),) = a.sql(f"SELECT {kolom} FROM persoon WHERE id = ?", a.w.ids["af2.aalten"])
        a.sql(f"UPDATE persoon SET {kolom} = ? WHERE id = ?", waarde, a.id)


def neem_een_lid_over(a: Aanvaller) -> None:
    a.neem_over("af2.aalten")
    a.neem_over("va2.aalten")


def neem_een_bewaarder_over(a: Aanvaller) -> None:
    ((rij,),) = a.sql("SELECT wrap FROM certificaatsleutel WHERE persoon_id = ?", a.w.ids["fg.aalten"])
    a.neem_over("fg.aalten")
    a.sql("INSERT OR REPLACE INTO certificaatsleutel VALUES (?, ?)", a.w.ids["fg.aalten"], rij)
    pop = a.nodig_uit("aandachtsfunctionaris", "pop", [AF])
    for sessie in list(a.sessies()):
        with (
            suppress(DomeinFout),
            a.w.huis.werk(a.w.huis.actor_van_sessie(sessie), a.w.huis.sleutelbos(sessie)) as werk,
        ):
            open_werkplek(werk, a.w.beleid, pop, AF)


def wis_de_tweede_factor(a: Aanvaller) -> None:
    wie = a.w.ids["af.aalten"]
    a.w.huis.toegang.zet_factor(wie, lambda _: Factor(totp=b"telefoon van een ander"))
    a.w.huis.toegang.zet_factor(a.id, lambda _: Factor(totp=b"telefoon van mij zelf"))
    a.sql("DELETE FROM tweedefactor WHERE persoon_id = ?", wie)
    a.kopieer("tweedefactor", "persoon_id = ?", {"persoon_id": wie}, a.id)
    a.sql("DELETE FROM tweedefactor")
    a.logins.append((email("af.aalten"), ANDERS))


def wisverzoek_van_een_ander(a: Aanvaller) -> None:
    for wie in ("af.aalten", "deelnemer.aalten"):
        a.w.huis.toegang.zet_factor(a.w.ids[wie], lambda _: Factor(totp=b"telefoon van een ander"))
        a.sql("INSERT INTO wisfactor VALUES (?, ?, ?)", a.w.ids[wie], a.w.ids["beheer.regio"], date.today().isoformat())
        with a.w.als(WIE) as werk:
            actor = werk.actor
        with suppress(DomeinFout):
            a.w.huis.toegang.wis_factor(actor, a.w.ids[wie])
        a.logins.append((email(wie), ANDERS))


def koppel_een_vreemd_account(a: Aanvaller) -> None:
    with a.w.als(WIE) as werk:
        a.w.huis.sso.koppel(werk.actor, "https://idp.example", "ik", "ik")
    a.sql("UPDATE externelogin SET persoon_id = ?", a.w.ids["af.aalten"])
    with suppress(DomeinFout):
        persoon = a.w.huis.sso.vind("https://idp.example", "ik")
        a.logins.append((persoon.email, ANDERS))


# -- proposals and invitations


def voorstel_voor_zichzelf(a: Aanvaller) -> None:
    for plek in (AF, OVERLEG, "vangnet.regio"):
        a.sql("INSERT INTO lidvoorstel VALUES (?, ?, 0, NULL, NULL, ?, ?)", plek, a.id, a.w.ids["af.aalten"], GISTEREN)
        with suppress(DomeinFout), a.w.als(WIE) as werk:
            keur_goed(werk, a.w.beleid, a.id, plek)
        with suppress(DomeinFout), a.w.als(WIE) as werk:
            open_werkplek(werk, a.w.beleid, a.id, plek)


def alle_rollen_voor_poppen(a: Aanvaller) -> None:
    """The product lets a beheerder make accounts; without a colleague they are empty."""
    plekken = {"aandachtsfunctionaris": [AF, "vangnet.regio"], "veiligheidsadviseur": [OVERLEG]}
    for rol in ("aandachtsfunctionaris", "veiligheidsadviseur", "actiehouder", "privacyfunctionaris", "fg", "bestuur"):
        pop = a.nodig_uit(rol, f"pop-{rol[:12]}", plekken.get(rol, ()))
        for plek in plekken.get(rol, ()):
            for sessie in list(a.sessies()):
                actor, bos = a.w.huis.actor_van_sessie(sessie), a.w.huis.sleutelbos(sessie)
                with suppress(DomeinFout), a.w.huis.werk(actor, bos) as werk:
                    keur_goed(werk, a.w.beleid, pop, plek)


def smeed_een_uitnodiging(a: Aanvaller) -> None:
    a.nodig_uit("bestuur", "pop")
    code = papieren_code()
    inhoud = json.dumps({"profiel": {"naam": "x", "alias": "x", "email": "x@x.example", "rol": "fg"}, "plekken": []})
    echt = a.w.papier["aalten"][0]
    for wie, zegel in ((None, inhoud.encode()), (a.w.ids["af.aalten"], seal(bytes(32), inhoud.encode(), ()))):
        for een, soort in ((code, "nieuw"), (echt, "herstel")):
            rij = (uitnodiging_id(een), "aalten", soort, wie, a.id, GISTEREN, STRAKS, zegel)
            a.sql("INSERT OR REPLACE INTO uitnodiging VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *rij)
            with suppress(DomeinFout):
                a.neem_aan(een, "x@x.example")


def uitnodiging_van_soort_veranderd(a: Aanvaller) -> None:
    from_ids = {een: a.w.ids[een] for een in ("af2.aalten", "va2.aalten")}
    for nr, (wie, persoon_id) in enumerate(from_ids.items()):
        a.nodig_uit("bestuur", f"pop{nr}")
        with a.w.als(WIE) as werk:
            code = werk.uitnodigingen.nieuw({"naam": "n", "alias": "n", "email": f"n{nr}@x.example", "rol": "fg"}, [])
            werk.log("uitgenodigd")
            werk.bevestig()
        a.sql("UPDATE uitnodiging SET soort = 'herstel', persoon_id = ? WHERE soort = 'nieuw'", persoon_id)
        with suppress(DomeinFout):
            a.neem_aan(code, email(wie))


# -- desks


def eigen_sleutel_bij_een_werkplek(a: Aanvaller) -> None:
    a.sql("UPDATE werkpleksleutel SET publiek = ?", a.paar.public)


def eigen_epoch(a: Aanvaller) -> None:
    teken = signing.generate()
    for plek, door in ((AF, "certificaat"), (OVERLEG, "vorige"), ("vangnet.regio", OVERLEG)):
        rij = WerkpleksleutelRij(
            werkplek=plek,
            epoch=2,
            publiek=a.paar.public,
            publiek_teken=teken.public,
            getekend_door=door,
            niet_voor=date.fromisoformat(GISTEREN),
            niet_na=date.fromisoformat(STRAKS),
        )
        cert = signing.sign(teken.private, certificaat_bericht(rij))
        waarden = (plek, 2, a.paar.public, teken.public, cert, door, GISTEREN, STRAKS, None)
        a.sql("INSERT INTO werkpleksleutel VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", *waarden)


def andere_werkplek_in_de_plaats(a: Aanvaller) -> None:
    """A desk whose certificate is real, in the place of another one: the key of a desk that he would be given."""
    for kolom in ("publiek", "publiek_teken", "certificaat", "niet_voor", "niet_na"):
        ((waarde,),) = a.sql(f"SELECT {kolom} FROM werkpleksleutel WHERE werkplek = 'politie.regio'")
        a.sql(f"UPDATE werkpleksleutel SET {kolom} = ? WHERE werkplek = ?", waarde, AF)


def eigen_noodsleutel(a: Aanvaller) -> None:
    a.sql("UPDATE noodsleutel SET publiek = ?, nr = nr + 1", a.paar.public)
    a.sql("DELETE FROM noodwrap")


def noodsleutel_met_eigen_handtekening(a: Aanvaller) -> None:
    ((ceremonie, nr),) = a.sql("SELECT ceremonie, nr FROM noodsleutel WHERE tenant = 'aalten'")
    assert isinstance(ceremonie, bytes) and isinstance(nr, int)
    bericht = signing.escrow_message("aalten", nr + 1, ceremonie, a.paar.public)
    teken = signing.sign(signing.generate().private, bericht)
    a.sql(
        "UPDATE noodsleutel SET publiek = ?, handtekening = ?, nr = nr + 1 WHERE tenant = 'aalten'",
        a.paar.public,
        teken,
    )
    a.sql("DELETE FROM noodwrap")


def eigen_ledenlijst(a: Aanvaller) -> None:
    lijst = json.dumps([[a.w.ids[een].hex(), a.paar.public.hex()] for een in ("af.aalten", "af2.aalten", WIE)])
    a.sql("UPDATE ledenlijst SET leden = ?", lijst.encode())


def eigen_ledenlijst_en_sleutel(a: Aanvaller) -> None:
    eigen_ledenlijst(a)
    eigen_sleutel_bij_een_lid(a)
    teken = signing.generate()
    for werkplek, epoch, inhoud in a.sql("SELECT werkplek, epoch, leden FROM ledenlijst"):
        assert isinstance(werkplek, str) and isinstance(epoch, int) and isinstance(inhoud, bytes)
        handtekening = signing.sign(teken.private, signing.leden_message(werkplek, epoch, inhoud))
        a.sql("UPDATE ledenlijst SET handtekening = ? WHERE werkplek = ?", handtekening, werkplek)


def geen_ledenlijst(a: Aanvaller) -> None:
    a.sql("DELETE FROM ledenlijst")
    kopieer_een_zetel(a)


def eigen_certificaatsleutel(a: Aanvaller) -> None:
    pop = a.nodig_uit("fg", "pop")
    ander = a.nodig_uit("aandachtsfunctionaris", "ander", [AF])
    ((publiek,),) = a.sql("SELECT publiek FROM persoon WHERE id = ?", pop)
    assert isinstance(publiek, bytes)
    wrap = hpke.seal_to(publiek, signing.generate().private, ("certificaatsleutel", pop))
    a.sql("INSERT INTO certificaatsleutel VALUES (?, ?)", pop, wrap)
    a.sql("DELETE FROM werkpleksleutel WHERE werkplek = ?", AF)
    for sessie in list(a.sessies()):
        with (
            suppress(DomeinFout),
            a.w.huis.werk(a.w.huis.actor_van_sessie(sessie), a.w.huis.sleutelbos(sessie)) as werk,
        ):
            open_werkplek(werk, a.w.beleid, ander, AF)


def certificaatsleutel_van_een_ander(a: Aanvaller) -> None:
    pop = a.nodig_uit("fg", "pop")
    a.sql("UPDATE certificaatsleutel SET persoon_id = ?", pop)
    eigen_epoch(a)


# -- wraps and cases


def wraps_naar_zichzelf(a: Aanvaller) -> None:
    naam = f"persoon-{a.id.hex()}.aalten"
    a.kopieer("wrap", "ontvanger = ?", {"ontvanger": naam, "epoch": 1, "staat": "open"}, AF)
    a.kopieer("wrap", "ontvanger LIKE 'persoon-%'", {"ontvanger": naam, "staat": "open"})


def wraps_naar_een_eigen_werkplek(a: Aanvaller) -> None:
    """He sits at no desk, but the desk of somebody whose account he took over has wraps of its own."""
    a.nodig_uit("actiehouder", "pop", ["uitvoering-toezicht.aalten"])
    a.kopieer("wrap", "ontvanger = ?", {"ontvanger": "uitvoering-toezicht.aalten"}, AF)
    a.kopieer("lid", "werkplek = ?", {"persoon_id": a.id}, "uitvoering-toezicht.aalten")


def wek_alles(a: Aanvaller) -> None:
    a.sql("UPDATE wrap SET staat = 'open'")
    a.kopieer("lid", "werkplek LIKE 'vangnet%'", {"persoon_id": a.id})


def haal_de_bescherming_weg(a: Aanvaller) -> None:
    a.sql("UPDATE zaak SET afgeschermd = 0, voorgelegd_aan = 'winterswijk'")
    a.sql("UPDATE traject SET ontvanger = 'uitvoering-toezicht.aalten', maker = 'af.winterswijk', staat = 'verzonden'")


def verhuis_de_zaken(a: Aanvaller) -> None:
    a.sql("UPDATE zaak SET houder = 'regio', herkomst = 'regio'")
    a.sql("UPDATE traject SET houder = 'regio'")


def volgcode_van_zichzelf(a: Aanvaller) -> None:
    code = volgcode(os.urandom(32))
    ((zaak,), *_) = a.sql("SELECT zaak_id FROM wrap WHERE ontvanger = 'volgcode'")
    for tenant in ("aalten", "winterswijk"):
        a.sql("INSERT OR REPLACE INTO volg VALUES (?, ?, 'aalten')", volg_id(tenant, code), zaak)
    with suppress(DomeinFout), a.w.huis.volgwerk(code) as (werk, gevonden):
        for deel in ("draad", "melder", "ruw"):
            with suppress(DomeinFout):
                docs = werk.documenten.open(werk.zaken.get(gevonden), [deel], "aanval")
                assert not any(een.inhoud for een in docs), "a volgcode of the attacker opens a case"


def zitting_van_zichzelf(a: Aanvaller) -> None:
    ((overleg,), *_) = a.sql("SELECT id FROM overleg WHERE gemeente = 'aalten'")
    assert isinstance(overleg, bytes)
    plek = f"zitting-{overleg.hex()}.aalten"
    a.sql("INSERT INTO werkplek VALUES (?, 'aalten', 'zitting', NULL, NULL)", plek)
    a.sql("INSERT INTO aanwezig VALUES (?, ?)", overleg, a.id)
    a.sql("UPDATE overleg SET staat = 'geopend', zitting = ? WHERE id = ?", plek, overleg)
    a.kopieer("lid", "werkplek = ?", {"persoon_id": a.id, "werkplek": plek}, OVERLEG)
    a.kopieer("wrap", "ontvanger = ?", {"ontvanger": plek}, OVERLEG)


# -- sessions, tries, the server's own keys


def sessie_van_een_ander(a: Aanvaller) -> None:
    """A cookie of his own on the row of a colleague who is logged in, in every way that rows can be mixed."""
    hem = a.w.huis.toegang.inloggen(email("af.aalten"), WACHTZIN).token
    mij = a.w.huis.toegang.inloggen(email(WIE), ANDERS).token
    sleutels = [hashlib.sha256(base64.urlsafe_b64decode(een + "=")).digest() for een in (hem, mij)]
    ((inhoud,),) = a.sql("SELECT inhoud FROM sessie WHERE sleutel = ?", sleutels[0], db="sessies")
    a.koekjes.append(mij)
    a.sql("UPDATE sessie SET persoon_id = ? WHERE sleutel = ?", a.w.ids["af.aalten"], sleutels[1], db="sessies")
    if not list(a.sessies()):
        a.sql("UPDATE sessie SET inhoud = ? WHERE sleutel = ?", inhoud, sleutels[1], db="sessies")
    token = os.urandom(32)
    a.koekjes.append(base64.urlsafe_b64encode(token).decode().rstrip("="))
    rij = (hashlib.sha256(token).digest(), a.w.ids["af.aalten"], 0, 2**33, 2**33, 0, inhoud, None)
    a.sql("INSERT INTO sessie VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *rij, db="sessies")


def halve_sessie_rekken(a: Aanvaller) -> None:
    token = a.w.huis.sessies.begin(a.w.ids["af.aalten"], os.urandom(32), a.paar.public, "tweede")
    a.koekjes.append(token)
    a.sql("UPDATE sessie SET verloopt = verloopt + 40000, gezien = gezien + 20000", db="sessies")


def raad_zonder_wachten(a: Aanvaller) -> None:
    for poging in range(30):
        with suppress(DomeinFout):
            a.w.huis.toegang.inloggen(email("af.aalten"), f"dit is een gok met nummer {poging}")
        a.sql("DELETE FROM poging", db="sessies")
        a.sql("DELETE FROM wachtkaart", db="sessies")
        a.sql("INSERT OR REPLACE INTO apparaat VALUES (?, ?)", os.urandom(16), STRAKS, db="sessies")


def sleutels_van_gemeenten_verwisseld(a: Aanvaller) -> None:
    """The keys of two tenants change places, and one gets a newer one: the service starts with what is sealed."""
    ((een,),) = a.sql("SELECT kek FROM kek WHERE tenant = 'aalten'")
    ((ander,),) = a.sql("SELECT kek FROM kek WHERE tenant = 'winterswijk'")
    with pytest.raises(WortelFout), a.opnieuw():
        a.sql("UPDATE kek SET kek = ? WHERE tenant = 'aalten'", ander)
        a.sql("UPDATE kek SET kek = ? WHERE tenant = 'winterswijk'", een)
    a.sql("UPDATE kek SET kek = ? WHERE tenant = 'aalten'", een)
    with a.opnieuw():
        a.sql("UPDATE kek SET kek = ? WHERE tenant = 'winterswijk'", ander)


def sleutels_van_het_logboek(a: Aanvaller) -> None:
    teken = signing.generate()
    a.sql("UPDATE controlepunt SET sleutel_nr = 2")
    waarden = (2, 1, teken.public, teken.private, os.urandom(64), GISTEREN)
    a.sql("INSERT OR REPLACE INTO tekensleutel VALUES (?, ?, ?, ?, ?, ?)", *waarden)
    with suppress(Exception):
        a.sql("DELETE FROM log")


# -- the commands


def alle_opdrachten(a: Aanvaller) -> None:
    """Every command with what he knows: his own mail and passphrase, and codes that are none."""
    data, codes = a.w.settings.data, [("Herstelcode 1", papieren_code()), ("Herstelcode 2", papieren_code())]
    engels = [("Mail address", email(WIE)), ("Passphrase", ANDERS)]
    bewaarder = [("Mailadres", email(WIE)), ("Wachtzin", ANDERS)]
    a.nodig_uit("aandachtsfunctionaris", "pop", [AF])
    a.w.huis.sluit()
    geweigerd = [
        typ(data, "keys", "rotate-desk", AF, antwoorden=engels),
        typ(data, "escrow", "new", "aalten", antwoorden=bewaarder * 3),
        typ(data, "escrow", "drill", "aalten", antwoorden=codes * 3),
        typ(data, "escrow", "restore", AF, "pop@pop.example", antwoorden=[("Klopt dat?", "j"), *codes * 3]),
        typ(data, "escrow", "restore", AF, email(WIE)),
        typ(data, "escrow", "restore-root", antwoorden=codes * 3),
    ]
    gedaan = [
        typ(data, "audit", "verify"),
        typ(data, "keys", "status"),
        typ(data, "keys", "rotate-municipality", "aalten"),
        typ(data, "keys", "rotate-audit"),
        typ(data, "keys", "rotate-root"),
        typ(data, "keys", "finish-root", "--force"),
        typ(data, "route", "migrate"),
    ]
    a.sql("DELETE FROM certificaatsleutel")
    echt = {"MELDROUTE_OEFENOMGEVING": "nee", "MELDROUTE_BASIS_URL": "https://meldroute.example"}
    geweigerd.append(typ(data, "setup", antwoorden=[("Bewaarder 1", "j"), *bewaarder * 3], **echt))
    assert not any(KANARIE in een.output for een in (*geweigerd, *gedaan))
    assert all(een.exit_code for een in geweigerd), [een.output for een in geweigerd]
    assert not any(een.exit_code for een in gedaan), [een.output for een in gedaan]
    with a.opnieuw():
        pass


AANVALLEN: tuple[Aanval, ...] = (
    *(kopieer_een_zetel, verhang_de_zetels, schrijf_een_zetel, noodwrap_als_zetel, zet_vernieuwing_aan),
    *(eigen_sleutel_bij_een_lid, verwissel_inlognaam, eigen_wachtzin_op_een_lid, eigen_wachtzin_en_sleutel_op_een_lid),
    *(profiel_van_een_lid, neem_een_lid_over, neem_een_bewaarder_over, wis_de_tweede_factor, wisverzoek_van_een_ander),
    *(koppel_een_vreemd_account, voorstel_voor_zichzelf, alle_rollen_voor_poppen, smeed_een_uitnodiging),
    *(uitnodiging_van_soort_veranderd, eigen_sleutel_bij_een_werkplek, eigen_epoch, andere_werkplek_in_de_plaats),
    *(eigen_noodsleutel, noodsleutel_met_eigen_handtekening, eigen_ledenlijst, eigen_ledenlijst_en_sleutel),
    *(geen_ledenlijst, eigen_certificaatsleutel, certificaatsleutel_van_een_ander, wraps_naar_zichzelf),
    *(wraps_naar_een_eigen_werkplek, wek_alles, haal_de_bescherming_weg, verhuis_de_zaken, volgcode_van_zichzelf),
    *(zitting_van_zichzelf, sessie_van_een_ander, halve_sessie_rekken, raad_zonder_wachten),
    *(sleutels_van_gemeenten_verwisseld, sleutels_van_het_logboek, alle_opdrachten),
)


@pytest.mark.parametrize("aanval", AANVALLEN, ids=lambda een: een.__name__)
def test_a_beheerder_with_pages_commands_and_sql_opens_nothing(a: Aanvaller, aanval: Aanval) -> None:
    aanval(a)
    leef(a.w)
    assert oogst(a) == []


def test_what_counts_the_openings_does_count(a: Aanvaller) -> None:
    """The same harvest by who may read: every way of counting finds something."""
    leef(a.w)
    a.logins = [(email("af.aalten"), WACHTZIN)]
    gevonden = oogst(a)
    assert {een.partition(":")[0] for een in gevonden} == {"product", "page", "raw"}
    assert {"product: ruw", "product: melder", "product: zaak", "product: ident"} <= set(gevonden)
    assert f"raw: the desk {AF}" in gevonden
    assert any(een.startswith("raw: ruw for persoon-") for een in gevonden)


# -- with somebody honest in between


def neem_een_deelnemer_over(a: Aanvaller) -> None:
    """A participant of the overleg has no desk, so no colleague looks at his key before a sitting is given to it."""
    a.neem_over("deelnemer.aalten")


def sleutel_verwisseld_na_het_bellen(a: Aanvaller) -> None:
    """A colleague compared the five words of somebody new; before he presses the button the key is another one."""
    with a.w.als(WIE) as werk:
        leden.stel_voor(werk, a.w.beleid, a.w.ids["vangnet2"], AF)
    a.neem_over("vangnet2")


@pytest.mark.parametrize(
    ("aanval", "gegeven"),
    [
        (neem_een_deelnemer_over, ()),
        (sleutel_verwisseld_na_het_bellen, ("vangnet2",)),
    ],
)
def test_nor_does_he_with_the_help_of_somebody_who_suspects_nothing(
    a: Aanvaller, aanval: Aanval, gegeven: tuple[str, ...]
) -> None:
    woorden = {wie: a.w.huis.toegang.vingerafdruk(a.w.ids[wie]) for wie in gegeven}
    aanval(a)
    leef(a.w, woorden)
    assert oogst(a) == []


def test_a_desk_whose_keys_were_deleted_is_not_opened_for_a_first_holder_again(a: Aanvaller) -> None:
    """The custodian is honest, and is told that a desk waits for its very first holder."""
    pop = a.nodig_uit("aandachtsfunctionaris", "pop", [AF])
    a.sql("DELETE FROM werkpleksleutel WHERE werkplek = ?", AF)
    with suppress(DomeinFout), a.w.als("fg.aalten") as werk:
        open_werkplek(werk, a.w.beleid, pop, AF)
    leef(a.w)
    assert oogst(a) == []


def _zetels(a: Aanvaller, wie: str) -> list[tuple[object, ...]]:
    return a.sql("SELECT * FROM lid WHERE werkplek = ? AND persoon_id = ?", AF, a.w.ids[wie])


def test_a_leaver_whose_seat_is_put_back_gets_no_newer_key(a: Aanvaller) -> None:
    """Somebody left, the beheerder puts the row of his seat back, and only then his colleague renews the key."""
    oud = _zetels(a, "af2.aalten")
    with a.w.als(WIE) as werk:
        leden.verlaat(werk, a.w.beleid, a.w.ids["af2.aalten"], AF)
    for rij in oud:
        a.sql("INSERT INTO lid VALUES (?, ?, ?, ?, ?, ?, ?)", *rij)
    with a.w.als("af.aalten") as werk:
        leden.vernieuw(werk, a.w.beleid, AF)
    assert {rij[1] for rij in _zetels(a, "af2.aalten")} <= {1}
    a.logins = [(email("af2.aalten"), WACHTZIN)]
    leef(a.w)
    assert [een for een in oogst(a) if een.startswith("product")] == []


def test_the_days_of_a_deputy_are_not_lengthened_with_a_statement(a: Aanvaller) -> None:
    with a.w.als(WIE) as werk:
        leden.stel_voor(werk, a.w.beleid, a.w.ids["vangnet2"], AF, waarneemt=True, tot=a.w.huis.nu().date())
    with a.w.als("af.aalten") as werk:
        keur_goed(werk, a.w.beleid, a.w.ids["vangnet2"], AF)
    a.w.verzet(days=3)
    a.logins, a.koekjes = [(email("vangnet2"), WACHTZIN)], []
    assert AF not in a.w.huis.actor_van_sessie(next(a.sessies())).werkplekken
    a.sql("UPDATE lid SET tot = NULL WHERE persoon_id = ?", a.w.ids["vangnet2"])
    assert AF not in a.w.huis.actor_van_sessie(next(a.sessies())).werkplekken


# -- the root key and the databases, and no passphrase

LABELS = (
    *(
        "kek",
        "pepper",
        "sessie",
        "pogingen",
        "inlog",
        "externelogin",
        "formulier",
        "sso",
        "tekensleutel",
        "audit-teken",
    ),
    *("flask", "csrf", "merk", "outer", "tier1", "wrap", "auth", "rec", "mh/v1/wrap", "escrow", "desk", "cert"),
)


def _afleidbaar(w: Wereld) -> dict[str, bytes]:
    """Every key that the root file and the databases give: the root, the keys of tenants, and what both derive."""
    ruw = w.settings.root_file.read_bytes()
    wortel = Wortel(ruw)
    sleutels = {"root": ruw} | {label: wortel.derive(label) for label in LABELS}
    for tenant in w.huis.kekken:
        kek = w.huis.kekken.huidig(tenant)[1]
        sleutels[f"kek {tenant}"] = kek
        sleutels |= {f"{label} {tenant}": expand(kek, label) for label in LABELS}
    with rijen_van(w) as rijen:
        for rij in rijen.scalars(select(PersoonRij)):
            wie = rij.id.hex()
            sleutels |= {f"verifier {wie}": rij.verifier, f"auth {wie}": expand(rij.verifier, "wrap")}
            sleutels[f"inlog {wie}"] = wortel.derive("inlog", rij.id.hex())
    return sleutels


def test_root_and_databases_open_no_wrap_no_document_and_no_key_of_a_person(a: Aanvaller) -> None:
    w, sleutels = a.w, _afleidbaar(a.w)
    token = w.huis.toegang.inloggen(email("af.aalten"), WACHTZIN).token
    assert len(sleutels) > 300
    assert rauw(w, list(sleutels.values())) == []
    with rijen_van(w) as rijen:
        mensen = list(rijen.scalars(select(PersoonRij)))
        wraps = list(rijen.execute(select(WrapRij, ZaakRij).join(ZaakRij, ZaakRij.id == WrapRij.zaak_id)).all())
        docs = list(
            rijen.execute(select(DocumentRij, ZaakRij.herkomst).join(ZaakRij, ZaakRij.id == DocumentRij.zaak_id))
        )
    with rijen_van(w, w.huis.sessie_engine) as rijen:
        sessies = list(rijen.scalars(select(SessieRij).where(SessieRij.beeindigd.is_(False))))
    assert len(docs) > 10 and len(wraps) > 10 and sessies and token
    open_ = 0
    for sleutel in sleutels.values():
        for rij in mensen:
            open_ += _gaat_open(sleutel, rij.geheim, ("persoon", rij.id, "geheim"))
            open_ += _gaat_open(sleutel, rij.geheim_herstel, ("persoon", rij.id, "herstel"))
        for sessie in sessies:
            zegel = expand(w.huis.wortel.derive("sessie"), "sess", sessie.sleutel)
            for een in (sleutel, zegel):
                open_ += _gaat_open(een, sessie.inhoud, (sessie.sleutel, sessie.persoon_id))
        for doc, herkomst in docs:
            ctx = (herkomst, doc.zaak_id, doc.compartiment, "document", doc.id, "inhoud", 1, doc.schema)
            open_ += _gaat_open(sleutel, doc.inhoud, ctx)
        for wrap, zaak in wraps:
            slot = (zaak.herkomst, zaak.id, wrap.compartiment, wrap.ontvanger, wrap.epoch)
            open_ += _gaat_open(sleutel, w.huis.kekken.ontsluit(zaak.houder, wrap.wrap, slot), slot)
    assert open_ == 0


def test_the_outer_locks_were_no_obstacle_and_a_passphrase_is(a: Aanvaller) -> None:
    """The same rows with one passphrase beside root and databases: that member's desks open, so the count is real."""
    w = a.w
    with rijen_van(w) as rijen:
        rij = rijen.scalars(select(PersoonRij).where(PersoonRij.id == w.ids["af.aalten"])).one()
        kosten = passphrase.Kosten.from_text(rij.kosten)
        kw = passphrase.derive(
            WACHTZIN, rij.salt, rij.id, Wortel.lees(w.settings.root_file).derive("pepper"), kosten
        ).kw
        geheim = unseal(kw, rij.geheim, ("persoon", rij.id, "geheim"))
        lid = rijen.scalars(select(LidRij).where(LidRij.persoon_id == rij.id)).one()
        ctx = lid_ctx(lid, rij.publiek)
        desk = hpke.open_from(geheim, w.huis.kekken.ontsluit("aalten", lid.wrap, ctx), ctx[:ZONDER_DAGEN])[:32]
        open_ = 0
        for wrap, zaak in rijen.execute(select(WrapRij, ZaakRij).join(ZaakRij, ZaakRij.id == WrapRij.zaak_id)).all():
            plek = (zaak.herkomst, zaak.id, wrap.compartiment, wrap.ontvanger, wrap.epoch)
            with suppress(Ongeldig):
                dubbel.unwrap_double(desk, wrap.wrap, w.huis.kekken.voor(zaak.houder, wrap.wrap), plek)
                open_ += 1
    assert open_ > 3


# -- the databases without the root key


def test_without_root_a_known_passphrase_is_not_confirmed_and_a_known_address_not_found(a: Aanvaller) -> None:
    echt = Wortel.lees(a.w.settings.root_file)
    a.w.huis.sluit()
    rijen = a.sql("SELECT id, salt, kosten, verifier, geheim, publiek, inlog_id FROM persoon WHERE actief = 1")
    peppers: list[bytes] = [b"", bytes(32), os.urandom(32), Wortel(bytes(32)).derive("pepper")]
    peppers += [waarde for (waarde,) in a.sql("SELECT kek FROM kek") if isinstance(waarde, bytes)]
    bevestigd, met_wortel = 0, 0
    for wie, salt, kosten, verifier, geheim, publiek, _ in rijen:
        assert isinstance(wie, bytes) and isinstance(salt, bytes) and isinstance(geheim, bytes)
        duur = passphrase.Kosten.from_text(str(kosten))
        for pepper in (*peppers, salt, verifier, publiek):
            assert isinstance(pepper, bytes)
            geraden = passphrase.derive(WACHTZIN, salt, wie, pepper, duur)
            bevestigd += geraden.verifier == verifier
            bevestigd += _gaat_open(geraden.kw, geheim, ("persoon", wie, "geheim"))
        met_wortel += passphrase.derive(WACHTZIN, salt, wie, echt.derive("pepper"), duur).verifier == verifier
    # All but the attacker have the passphrase that was tried.
    assert bevestigd == 0 and met_wortel == len(rijen) - 1
    bekend = {waarde for *_, waarde in rijen}
    adressen = [email(een) for een in a.w.ids]
    assert not bekend & {inlog_id(Wortel(een.ljust(32, b"-")[:32]), adres) for een in peppers for adres in adressen}
    assert bekend == {inlog_id(echt, adres) for adres in adressen}


def _gaat_open(sleutel: bytes, zegel: bytes, ctx: tuple[str | int | bytes, ...]) -> bool:
    with suppress(Ongeldig):
        unseal(sleutel, zegel, ctx)
        return True
    return False
