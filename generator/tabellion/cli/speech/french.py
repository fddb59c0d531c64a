"""The command line in French: its helps by their English, and the frames that the library prints around them."""

from __future__ import annotations

import re
from collections.abc import Callable

from tabellion.cli.shared_options import EXIT_CODES

HELPS = {
    EXIT_CODES: "Codes de retour : 0 aucune erreur ; 1 une erreur dans les tables, pages ou ressources données ; "
    "2 un mauvais emploi de la commande ; 3 la machine (disque, réseau, programme absent) ; 4 une erreur de Tabellion "
    "lui-même ; 130 arrêt par Ctrl+C.",
    "From tables to a FHIR Implementation Guide.": "Des tables au guide d'implémentation FHIR.",
    "Show the version and leave.": "Donne la version et s'arrête.",
    "Show this message and exit.": "Montre cette aide et s'arrête.",
    "Install completion for the current shell.": "Installe la complétion dans cet interpréteur de commandes.",
    "Show completion for the current shell, to copy it or customize the installation.": "Montre la complétion de cet "
    "interpréteur, pour la copier ou l'adapter.",
    "Folder of the project.": "Dossier du projet.",
    "Language of messages; by default the guide's, else yours.": "Langue des messages ; par défaut celle du guide, "
    "sinon la vôtre.",
    "Shape of the findings; outcome is FHIR's OperationOutcome.": "Forme des constats ; outcome est "
    "l'OperationOutcome de FHIR.",
    "In text, every finding, not only the first 20 of each rule.": "En texte, tous les constats, et non "
    "les 20 premiers de chaque règle.",
    # check, build
    "List every error of the sources, with its cell and what to do; write nothing.": "Liste toutes les erreurs des "
    "sources, chacune avec sa cellule et ce qu'il faut faire ; n'écrit rien.",
    "Make the artifacts, the package and the guide; write nothing while an error stands.": "Fait les artefacts, le "
    "paquet et le guide ; n'écrit rien tant qu'une erreur subsiste.",
    "Make the guide, or stop before.": "Fait le guide, ou s'arrête avant.",
    "Have HL7's own validator judge the result (needs Java and Maven).": "Fait juger le résultat par le validateur de "
    "HL7 (demande Java et Maven).",
    # convert
    "Write a resource in its other form, without loss; write nothing when it has an error.": "Écrit une ressource dans "
    "son autre forme, sans perte ; n'écrit rien si elle a une erreur.",
    "A resource in JSON or XML; - is standard input.": "Une ressource en JSON ou en XML ; - est l'entrée standard.",
    "The form to write.": "La forme à écrire.",
    "The file to write, instead of standard output.": "Le fichier à écrire, au lieu de la sortie standard.",
    "A FHIR package: .tgz or folder. Repeatable.": "Un paquet FHIR : fichier .tgz ou dossier. Peut se répéter.",
    "Version of FHIR whose core package is found, where none is given.": "Version de FHIR dont le paquet de base est "
    "cherché quand aucun n'est donné.",
    "Show findings of this rule alone: VA012, its name, or dom-6. Repeatable.": "Ne montre que les constats de cette "
    "règle : VA012, son nom ou dom-6. Peut se répéter.",
    "Show no findings of this rule. Repeatable.": "Ne montre pas les constats de cette règle. Peut se répéter.",
    "error, warning or information in place of its own. Repeatable.": "error, warning ou information à la place de la "
    "sienne. Peut se répéter.",
    "With --format outcome: one OperationOutcome for each resource, one a line.": "Avec --format outcome : un "
    "OperationOutcome par ressource, un par ligne.",
    "Warnings are errors.": "Les avertissements sont des erreurs.",
    # explain
    "Show why a rule is there, a wrong example and the same example corrected.": "Montre pourquoi une règle existe, un "
    "exemple faux et le même corrigé.",
    "Code or name of a rule, for instance TB011 or date-in-code.": "Code ou nom d'une règle, par exemple TB011 ou "
    "date-in-code.",
    # new
    "Make a small working project, to be changed into yours; on a terminal, ask what no option says.": "Fait un petit "
    "projet qui marche, à transformer en le vôtre ; dans un terminal, demande ce qu'aucune option ne dit.",
    "A new or empty folder.": "Un dossier nouveau ou vide.",
    "Language of the guide and of its tables; by default yours.": "Langue du guide et de ses tables ; par défaut la "
    "vôtre.",
    "A further language of the pages, with its columns. Repeatable.": "Une autre langue des pages, avec ses colonnes. "
    "Peut se répéter.",
    "Title of the guide.": "Titre du guide.",
    "Package id, such as example.fhir.breath.": "Identifiant du paquet, comme exemple.fhir.souffle.",
    "Canonical address of the guide.": "Adresse canonique du guide.",
    "Leave out the rows of the small guide about breath.": "Laisse de côté les lignes du petit guide sur le souffle.",
    # packages
    "The FHIR packages that a guide depends on.": "Les paquets FHIR dont un guide dépend.",
    "List what the guide depends on and where it is found, then the other packages at hand.": "Liste ce dont le guide "
    "dépend et où cela se trouve, puis les autres paquets à disposition.",
    "Those of the two caches of this machine too.": "Ceux des deux caches de cette machine aussi.",
    "Put a package into the project's folder of packages, from a file or from the FHIR package registry.": "Met un "
    "paquet dans le dossier du projet, depuis un fichier ou depuis le registre des paquets FHIR.",
    "A .tgz file, a folder, or a name.": "Un fichier .tgz, un dossier ou un nom.",
    # paths, codes
    "Find an element by everyday words: its path, cardinality, types and what it is.": "Trouve un élément par des mots "
    "de tous les jours : son chemin, sa cardinalité, ses types et ce que c'est.",
    "A resource, a data type, or the id or address of a profile.": "Une ressource, un type de données, ou "
    "l'identifiant ou l'adresse d'un profil.",
    "Words to look for, in French or English; without them, all elements.": "Des mots à chercher, en français ou en "
    "anglais ; sans eux, tous les éléments.",
    "Find a code or a value set by everyday words, in the guide and its packages.": "Trouve un code ou un jeu de "
    "valeurs par des mots de tous les jours, dans le guide et ses paquets.",
    "Words to look for, in French or English, or a code.": "Des mots à chercher, en français ou en "
    "anglais, ou un code.",
    "How many to show at most.": "Combien en montrer au plus.",
    # serve
    "Show the built site over HTTP on this machine, until Ctrl+C.": "Montre le site construit par HTTP sur cette "
    "machine, jusqu'à Ctrl+C.",
    "Port; 0 takes any that is free.": "Port ; 0 en prend un qui est libre.",
    # snapshot
    "Make the snapshots of StructureDefinitions, or compare those that a package holds with those made again.": "Fait "
    "les snapshots de StructureDefinitions, ou compare ceux d'un paquet à ceux qui sont refaits.",
    "StructureDefinitions, JSON or XML, in any order.": "Des StructureDefinitions, en JSON ou XML, dans n'importe quel "
    "ordre.",
    "Folder that gets <id>.json for each.": "Dossier qui reçoit <id>.json pour chacune.",
    "A FHIR package they rest on: .tgz or folder. Repeatable.": "Un paquet FHIR sur lequel elles reposent : fichier "
    ".tgz ou dossier. Peut se répéter.",
    "A package whose snapshots are made again and compared.": "Un paquet dont les snapshots sont refaits et comparés.",
    "Snapshots of another generator to compare with too.": "Des snapshots d'un autre générateur, à comparer aussi.",
    # validate
    "Validate resources against FHIR, the profiles that they claim and those asked for.": "Valide des ressources selon "
    "FHIR, les profils dont elles se réclament et ceux demandés.",
    "JSON, XML or NDJSON (also .gz); - is standard input. With --results also Parquet and s3://, gs://….": "JSON, XML "
    "ou NDJSON (aussi en .gz) ; - est l'entrée standard. Avec --results, aussi Parquet et s3://, gs://….",
    "Write findings as Parquet and a summary there (tabellion[cluster]).": "Y écrit les constats en Parquet et un "
    "résumé (tabellion[cluster]).",
    "With --results: this process, or a cluster of Ray.": "Avec --results : ce processus, ou une grappe Ray.",
    "With --results: the column of Parquet files that holds resources.": "Avec --results : la colonne des fichiers "
    "Parquet qui contient les ressources.",
    "With --results: megabytes that are read at once by a process.": "Avec --results : les mégaoctets qu'un processus "
    "lit à la fois.",
    "A profile to hold every resource to. Repeatable.": "Un profil que chaque ressource doit respecter. "
    "Peut se répéter.",
    "A project whose built guide is used; by default the one here.": "Un projet dont le guide construit est employé ; "
    "par défaut celui d'ici.",
    "Ask HL7's own validator too (needs Java and Maven).": "Interroge aussi le validateur de HL7 "
    "(demande Java et Maven).",
    "Processes that share the work.": "Processus qui se partagent le travail.",
}

