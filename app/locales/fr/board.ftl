# Ce que voient la présidence et le secrétariat de séance.
console-eyebrow = Bureau de l’assemblée
console-title = Conduite de la séance
console-changed = Du nouveau : mettre à jour
console-readiness = Où en sommes-nous
console-keys = Clés de vote
console-keys-count = { $with } sociétaires sur { $members } ont leur clé
console-quorum = Quorum
console-quorum-count = { $present } sociétaires sont présents ; il en faut { $needed } sur { $members }.
console-holder = Dépositaire de clé
console-holder-to-make = { $name } doit préparer sa clé
console-holder-to-approve = { $name } doit approuver les clés des scrutins
console-holder-ready = { $name } : clé prête
console-holder-awaited = { $name } : l’urne close attend son geste
console-open-session-title = Ouvrir la séance
console-open-session-from = Vous l’ouvrirez ici à partir du
console-open-session-text = La séance ouverte, vous ouvrez et fermez les scrutins un par un ; plusieurs peuvent être ouverts à la fois.
console-open-session = Ouvrir la séance
console-open-vote = Ouvrir le scrutin
console-close-vote = Clore le scrutin
console-blocked-holders = Ce scrutin secret s’ouvrira quand assez de dépositaires auront préparé et approuvé la clé.
console-missing-keys = { $count } sociétaires n’ont pas encore de clé de vote. L’ouverture arrête la liste : ils n’auront pas de voix dans ce scrutin.
console-waiting-holder = Le scrutin est clos. Le résultat paraîtra quand assez de dépositaires de clé auront ouvert l’urne.
console-public-page = Page publique du scrutin
console-minutes = Procès-verbal
console-minutes-ready = Chaque scrutin est décidé : le procès-verbal est prêt.
console-minutes-publish = Publier le procès-verbal
console-minutes-read = Lire le procès-verbal
console-minutes-secretary = Chaque scrutin est décidé : le secrétaire de séance peut publier le procès-verbal.
console-minutes-later = Il se publie quand chaque scrutin est décidé.
minutes-title = Procès-verbal de l’assemblée générale
minutes-session = La séance
minutes-convened = Convoquée avec l’ordre du jour et le texte des résolutions, dont l’empreinte figure au registre.
minutes-bureau = Présidence : { $chair }. Secrétaire de séance : { $secretary }.
minutes-present = { $present } sociétaires sur { $members } ont pris part, dans la salle ou à distance ; qui a voté était identifié par sa clé.
minutes-present-hall = { $present } sociétaires sur { $members } ont pris part, dans la salle ou à distance ; les votes par un appareil ont été identifiés par la clé du sociétaire, et les personnes qui ont levé la main ou voté sur papier l’ont été à leur entrée dans la salle, par l’accueil ou par le code de la porte.
minutes-present-code = { $present } sociétaires sur { $members } ont pris part, dans la salle ou à distance ; qui a voté était identifié par sa clé ou, avec un code papier, par l’accueil, à son entrée dans la salle.
minutes-present-hall-code = { $present } sociétaires sur { $members } ont pris part, dans la salle ou à distance ; les votes par un appareil ont été identifiés par la clé du sociétaire ou par un code papier remis à l’accueil, et les personnes qui ont levé la main ou voté sur papier l’ont été à leur entrée dans la salle, par l’accueil ou par le code de la porte.
minutes-represented = { $count ->
    [one] Un sociétaire de plus était représenté.
   *[other] { $count } sociétaires de plus étaient représentés.
}
minutes-by-ballot = { $count ->
    [one] Un autre a voté avant la séance sans y venir.
   *[other] { $count } autres ont voté avant la séance sans y venir.
}
minutes-one-voice = Chaque sociétaire a une voix, quel que soit le nombre de ses parts.
minutes-agenda = Ordre du jour
minutes-resolution = Résolution { $position }
minutes-voices = { $voted } voix ont voté sur { $voices } inscrites.
minutes-voices-device = Par un appareil, { $voted } voix ont voté sur { $voices } ; { $handed } autres voix étaient sur papier.
minutes-own-keys = Toutes ont été exprimées par la clé propre du sociétaire.
minutes-closed = Plus rien n’étant à l’ordre du jour, la séance est levée.
minutes-hash = Empreinte (SHA-256) de ce procès-verbal, inscrite au registre de l’assemblée :
minutes-signature-note = L’empreinte de ces faits est au registre, dont la clé du serveur signe l’état ; le PDF n’est ni signé, ni scellé par elle. Le bureau signe l’exemplaire du registre spécial.
minutes-voices-paper = Toutes les voix étaient sur papier : { $handed }.
minutes-paper-counted = Les papiers ont été comptés par deux scrutateurs, chacun de son côté.
minutes-paper-void = Les papiers ne décident de rien.
