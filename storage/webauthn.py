"""Security keys (WebAuthn) as a second factor: what is asked of a key, and whether its answer is right."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import webauthn
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from storage import tweedefactor
from storage.tweedefactor import Factor
from workflow.fouten import InloggenMislukt, StapGeweigerd

if TYPE_CHECKING:
    from storage.installatie import Installatie

UITGEVER = "Meldroute"
HOOGSTENS = 5
# An answer is written by a browser and whatever hangs on it, and read by a library: anything may be wrong with it.
FOUTEN = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)
KLOPT_NIET = "Dat lukte niet met deze beveiligingssleutel. Probeer het opnieuw"
EERST_APP = "Stel eerst een app met codes in. Daarmee kom je binnen als je je sleutel kwijt bent"
TE_VEEL = f"Je hebt al {HOOGSTENS} beveiligingssleutels. Haal er eerst een weg"


@dataclass(frozen=True)
class Uitdaging:
    """One question to a key: what the browser is given, and the random value in it that counts once."""

    waarde: str
    opties: str


class Beveiligingssleutels:
    """The keys of a person stand in his second factor, beside the app."""

    def __init__(self, huis: "Installatie") -> None:
        self._huis = huis

    def lijst(self, persoon_id: bytes) -> list[Mapping[str, Any]]:
        """The keys of a person: id, naam, dag, host."""
        factor = self._huis.toegang.factor(persoon_id)
        return [] if factor is None else list(factor.sleutels)

    def kan_nieuw(self, persoon_id: bytes) -> str:
        """Why this person can't register one more key; "" when he can."""
        return _bezwaar(self._huis.toegang.factor(persoon_id))

    # -- the questions

    def vraag_nieuw(self, persoon_id: bytes, naam: str, host: str) -> Uitdaging:
        """What a key is asked that is to be registered under a host name.

        `naam` is how the key itself will call the account. A key answers to this one host name alone.
        """
        opties = webauthn.generate_registration_options(
            rp_id=host,
            rp_name=UITGEVER,
            user_id=persoon_id,
            user_name=naam,
            # Who made the key does not matter here, and asking would tell keys of one owner apart.
            attestation=AttestationConveyancePreference.NONE,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.DISCOURAGED,
                user_verification=UserVerificationRequirement.PREFERRED,
            ),
            exclude_credentials=self._hier(persoon_id, host),
        )
        return Uitdaging(bytes_to_base64url(opties.challenge), webauthn.options_to_json(opties))

    def vraag(self, persoon_id: bytes, host: str) -> Uitdaging | None:
        """What the keys of a person are asked when he logs in; None when none of them belongs to this host."""
        hier = self._hier(persoon_id, host)
        if not hier:
            return None
        opties = webauthn.generate_authentication_options(
            rp_id=host,
            allow_credentials=hier,
            user_verification=UserVerificationRequirement.PREFERRED,
        )
        return Uitdaging(bytes_to_base64url(opties.challenge), webauthn.options_to_json(opties))

    def _hier(self, persoon_id: bytes, host: str) -> list[PublicKeyCredentialDescriptor]:
        sleutels = [een for een in self.lijst(persoon_id) if een["host"] == host]
        return [PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(een["id"])) for een in sleutels]

    # -- the answers

    def voeg_toe(self, persoon_id: bytes, antwoord: str, uitdaging: str, host: str, adres: str, naam: str) -> None:
        """Register a key. The caller has asked the passphrase again. Errors: StapGeweigerd, Ingehaald."""
        try:
            gezien = webauthn.verify_registration_response(
                credential=antwoord,
                expected_challenge=webauthn.base64url_to_bytes(uitdaging),
                expected_rp_id=host,
                expected_origin=adres,
            )
        except FOUTEN:
            raise StapGeweigerd([KLOPT_NIET]) from None
        sleutel = {
            "id": bytes_to_base64url(gezien.credential_id),
            "publiek": bytes_to_base64url(gezien.credential_public_key),
            "teller": gezien.sign_count,
            "naam": naam,
            "dag": self._huis.echte_tijd().date().isoformat(),
            "host": host,
        }

        def zet(factor: Factor | None) -> Factor | None:
            bezwaar = _bezwaar(factor)
            if factor is None or bezwaar:
                raise StapGeweigerd([bezwaar])
            anders = [een for een in factor.sleutels if een["id"] != sleutel["id"]]
            return replace(factor, sleutels=(*anders, sleutel))

        self._huis.toegang.zet_factor(persoon_id, zet)

    def haal_weg(self, persoon_id: bytes, sleutel_id: str) -> None:
        """Take a key out. The caller has asked the passphrase again. Errors: Ingehaald."""

        def zet(factor: Factor | None) -> Factor | None:
            if factor is None:
                return None
            return replace(factor, sleutels=tuple(een for een in factor.sleutels if een["id"] != sleutel_id))

        self._huis.toegang.zet_factor(persoon_id, zet)

    def controleer(
        self, persoon_id: bytes, antwoord: str, uitdaging: str, host: str, adres: str, apparaat: str = ""
    ) -> None:
        """Check the answer of a key at the log-in, and keep its counter: a copy of a key falls behind.

        Errors: InloggenMislukt; Wachten when the tries come too fast.
        """
        huis, rij = self._huis, self._huis.toegang.rij(persoon_id)
        beurt = huis.toegang.eis_factorbeurt(persoon_id, apparaat)
        with huis.toegang.eenheid(huis.actor_van(persoon_id)) as werk:
            factor = tweedefactor.lees(werk.sessie, huis.kekken, rij.tenant, persoon_id)
            verder = None if factor is None else _gebruik(factor, antwoord, uitdaging, host, adres)
            if verder is not None:
                tweedefactor.zet(werk.sessie, huis.kekken, rij.tenant, persoon_id, verder)
            werk.log("tweede_factor_gevraagd", uitkomst="ok" if verder else "geweigerd")
            werk.bevestig()
        if verder is None:
            huis.pogingen.mislukt(huis.pogingen.emmer(rij.inlog_id, apparaat))
            raise InloggenMislukt
        huis.toegang.factor_gelukt(beurt)


def _bezwaar(factor: Factor | None) -> str:
    if factor is None or not factor.totp:
        return EERST_APP
    return TE_VEEL if len(factor.sleutels) >= HOOGSTENS else ""


def _gebruik(factor: Factor, antwoord: str, uitdaging: str, host: str, adres: str) -> Factor | None:
    """The factor with the counter of the key that answered; None when the answer is wrong."""
    try:
        genoemd = json.loads(antwoord)["id"]
        sleutel = next(een for een in factor.sleutels if een["id"] == genoemd and een["host"] == host)
        gezien = webauthn.verify_authentication_response(
            credential=antwoord,
            expected_challenge=webauthn.base64url_to_bytes(uitdaging),
            expected_rp_id=host,
            expected_origin=adres,
            credential_public_key=webauthn.base64url_to_bytes(sleutel["publiek"]),
            credential_current_sign_count=sleutel["teller"],
        )
    except (*FOUTEN, StopIteration):
        return None
    anders = tuple(een for een in factor.sleutels if een["id"] != sleutel["id"])
    return replace(factor, sleutels=(*anders, {**sleutel, "teller": gezien.new_sign_count}))