Frame = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
KINDS = {"argument": "l'argument", "option": "l'option", "parameter": "le paramètre"}
LABELS = {"file": "le fichier", "directory": "le dossier", "dir": "le dossier", "path": "le chemin"}
STATES = {
    "does not exist": "n'existe pas",
    "is a file": "est un fichier",
    "is a directory": "est un dossier",
}
FRAMES: tuple[Frame, ...] = (
    (re.compile(r"Value error, "), ""),
    (re.compile(r"^Usage: ", re.M), "Emploi : "),
    (re.compile(r"^Options:$", re.M), "Options :"),
    (re.compile(r"^Commands:$", re.M), "Commandes :"),
    (re.compile(r"^Arguments:$", re.M), "Arguments :"),
    (re.compile(r"\[default:"), "[par défaut :"),
    (re.compile(r"\[required\]"), "[obligatoire]"),
    (re.compile(r"^Try '(.+)' for help\.$", re.M), r"Pour de l'aide : \1"),
    (re.compile(r"^Error: ", re.M), "Erreur : "),
    (re.compile(r"Missing (argument|option|parameter) ?"), lambda match: f"il manque {KINDS[match[1]]} "),
    (re.compile(r"Choose from:"), "Valeurs possibles :"),
    (re.compile(r"Missing command\."), "il manque une commande."),
    (re.compile(r"No such command (.+?)\."), r"aucune commande \1."),
    (re.compile(r"No such option: (\S+)"), r"aucune option \1"),
    (re.compile(r"Did you mean (.+?)\?"), r"Vouliez-vous dire \1 ?"),
    (re.compile(r"\(Possible options: (.+)\)"), r"(options voisines : \1)"),
    (re.compile(r"Invalid value for (.+?): "), r"valeur impossible pour \1 : "),
    (re.compile(r"Invalid value: "), "valeur impossible : "),
    (re.compile(r"Got unexpected extra argument\(s\) \((.+)\)"), r"de trop : \1"),
    (re.compile(r"Option (\S+) requires an argument\."), r"l'option \1 demande une valeur."),
    (re.compile(r"Option (\S+) does not take a value\."), r"l'option \1 ne prend pas de valeur."),
    (re.compile(r"(\S+) is not one of (.+)\."), r"\1 n'est pas parmi \2."),
    (re.compile(r"Value (\S+) is not a valid (.+)\."), r"\1 ne convient pas (\2)."),
    (
        re.compile(r"(file|directory|dir|path) (\S+) (does not exist|is a file|is a directory)\.", re.I),
        lambda match: f"{LABELS[match[1].lower()]} {match[2]} {STATES[match[3]]}.",
    ),
)


def in_french(text: str) -> str:
    """What the library prints around the words of the commands, in French."""
    for pattern, words in FRAMES:
        text = pattern.sub(words, text)
    return text
