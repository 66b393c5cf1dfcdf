# Codes papier et isoloir.
voice-by-code = Un code papier que l’accueil a imprimé pour vous exprime votre voix dans ce scrutin : votez avec les mots de la fiche. Si elle est perdue, demandez à l’accueil.
sessions-paper-code = par un code papier

refusal-code-not-in-hall = Aucun code n’est imprimé : n’en reçoit que qui est dans la salle. Si cette personne est là, inscrivez-la d’abord à l’accueil.
refusal-code-on-paper = Aucun code n’est imprimé : cette personne vote sur papier. Si elle doit voter par un code, faites-la d’abord voter de nouveau par sa clé.
refusal-code-held = Aucun code n’est imprimé : cette personne en a un de cette assemblée, qui vaut. Si la fiche est perdue, imprimez-en une autre à la place ; la perdue ne vaut alors plus.
refusal-code-not-held = Rien n’est changé : cette personne n’a pas ce code papier, ou il ne vaut déjà plus.
refusal-code-over = Votre vote n’est pas reçu : le code papier qui exprime cette voix ne vaut plus. Demandez à l’accueil : vous pouvez voter sur papier dans ce scrutin.
refusal-code-votes-only = Avec un code papier on vote, et rien d’autre. Pour toute autre chose, connectez-vous sur votre appareil.

audit-print-code = Code papier imprimé à l’accueil
audit-end-code = Code papier terminé à l’accueil
audit-sign-in-code = Connexion par un code papier, pour voter

mail-kind-paper-code = Code papier imprimé
mail-paper-code-subject = Un code papier a été imprimé pour votre voix
mail-paper-code-text = { $when } : l’accueil de l’assemblée a imprimé un code papier pour vous. Qui tient la fiche peut voter avec votre voix, et avec celles que vous portez, dans tout scrutin de cette assemblée qui s’ouvre tant qu’il vaut. Si vous l’avez demandé, il n’y a rien à faire.
mail-paper-code-not-you = Ce n’est pas vous ? Prévenez l’accueil aussitôt : il y met fin d’un geste. Sur cette page vous voyez laquelle de vos voix a servi :

minutes-paper-codes = { $count ->
    [one] Une voix pouvait être exprimée
   *[other] { $count } voix pouvaient être exprimées
} par un code papier imprimé à l’accueil.

slip-go = Imprimer un code papier
slip-again = Imprimer un autre code papier
slip-is = Vote par un code papier.
slip-page = Code papier
slip-lead = Pour qui n’a pas de téléphone, ou dont l’appareil ne marche pas. La fiche porte douze mots et une image : avec eux on vote à l’isoloir, ou sur n’importe quel téléphone.
slip-yours = Qui imprime la fiche pourrait s’en servir. Imprimez-la devant la personne, ne la donnez à nulle autre, et appuyez aussitôt sur « Terminé ».
slip-held = Cette personne a un code papier (n° { $n }). Si vous en imprimez un autre, celui-là ne vaut plus aussitôt.
slip-own-key = Cette personne a sa propre clé de vote. Dans les scrutins qui s’ouvrent désormais, le code papier l’exprime à sa place, jusqu’à sa fin.
slip-open = Un scrutin est ouvert : un code imprimé maintenant n’y a pas de voix, car sa liste est arrêtée. Pour ce scrutin il y a le papier.
slip-noscript = Les mots se font dans ce navigateur : il y faut JavaScript.
slip-make = Faire le code papier
slip-make-again = En faire un autre à la place
slip-working = Il se fait…
slip-title = Code papier pour une assemblée
slip-number = Sociétaire n° [number]
slip-picture = Image qui ouvre l’isoloir avec ces mots
slip-how = Pour voter, visez l’image avec l’appareil photo d’un téléphone, ou tapez les douze mots à l’isoloir :
slip-care = Qui tient cette fiche peut voter avec votre voix. Rendez-la à l’accueil en partant.
slip-print = Imprimer
slip-done = Terminé : l’effacer de cette page
slip-gone = Les mots ne sont plus sur cette page. Si la fiche est perdue, imprimez-en une autre : la perdue ne vaut alors plus.
slip-back = Retour à l’accueil
slip-no-answer = Le serveur n’a pas répondu. Le code est peut-être enregistré quand même, et personne n’en a les mots : rechargez cette page et faites-en un autre à la place.
slip-list = Codes papier
slip-list-text = Ils finissent avec l’assemblée. Si une fiche est perdue ou rendue, mettez-y fin ici : qui la tient ne vote plus avec. Dans un scrutin ouvert la voix reste alors muette, sauf si vous notez qu’elle vote sur papier.
slip-none = Personne n’a de code papier.
slip-member = Sociétaire
slip-since = Depuis
slip-ends = Y mettre fin
slip-end = Perdue ou rendue

booth-title = Isoloir
booth-lead = Votez avec la fiche que l’accueil a imprimée pour vous. Rien n’est gardé sur cet appareil.
booth-noscript = L’isoloir a besoin de JavaScript : votre bulletin est chiffré sur cet appareil.
booth-waking = L’isoloir s’ouvre…
booth-words = Les douze mots de votre fiche
booth-go = Voter
booth-mistyped = Ce ne sont pas les douze mots d’une fiche : comparez-les avec les vôtres.
booth-damaged = L’image n’a pas été lue en entier : visez-la encore, ou tapez les mots.
booth-elsewhere = Cette fiche est d’une autre coopérative.
booth-working = Un instant…
booth-leaving = Effacement…
booth-again = Recommencer
booth-voice = Vous votez pour le sociétaire n° [number].
booth-none = Aucun scrutin n’est ouvert où cette fiche ait une voix. Attendez qu’il s’en ouvre un, puis regardez de nouveau.
booth-look = Regarder de nouveau
booth-finish = Terminer : effacer pour la personne suivante
booth-finish-hint = Appuyez quand vous avez voté. Si personne ne touche cette page pendant deux minutes, elle s’efface d’elle-même.
