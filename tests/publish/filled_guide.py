"""The guide about breath with a cell in every column: what it leaves empty is added here."""

from __future__ import annotations

from pathlib import Path

SOUFFLE = Path(__file__).parents[1] / "guides" / "souffle"
# what the guide about breath leaves empty, so that every translated column has a cell
ADDED = {
    "Plus Guide": """
        Élément;Valeur
        Droits;Collège du souffle
        """,
    "Plus Éléments": """
        Profil;Chemin;Tranche;Discriminant;Description des tranches;Consigne
        reversibilite-observation;Observation.component;;pattern:code;Par l'essai.;Avant et après.
        """,
    "Règles communes": """
        Périmètre;Chemin;Libellé court;Définition;Pourquoi;Consigne;Discriminant;Description des tranches
        seuil-auditif-observation;Observation.performer;Qui mesure;La personne qui mesure.;Pour la joindre.;Par son nom.;type:resolve();Par type.
        """,
    "Plus Codes": """
        Mesure;Système;Code;Libellé français;Rôle
        debit-de-pointe;LOINC;19935-6;Autre débit;alternatif
        """,
    "Plus Profils": """
        Identifiant;Nom;Titre;Type;Parent;Description;Motif;À déclarer
        souffle-appareil;SouffleAppareil;Appareil;Device;Device;L'appareil qui mesure.;Pour le reconnaître.;oui
        """,
    "Concertation": """
        Identifiant;Titre;Objet;Version;Ouverture;Heure d'ouverture;Clôture;Heure de clôture;Fuseau horaire;Tolérance;Date du bilan;Où écrire;Récepteur;Règles;Qui décide;Instructeurs;Remarque
        CONC-2024-01;Avis sur le souffle;Le débit suffit-il ?;0.5.0-ballot;2024-03-01;09:00;2024-04-15;18:00;Europe/Paris;1;2024-07-01;avis@souffle.example;https://souffle.example/avis;Chacun a une réponse.;Le collège décide.;Collège;à annoncer
        """,
    "Questions": """
        Identifiant;Concertation;Question;Artefact;Chemin;Remarque
        Q1;CONC-2024-01;Faut-il l'heure du lever ?;StructureDefinition/debit-de-pointe-observation;Observation.method;à voir
        """,
    "Plus Mesures": """
        Identifiant;Libellé;Famille;Alimentation;Consultation;Public concerné;Calcul;Profil
        taille-debout;Taille debout;autre;calculée;oui;Les adultes;De la tête aux pieds;souffle-appareil
        """,
    "Plus Données": """
        Mesure;Identifiant donnée;Libellé;Description;Obligation métier;Condition;Type métier;Chemin FHIR proposé;Motif
        debit-de-pointe;remarque;Remarque;Un mot de la personne.;interdite;jamais;texte;Observation.note;Trop personnel.
        """,
    "Plus Jeux de valeurs": """
        Identifiant;Nom;Titre;Description;Droits;Source;Début;Fin
        oreilles;Oreilles;Oreilles;Les deux oreilles.;Collège de l'audition;Le registre;2020-01-01;2099-12-31
        """,
    "Plus Systèmes de codes": """
        Identifiant;Nom;Titre;Description;Droits;Contenu;Début;Fin;Dérivé de;Approuvé le;Relu le
        cotes;Cotes;Côtés;Les deux côtés.;Collège de l'audition;fragment;2020-01-01;2099-12-31;https://registre.example/CodeSystem/cotes|1;2024-03-01;2024-02-01
        """,
    "Systèmes de nommage": """
        Identifiant;Nom;Titre;Description;Nature;Adresse du système;OID;Responsable;Usage;Remarque
        numero-appareil;NumeroAppareil;Numéros d'appareil;Les numéros gravés.;système d'identifiants;https://souffle.example/appareils;1.2.250.1.999.77;Collège;Un numéro par appareil.;rien
        """,
    "Plus Concepts": """
        Jeu de valeurs;Système;Code;Libellé français;Définition
        oreilles;cotes;D;Droite;L'oreille droite.
        """,
    "Plus Concepts des systèmes": """
        Système;Code;Libellé;Définition;Parent;Statut du code;Début;Fin;Remplacé par
        positions;couche;Couché;Sur le dos.;;retiré;2020-01-01;2099-12-31;debout
        """,
    "Désignations": """
        Système;Code;Libellé
        cotes;G;Gauche
        """,
    "Plus 2 Concepts": """
        Jeu de valeurs;Système;Code
        oreilles;cotes;G
        """,
    "Tables de correspondance": """
        Identifiant;Nom;Titre;Description;URL canonique;OID;Version;Début;Fin
        codes-du-debit;CodesDuDebit;Codes du débit;D'un code à l'autre.;https://audition.example/fhir/ConceptMap/debit;1.2.250.1.999.6;2.0;2020-01-01;2099-12-31
        """,
    "Correspondances": """
        Table;Système source;Code source;Libellé source;Équivalence;Système cible;Code cible;Libellé cible;Commentaire
        codes-du-debit;LOINC;33452-4;Débit;plus large;LOINC;19935-6;Autre débit;Un appareil plus précis.
        """,
    "Plus Recherches": """
        Ressource;Paramètre;Type;Exigence;Identifiant;Expression FHIRPath;Description;Raison
        Observation;effort;string;PEUT;recherche-effort;Observation.note.text;Chercher par l'effort.;Il le faut.
        """,
    "Plus Capacités": """
        Identifiant;Nom;Titre;Description;Rôle;Sécurité;Services de sécurité;Reprend
        lecteur-souffle;LecteurSouffle;Lecteur;Ce que le client sait faire.;client;Un jeton.;OAuth;https://a.example/CapabilityStatement/b
        """,
    "Cas d'usage": """
        Identifiant;Titre;Acteurs;Scénario;Mesures
        suivi;Suivi à domicile;Une personne;Elle souffle chaque matin.;debit-de-pointe
        """,
    "Retraits": """
        Version;Artefact;Motif
        0.3.0;StructureDefinition/ancien;Ne sert plus.
        """,
    "Avertissements acceptés": """
        Règle;Artefact;Motif;Date
        SD013;Observation/debit-minimal;Voulu ainsi.;2024-01-01
        """,
}

