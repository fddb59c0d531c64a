"""The command line in French: its helps by their English, and the frames that the library prints around them."""

from __future__ import annotations

import re
from collections.abc import Callable

from tabellion.cli.shared_options import EXIT_CODES

HELPS = {
    EXIT_CODES: "Codes de retour : 0 aucune erreur ; 1 une erreur dans les tables, pages ou ressources données ; "
    "2 une mauvaise utilisation de la commande ; 3 la machine (disque, réseau, programme absent) ; 4 une erreur de "
    "Tabellion "
    "lui-même ; 130 arrêt par Ctrl+C.",
    "From tables to a FHIR Implementation Guide.": "Des tables au guide d'implémentation FHIR.",
    "Show the version and exit.": "Donne la version et s'arrête.",
    "Show this message and exit.": "Montre cette aide et s'arrête.",
    "Install completion for the current shell.": "Installe la complétion dans cet interpréteur de commandes.",
    "Show completion for the current shell, to copy it or customize the installation.": "Montre la complétion de cet "
    "interpréteur, pour la copier ou l'adapter.",
    "List the codes of a value set, those that a rule takes included.": "Énumère les codes d'un jeu de valeurs, y "
    "compris ceux qu'une règle prend.",
    "A value set, by its id, name, OID or address.": "Un jeu de valeurs, par son identifiant, nom, OID ou adresse.",
    "Only codes whose code or names contain these words.": "Seulement ceux dont le code ou un libellé contient ces "
    "mots.",
    "How many to skip first.": "Combien en sauter d'abord.",
    "Show what is known about a code: its names, properties, parents and children.": "Montre ce que l'on sait d'un "
    "code : "
    "libellés, propriétés, parents et enfants.",
    "A code system, by its id, name, OID or address.": "Un système de codes, par son identifiant, nom, OID ou adresse.",
    "The code.": "Le code.",
    "List every place of the guide that uses a code, a value set, a profile or a code system, with its cell.": ""
    "Énumère les endroits du guide qui utilisent un code, un jeu de valeurs, un profil ou un système de codes, avec "
    "leur cellule.",
    "What to look for; a code may follow its system: S|C.": "Ce que l'on cherche ; un code peut suivre son "
    "système : S|C.",
    "Answer as a FHIR terminology server instead, below /fhir.": "Répond plutôt en serveur de terminologies FHIR, sous "
    "/fhir.",
    "Show the built site over HTTP on this machine, until Ctrl+C; with --terminology, its codes to programs.": ""
    "Montre le site construit en HTTP sur cette machine, jusqu'à Ctrl+C ; avec --terminology, ses codes aux "
    "programmes.",
    "Folder of the project.": "Dossier du projet.",
    "Language of messages; by default the guide's, else yours.": "Langue des messages ; par défaut celle du guide, "
    "sinon la vôtre.",
    "Language of names (fr, fr-CA, de…), and of messages; by default the guide's, else yours.": "Langue des noms (fr, "
    "fr-CA, de…) et des messages ; par défaut celle du guide, sinon la vôtre.",
    "Shape of the findings; outcome is FHIR's OperationOutcome.": "Forme des constats ; outcome est "
    "l'OperationOutcome de FHIR.",
    "In text, every finding, not only the first 20 of each rule.": "En texte, tous les constats, et non "
    "les 20 premiers de chaque règle.",
    # conflicts
    "List where two institutions say two things: conflicts, proposals, changes, and what was decided.": "Liste ce dont "
    "deux institutions disent deux choses : conflits, propositions, changements, et ce qui a été décidé.",
    "Write them as a workbook too.": "Les écrit aussi dans un classeur.",
    # check, build
    "List every error of the sources, with its cell and its remedy; the sources are never changed.": "Liste "
    "toutes les erreurs des sources, chacune avec sa cellule et son remède ; ne change jamais les sources.",
    "Write copies of the workbooks to this folder: faulty cells coloured and noted, a sheet of messages.": "Écrit "
    "dans ce dossier des copies des classeurs : cellules en cause coloriées et annotées, une feuille de messages.",
    "Make the artifacts, the package and the guide; write nothing while an error stands.": "Fait les artefacts, le "
    "paquet et le guide ; n'écrit rien tant qu'une erreur subsiste.",
    "Make the guide, or stop before.": "Fait le guide, ou s'arrête avant.",
    "Run HL7's own validator on the result (needs Java and Maven).": "Fait juger le résultat par le validateur de "
    "HL7 (demande Java et Maven).",
    # doctor
    "Report what is installed, found and missing, with the command that fixes it; fetch and write nothing.": "Indique "
    "ce qui "
    "est installé, trouvé et manquant, et la commande qui y remédie ; ne va rien chercher, n'écrit rien.",
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
    # map
    "Propose how a received file of any layout is read: a workbook to be corrected, and its first rows.": "Propose "
    "comment lire un fichier reçu, de n'importe quelle forme : un classeur à corriger, et ses premières lignes.",
    "A received workbook or text table.": "Un classeur reçu, ou une table de texte.",
    "A sheet of the file, instead of all. Repeatable.": "Une feuille du fichier, au lieu de toutes. Peut se répéter.",
    "The sheet of the guide that it fills, by its name.": "La feuille du guide qu'il remplit, par son nom.",
    "The workbook to write, instead of one beside the file.": "Le classeur à écrire, au lieu d'un à côté du fichier.",
    "Replace the workbook if it is there.": "Remplace le classeur s'il est là.",
    # diff
    "Compare two deliveries by key, cell by cell, in whatever layout they come; write nothing.": "Compare deux envois "
    "par clé, cellule par cellule, quelle que soit leur forme ; n'écrit rien.",
    "The delivery before.": "L'envoi d'avant.",
    "The delivery after.": "L'envoi d'après.",
    "Shape of the differences.": "Forme des différences.",
    # mirror
    "Write each workbook of the sources as text: a file for each sheet, a block for each row.": "Écrit chaque classeur "
    "des sources en texte : un fichier par feuille, un bloc par ligne.",
    "What --text and --merge work on.": "Ce sur quoi --text et --merge travaillent.",
    "Make the workbooks again from their text.": "Refait les classeurs depuis leur texte.",
    "Print the text of one workbook, for textconv of git.": "Écrit le texte d'un classeur, pour textconv de git.",
    "Merge three texts by key into the second, as a merge driver of git does.": "Fusionne trois textes par clé dans le "
    "deuxième, comme un pilote de fusion de git.",
    # plan
    "List what a build would change, by element and by cell; write nothing.": "Donne ce qu'une construction "
    "changerait, par élément et par cellule ; n'écrit rien.",
    "The changes as JSON.": "Les changements en JSON.",
    # serve
    "Build again when a source is saved; pages reload and show errors.": "Reconstruit quand une source est "
    "enregistrée ; les pages se rechargent et montrent les erreurs.",
    # template
    "Write an empty workbook: lists to choose from, a note on each heading, codes as text, a page that explains it.": (
        "Écrit un classeur vide : des listes où choisir, une note sur chaque titre, les codes en texte, une page qui "
        "l'explique."
    ),
    "The workbook to write.": "Le classeur à écrire.",
    "A sheet of the guide, instead of all. Repeatable.": "Une feuille du guide, au lieu de toutes. Peut se répéter.",
    "Language of its headings and notes.": "Langue de ses titres et de ses notes.",
    "A further language, with its columns. Repeatable.": "Une autre langue, avec ses colonnes. Peut se répéter.",
    "A row of examples in each sheet, which is never read.": "Une ligne d'exemples par feuille, qui n'est jamais lue.",
    # flows
    "The exchanges of the guide: play them against a server, or answer them.": "Les échanges du guide : les jouer "
    "contre un serveur, ou y répondre.",
    "Base address of the FHIR server.": "Adresse de base du serveur FHIR.",
    "A header of every request, never shown. Repeatable.": "Un en-tête de chaque requête, jamais montré. Peut se "
    "répéter.",
    "A file of such headers, one a line.": "Un fichier de tels en-têtes, un par ligne.",
    "A server that was not made for the guide: any refusal will do for the stated one.": "Un serveur qui n'a pas été "
    "fait pour le guide : tout refus y vaut celui des tables.",
    "Seconds that an answer may take.": "Secondes qu'une réponse peut prendre.",
    "A table, JUnit XML, an OperationOutcome or JSON.": "Un tableau, du XML de JUnit, un OperationOutcome ou du JSON.",
    "Send the examples, read them back by every search, expect the stated errors; then delete what was made.": "Envoie "
    "les exemples, les relit par chaque recherche, attend les erreurs des tables ; puis efface ce qui a été créé.",
    "A file of SQLite that keeps what is sent; else nothing stays.": "Un fichier SQLite qui garde ce qui est envoyé ; "
    "sinon rien ne reste.",
    "The only access token that is taken; by default any is.": "Le seul jeton d'accès accepté ; par défaut, tous le "
    "sont.",
    "Answer the flows of the guide on this machine as its tables say: for trials, never for production.": "Répond sur "
    "cette machine aux flux du guide comme ses tables l'indiquent : pour des essais, jamais en production.",
    # new
    "Make a small working project, to be changed into yours; on a terminal, ask what no option says.": "Fait un petit "
    "projet qui marche, à transformer en le vôtre ; dans un terminal, demande ce qu'aucune option ne dit.",
    "A new or empty folder.": "Un dossier nouveau ou vide.",
    # import
    "Make a project of a published guide: its package as workbooks, and a list of what these cannot say.": "Fait un "
    "projet d'un guide publié : son paquet en classeurs, et la liste de ce qu'ils ne peuvent pas dire.",
    "A package that it depends on, for the project's folder. Repeatable.": "Un paquet dont il dépend, pour le dossier "
    "du projet. Peut se répéter.",
    "Language of the guide's texts, where its resources do not say.": "Langue des textes du guide, si ses ressources "
    "ne l'indiquent pas.",
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
    "List what the guide depends on and where it is found, then the other available packages.": "Liste ce dont le "
    "guide "
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
    # review
    "The public review of an edition: opened, received, decided, published.": "La concertation sur une édition : "
    "ouverte, reçue, décidée, publiée.",
    "Build the edition and freeze it: artifacts, pages and package, with their checksums.": "Fait l'édition et la fige "
    ": artefacts, pages et paquet, avec leurs empreintes.",
    "The review, as the sheet Public review names it.": "La concertation, comme la feuille Concertation la nomme.",
    "Who does it; by default the user of this machine.": "Qui agit ; par défaut l'utilisateur de cette machine.",
    "When it was done or received, with its zone: 2026-04-14T10:00+02:00; else now.": "Quand ce fut fait ou reçu, avec "
    "le fuseau : 2026-04-14T10:00+02:00 ; sinon maintenant.",
    "Which review; by default the one opened last.": "Quelle concertation ; par défaut la dernière ouverte.",
    "Why; it is public.": "Le motif ; il est public.",
    "Numbers of comments: C-2026-0042.": "Des numéros de commentaires : C-2026-0042.",
    "The number of a comment: C-2026-0042.": "Le numéro d'un commentaire : C-2026-0042.",
    "Extend a review; both dates and the reason are shown.": "Prolonge une concertation ; les deux dates et le motif "
    "sont montrés.",
    "The new closing, with its zone: 2026-05-31T23:59+02:00.": "La nouvelle clôture, avec son fuseau : "
    "2026-05-31T23:59+02:00.",
    "Check that the frozen edition is what it was at the opening.": "Vérifie que l'édition figée est celle de "
    "l'ouverture.",
    "Publish the answers; refused while the review is open or a comment has none.": "Publie les réponses ; refusé tant "
    "que la concertation est ouverte ou qu'un commentaire n'en a pas.",
    "Make the grid that contributors fill, with the points of all artifacts or of some.": "Fait la grille que "
    "remplissent les contributeurs, avec les points de tous les artefacts ou de quelques-uns.",
    "Artifacts, as Type/id or id; by default all.": "Des artefacts, en Type/identifiant ou par l'identifiant ; par "
    "défaut tous.",
    "The file to write.": "Le fichier à écrire.",
    "Receive comments row by row; a refused row blocks no other, and what was received before is not "
    "doubled.": "Reçoit des commentaires ligne à ligne ; une ligne refusée n'en bloque pas d'autre, et ce qui fut déjà "
    "reçu n'est pas doublé.",
    "Grids, files of the page, exports of a tracker.": "Des grilles, des fichiers de la page, des exports d'un outil "
    "de suivi.",
    "Read the secretariat's columns too: admit, group, decide.": "Lit aussi les colonnes du secrétariat : "
    "recevabilité, groupe, décision.",
    "Folder of the receipt copies; by default that of each file.": "Dossier des copies de réception ; par défaut celui "
    "de chaque fichier.",
    "List the comments of a review, or those that seem to be the same.": "Liste les commentaires d'une concertation, "
    "ou ceux de contenu semblable.",
    "Only those in this state.": "Seulement ceux de cet état.",
    "Only those of this theme.": "Seulement ceux de ce thème.",
    "Only those that hold these words.": "Seulement ceux qui contiennent ces mots.",
    "Comments that seem to have the same content.": "Les commentaires qui semblent de même contenu.",
    "Show a comment: what it is about, what it says, what was decided, and everything that was done to "
    "it.": "Montre un commentaire : sur quoi il porte, ce qu'il dit, ce qui fut décidé, et tout ce qui lui est arrivé.",
    "Write the register for other tools: a grid, CSV, JSON, a ballot sheet of HL7, a template of "
    "ISO/IEC, FHIR.": "Écrit le registre pour d'autres outils : une grille, CSV, JSON, la feuille de vote d'HL7, le "
    "modèle d'ISO/CEI, FHIR.",
    "xlsx, csv and json are public; full is the secretariat's grid; hl7, iso and fhir.": "xlsx, csv et json sont "
    "publics ; full est la grille du secrétariat ; hl7, iso et fhir.",
    "Only the comments given to this one.": "Seulement les commentaires confiés à celui-ci.",
    "Address of SQLAlchemy: sqlite:///FILE or postgresql+psycopg://…; by default a file beside the register.": ""
    "Adresse SQLAlchemy : sqlite:///FICHIER ou postgresql+psycopg://… ; par défaut un fichier à côté du registre.",
    "The file of the key to addresses and names; it is made where it is not. Keep a copy apart from the data.": ""
    "Fichier de la clé des adresses et des noms ; il est créé s'il manque. Gardez-en une copie à part des données.",
    "Receive comments and let the secretariat work on them, over HTTP, until Ctrl+C.": "Reçoit les commentaires et "
    "ouvre le bureau du secrétariat, en HTTP, jusqu'à Ctrl+C.",
    "Address of this machine to listen at.": "Adresse de cette machine où écouter.",
    "Where people reach it, as behind a proxy: https://review.example.org": "Adresse publique, derrière un serveur "
    "mandataire par exemple : https://review.example.org",
    "Where pages may post from, besides the frozen ones. Repeatable.": "D'où les pages peuvent poster, outre les pages "
    "figées. Répétable.",
    "Comments that one client may post in a minute; 0: any number.": "Commentaires qu'un même client peut poster en "
    "une minute ; 0 : sans limite.",
    "Bring the register and the database of the receiver to the same state; both may go on being used meanwhile.": ""
    "Met d'accord le registre et la base du récepteur ; tous deux peuvent servir pendant ce temps.",
    "A name, or the e-mail address that the identity provider tells.": "Un nom, ou le courriel que donne le "
    "fournisseur d'identité.",
    "What the person may do; none: no longer has access. Repeatable.": "Ce que la personne peut faire ; rien : elle "
    "n'entre plus. Répétable.",
    "Make a token to sign in with, shown once.": "Crée un jeton pour entrer, montré une seule fois.",
    "Let somebody of the organiser into the office of the receiver, with other roles than before, or no more.": ""
    "Fait entrer quelqu'un de l'organisateur au bureau du récepteur, change ses rôles, ou ne le laisse plus entrer.",
    "Delete from the database what tells who wrote, once the review is over; what is public stays.": "Efface de la "
    "base ce qui dit qui a écrit, une fois la concertation finie ; ce qui est public reste.",
    "Show the files that a comment came with, keep them apart, or delete them; to look at them, `show --save`.": ""
    "Montre les fichiers joints à un commentaire, les garde à part ou les efface ; pour les lire, `show --save`.",
    "What becomes of them: shown to the public, kept apart, or deleted for good.": "Ce qu'ils deviennent : montrés "
    "(shown), gardés à part (apart), effacés pour de bon (deleted).",
    "Folder to write the files to that the comment came with.": "Dossier où écrire les fichiers joints au commentaire.",
    "Declare comments admissible, to be completed, or inadmissible.": "Déclare des commentaires recevables, à "
    "compléter ou irrecevables.",
    "What it is; the last two need a reason.": "Ce qu'il est ; les deux derniers demandent un motif.",
    "Make a comment of each point of another, which stays as it was written.": "Fait un commentaire de chaque point "
    "d'un autre, qui reste tel qu'il fut écrit.",
    "One point, in the author's words. Repeatable.": "Un point, dans les mots de l'auteur. Peut se répéter.",
    "Put comments under one theme; each keeps its own decision.": "Met des commentaires sous un thème ; chacun garde "
    "sa décision.",
    "The theme.": "Le thème.",
    "Mark a comment as a duplicate; both numbers stay, and the first is supported by its "
    "organization.": "Marque un commentaire comme doublon ; les deux numéros restent, et son organisme soutient le "
    "premier.",
    "The number of the first comment, which is supported.": "Le numéro du premier commentaire, qui est soutenu.",
    "Confirm that a comment revises an earlier one of its organization.": "Confirme qu'un commentaire en révise un "
    "précédent de son organisme.",
    "Give comments to whoever looks into them.": "Confie des commentaires à qui les instruit.",
    "Who looks into them.": "Qui les instruit.",
    "Record that a comment awaits another body.": "Note qu'un commentaire attend un autre organisme.",
    "The body that has to answer first.": "L'organisme qui doit d'abord répondre.",
    "Decide comments, with the reason; the cell to change is named.": "Décide des commentaires, avec le motif ; la "
    "cellule à modifier est nommée.",
    "The decision: accepted, not accepted, question answered…": "La décision : accepté, non retenu, réponse apportée…",
    "The answer with its reason; it is public.": "La réponse et son motif ; elle est publique.",
    "The edition that is aimed at.": "L'édition visée.",
    "Where the body that was asked follows it.": "Où l'organisme saisi en assure le suivi.",
    "The number of the comment that says the same.": "Le numéro du commentaire qui dit la même chose.",
    "breaking, compatible, non-substantive or none.": "breaking (rupture), compatible, non-substantive (non "
    "substantiel) ou none (aucun).",
    "The cell to change; by default that of the element.": "La cellule à modifier ; par défaut celle de l'élément.",
    "Record which edition contains the change that was decided.": "Note quelle édition contient le changement décidé.",
    "The edition that holds the change.": "L'édition qui contient le changement.",
    "The line of the change log.": "La ligne du journal des changements.",
    "The cell that was changed.": "La cellule qui fut modifiée.",
    "Record what the author says of the answer; one that does not suit goes back to the deciders.": "Note ce que "
    "l'auteur dit de la réponse ; celle qui ne convient pas retourne aux décideurs.",
    "Whether the answer suits its author.": "Si la réponse convient à son auteur.",
    "Withdraw a comment for its author; it stays in the register.": "Retire un commentaire pour son auteur ; il reste "
    "dans le registre.",
    "Withhold the texts of a comment from the public; number, reason and date stay.": "Garde les textes d'un "
    "commentaire "
    "hors du public ; numéro, motif et date restent.",
    "Give the texts back to the public.": "Rend les textes au public.",
    "Take the person out of comments and of every file; the comments stay.": "Retire la personne de commentaires et de "
    "tout fichier ; les commentaires restent.",
    # serve
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
    "A project whose built guide is used; by default the one here.": "Un projet dont le guide construit est utilisé ; "
    "par défaut celui d'ici.",
    "Ask HL7's own validator too (needs Java and Maven).": "Interroge aussi le validateur d'HL7 "
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
    (re.compile(r"^Usage: ", re.M), "Utilisation : "),
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
