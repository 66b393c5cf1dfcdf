# Codes papier et isoloir.
voice-by-code = Un code papier que l’accueil a imprimé pour vous exprime votre voix dans ce scrutin : votez avec les mots de la fiche. Si elle est perdue, demandez à l’accueil.

refusal-code-not-in-hall = Aucun code n’est imprimé : il n’en est remis qu’aux personnes présentes dans la salle. Si celle-ci est là, inscrivez-la d’abord à l’accueil.
refusal-code-on-paper = Aucun code n’est imprimé : cette personne vote sur papier. Appuyez d’abord, à l’accueil, sur « Ne vote plus sur papier ».
refusal-code-held = Aucun code n’est imprimé : cette personne a déjà un code valable pour cette assemblée. Rechargez la page pour en imprimer un autre à la place ; l’ancien cessera de valoir.
refusal-code-not-held = Rien n’est changé : cette personne n’a pas ce code papier, ou il ne vaut déjà plus.
refusal-code-over = Votre vote n’est pas reçu : le code papier qui exprime cette voix ne vaut plus. Demandez à l’accueil : vous pouvez voter sur papier dans ce scrutin.
refusal-code-votes-only = Avec un code papier on vote, et rien d’autre. Pour toute autre chose, connectez-vous sur votre appareil.

audit-print-code = Code papier imprimé à l’accueil
audit-end-code = Code papier terminé à l’accueil
audit-sign-in-code = Connexion par un code papier, pour voter

mail-kind-paper-code = Code papier imprimé
mail-paper-code-subject = Un code papier a été imprimé pour votre voix
mail-paper-code-text = { $when } : l’accueil de l’assemblée a imprimé un code papier pour vous. Qui tient la fiche peut voter avec votre voix, et avec celles que vous portez, dans tout scrutin de cette assemblée qui s’ouvre tant qu’il vaut. Si vous l’avez demandé, il n’y a rien à faire.
mail-paper-code-not-you = Vous ne l’avez pas demandé ? Prévenez l’accueil aussitôt, ou mettez fin au code vous-même sur cette page. Vous y voyez laquelle de vos voix a servi :

minutes-paper-codes = { $count ->
    [one] Une voix pouvait être exprimée
   *[other] { $count } voix pouvaient être exprimées
} par un code papier imprimé à l’accueil.

slip-go = Imprimer un code papier
slip-again = Imprimer un autre code papier
slip-is = Vote par un code papier.
slip-page = Code papier
slip-lead = Pour qui n’a pas de téléphone, ou dont l’appareil ne marche pas. La fiche porte douze mots et une image : avec eux on vote à l’isoloir, ou sur n’importe quel téléphone.
slip-yours = Toute personne qui voit la fiche pourrait s’en servir. Imprimez-la devant le sociétaire, ne la remettez à personne d’autre, et appuyez aussitôt sur « Terminé ». Après deux minutes elle s’efface de cette page.
slip-held = Cette personne a un code papier (n° { $n }). Si vous en imprimez un autre, celui-là cesse aussitôt de valoir, aussi dans un scrutin ouvert, où le nouveau n’a pas de voix : si la fiche se lit encore, attendez la clôture.
slip-own-key = Cette personne a sa propre clé de vote. Dans les scrutins qui s’ouvrent désormais, le code papier parle à sa place, jusqu’à ce qu’on y mette fin.
slip-open = Un scrutin est ouvert : un code imprimé maintenant n’y a pas de voix. Qui y a voté, ou peut y voter avec sa propre clé, n’a besoin de rien d’autre. Pour les autres, dans cet ordre : « Vote sur papier », remettez le papier, « Ne vote plus sur papier », puis imprimez le code. Noter le papier met fin au code.
slip-noscript = Les mots sont créés dans ce navigateur : JavaScript est nécessaire.
slip-make = Créer le code papier
slip-make-again = En créer un autre à la place
slip-working = Création en cours…
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
slip-list-text = Ils finissent avec l’assemblée, et quand leur sociétaire quitte la salle ou vote sur papier. Si une fiche est perdue ou rendue, mettez-y fin ici : qui la tient ne vote plus avec. Un bulletin déjà déposé avec elle reste. Si rien n’est déposé dans un scrutin ouvert, notez que cette personne vote sur papier.
slip-none = Personne n’a de code papier.
slip-member = Sociétaire
slip-since = Depuis
slip-ends = Y mettre fin
slip-end = Perdue ou rendue