# the same for columns without translation: what each says, and what reads it
STEERED = {
    "Réception": """
        Institution;Rôle;Version;Date de réception;Contact;Remarque
        Collège du souffle;spécification;3;2024-02-02;tables@souffle.example;rien
        """,
    "Tous Guide": """
        Élément;Valeur
        Expérimental;non
        """,
    "Tous Mesures": """
        Identifiant;Libellé;Famille;Alimentation;Consultation;Unité métier;Min plausible;Max plausible;Décimales;Dispositif;Profil;Version d'introduction;Statut;Remarque
        volume-expire;Volume expiré;autre;oui;oui;L;1;9;2;facultatif;spirometre;0.3.0;proposé;rien
        """,
    "Tous Données": """
        Mesure;Identifiant donnée;Libellé;Obligation métier;Répétable;Type métier;Liste de valeurs;Code proposé;Exemple;Acteur;Statut;Remarque
        volume-expire;nez;Pince-nez;facultative;oui;code;Positions du nez;LOINC#19935-6;fermé;émetteur;proposé;rien
        """,
    "Tous Règles métier": """
        Identifiant;Mesure;Énoncé;Exigence;Acteur;Statut;Remarque
        RG-VOL-01;volume-expire;Le nez est fermé.;DEVRAIT;émetteur;proposé;rien
        """,
    "Tous Flux": """
        Identifiant;Libellé;Sens;Interaction;Profil IHE/transaction;Exemple de réponse;Statut;Remarque
        relire;Relire un débit;consultation;read;MHD/ITI-68;debit-minimal;proposé;rien
        """,
    "Tous Cas d'usage": """
        Identifiant;Titre;Scénario;Statut;Remarque
        visite;Visite;Elle vient une fois.;proposé;rien
        """,
    "Tous Invariants": """
        Identifiant;Gravité;Texte humain;Expression FHIRPath;Chemins;Statut;Remarque
        sou-9;avertissement;Une note est brève.;text.length() < 500;debit-de-pointe-observation › Observation.note;proposé;rien
        """,
    "Tous Codes": """
        Mesure;Système;Version du système;Code;Libellé français;Rôle;Équivalence;Statut du code;Remplacé par;Statut;Remarque
        debit-de-pointe;LOINC;2.77;20150-9;Débit ancien;alternatif;plus large;déprécié;33452-4;proposé;rien
        """,
    "Tous Unités": """
        Mesure;Chemin;Code UCUM;Libellé français;Préférée;Facteur vers la préférée;Statut;Remarque
        seuil-auditif;Observation.referenceRange.low;dB;décibels;oui;1;proposé;rien
        """,
    "Tous Liaisons": """
        Mesure;Chemin;Jeu de valeurs;Force;Statut;Remarque
        seuil-auditif;Observation.method;position-souffle;préférée;proposé;rien
        """,
    "Tous Désignations": """
        Système;Code;Libellé;Remarque
        cotes;D;Côté droit;rien
        """,
    "Tous Systèmes de codes": """
        Identifiant;Nom;Titre;Contenu;URL canonique;OID;Version;Propriétaire;Statut;Remarque
        embouts;Embouts;Embouts;complet;https://embouts.example/CodeSystem/embouts;1.2.250.1.213.99;7.7;Atelier des embouts;proposé;rien
        """,
    "Tous Concepts des systèmes": """
        Système;Code;Libellé;Parent;Propriétés;Remarque
        embouts;large;Large;;;
        embouts;tres-large;Très large;large;notSelectable = true;rien
        """,
    "Tous Jeux de valeurs": """
        Identifiant;Nom;Titre;Définition;OID;URL canonique;Version;Règle;Remplacé par;Statut;Remarque
        tous-embouts;TousEmbouts;Tous les embouts;par règle;1.2.250.1.213.98;https://embouts.example/ValueSet/tous;8.8;embouts;position-souffle;proposé;rien
        """,
    "Tous Concepts": """
        Jeu de valeurs;Système;Code;Libellé officiel;Définition;Ordre;Actif;Début;Fin;Remarque
        oreilles;LOINC;89016-0;Hearing threshold left;À gauche.;9;oui;2024-01-01;2029-12-31;rien
        """,
    "Tous Extensions": """
        Identifiant;Nom;Titre;Description;Contexte;Type ou sous-extensions;Cardinalité;Jeu de valeurs;Force de la liaison;Modifie le sens;Statut;Remarque
        embout;Embout;Embout;L'embout employé.;Observation;CodeableConcept;0..1;tous-embouts;obligatoire;non;proposé;rien
        """,
    "Tous Profils": """
        Identifiant;Nom;Titre;Type;Parent;Description;Abstrait;Statut;Remarque
        spirometre;Spirometre;Spiromètre;Device;Device;Le spiromètre.;non;proposé;rien
        """,
    "Tous Éléments": """
        Profil;Chemin;Min;Max;Valeur fixe;Jeu de valeurs;Force de la liaison;Valeur minimale;Valeur maximale;Longueur maximale;Modifie le sens;Dans le résumé;Autres noms;Exemple;Statut;Remarque
        spirometre;Device.distinctIdentifier;0;1;;;;;;200;;non;numéro gravé;SP-007;proposé;rien
        spirometre;Device.lotNumber;;;LOT-1;;;;;;;;;;;
        spirometre;Device.manufactureDate;;;;;;2001-02-03;2031-02-03;;;;;;;
        spirometre;Device.safety;;;;tous-embouts;préférée;;;;;;;;;
        """,
    "Encore Éléments": """
        Profil;Chemin;Discriminant;Règle de tranche;Tranches ordonnées;Modifie le sens
        spirometre;Device.property;pattern:type;ouverte;non;
        spirometre;Device.status;;;;oui
        """,
    "Tous Règles communes": """
        Périmètre;Exceptions;Chemin;Cardinalité;Min;Max;À prendre en charge;Obligation émetteur;Obligation récepteur;Type;Invariants;Donnée métier;Autres noms;Longueur maximale;Exemple;Statut;Remarque
        Device;spirometre;Device.serialNumber;0..1;;;oui;DOIT;PEUT;;;;gravure;120;SN-1;proposé;rien
        """,
    "Tous Tables de correspondance": """
        Identifiant;Nom;Titre;Jeu source;Jeu cible;Statut;Remarque
        embouts-et-positions;EmboutsEtPositions;Embouts et positions;tous-embouts;position-souffle;proposé;rien
        """,
    "Tous Correspondances": """
        Table;Système source;Code source;Équivalence;Système cible;Code cible;Statut
        embouts-et-positions;embouts;large;équivalent;positions;debout;proposé
        """,
    "Tous Recherches": """
        Ressource;Paramètre;Type;Exigence;Identifiant;Expression FHIRPath;Description;Cibles;Statut;Remarque
        Observation;avec;reference;PEUT;recherche-appareil;Observation.device;Chercher par appareil.;Device;proposé;rien
        """,
    "Encore Recherches": """
        Ressource;Paramètre;Type;Exigence;Définition;Mesures
        Observation;subject;reference;PEUT;http://hl7.org/fhir/SearchParameter/Observation-subject;debit-de-pointe
        """,
    "Tous Capacités": """
        Identifiant;Nom;Titre;Rôle;Formats;Statut;Remarque
        lecteur;Lecteur;Lecteur;client;xml;proposé;rien
        """,
    "Tous Détail des capacités": """
        Capacité;Ressource;Élément;Valeur;Exigence;Statut;Remarque
        lecteur;Device;interaction;read;DEVRAIT;proposé;rien
        """,
    "Tous Erreurs": """
        Identifiant;Flux;HTTP;Code issue;Gravité;Diagnostic exact;Cause;Correction à faire;Statut;Remarque
        err-inconnu;relire;404;not-found;erreur;Rien ici.;Un mauvais identifiant.;Relire l'adresse.;proposé;rien
        """,
    "Tous Exemples": """
        Identifiant;Titre;Profil;Attendu;Dans le paquet;Statut;Remarque
        appareil-exemple;Un appareil;spirometre;valide;oui;proposé;rien
        """,
    "Tous Valeurs d'exemple": """
        Exemple;Chemin;Valeur;Remarque
        appareil-exemple;Device.distinctIdentifier;SP-007;rien
        appareil-exemple;Device.lotNumber;LOT-1;
        """,
    "Tous Renommages": """
        Version;Ancien artefact;Ancien chemin;Nouvel artefact;Nouveau chemin
        0.4.0;StructureDefinition/debit-de-pointe-observation;Observation.bodySite;StructureDefinition/debit-de-pointe-observation;Observation.method
        """,
    "Tous Retraits": """
        Version;Artefact;Chemin;Motif;Remplacé par;Date
        0.4.0;StructureDefinition/debit-de-pointe-observation;Observation.focus;Jamais rempli.;StructureDefinition/spirometre;2024-02-28
        """,
    "Tous Arbitrages": """
        Mesure;Chemin;Facette;Valeur de l'assureur vue;Valeur du centre vue;Décision;Valeur retenue;Motif;Décidé par;Date
        debit-de-pointe;Observation.value[x];unité;L/s;mL/s;autre valeur;L/min;Celle des débitmètres.;le collège;2024-03-01
        """,
    "Tous Avertissements acceptés": """
        Règle;Artefact;Chemin;Motif;Date;Décidé par
        SD013;Observation/debit-minimal;Observation.code;Voulu.;2024-01-09;Comité des embouts
        """,
}
