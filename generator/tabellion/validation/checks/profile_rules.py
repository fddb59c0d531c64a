"""The rules about values and profiles."""

from __future__ import annotations

from tabellion.diagnostics import rule

UNKNOWN_PROFILE = rule(
    "VA030",
    "unknown-profile",
    "warning",
    "not-found",
    fr="le profil {unknown} n'est pas connu ici : rien n'a été vérifié selon lui",
    en="the profile {unknown} is not known here: nothing was checked by it",
    help_fr="ajoutez le paquet qui le définit (--package), ou vérifiez son adresse",
    help_en="add the package that defines it (--package), or check its address",
)
UNUSABLE_PROFILE = rule(
    "VA039",
    "unusable-profile",
    "error",
    "exception",
    fr="le profil {unusable} est disponible, mais sa définition est erronée, et rien n'a été vérifié selon lui : "
    "{reason}",
    en="the profile {unusable} is available, but its definition is faulty and nothing was checked by it: {reason}",
    help_fr="la valeur n'est pas en cause : l'auteur du profil doit en corriger la définition",
    help_en="the value is not to blame: the author of the profile has to fix its definition",
)
PROFILE_OF_ANOTHER_VERSION = rule(
    "VA029",
    "profile-of-another-version",
    "warning",
    "not-found",
    fr="le profil {asked} n'est connu ici qu'en version {known}",
    en="the profile {asked} is known here in version {known} only",
    help_fr="ajoutez le paquet de cette version (--package) ; un profil que la ressource déclare suivre dans une "
    "version qui "
    "n'est pas là n'est pas vérifié, un autre l'est dans la version connue",
    help_en="add the package of that version (--package); a profile that the resource claims in a version that is not "
    "here is not checked, another is checked in the version known",
)
IN_SEVERAL_SLICES = rule(
    "VA103",
    "in-several-slices",
    "error",
    "structure",
    fr="cet élément entre dans plusieurs tranches : {slices}",
    en="this element fits several slices: {slices}",
    help_fr="donnez-lui ce qui distingue une tranche des autres ; si rien ne le fait, le profil est en cause",
    help_en="give it what sets one slice apart from the others; if nothing does, the profile is to blame",
)
UNDECIDABLE_SLICE = rule(
    "VA027",
    "undecidable-slice",
    "warning",
    "not-supported",
    fr="rien dans le profil n'indique quels éléments entrent dans la tranche « {slice} » : elle n'a pas été vérifiée",
    en="nothing in the profile says which elements belong to the slice `{slice}`: it was not checked",
    help_fr="l'auteur du profil doit donner, là où mène le discriminant, une valeur, un motif, un type ou un profil",
    help_en="the author of the profile is to give a value, a pattern, a type or a profile where the path leads",
)
ASKED_PROFILE_OF_ANOTHER_TYPE = rule(
    "VA031",
    "asked-profile-of-another-type",
    "error",
    "structure",
    fr="le profil {profile} porte sur « {wanted} », la valeur est de type « {type} »",
    en="the profile {profile} is about `{wanted}`, the value is of type `{type}`",
    help_fr="demandez un profil du type de la valeur",
    help_en="ask for a profile of the value's type",
)
NOT_THE_FIXED_VALUE = rule(
    "VA032",
    "not-the-fixed-value",
    "error",
    "value",
    fr="{element} n'est pas la valeur que le profil fixe : attendu {asked}, trouvé {found}",
    en="{element} is not the value that the profile fixes: expected {asked}, found {found}",
    help_fr="donnez exactement la valeur fixée",
    help_en="give exactly the fixed value",
)
NOT_AS_THE_PATTERN = rule(
    "VA033",
    "not-as-the-pattern",
    "error",
    "value",
    fr="{element} n'a pas tout ce que le profil demande : attendu {asked}, trouvé {value}",
    en="{element} does not have all that the profile asks for: expected {asked}, found {value}",
    help_fr="donnez au moins ce que le motif contient",
    help_en="give at least what the pattern holds",
)
TYPE_NOT_IN_PROFILE = rule(
    "VA034",
    "type-not-in-profile",
    "error",
    "structure",
    fr="le type « {type} » n'est pas permis par le profil, permis : {allowed}",
    en="the type `{type}` is not allowed by the profile, allowed: {allowed}",
    help_fr="donnez la valeur dans un des types permis",
    help_en="give the value in one of the allowed types",
)
OUTSIDE_CLOSED_SLICES = rule(
    "VA035",
    "outside-closed-slices",
    "error",
    "structure",
    fr="cet élément n'entre dans aucune tranche ({slices}) et le profil n'en permet pas d'autre",
    en="this element belongs to no slice ({slices}) and the profile allows no other",
    help_fr="retirez l'élément, ou accordez-le avec une des tranches",
    help_en="remove the element, or make it fit one of the slices",
)
SLICE_OUT_OF_ORDER = rule(
    "VA036",
    "slice-out-of-order",
    "error",
    "structure",
    fr="la tranche « {slice} » vient après une autre qu'elle doit précéder",
    en="the slice `{slice}` comes after another that it must precede",
    help_fr="rangez les éléments dans l'ordre des tranches du profil",
    help_en="put the elements in the order of the profile's slices",
)
VALUE_OUT_OF_RANGE = rule(
    "VA037",
    "value-out-of-range",
    "error",
    "value",
    fr="la valeur {value} sort des bornes du profil",
    en="the value {value} is outside the bounds of the profile",
    help_fr="vérifiez la valeur et son unité",
    help_en="check the value and its unit",
)
TEXT_OF_ANOTHER_FORM = rule(
    "VA028",
    "text-of-another-form",
    "error",
    "value",
    fr="le texte n'a pas la forme que le profil demande",
    en="the text does not have the form that the profile asks for",
    help_fr="écrivez-le comme l'expression régulière le demande",
    help_en="write it as the regular expression asks",
)
TEXT_TOO_SHORT = rule(
    "VA104",
    "text-too-short",
    "error",
    "value",
    fr="le texte a {length:caractère|caractères}, il en faut au moins {limit}",
    en="the text has {length:character|characters}, at least {limit} needed",
    help_fr="donnez le texte entier",
    help_en="give the whole text",
)
VALUE_NEEDED = rule(
    "VA105",
    "value-needed",
    "error",
    "required",
    fr="le profil veut ici une valeur : une extension n'en tient pas lieu",
    en="the profile wants a value here: an extension does not stand in for it",
    help_fr="donnez la valeur, ou l'extension que le profil admet à sa place s'il en nomme",
    help_en="give the value, or the extension that the profile allows in its place where it names one",
)
NO_PROFILE_FITS = rule(
    "VA038",
    "no-profile-fits",
    "error",
    "structure",
    fr="la valeur n'est conforme à aucun des profils permis ici",
    en="the value conforms to none of the profiles allowed here",
    help_fr="validez-la selon chacun des profils pour voir ce qui manque",
    help_en="validate it by each of the profiles to see what is missing",
)
