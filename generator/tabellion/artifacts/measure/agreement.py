"""What the insurer says of a measure, against itself."""

from __future__ import annotations

from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule

PLAUSIBLE_RANGE_REVERSED = rule(
    "MG005",
    "plausible-range-reversed",
    "error",
    "business-rule",
    fr="le minimum plausible ({low}) dépasse le maximum ({high})",
    en="the plausible minimum ({low}) is over the maximum ({high})",
    help_fr="échangez les deux valeurs, ou corrigez-en une",
    help_en="swap the two values, or fix one",
)
COMPUTED_MEASURE_WITHOUT_COMPUTATION = rule(
    "MG006",
    "computed-measure-without-computation",
    "error",
    "required",
    fr="la mesure est calculée, mais le calcul manque",
    en="the measurement is computed, but the computation is missing",
    help_fr="remplissez la colonne « Calcul »",
    help_en="fill the column `Computation`",
)


def check(workspace: Workspace) -> None:
    """Ranges and computations make sense."""
    for row in workspace.rows("measures"):
        if row["min"] is not None and row["max"] is not None and row["min"] > row["max"]:
            workspace.report.add(PLAUSIBLE_RANGE_REVERSED, row.at("min"), low=row["min"], high=row["max"])
        if row["feeding"] == "computed" and not row.text("computation"):
            workspace.report.add(COMPUTED_MEASURE_WITHOUT_COMPUTATION, row.at("computation"))