booth-title = Isoloir
booth-lead = Votez avec la fiche que l’accueil a imprimée pour vous. Cette page ne garde rien.
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
booth-voice = Ici s’exprime la voix du sociétaire n° [number].
booth-none = Aucun scrutin ouvert n’a de voix pour cette fiche. Appuyez sur « Terminer », gardez la fiche, et revenez quand la présidence en ouvre un.
booth-look = Regarder de nouveau
booth-finish = Terminer : effacer pour la personne suivante
booth-finish-hint = Appuyez quand vous avez voté. Si personne ne touche cette page pendant deux minutes, elle s’efface d’elle-même.
voice-code-waits = Vous avez un code papier : votez avec la fiche dès l’ouverture. Pour revenir à votre clé, mettez fin au code avant.
voice-voted-by-code = Votre vote par le code papier est reçu.
voice-code-over = Le code papier qui exprime votre voix dans ce scrutin ne vaut plus : demandez à l’accueil, vous pouvez y voter sur papier.
own-code = Un code papier parle pour vous
own-code-text = L’accueil l’a imprimé pour cette assemblée : qui tient la fiche vote avec votre voix, et avec celles que vous portez. Si vous ne l’avez pas demandé, ou si vous voulez voter avec votre clé dans ce qui s’ouvre ensuite, mettez-y fin ici.
own-code-end = Mettre fin au code papier
refusal-code-unknown = Cette fiche ne permet plus de voter : l’accueil y a mis fin ou l’a remplacée, ou son assemblée est finie. Montrez-la à l’accueil.
audit-end-own-code = Code papier terminé par son sociétaire
audit-cast-open-code = Bulletin avec un code papier dans un scrutin public
audit-cast-secret-code = Bulletin avec un code papier dans un scrutin secret
audit-sign-out-code = Fin d’une session avec un code papier
mail-kind-vote-by-code = Vote reçu par un code papier
mail-voted-code-text = Un bulletin signé avec le code papier que l’accueil a imprimé pour vous a été reçu à l’assemblée générale du { $day }. Ce que vous avez répondu ne figure dans aucun message. Si vous votez sur plusieurs points à la suite, un seul message peut valoir pour tous ; « Mes votes » les énumère :
mail-voted-code-not-you = Ce n’était pas vous ? Si vous avez la fiche, votez d’abord de nouveau avec elle, si les statuts le permettent. Puis prévenez aussitôt l’accueil, ou mettez fin au code sous « Mes votes ». Sans la fiche, prévenez la présidence tant que le scrutin est ouvert. Remplacer votre clé n’y change rien.
slip-waking = La page se prépare…
slip-nth = Fiche n° [n], imprimée à [hour]. Vaut dans les scrutins ouverts ensuite.
slip-reload = Recharger cette page
booth-words-hint = Ceux de la fiche d’aujourd’hui, jamais les mots de secours de votre clé de vote. Accents, majuscules et numéros n’importent pas.
booth-no-answer = Pas de réponse : attendez un instant et appuyez de nouveau sur « Voter ». Vos mots sont encore là.
booth-yours = Cette fiche est celle du sociétaire n° [number]. Est-ce la vôtre ?
booth-yours-yes = Oui : voter avec
booth-yours-no = Non : l’effacer
booth-over = Le quart d’heure est passé, ou il a été mis fin à cette fiche. Ce qui est reçu reste reçu. Recommencez avec la fiche ; si elle est refusée, demandez à l’accueil.
booth-unsure = Le serveur n’a pas répondu : nous ne savons pas si ce vote est reçu. Appuyez sur « Regarder de nouveau » : la page dit si vous avez voté.
booth-soon = Cette page s’efface dans trente secondes.
booth-here = Je suis encore là
