"""Words of the pages about the guide itself: words and signs, quality, accessibility, the plan of the site."""

from __future__ import annotations

from collections.abc import Mapping

from tabellion.diagnostics import Term

WORDS: Mapping[str, Term] = {
    # words and signs
    "word": Term("Mot", "Word"),
    "obligations_title": Term("Les obligations", "Obligations"),
    "sender_mandatory": Term("L'élément est toujours rempli.", "The element is always filled."),
    "receiver_mandatory": Term("Il est lu, gardé et montré.", "It is read, kept and shown."),
    "sender_within": Term(
        "L'élément est rempli dès que celui qui le contient est là.",
        "The element is filled whenever what holds it is there.",
    ),
    "receiver_within": Term("Il est lu, gardé et montré.", "It is read, kept and shown."),
    "sender_support": Term(
        "L'élément est rempli dès que la donnée existe.", "The element is filled whenever the datum exists."
    ),
    "receiver_support": Term(
        "Il est lu et traité sans erreur, même s'il manque.", "It is read and handled without error, even when absent."
    ),
    "sender_recommended": Term(
        "L'élément devrait être rempli, sauf raison connue.",
        "The element should be filled, unless there is a known reason.",
    ),
    "receiver_recommended": Term("Il devrait être lu.", "It should be read."),
    "sender_conditional": Term(
        "L'élément est rempli quand la condition est vraie.", "The element is filled when the condition is true."
    ),
    "receiver_conditional": Term("Il est lu, gardé et montré.", "It is read, kept and shown."),
    "sender_optional": Term("L'élément peut être rempli.", "The element may be filled."),
    "receiver_optional": Term("Il peut être lu.", "It may be read."),
    "sender_prohibited": Term("L'élément n'est pas rempli.", "The element is not filled."),
    "receiver_prohibited": Term("Sa présence est une erreur.", "Its presence is an error."),
    "obligations_in_fhir": Term("Dans les profils", "In the profiles"),
    "must_support_meaning": Term(
        "« À prendre en charge » (mustSupport) : un logiciel doit savoir remplir l'élément quand la donnée existe, et "
        "le lire sans erreur quand il vient. Un élément l'est quand sa ligne le demande, ou quand l'émetteur ou le "
        "récepteur y a une obligation DOIT ou CONDITIONNEL.",
        "“To be supported” (mustSupport): software has to be able to fill the element when the datum exists, and to "
        "read it without error when it comes. An element is so when its row asks for it, or when the sender or the "
        "receiver has an obligation SHALL or CONDITIONAL there.",
    ),
    "obligations_meaning": Term(
        "Les obligations de chacun sont dans les profils, par l'extension obligation de HL7 ; ses acteurs sont :",
        "The obligations of each are in the profiles, by HL7's extension obligation; its actors are:",
    ),
    "actor_is_sender": Term("celui qui envoie un message de ce guide", "who sends a message of this guide"),
    "actor_is_receiver": Term("celui qui le reçoit, le garde et le rend", "who receives, keeps and gives it back"),
    "strengths_title": Term("La force d'un jeu de valeurs", "The strength of a value set"),
    "strength_means_required": Term(
        "Le code vient toujours du jeu de valeurs.", "The code always comes from the value set."
    ),
    "strength_means_extensible": Term(
        "Le code vient du jeu de valeurs ; un autre est permis si aucun ne convient.",
        "The code comes from the value set; another is allowed when none fits.",
    ),
    "strength_means_preferred": Term(
        "Le jeu de valeurs est conseillé, un autre code est permis.",
        "The value set is advised, another code is allowed.",
    ),
    "strength_means_example": Term(
        "Le jeu de valeurs montre des codes possibles.", "The value set shows possible codes."
    ),
    "signs_title": Term("Les signes", "Signs"),
    "sign_cardinality": Term(
        "Combien de fois l'élément paraît : au moins, puis au plus. L'étoile veut dire « sans limite ».",
        "How often the element appears: at least, then at most. The star means “without limit”.",
    ),
    "sign_own": Term(
        "Un trait de couleur au bord : ce guide parle de l'élément.",
        "A coloured edge: this guide speaks of the element.",
    ),
    "sign_lang": Term(
        "Un texte dans l'autre langue, faute de traduction : les définitions de FHIR n'existent qu'en anglais.",
        "A text in the other language, for want of a translation.",
    ),
    "sign_waiting": Term(
        "Une ligne des tables qui n'est pas encore validée.", "A row of the tables that is not validated yet."
    ),
    "sign_modifier": Term(
        "L'élément change le sens de ceux qui l'entourent : il ne peut pas être ignoré.",
        "The element changes the meaning of those around it: it cannot be ignored.",
    ),
    "sign_origin": Term(
        "Le fichier, la feuille et la cellule d'où vient chaque valeur, après le nom que FHIR donne à ce qu'elle dit : "
        "short pour le libellé, min et max pour la cardinalité…",
        "The file, sheet and cell that each value comes from, after FHIR's name for what it says: short for the label, "
        "min and max for the cardinality…",
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
    "differences": Term("Ce que les institutions disent autrement", "What the institutions say differently"),
    "differences_lead": Term(
        "Chaque valeur a un propriétaire ; ce que les autres en disent est une proposition. Une décision vaut tant que "
        "les valeurs vues ne changent pas.",
        "Each value has an owner; what others say of it is a proposal. A decision holds as long as the values seen do "
        "not change.",
    ),
    "accepted": Term("Avertissements acceptés", "Accepted warnings"),
    "accepted_count": Term(
        "Ceux que l'équipe a examinés et accepte, qui ne sont plus parmi les constats : {count}.",
        "Those that the team has looked at and accepts, no longer among the findings: {count}.",
    ),
    "accepted_rule": Term("Règle", "Rule"),
    "accepted_place": Term("Endroit", "Place"),
    "accepted_date": Term("Accepté le", "Accepted on"),
    "none": Term("aucun", "none"),
    "coverage": Term("Données métier", "Business data"),
    "coverage_description": Term(
        "Données que portent des éléments, sur toutes celles de la mesure.",
        "Data that elements carry, out of all those of the measure.",
    ),
    "uncovered": Term("Données qu'aucun élément ne porte", "Data that no element carries"),
    "unasked": Term("Éléments demandés dont aucune donnée n'a besoin", "Elements asked for that no datum needs"),
    "missing": Term("Ce qui manque", "What is missing"),
    "untranslated_texts": Term("Textes non traduits", "Texts without a translation"),
    "without_reason": Term("Éléments plus stricts sans « pourquoi »", "Stricter elements without a “why”"),
    "without_example": Term("Éléments sans exemple", "Elements without example"),
    # accessibility and site map
    "accessibility_title": Term("Accessibilité", "Accessibility"),
    "accessibility_state": Term(
        "Ce site est fait pour être lu par tous. Il n'a pas encore été audité par un tiers ; l'état de conformité au "
        "RGAA n'est donc pas déclaré.",
        "This site is made to be read by everybody. It has not been audited by a third party yet; its conformance to "
        "WCAG 2.1 AA is therefore not declared.",
    ),
    "accessibility_done": Term(
        "Ce qui est fait et vérifié à chaque édition :", "What is done and checked for each edition:"
    ),
    "accessibility_keyboard": Term("tout s'atteint au clavier ;", "everything can be reached by keyboard;"),
    "accessibility_contrast": Term(
        "les textes sont contrastés, en clair comme en sombre ;", "texts have contrast, light and dark alike;"
    ),
    "accessibility_colour": Term(
        "aucun sens n'est porté par la couleur seule ;", "no meaning is carried by colour alone;"
    ),
    "accessibility_tables": Term(
        "les tables ont une légende et des en-têtes, les dessins un équivalent en texte ;",
        "tables have captions and headers, drawings have an equivalent as text;",
    ),
    "accessibility_zoom": Term(
        "la page se lit agrandie à 200 % et sur un écran étroit ;", "pages can be read at 200 % and on a narrow screen;"
    ),
    "accessibility_script": Term(
        "tout se lit sans script : seuls la recherche, les filtres et la copie en ont besoin ;",
        "everything can be read without script: only search, filters and copying need it;",
    ),
    "accessibility_languages": Term(
        "les textes dans une autre langue que la page sont signalés comme tels.",
        "texts in another language than the page are marked as such.",
    ),
    "accessibility_limits": Term(
        "Limites connues : les définitions que FHIR donne de ses éléments n'existent qu'en anglais.",
        "Known limits: the definitions that FHIR gives of its elements exist in English alone.",
    ),
    "accessibility_contact": Term("Une difficulté ? Écrivez à", "A difficulty? Write to"),
    "sitemap_title": Term("Plan du site", "Site map"),
    "contact": Term("Contact", "Contact"),
    "license": Term("Licence", "License"),
}
