"""A lost second factor of somebody without a colleague at a desk: two beheerders, of two tenants, take it away.

Two of one tenant would be one person: a beheerder invites a second beheerder of his own tenant and accepts it himself.
"""

from workflow.partners import REGIO


def mag_vragen(tenant: str, vrager: str) -> bool:
    """Say whether a beheerder of `vrager` may ask it for somebody of `tenant`: his own beheerder, or that of regio."""
    return vrager in (tenant, REGIO)


def mag_bevestigen(tenant: str, vrager: str, bevestiger: str) -> bool:
    """Say whether a beheerder of `bevestiger` is the second one, for somebody of `tenant` and a request of `vrager`.

    For people of a municipality that is the beheerder of regio, or their own when regio asked; for people of regio a
    beheerder of any municipality.
    """
    if not mag_vragen(tenant, vrager) or bevestiger == vrager:
        return False
    return tenant == REGIO or bevestiger in (tenant, REGIO)


def bevestiger_tekst(tenant: str) -> str:
    """Who confirms what the own beheerder of somebody of `tenant` asked, as a sentence begins with it."""
    return "Een beheerder van een gemeente" if tenant == REGIO else "De beheerder van de regio"
