"""The rules about the structure of a resource."""

from __future__ import annotations

from tabellion.diagnostics import Term, rule

NO_SUCH_RESOURCE_TYPE = rule(
    "VA010",
    "no-such-resource-type",
    "error",
    "structure",
    fr="« {type} » n'est pas un type de ressource",
    en="`{type}` is not a type of resource",
    help_fr="donnez dans « resourceType » le nom d'une ressource de cette version de FHIR",
    help_en="give in `resourceType` the name of a resource of this version of FHIR",
)
DATA_TYPE_BY_ITSELF = rule(
    "VA100",
    "data-type-by-itself",
    "warning",
    "structure",
    fr="« {type} » est un type de données : seul, il n'est pas une ressource et ne peut pas être échangé",
    en="`{type}` is a data type: by itself it is no resource and cannot be exchanged",
    help_fr="mettez la valeur dans une ressource ; comme exemple d'un type, elle peut rester",
    help_en="put the value into a resource; as an example of a type it may stay",
)
UNKNOWN_PROPERTY = rule(
    "VA011",
    "unknown-property",
    "error",
    "structure",
    fr="l'élément « {element} » n'existe pas ici",
    en="the element `{element}` does not exist here",
    help_fr="vérifiez le nom et l'endroit ; ce que FHIR ne prévoit pas va dans une extension",
    help_en="check the name and the place; what FHIR does not have goes into an extension",
)
CONTENT_OF_ANOTHER_TYPE = rule(
    "VA119",
    "content-of-another-type",
    "error",
    "structure",
    fr="{keys} : éléments {meant:de}, alors que le type {here} est attendu",
    en="{keys}: elements of {meant}, where the type {here} is expected",
    help_fr="{remedy}",
    help_en="{remedy}",
)
PUT_INTO = Term("mettez-les dans « {0} »", "put them into `{0}`")
GIVE_CONTENT = Term("donnez le contenu de « {0} », sans elle", "give what is in `{0}`, without it")
MISSING_ELEMENT = rule(
    "VA012",
    "missing-element",
    "error",
    "required",
    fr="« {element} » figure {count} fois, il en faut au moins {minimum}",
    en="`{element}` appears {count:time|times}, at least {minimum} required",
    help_fr="{remedy}",
    help_en="{remedy}",
)
ADD_IT = Term("ajoutez l'élément", "add the element")
MAKE_IT_FIT = Term(
    "accordez l'élément le plus proche avec la tranche, ou ajoutez-en un",
    "make the nearest element fit the slice, or add one",
)
TOO_MANY_ELEMENTS = rule(
    "VA013",
    "too-many-elements",
    "error",
    "structure",
    fr="« {element} » figure {count} fois, au plus {maximum} permis",
    en="`{element}` appears {count:time|times}, at most {maximum} allowed",
    help_fr="retirez ce qui est en trop",
    help_en="remove what is too much",
)
CONTAINED_WITHOUT_ID = rule(
    "VA026",
    "contained-without-id",
    "error",
    "required",
    fr="la ressource contenue n'a pas d'identifiant, rien ne peut y mener",
    en="the contained resource has no id, nothing can lead to it",
    help_fr="donnez-lui un « id » et faites-y référence par « #id »",
    help_en="give it an `id` and refer to it by `#id`",
)
WRONG_JSON_KIND = rule(
    "VA014",
    "wrong-json-kind",
    "error",
    "structure",
    fr="la valeur n'est pas du genre JSON attendu",
    en="the value is not of the expected kind of JSON",
    help_fr="vérifiez guillemets, crochets et accolades",
    help_en="check quotes, brackets and braces",
)
BAD_PRIMITIVE_VALUE = rule(
    "VA015",
    "bad-primitive-value",
    "error",
    "value",
    fr="« {value} » n'a pas la forme du type « {type} »",
    en="`{value}` does not have the form of the type `{type}`",
    help_fr="écrivez la valeur comme le type le demande",
    help_en="write the value as the type asks",
)
BLANK_TEXT = rule(
    "VA077",
    "blank-text",
    "warning",
    "value",
    fr="le texte n'a que des blancs : certains systèmes le refusent",
    en="the text has nothing but blanks: some systems refuse it",
    help_fr="omettez l'élément quand il n'y a pas de valeur",
    help_en="leave the element out when there is not a value",
)
CONTROL_CHARACTER_IN_TEXT = rule(
    "VA106",
    "control-character-in-text",
    "warning",
    "value",
    fr="le texte contient un caractère de commande : XML et certains systèmes le refusent",
    en="the text has a control character: XML and some systems refuse it",
    help_fr="retirez-le ; tabulations et fins de ligne peuvent rester",
    help_en="take it out; tabs and ends of lines may stay",
)
NUMBER_BEYOND_DOUBLES = rule(
    "VA078",
    "number-beyond-doubles",
    "warning",
    "value",
    fr="{value} ne tient pas dans un nombre flottant de 64 bits : la plupart des programmes ne le gardent pas",
    en="{value} does not fit into a floating point number of 64 bits: most programs do not keep it",
    help_fr="vérifiez l'exposant",
    help_en="check the exponent",
)
EMPTY_LIST = rule(
    "VA016",
    "empty-list",
    "error",
    "structure",
    fr="la liste est vide",
    en="the list is empty",
    help_fr="omettez l'élément quand il n'y a pas de valeur",
    help_en="leave the element out when there is not a value",
)
EMPTY_OBJECT = rule(
    "VA017",
    "empty-object",
    "error",
    "invariant",
    fr="l'élément n'a ni valeur ni enfant",
    en="the element has neither a value nor children",
    help_fr="omettez l'élément quand il n'y a pas de valeur",
    help_en="leave the element out when there is not a value",
)
NULL_VALUE = rule(
    "VA018",
    "null-value",
    "error",
    "structure",
    fr="« null » n'est permis que dans une liste, en face d'extensions",
    en="`null` is allowed only in a list, beside extensions",
    help_fr="omettez l'élément, ou indiquez par une extension pourquoi la valeur manque",
    help_en="leave the element out, or say with an extension why the value is missing",
)
UNEVEN_EXTENSIONS_OF_LIST = rule(
    "VA019",
    "uneven-extensions-of-list",
    "error",
    "structure",
    fr="la liste a {values} valeurs, celle de ses extensions (« _ ») {siblings}",
    en="the list has {values} values, that of its extensions (`_`) {siblings}",
    help_fr="donnez autant d'entrées aux deux, avec « null » là où il n'y a rien",
    help_en="give both the same number of entries, with `null` where there is nothing",
)
SEVERAL_CHOICES = rule(
    "VA020",
    "several-choices",
    "error",
    "structure",
    fr="« {element} » se trouve sous plusieurs types : {value}",
    en="`{element}` has several types: {value}",
    help_fr="gardez un seul type",
    help_en="keep one type",
)
TEXT_TOO_LONG = rule(
    "VA021",
    "text-too-long",
    "error",
    "too-long",
    fr="le texte a {length} caractères, {limit} permis",
    en="the text has {length} characters, {limit} allowed",
    help_fr="raccourcissez le texte",
    help_en="shorten the text",
)
NESTED_TOO_DEEPLY = rule(
    "VA022",
    "nested-too-deeply",
    "error",
    "too-costly",
    fr="plus {limit:de} éléments sont emboîtés, le reste n'est pas lu",
    en="more than {limit} elements are nested, the rest is not read",
    help_fr="vérifiez que l'émetteur n'emboîte pas sans fin",
    help_en="check that the sender does not nest without end",
)
BAD_NARRATIVE = rule(
    "VA023",
    "bad-narrative",
    "error",
    "invariant",
    fr="le texte lisible n'est pas du XHTML permis ({value}) : {reason}",
    en="the narrative is not allowed XHTML ({value}): {reason}",
    help_fr="gardez la mise en forme simple, sans script, formulaire ni objet",
    help_en="keep to simple formatting, without scripts, forms or objects",
)

LOST_LINK_IN_NARRATIVE = rule(
    "VA024",
    "lost-link-in-narrative",
    "error",
    "not-found",
    fr="le lien « {value} » du texte lisible ne mène nulle part",
    en="the link `{value}` of the narrative leads nowhere",
    help_fr="donnez cet identifiant à un élément du texte ou de la ressource, ou retirez le lien",
    help_en="give that id to an element of the text or the resource, or remove the link",
)
DUPLICATE_ID = rule(
    "VA025",
    "duplicate-id",
    "error",
    "duplicate",
    fr="l'identifiant « {value} » est déjà celui d'un autre élément de la ressource",
    en="the id `{value}` is already that of another element of the resource",
    help_fr="donnez à chacun un identifiant, ou retirez ceux auxquels rien ne se réfère",
    help_en="give each an id of its own, or remove those that nothing refers to",
)
