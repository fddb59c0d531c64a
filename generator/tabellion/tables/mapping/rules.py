"""What can be wrong with a mapping of received tables, or left open by it."""

from __future__ import annotations

from tabellion.diagnostics import rule

RECEIVED_TABLE_NOT_FOUND = rule(
    "MP001",
    "received-table-not-found",
    "error",
    "not-found",
    cause=True,
    fr="aucune table reçue ne s'appelle « {value} »",
    en="no table received is called `{value}`",
    help_fr="corrigez le nom ; une étoile tient lieu de n'importe quelles lettres",
    help_en="fix the name; a star stands for any letters",
)
RECEIVED_HEADING_NOT_FOUND = rule(
    "MP002",
    "received-heading-not-found",
    "error",
    "not-found",
    cause=True,
    fr="{table} n'a pas de colonne « {value} »",
    en="{table} has no column `{value}`",
    help_fr="corrigez le titre, ou donnez la ligne des titres",
    help_en="fix the heading, or give the row of headings",
)
RECEIVED_HEADING_OF_SEVERAL_COLUMNS = rule(
    "MP003",
    "received-heading-of-several-columns",
    "error",
    "duplicate",
    cause=True,
    fr="« {value} » est le titre de plusieurs colonnes {table:de} : {columns}",
    en="`{value}` is the heading of several columns of {table}: {columns}",
    help_fr="écrivez « Groupe > Titre », ou « Titre (2) » pour la deuxième",
    help_en="write `Group > Heading`, or `Heading (2)` for the second",
)
UNKNOWN_MAPPING_TARGET = rule(
    "MP004",
    "unknown-mapping-target",
    "error",
    "not-found",
    cause=True,
    fr="« {value} » n'est ni une feuille ni une colonne qu'une table reçue peut remplir",
    en="`{value}` is neither a sheet nor a column that a table received can fill",
    help_fr="voyez les feuilles et leurs colonnes dans la référence des tables",
    help_en="see the sheets and their columns in the authoring reference",
)
TARGET_COLUMN_MAPPED_TWICE = rule(
    "MP005",
    "target-column-mapped-twice",
    "error",
    "duplicate",
    cause=True,
    fr="la colonne « {value} » est déjà remplie, en {other}",
    en="the column `{value}` is filled already, at {other}",
    help_fr="gardez une ligne, nommez plusieurs colonnes reçues dans une seule, ou donnez un bloc à chacune",
    help_en="keep one row, name several received columns in one, or give each a block",
)
MAPPING_VALUE_OF_WRONG_FORM = rule(
    "MP006",
    "mapping-value-of-wrong-form",
    "error",
    "value",
    cause=True,
    fr="« {value} » n'est pas ce que cette lecture attend",
    en="`{value}` is not what this reading expects",
    help_fr="attendu : {expected_form}",
    help_en="expected: {expected_form}",
)
RECEIVED_COLUMN_WITHOUT_TARGET = rule(
    "MP007",
    "received-column-without-target",
    "warning",
    "incomplete",
    fr="« {value} » n'a pas encore de colonne cible ; elle n'est pas lue",
    en="`{value}` has no target column yet; it is not read",
    help_fr="donnez-lui une colonne cible, ou la lecture « non repris »",
    help_en="give it a target column, or the reading `not taken`",
)
RECEIVED_COLUMNS_NOT_MAPPED = rule(
    "MP008",
    "received-columns-not-mapped",
    "information",
    "informational",
    fr="la feuille Tables reçues ne mentionne pas ces colonnes, qui ne sont pas lues : {columns}",
    en="the sheet Received tables says nothing of these columns, which are not read: {columns}",
    help_fr="donnez-leur une colonne cible, ou la lecture « non repris »",
    help_en="give them a target column, or the reading `not taken`",
)
RECEIVED_HEADINGS_NOT_FOUND = rule(
    "MP009",
    "received-headings-not-found",
    "error",
    "not-found",
    cause=True,
    fr="aucune ligne ne porte les titres que la feuille Tables reçues donne : {headings}",
    en="no row has the headings that the sheet Received tables gives: {headings}",
    help_fr="corrigez-y les titres, ou donnez la ligne des titres",
    help_en="fix the headings there, or give the row of headings",
)
ROW_WITHOUT_LEVEL = rule(
    "MP010",
    "row-without-level",
    "error",
    "structure",
    fr="la ligne n'est remplie dans aucune des colonnes de niveau",
    en="the row is filled in none of the columns of levels",
    help_fr="omettez-la par une ligne de lecture « ligne omise », ou corrigez la table",
    help_en="leave it out by a row with the reading `row left out`, or fix the table",
)
