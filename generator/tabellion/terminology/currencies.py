"""Currencies: the codes of ISO 4217, which FHIR fixes for Money (R4 datatypes, 2.24.0.11), and no package has."""

from __future__ import annotations

import re

SYSTEM = "urn:iso:std:iso:4217"

_FORM = re.compile(r"[A-Z]{3}")
_IN_USE = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF
CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF
GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD
LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP
PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP
TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF
XPD XPF XPT XSU XTS XUA XXX YER ZAR ZMW ZWG
"""
_KNOWN = frozenset(_IN_USE.split())


def is_currency(code: str) -> bool | None:
    """Whether a code is one of ISO 4217: of three letters that the list of today lacks nobody can tell, as they may be
    withdrawn (`FRF`) or new."""
    if code in _KNOWN:
        return True
    return None if _FORM.fullmatch(code) else False
