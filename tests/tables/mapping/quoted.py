"""Headings of tables that institutions publish and exchange, as they write them; ¶ is a line break inside one."""

from __future__ import annotations

TERMINOLOGIES = {
    "ICD-11": ("ICD-11 code", "ICD-11 URI", "ICD-11 title"),
    "ICD-10": ("ICD-10 code", "ICD-10 URI", "ICD-10 title"),
    "LOINC": ("LOINC version 2.73 code", "LOINC version 2.73 URI", "LOINC version 2.73 long common name"),
    "ICHI": ("ICHI code (Beta 3)", "ICHI URI", "ICHI code title"),
    "ICF": ("ICF code", "ICF URI", "ICF title"),
    "ATC": ("ATC code", "ATC URI", "ATC name"),
    "SNOMED": ("SNOMED GPS code", "SNOMED GPS URI", "SNOMED GPS code title"),
}
EXAMPLES = [f"Example {number}" for number in range(1, 21)]

QUOTED: dict[str, list[str]] = {
    # HL7 spreadsheet authoring
    "structure": [
        "Element", "Profile Name", "Discriminator", "Card.", "Inv.", "Is Modifier", "Modifier Reason", "Must Support",
        "Summary", "UML", "Condition", "Type", "Regex", "Binding", "Short Name", "Definition", "Max Length",
        "Requirements", "Comments", "Example", *EXAMPLES, "Aliases", "Display Hint", "Value", "Pattern", "RIM Mapping",
        "v2 Mapping", "Profile.title", "Profile.name",
    ],
    "bindings": [
        "Binding Name", "Definition", "Conformance", "max-valueset", "min-valueset", "Binding", "Reference", "Version",
        "Oid", "Status", "Website", "Copyright",
    ],
    "invariants": ["Id", "Requirements", "Severity", "English", "Expression", "XPath", "Context"],
    "extensions": [
        "Code", "Context Type", "Context", "Context Invariant", "Version", "Name", "Display", "Card.", "Type", "Binding",
        "Max Length", "Short Name", "Definition", "Requirements", "Comments", "Aliases", "Is Modifier", "Example",
    ],
    "search": ["Name", "Type", "Description", "Expression", "Expression Usage", "Path"],
    "operations": [
        "Name", "Use", "Type", "Documentation", "Title", "Profile", "Min", "Max", "Search Type", "Binding",
    ],
    "mappings": ["Uri", "Column", "Title", "Id", "Sort Order", "Link"],
    "code list": [
        "Id", "System", "Code", "Display", "Abstract", "Definition", "Comment", "Parent", "v2", "v3", "Display:fr",
    ],
    # exports of the IG Publisher
    "elements": [
        "ID", "Path", "Slice Name", "Alias(s)", "Label", "Min", "Max", "Must Support?", "Is Modifier?", "Is Summary?",
        "Type(s)", "Short", "Definition", "Comments", "Requirements", "Default Value", "Meaning When Missing",
        "Fixed Value", "Pattern", "Example", "Minimum Value", "Maximum Value", "Maximum Length", "Binding Strength",
        "Binding Description", "Binding Value Set", "Code", "Slicing Discriminator", "Slicing Description",
        "Slicing Ordered", "Slicing Rules", "Base Path", "Base Min", "Base Max", "Condition(s)", "Constraint(s)",
        "Mapping: RIM Mapping", "Mapping: FiveWs Pattern Mapping",
    ],
    "metadata": ["Property", "Value"],
    "properties": ["Code", "Uri", "Description", "Type"],
    "filters": ["Code", "Description", "Operators", "Value"],
    "concepts": ["Level", "Code", "Display", "Definition"],
    "include": ["Concept", "Description"],
    "include by rule": ["Property", "Operation", "Value"],
    "include value set": ["ValueSet URL"],
    "expansion parameters": ["Parameter", "Value"],
    "expansion": ["Level", "System", "version", "Code", "Display", "Abstract", "Inactive"],
    "observations": [
        "Profile", "Name", "Category Code", "Category VS", "Code", "Code VS", "Time Types", "Value Types",
        "Data Absent Reason", "Body Site", "Method",
    ],
    # WHO
    "dictionary": [
        "Activity ID*", "Activity name*", "Data element ID*", "Data element label*", "Description and definition*",
        "Data type*", "List to include this data element in", "Quantity subtype", "Calculation", "Validation condition",
        "Optionality*", "Explain conditionality", "Functional grouping of data elements",
        "Linkages to decision-support tables", "Linkages to scheduling logic tables",
        "Linkages to aggregate indicators", "Linkages to workflows", "Annotations",
        *(
            heading
            for name, group in TERMINOLOGIES.items()
            for heading in (*group, f"{name} relationship", f"{name} comments")
        ),
    ],
    "dictionary, version 1": [
        "Activity ID", "Data element ID", "Data element label", "Description and definition",
        "Multiple choice type (if applicable)", "Data type", "Input option(s)", "Calculation", "Quantity sub-type",
        "Validation condition", "Editable", "Required", "Skip logic", "Explain conditionality",
        "Linkages to decision-support tables", "Annotations", "Notes", "ICF Code",
    ],
    "dictionary, level 3": [
        "Master Data Element Path", "HL7 FHIR R4 – Resource", "HL7 FHIR R4 - Resource Type", "Extension Needed",
        "HL7 FHIR R4 - Base Profile", "HL7 FHIR R4 - Version Number", "HL7 FHIR R4 - Additional FHIR Mapping details",
        "Custom Profile ID", "Binding or Custom Value Set Name or Reference", "Binding Strength", "UCUM", "Scope",
        "Context", "Selector", "FHIR Code System", "HL7 FHIR R4 Code",
    ],
    "configuration": ["Id", "Value", "Description"],
    "functional requirements": ["Requirement ID", "Activity ID", "Activity name", "As a", "I want", "So that"],
    "other requirements": ["Requirement ID", "Category", "Non-functional requirement"],
    "indicators": [
        "Indicator unique identifier", "Indicator name", "Short name", "Also known as", "Definition",
        "Direction of progress", "Numerator Definition", "Numerator Computation", "Disaggregation criteria",
        "Annotations", "Reference(s)",
    ],
    "profile review": [
        "Patient Profile", "Id", "Conformance", "ValueSet", "ValueSetURL", "Binding ValueSet Version",
        "Code System URLs", "Must Support Y/N", "Cardinality", "Review Notes",
    ],
    # questionnaires and value sets of pyfhirsdc
    "q.anc": [
        "type", "parentId", "id", "label", "description", "help", "note:skip_logic", "calculatedExpression",
        "initialExpression", "enableWhenExpression", "constraintExpression", "constraintDescription", "required",
        "definition", "display", "map_constraint", "map_resource", "media", "map_extension", "map_details",
        "map_profile", "map_path", "map_bindding", "map_binding_strength", "scope",
    ],
    "valueSet": ["scope", "valueSet", "code", "display", "definition", "map", "media"],
    "profile": [
        "id", "definitionType", "profile", "title", "description", "baseProfile", "cardinality", "map_path", "type",
        "value",
    ],
    "codeSystem": ["scope", "CodeSystem", "id", "label", "description"],
    "extension": ["scope", "id", "title", "description", "type", "values", "restriction", "parentExtensionId"],
    # general conventions
    "survey": [
        "type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "calculation",
        "appearance", "readonly", "default", "choice_filter", "parameters", "repeat_count", "media::image",
        "label::English (en)",
    ],
    "choices": ["list_name", "name", "label"],
    "settings": ["form_title", "form_id", "version", "default_language", "style"],
    # terminologies met in the field
    "concepts.csv": ["CODE", "DISPLAY"],
    "hierarchy.csv": ["PARENT", "CHILD"],
    "concept map": [
        "SOURCE_CODE_SYSTEM", "SOURCE_CODE_SYSTEM_VERSION", "TARGET_CODE_SYSTEM", "TARGET_CODE_SYSTEM_VERSION",
        "SOURCE_CODE", "SOURCE_DISPLAY", "TARGET_CODE", "TARGET_DISPLAY", "EQUIVALENCE", "COMMENT",
    ],
    "open concept lab": [
        "resource_type", "owner_id", "source", "id", "name", "name_type", "name[fr]", "name_locale[fr]",
        "concept_class", "datatype", "description", "attr:rank", "map_target", "map_type",
    ],
    "linguistic variant": [
        "LOINC_NUM", "COMPONENT", "PROPERTY", "TIME_ASPCT", "SYSTEM", "SCALE_TYP", "METHOD_TYP", "CLASS", "SHORTNAME",
        "LONG_COMMON_NAME", "RELATEDNAMES2", "LinguisticVariantDisplayName",
    ],
    "condition groupers": [
        "Counter", "Condition Grouper URL (Generated)", "Condition Grouper Name (Generated)", "Condition Grouper Title",
        "Condition Name", "SNOMED Condition Code", "Snomed Description", "Status", "Note",
    ],
    "change log": ["Date", "Change", "TES Package Version"],
    "official journal": ["Code", "Libellé", "Activité", "Phase", "Exo TM", "Regroupement", "Extension PMSI"],
    # French repository of nomenclatures, and requests to it
    "TRE": [
        "<OID>", "<Code>", "<Libellé>", "<Libellé court>", "<Libellé long>", "<Date valid>", "<Date fin>", "<Date MAJ>",
    ],
    "JDV": ["<OID>", "<Code>", "<Libellé>"],
    "TRE request": ["Code", "Libellé", "Description métier (facultative)", "Synonyme 1 (facultatif)", "Synonyme 2 (facultatif)"],
    "JDV request": ["TRE source", "Code", "Libellé"],
    "ASS request": [
        "Code de la TRE source", "Type association", "Code de la TRE cible (facultatif si unmatched)",
        "Commentaire (requis si narrower)",
    ],
    "change request": [
        "Ajout d'un nouveau code", "Modification", "Obsolescence du code",
        "Réactivation du code (sans changement de signification)",
    ],
    "message model": [
        *(f"Donnée (Niveau {level})" for level in range(1, 7)), "Description", "Exemples", "Balise", "Cardinalité",
        "Objet", "Format (ou type)", "Détails de format", "15-15", "15-SMUR",
    ],
    # payers
    "data element index": [
        "Map ID", "CMS Medicare BB 2.0 Element", "CARIN CPCDS Data Element Name", "CARIN CPCDS Description",
        "CARIN BB FHIR Profile", "Date Harmonized", "FHIR Resource L0", "FHIR Resource L1 Element", "L2 Element",
        "FHIR Element Description or L3|L4", "FHIR REF/slice",
    ],
    "payer profile": [
        "Slice", "L0", "L1", "L2", "L3", "L4", "Flag", "Cardinality", "DataType / Value Set", "Description",
        "CPCDS MapID", "CPCDS Data Element Name", "Cardinality / DataType", "Value Set Comments", "Working Note",
    ],
    "data elements": [
        "Group", "Profile Title", "Data Element Name", "Definition", "Required?", "Occurrences Allowed", "Data Type",
        "Value Set URI", "Value Set Binding", "FHIR Element (R4)", "Source Profile URI",
        "Element StructureDefinition URI",
    ],
    "value set codes": ["Value Set Name", "Code System", "Logical Definition", "Code", "Code Description"],
    "profiles": ["Group", "Title", "Url", "Description"],
    # capabilities
    "capability profiles": ["Profile", "Name", "Conformance", "Type", "Support"],
    "resources": [
        "type", "conformance", "documentation", "versioning", "readHistory", "updateCreate", "conditionalCreate",
        "referencePolicy", "shall_include", "should_include", "shall_revinclude", "should_revinclude",
        "forbidden_s_combos",
    ],
    "ops": ["name", "definition", "type", "conf", "documentation"],
    "interactions": ["code", "conf_Patient", "doc_Patient"],
    "rest_interactions": ["code", "conf", "doc"],
    "sps": [
        "base", "code", "base_conf", "display", "profile", "exists", "update", "type", "expression", "multipleOr",
        "multipleAnd", "shall_modifier", "should_modifier", "shall_comparator", "should_comparator", "shall_chain",
        "should_chain", "references", "combo_pairs", "description", "example", "imp_note", "rel_url",
    ],
    "sp_combos": [
        "index", "base", "profile", "combo", "combo_conf", "types", "fixed_kv", "description", "example", "imp_note",
    ],
}  # fmt: skip


def line(sheet: str, **cells: str) -> list[str]:
    """A row of a quoted sheet; a cell is named by its heading, of which letters and digits count alone."""
    from tabellion.tables.headings import fold

    headings = [fold(heading) for heading in QUOTED[sheet]]
    named = {fold(name): text for name, text in cells.items()}
    assert named.keys() <= set(headings), named.keys() - set(headings)
    return [named.get(heading, "") for heading in headings]
