"""Words of the pages about the guide itself: words and signs, quality, accessibility, the plan of the site."""

from __future__ import annotations

from collections.abc import Mapping

from tabellion.diagnostics import Term

WORDS: Mapping[str, Term] = {
    # words and signs
    "word": Term("Mot", "Word"),
    "obligations_title": Term("Les obligations", "Obligations"),
    "sender_mandatory": Term("L'élément est toujours rempli.", "The element is always filled."),
    "receiver_mandatory": Term("Il est lu, conservé et affiché.", "It is read, stored and displayed."),
    "sender_within": Term(
        "L'élément est rempli dès que son parent est présent.",
        "The element is filled whenever its parent is present.",
    ),
    "receiver_within": Term("Il est lu, conservé et affiché.", "It is read, stored and displayed."),
    "sender_support": Term(
        "L'élément est rempli dès que la donnée existe.", "The element is filled whenever the data exist."
    ),
    "receiver_support": Term(
        "Il est lu et traité sans erreur ; son absence n'est pas une erreur.",
        "It is read and processed without error; its absence is not an error.",
    ),
    "sender_recommended": Term(
        "L'élément devrait être rempli, sauf raison valable.",
        "The element should be filled, unless there is a valid reason not to.",
    ),
    "receiver_recommended": Term("Il devrait être lu.", "It should be read."),
    "sender_conditional": Term(
        "L'élément est rempli quand la condition est vraie.", "The element is filled when the condition is true."
    ),
    "receiver_conditional": Term("Il est lu, conservé et affiché.", "It is read, stored and displayed."),
    "sender_optional": Term("L'élément peut être rempli.", "The element may be filled."),
    "receiver_optional": Term("Il peut être lu.", "It may be read."),
    "sender_prohibited": Term("L'élément n'est pas rempli.", "The element is not filled."),
    "receiver_prohibited": Term("Sa présence est une erreur.", "Its presence is an error."),
    "obligations_in_fhir": Term("Dans les profils", "In the profiles"),
    "must_support_meaning": Term(
        "« À prendre en charge » (mustSupport) : un logiciel doit savoir remplir l'élément quand la donnée existe, et "
        "le lire sans erreur quand il le reçoit. Un élément est à prendre en charge quand sa ligne le demande, ou "
        "quand l'émetteur ou le récepteur y a une obligation DOIT ou CONDITIONNEL.",
        "“To be supported” (mustSupport): software must be able to fill the element when the data exist, and to "
        "read it without error when it receives it. An element is to be supported when its row requires it, or when "
        "the sender or the receiver has a SHALL or CONDITIONAL obligation on it.",
    ),
    "obligations_meaning": Term(
        "Les profils portent les obligations de chaque acteur, dans l'extension obligation d'HL7. Les acteurs :",
        "The profiles carry the obligations of each actor, in HL7's obligation extension. The actors:",
    ),
    "actor_is_sender": Term(
        "le logiciel qui envoie un message de ce guide", "the software that sends a message of this guide"
    ),
    "actor_is_receiver": Term(
        "le logiciel qui le reçoit, le conserve et le restitue", "the software that receives, stores and returns it"
    ),
    "strengths_title": Term("La force d'une liaison", "Binding strength"),
    "strength_means_required": Term(
        "Le code vient toujours du jeu de valeurs.", "The code always comes from the value set."
    ),
    "strength_means_extensible": Term(
        "Le code vient du jeu de valeurs ; un autre est permis si aucun ne convient.",
        "The code comes from the value set; another is allowed when none fits.",
    ),
    "strength_means_preferred": Term(
        "Le jeu de valeurs est conseillé ; un autre code est permis.",
        "The value set is recommended; another code is allowed.",
    ),
    "strength_means_example": Term(
        "Le jeu de valeurs donne des exemples de codes.", "The value set gives examples of codes."
    ),
    "signs_title": Term("Les signes", "Signs"),
    "sign_cardinality": Term(
        "Nombre d'occurrences de l'élément : le minimum, puis le maximum. L'étoile signifie « sans limite ».",
        "Number of occurrences of the element: the minimum, then the maximum. The star means “no limit”.",
    ),
    "sign_own": Term(
        "Un trait de couleur en bordure : ce guide précise l'élément.",
        "A coloured edge: this guide constrains or describes the element.",
    ),
    "sign_lang": Term(
        "Un texte dans l'autre langue, faute de traduction : les définitions de FHIR n'existent qu'en anglais.",
        "A text that is available in another language only: FHIR's own definitions exist in English only.",
    ),
    "sign_waiting": Term(
        "Une ligne des tables qui n'est pas encore validée.", "A row of the tables that has not been validated yet."
    ),
    "sign_modifier": Term(
        "L'élément change le sens de ceux qui l'entourent : il ne peut pas être ignoré.",
        "The element changes the meaning of those around it: it cannot be ignored.",
    ),
    "sign_origin": Term(
        "Le fichier, la feuille et la cellule d'où vient chaque valeur, après le nom de la propriété dans FHIR : short "
        "pour le libellé, min et max pour la cardinalité…",
        "The file, sheet and cell that each value comes from, after the name of the property in FHIR: short for the "
        "label, min and max for the cardinality…",
    ),
    "sign_anchor": Term(
        "L'adresse d'un élément : celle de la page, puis son identifiant FHIR, où [x] s'écrit _x_.",
        "The address of an element: that of the page, then its FHIR id, where [x] is written _x_.",
    ),
    # quality
    "quality_lead": Term(
        "L'état du travail, pour les auteurs : ce que les vérifications ont trouvé, et ce qui manque encore.",
        "The state of the work, for authors: what the checks found, and what is still missing.",
    ),
    "sources": Term("Sources", "Sources"),
    "institution": Term("Institution", "Institution"),
    "received": Term("Reçu le", "Received on"),
    "rows_by_status": Term("Lignes par statut", "Rows by status"),
    "findings": Term("Constats", "Findings"),
    "differences": Term("Divergences entre les institutions", "Differences between the institutions"),
    "differences_lead": Term(
        "Chaque valeur a un propriétaire ; ce que les autres en disent est une proposition. Une décision vaut tant que "
        "les valeurs vues ne changent pas.",
        "Each value has an owner; what others say of it is a proposal. A decision holds as long as the values seen do "
        "not change.",
    ),
    "accepted": Term("Avertissements acceptés", "Accepted warnings"),
    "accepted_count": Term(
        "L'équipe a examiné et accepté {count:avertissement|avertissements} ; les constats ne les comptent plus.",
        "The team has reviewed and accepted {count:warning|warnings}, no longer listed among the findings.",
    ),
    "accepted_rule": Term("Règle", "Rule"),
    "accepted_place": Term("Endroit", "Place"),
    "accepted_date": Term("Accepté le", "Accepted on"),
    "none": Term("aucun", "none"),
    "coverage": Term("Données métier", "Business data"),
    "coverage_description": Term(
        "Nombre de données portées par un élément, sur le total des données de la mesure.",
        "Number of data items carried by an element, out of all data items of the measurement.",
    ),
    "uncovered": Term("Données qu'aucun élément ne porte", "Data items that no element carries"),
    "unasked": Term("Éléments demandés sans donnée métier", "Required elements without business data"),
    "missing": Term("Ce qui manque", "What is missing"),
    "untranslated_texts": Term("Textes non traduits", "Untranslated texts"),
    "without_reason": Term("Contraintes sans justification", "Constraints without a reason"),
    "without_example": Term("Éléments sans exemple", "Elements without an example"),
    # accessibility and site map
    "accessibility_title": Term("Accessibilité", "Accessibility"),
    "accessibility_state": Term(
        "Ce site est conçu pour être lu par tous. Il n'a pas encore été audité par un tiers ; l'état de conformité au "
        "RGAA n'est donc pas déclaré.",
        "This site is designed to be read by everyone. It has not yet been audited by a third party; its conformance "
        "to WCAG 2.1 AA is therefore not declared.",
    ),
    "accessibility_done": Term("Points vérifiés à chaque édition :", "Checked for each edition:"),
    "accessibility_keyboard": Term("tout est accessible au clavier ;", "everything can be reached with the keyboard;"),
    "accessibility_contrast": Term(
        "les contrastes sont suffisants, en thème clair comme en thème sombre ;",
        "contrast is sufficient, in the light and in the dark theme;",
    ),
    "accessibility_colour": Term(
        "aucune information n'est portée par la seule couleur ;", "no information is conveyed by colour alone;"
    ),
    "accessibility_tables": Term(
        "les tables ont une légende et des en-têtes, les dessins un équivalent textuel ;",
        "tables have captions and headers, drawings have a text equivalent;",
    ),
    "accessibility_zoom": Term(
        "la page reste lisible agrandie à 200 % et sur un écran étroit ;",
        "pages remain readable at 200% zoom and on a narrow screen;",
    ),
    "accessibility_script": Term(
        "tout se lit sans JavaScript : seuls la recherche, les filtres et la copie en ont besoin ;",
        "everything can be read without JavaScript: only search, filters and copying need it;",
    ),
    "accessibility_languages": Term(
        "les textes d'une autre langue que celle de la page sont balisés comme tels.",
        "texts in a language other than that of the page are marked as such.",
    ),
    "accessibility_limits": Term(
        "Limite connue : les définitions des éléments de FHIR n'existent qu'en anglais.",
        "Known limitation: FHIR's own definitions of its elements exist in English only.",
    ),
    "accessibility_contact": Term("Une difficulté ? Écrivez à", "Any difficulty? Write to"),
    "sitemap_title": Term("Plan du site", "Site map"),
    "contact": Term("Contact", "Contact"),
    "license": Term("Licence", "License"),
}
