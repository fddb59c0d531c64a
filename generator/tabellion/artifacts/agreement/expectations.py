"""What servers promise of search parameters, against what the sheet of searches asks of servers."""

from __future__ import annotations

from tabellion.artifacts.agreement.measured import Measured
from tabellion.diagnostics import rule

SEARCH_EXPECTED_OTHERWISE = rule(
    "CP026",
    "search-expected-otherwise",
    "warning",
    "business-rule",
    fr="« {value} » : « {capability} » indique {said}, et {there} indique {other}",
    en="`{value}`: `{capability}` says {said}, and {there} says {other}",
    help_fr="accordez les deux cellules : un serveur doit savoir s'il prend ce paramètre",
    help_en="make the two cells agree: a server has to know whether it takes this parameter",
)
PARAMETERS = {"include": "_include", "revinclude": "_revinclude"}
"""The parameters by which a search includes what promises of these items name."""


def check_expectations(measured: Measured) -> None:
    """A server is asked for a parameter as firmly by the sheet Searches as by its own statement."""
    asked = {(row["resource"], row["parameter"]): row for row in measured.rows("searches") if row["expectation"]}
    servers = {row["id"] for row in measured.rows("capabilities") if row["mode"] == "server"}
    for row in measured.rows("capability-rows"):
        if row["capability"] not in servers or not row["expectation"]:
            continue
        for value in row.many("value") if row["item"] == "search" else (PARAMETERS.get(row["item"] or ""),):
            search = asked.get((row["resource"], value))
            if search is not None and search["expectation"] != row["expectation"]:
                there = search.at("expectation")
                measured.report.add(
                    SEARCH_EXPECTED_OTHERWISE,
                    row.at("expectation"),
                    value=value,
                    capability=row["capability"],
                    said=row.words("expectation"),
                    other=search.words("expectation"),
                    there=str(there),
                    related=(there,),
                )
