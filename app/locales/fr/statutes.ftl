# Les statuts.
statutes-title = Statuts
statutes-version = Version { $number }
statutes-since = En vigueur depuis le
statutes-from = À partir du
statutes-decided = Décision :
statutes-founding = fondation de la coopérative
statutes-measured = Comparés au modèle « { $preset } » : chaque valeur porte son article, et s’en écarter se voit.
statutes-not-in-force = Cette version n’est pas celle qui vaut aujourd’hui : c’est la version { $number }.
statutes-show-in-force = Lire celle en vigueur
statutes-uncountable = Cette version demande un décompte que Voix ne sait pas faire (quorum en parts, ou collèges) : aucune assemblée ne pourra être convoquée sous elle.
statutes-certainty = Après chaque article, la certitude de Voix : lu dans le texte, lu dans un texte de 2015 environ, lu ailleurs, cité de mémoire, ou interprétation. Ce n’est pas un conseil juridique.
statutes-history = Versions
statutes-vote = le scrutin
statutes-entered = Inscrite par le sociétaire n° { $number } le
statutes-hash = Empreinte
statutes-departs = S’écarte du modèle : { $preset } ({ $article }).
statutes-against-law = Le texte dit { $preset } ({ $article }) et ne laisse pas ce choix aux statuts, autant que Voix le sache : une décision prise ainsi pourrait être contestée.
statutes-subject-quorum = Quorum
statutes-subject-majority = Majorité
statutes-subject-convening = Convocation
statutes-subject-proposals = Propositions et questions
statutes-subject-voting = Vote
statutes-subject-proxies = Pouvoirs
statutes-subject-minutes = Procès-verbal
statutes-field-ordinary-quorum-first = Ordinaire, première convocation
statutes-field-ordinary-quorum-second = Ordinaire, deuxième convocation
statutes-field-extraordinary-quorum-first = Extraordinaire, première convocation
statutes-field-extraordinary-quorum-second = Extraordinaire, deuxième convocation
statutes-field-quorum-basis = Ce que compte le quorum
statutes-field-ordinary-majority = Assemblée ordinaire
statutes-field-ordinary-majority-basis = Ordinaire : part de quoi
statutes-field-extraordinary-majority = Assemblée extraordinaire
statutes-field-extraordinary-majority-basis = Extraordinaire : part de quoi
statutes-field-college-weights = Poids des collèges
statutes-field-college-tally = Voix d’un collège
statutes-field-notice-first = Délai, première convocation
statutes-field-notice-second = Délai, deuxième convocation
statutes-field-clear-days = Jours francs
statutes-field-postponement-months = Report après un défaut de quorum, au plus
statutes-field-member-list-day = Liste des sociétaires arrêtée
statutes-field-fully-remote = Assemblée entièrement à distance
statutes-field-proposal-days = Propositions reçues jusqu’à
statutes-field-proposal-ack-days = Réponse à une proposition, sous
statutes-field-support-members = Soutien en sociétaires
statutes-field-support-fraction = Soutien en part des sociétaires
statutes-field-support-capital = Soutien en part du capital
statutes-field-question-days = Questions écrites jusqu’à
statutes-field-advance-vote = Vote avant la séance
statutes-field-electronic-cut-off = Vote électronique anticipé jusqu’à
statutes-field-form-request-days = Formulaire demandé jusqu’à
statutes-field-paper-days = Formulaires papier reçus jusqu’à
statutes-field-ballot-replaceable = Vote remplaçable jusqu’à la clôture
statutes-field-secret-for-persons = Secret proposé pour les personnes
statutes-field-proxy-holders = Qui peut porter un pouvoir
statutes-field-proxy-cap = Pouvoirs par personne
statutes-field-proxy-revocable-until = Pouvoir révocable
statutes-field-minutes-readers = Qui lit le procès-verbal
statutes-quorum-basis-members = les sociétaires
statutes-quorum-basis-voices = les voix
statutes-quorum-basis-shares = les parts sociales
statutes-ordinary-majority-basis-votes-cast = des voix exprimées
statutes-ordinary-majority-basis-present-or-represented = des présents et représentés
statutes-extraordinary-majority-basis-votes-cast = des voix exprimées
statutes-extraordinary-majority-basis-present-or-represented = des présents et représentés
statutes-college-tally-proportional = réparties à proportion
statutes-college-tally-majority = toutes à sa majorité
statutes-proxy-holders-members = un sociétaire
statutes-proxy-holders-members-or-spouses = un sociétaire, le conjoint ou le partenaire de PACS
statutes-proxy-holders-anyone = toute personne
statutes-proxy-revocable-until-roll-fixed = jusqu’à l’arrêt de la liste électorale
statutes-proxy-revocable-until-eve = jusqu’à la veille à 15:00
statutes-proxy-revocable-until-never = jamais, une fois reçu
statutes-minutes-readers-all = tout le monde
statutes-minutes-readers-members = les sociétaires
statutes-yes = oui
statutes-no = non
statutes-nothing = rien
statutes-at-least = au moins { $part }
statutes-more-than = plus de { $part }
statutes-minimum = jamais moins de { $count }
statutes-enough = { $count } suffisent
statutes-unit-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
statutes-unit-days-before = { $count ->
    [0] le jour même
    [one] { $count } jour avant
   *[other] { $count } jours avant
}
statutes-unit-business-days = { $count ->
    [0] le jour même
    [one] { $count } jour ouvré avant
   *[other] { $count } jours ouvrés avant
}
statutes-unit-members = { $count ->
    [one] { $count } sociétaire
   *[other] { $count } sociétaires
}
statutes-unit-months = { $count } mois
statutes-cut-off = { $days ->
    [0] le jour même à { $hour }
    [1] la veille à { $hour }
   *[other] { $days } jours avant à { $hour }
}
statutes-cap-none = autant qu’on en donne
statutes-cap-at-most = { $count } au plus
statutes-cap-few = { $few } sous { $below } sociétaires, ensuite { $part } des sociétaires
statutes-weights = { $weights } centièmes
statutes-preset-sa-cooperative-fr-ago = Société anonyme coopérative
statutes-preset-scic-fr-sa = SCIC sous forme de SA
statutes-preset-scop-fr-sa = SCOP sous forme de SA
statutes-preset-association-1901-fr = Association loi de 1901
statutes-preset-constitutive = Assemblée constitutive
statutes-preset-genossenschaft-de = Coopérative allemande (eG)
statutes-preset-uk-coops-model = Modèle de Co-operatives UK
statutes-preset-cooperativa-es-1999 = Coopérative espagnole (loi 27/1999)
statutes-preset-cooperativa-it = Coopérative italienne
statutes-confidence-primary = lu dans le texte
statutes-confidence-primary-2015 = lu dans un texte de 2015 environ
statutes-confidence-secondary = lu ailleurs que dans le texte
statutes-confidence-memory = de mémoire, non vérifié
statutes-confidence-interpretation = interprétation
statutes-adopt-title = Inscrire une nouvelle version
statutes-adopt-lead = Les statuts ne changent que par une décision. Reportez ici ce qu’elle dit ; vous verrez ce qui change avant d’inscrire quoi que ce soit.
statutes-not-done = Rien n’a été inscrit. Ce que vous avez écrit est toujours là : corrigez et renvoyez.
statutes-follows = Suit la version { $number }
statutes-begin = Partir de :
statutes-begin-last = la dernière version
statutes-decision = Décision
statutes-decision-hint = Par exemple : AGE du 3 mai 2025, résolution 4. Ni nom ni adresse : ce texte ne s’efface pas.
statutes-by-vote = Scrutin tenu ici
statutes-no-vote = aucun
statutes-effective = Premier jour
statutes-effective-hint = À minuit dans le fuseau de la coopérative, au plus tôt le lendemain de la dernière assemblée convoquée.
statutes-hint-quota = 1/5 ou 20 % : au moins ; >1/2 : plus de ; vide : rien n’est exigé.
statutes-hint-fraction = 1/20 ou 5 % ; vide : rien.
statutes-hint-count = Un nombre ; vide : rien.
statutes-hint-cut-off = Jours avant et heure, par exemple 1 15:00 ; vide : rien.
statutes-hint-cap = Un nombre ; 20:1:1/20 pour « 1 sous 20 sociétaires, ensuite 1/20 » ; vide : sans limite.
statutes-hint-weights = En centièmes, par exemple 30 40 30 ; vide : une personne, une voix.
statutes-preview-go = Voir ce qui change
statutes-preview-title = Ce qui changerait
statutes-changes = Par rapport à la dernière version
statutes-departing = Là où elle s’écarte du modèle
statutes-other-preset = Les articles sont désormais ceux du modèle « { $preset } ».
statutes-adopt-go = Inscrire la version { $number }
statutes-adopt-hint = Une version inscrite ne se change plus : une autre la suit. Les assemblées déjà convoquées gardent la leur.
statutes-of-rule = statuts, version { $number }
statutes-of-assembly = Statuts (version { $number })
statutes-of-assembly-none = Statuts
ballot-final-replaceable = Les statuts ne permettent pas de revoter : votre vote, une fois reçu, ne se remplace pas.
ballot-final-again = Vous avez déjà voté ici : les statuts ne permettent pas de remplacer ce vote.
voice-voted-final = Votre vote est reçu. Les statuts ne permettent pas de le remplacer.
assembly-quorum = Quorum : { $needed } sociétaires sur { $members }.
assembly-no-quorum = Aucun quorum n’est exigé ({ $members } sociétaires).
statutes-subject-elections = Élections
statutes-field-election-majority = Majorité d’un candidat
statutes-field-election-names = Noms par bulletin
statutes-field-election-tie = À égalité pour le dernier siège
statutes-election-names-seats = autant que de sièges
statutes-election-names-candidates = autant que de candidats
statutes-election-tie-eldest = le plus âgé
statutes-election-tie-youngest = le plus jeune
statutes-election-tie-seniority = le sociétaire le plus ancien
statutes-election-tie-draw = le sort
statutes-election-tie-runoff = un autre tour
statutes-field-president-elected-by = Qui élit la présidence
statutes-president-elected-by-board = le conseil
statutes-president-elected-by-assembly = l’assemblée
