"""The declaration of a sheet: its headings in both languages, the type of each column, who owns it.

One declaration gives the reader, the aliases of headings, the template workbook and the authoring reference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from tabellion.diagnostics import Term
from tabellion.tables.forms import TextForm

NO_HELP = Term("", "")


class Type(Enum):
    """What a cell of a column may hold."""

    TEXT = "text"
    CODE = "code"  # text that a spreadsheet must not touch: codes, OIDs, versions, identifiers of others
    ID = "id"  # the technical id of something of this guide
    URL = "url"
    OID = "oid"
    PATH = "path"  # a FHIR element id inside a profile
    CARDINALITY = "cardinality"
    MAXIMUM = "maximum"  # of a cardinality that stands in two columns
    YES_NO = "yes-no"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    CHOICE = "choice"
    VALUE = "value"  # what an element of FHIR holds: its type decides later how it is read


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a closed list: what it means to the program, and its words in each language.

    `proposed_for` are words that are no value of the list, in whose place this one is proposed.
    """

    value: str
    fr: str
    en: str
    aliases: tuple[str, ...] = ()
    proposed_for: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that an author may write for this value."""
        return (self.fr, self.en, self.value, *self.aliases)

    @property
    def term(self) -> Term:
        return Term(self.fr, self.en)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` is its name in the program, `fr` and `en` its headings.

    `many` allows several values in a cell, one per line or separated by `|`; also by `;` or `,` where no value can hold
    one: ids that the column `refers` to, and what is said to be `wordlike`.
    `translated` allows twins such as `Libellé court::en` and `Libellé court::fr-CA`.
    `refers` names the kinds of artifacts that the value is the id of.
    `names` says what else than a row a value names: a key of `artifacts.named.NAMED`.
    `choices` closes the list of values (with `Type.CHOICE`).
    `form` is what every value looks like; where any text is right, `any_text` is the reason why. A column has one of
    them, or a type, a reference or a check of its kind that tells nonsense.
    `takes_back` says that "not applicable" in a yes/no cell takes back what another row says.
    `whole_numbers` says that the guide declares the codes of the column to be whole numbers, which cells may hold.
    `help` tells what to write to a person who knows spreadsheets and not FHIR, `example` a value, in words of each
    language where it has any.
    `fhir` is the element that holds what a cell says, below that of its sheet (`Sheet.becomes`) unless it begins with
    the type of a resource; `""` where no resource does. `pages` says whether the pages of the guide show it. Where
    neither does, the cell only steers the program, or its checks.
    `pages_only` is the reason why pages show a translated text and no resource holds it, `""` where both have it.
    `every_language` says that pages show a translated text in all languages that it has, not in their own alone.
    """

    key: str
    fr: str
    en: str
    type: Type = Type.TEXT
    required: bool = False
    recommended: bool = False
    many: bool = False
    translated: bool = False
    choices: tuple[Choice, ...] = ()
    aliases: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()
    help: Term = NO_HELP
    example: Term | str = ""
    fhir: str = ""
    pages: bool = True
    pages_only: str = ""
    names: str = ""
    form: TextForm | None = None
    any_text: str = ""
    takes_back: bool = False
    wordlike: bool = False
    whole_numbers: bool = False
    every_language: bool = False

    @property
    def separators(self) -> str:
        """The characters that may stand between the values of a cell, besides the line break."""
        return "" if not self.many else "|;," if self.wordlike or self.refers else "|"

    def how_to_list(self, value: str) -> Term:
        """How several values are separated, for the end of a help about a value that looks like several."""
        if not self.many or not re.search(r"[\s;,/&+]", value):
            return NO_HELP
        found = [f"`{character}`" for character in self.separators]
        shown = ", ".join(found)
        return Term(
            f" ; plusieurs valeurs se séparent par un retour à la ligne ou par {shown}",
            f"; several values are separated by a line break or by {shown}",
        )

    def shown_example(self, lang: str) -> str:
        """The example in a language, `""` when there is none."""
        return self.example if isinstance(self.example, str) else self.example[lang]

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.fr, self.en, self.key, *self.aliases)

    @property
    def term(self) -> Term:
        return Term(self.fr, self.en)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: `key` is its name in the program, `fr` and `en` its names, `unique` the columns that make a row's key.

    `owner` is the role of the institution that keeps it: `insurer`, `terminology`, `specification`, or `all`.
    `values_only` says that the sheet is an extract of values that may be large, such as the concepts of a nomenclature:
    it is read by columns when it is (`tables.large_grid`).
    `part_of` is the column that names what a row is a part of, `""` where rows stand by themselves: a part is left out
    of an edition together with its whole. `title` is the column of what readers call a row, `description` those of
    what tells more about it, the first that is filled. `becomes` is the resource or element that a row is made into,
    `""` where a row is for pages alone.
    """

    key: str
    fr: str
    en: str
    columns: tuple[Column, ...]
    owner: str
    unique: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    help: Term = NO_HELP
    values_only: bool = False
    part_of: str = ""
    title: str = "title"
    description: tuple[str, ...] = ("description",)
    becomes: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.fr, self.en, self.key, *self.aliases)

    @property
    def term(self) -> Term:
        return Term(self.fr, self.en)

    def column(self, key: str) -> Column:
        """The column of a key. Raises `KeyError`."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def element(self, column: Column) -> str:
        """The element of FHIR that holds what a column says, from the type of its resource on; `""` when none does."""
        if column.fhir[:1].isupper():
            return column.fhir
        return f"{self.becomes}.{column.fhir}" if column.fhir and self.becomes else ""


YES = ("oui", "o", "vrai", "true", "x", "1", "yes", "y")
NO = ("non", "n", "faux", "false", "0", "no")
