# Clés de vote : la sienne, un autre appareil, une autre clé, l’aide du bureau.
key-page = Ma clé de vote
key-page-noscript = Votre clé ne quitte pas ce navigateur : activez JavaScript pour la voir, la transmettre ou la remplacer.
key-origin-first = Clé inscrite le
key-origin-replaced = Clé inscrite à la place d’une autre le
key-origin-recovered = Clé inscrite avec l’aide du bureau le
key-sheet-member = Sociétaire
key-sheet-cooperative = Coopérative
key-sheet-restore = Retrouver votre clé sur un autre appareil
key-sheet-sign-in = Connectez-vous sur
key-sheet-type = Dans « Mes votes », tapez ces douze mots dans l’ordre, puis pressez « Retrouver ma clé ».
key-sheet-nobody = Ni le secrétariat, ni le conseil, ni personne d’autre n’a besoin de ces mots : qui les a vote à votre place. Rangez cette feuille avec vos papiers importants.
key-elsewhere-lost = Ni cet autre appareil, ni les mots ?
link-show-title = Lier un autre appareil
link-show-text = Cet appareil affiche un code carré ; l’autre le lit avec son appareil photo et reçoit votre clé, sans passer par le serveur.
link-show-go = Afficher le code
link-show-alone = Ce code est votre clé. Soyez seul devant l’écran : qui le photographie vote à votre place. Il disparaît après deux minutes.
link-show-alt = Code carré à lire avec l’appareil photo de votre autre appareil
link-show-camera = Ouvrez l’appareil photo de l’autre appareil, visez le code, ouvrez l’adresse proposée, puis pressez le bouton de la page.
link-show-hide = Masquer le code
link-show-hidden = Le code est masqué.
link-show-again = L’afficher de nouveau
link-here-title = Recevoir votre clé sur cet appareil
link-here-noscript = La clé se lit dans le navigateur : activez JavaScript, puis visez de nouveau le code de l’autre appareil.
link-here-waking = Lecture du code…
link-here-text = Le code est lu. Continuez seulement si vous venez de l’afficher vous-même, sur un appareil à vous, et si cet appareil-ci est aussi le vôtre.
link-here-go = Recevoir la clé et me connecter
link-here-other = Cet appareil garde déjà une autre clé pour ce sociétaire. Rien n’est changé pour l’instant. Si vous l’avez remplacée, continuez : l’ancienne reste pour les scrutins déjà ouverts. Sinon, fermez cette page.
link-here-other-go = Recevoir la nouvelle clé
link-here-working = Connexion…
link-here-none = Cette adresse ne contient pas de clé. Affichez le code sur l’autre appareil, page « Ma clé de vote », et visez-le avec l’appareil photo.
link-here-damaged = Ce code est incomplet ou abîmé : rien n’a été gardé. Affichez-le de nouveau sur l’autre appareil et visez-le encore une fois.
link-here-cooperative = Ce code est celui d’une autre coopérative : rien n’a été gardé. Ouvrez-le sur le site de celle-ci.
link-here-refused = Le serveur ne reconnaît pas cette clé : elle a été remplacée, ou elle n’est plus celle d’un sociétaire. Rien n’a été gardé.
link-here-not-kept = Ce navigateur refuse de garder la clé (navigation privée ?). Ouvrez une fenêtre ordinaire et visez de nouveau le code.
key-replace-title = Remplacer ma clé
key-replace-text = Pour un appareil perdu, volé ou prêté. Il faut deux moyens : celui de votre connexion, et un autre. Vous recevrez un courriel, ainsi que le conseil, et le nombre de clés remplacées est public.
key-replace-mail = Vous vous êtes connecté par courriel. Pour remplacer votre clé, montrez aussi une clé d’accès, ou connectez-vous avec l’appareil qui a votre clé.
key-replace-ask = M’envoyer un code par courriel
key-replace-ask-again = M’envoyer un autre code
key-replace-sent = Un code est en route vers votre adresse. Il sert pendant quinze minutes, dans ce navigateur seulement.
key-replace-confirm = Confirmer
key-replace-shown = Deux moyens sont montrés. Vous pouvez remplacer votre clé jusqu’au
key-replace-former = L’ancienne clé parle encore dans les scrutins déjà ouverts, et dans ceux-là seulement : si elle est sur cet appareil, elle y reste pour eux.
key-new-go = Créer une nouvelle clé
key-new-working = Création et envoi de la nouvelle clé…
key-new-code = Code remis par le bureau
key-new-code-hint = Douze lettres et chiffres ; les espaces et les minuscules ne gênent pas.
key-recover-title = J’ai tout perdu
key-recover-text = Ni appareil, ni mots : allez voir le secrétariat avec une pièce d’identité. Deux personnes du bureau ou du conseil vous remettent ensemble un code, à taper ici.
key-recover-ready = Deux personnes ont confirmé que vous êtes vous. Tapez le code qu’elles vous ont remis : votre navigateur crée une nouvelle clé.
ballot-former = Votre clé a été remplacée après l’ouverture de ces scrutins : c’est l’ancienne qui y parle. Votez depuis l’appareil qui la garde ; la nouvelle servira dès le prochain scrutin.
ballot-former-some = D’autres scrutins ouverts attendent votre ancienne clé : votez-y depuis l’appareil qui la garde.
holder-words-first = Notez d’abord les douze mots de votre clé de vote : sans elle, votre part se perd avec l’appareil, et le résultat de tous avec elle.
register-keys-title = Clés de vote
register-keys-lead = Une voix sans clé n’est pas sur la liste d’un scrutin. Écrivez avant l’ouverture.
register-keys-voices = Sociétaires qui ont une voix
register-keys-with = Avec une clé
register-keys-without = Sans clé
register-keys-last = Dernière lettre
register-keys-remind-title = Écrire à ceux qui n’ont pas de clé
register-keys-due = { $count ->
    [0] Personne n’attend de lettre maintenant.
    [one] Une personne peut recevoir une lettre maintenant.
   *[other] { $count } personnes peuvent recevoir une lettre maintenant.
}
register-keys-written = { $count ->
    [one] Une personne l’a reçue il y a moins de trois jours.
   *[other] { $count } personnes l’ont reçue il y a moins de trois jours.
}
register-keys-remind = { $count ->
    [one] Écrire à cette personne
   *[other] Écrire à ces { $count } personnes
}
register-keys-unreachable = { $count ->
    [one] Une personne sans clé n’a pas d’adresse électronique
   *[other] { $count } personnes sans clé n’ont pas d’adresse électronique
}
register-keys-unreachable-text = Aucun courriel ne les atteint : écrivez par lettre ou téléphonez.
register-keys-unreachable-more = Seules les cent premières sont nommées ici.
register-keys-recoveries = Nouvelles clés en cours
register-keys-recoveries-text = Un sociétaire a tout perdu : le secrétariat ouvre la demande, une autre personne la confirme.
register-keys-recoveries-none = Aucune demande en cours.
recovery-title = Une nouvelle clé pour un sociétaire
recovery-file = Voir son dossier
recovery-number = sociétaire n° { $number }
recovery-no-key = Ce sociétaire n’a pas de clé : il suffit qu’il se connecte et en crée une.
recovery-no-address = La coopérative n’a pas d’adresse électronique de ce sociétaire : inscrivez-en une d’abord, sinon il ne pourra pas se connecter.
recovery-begun = Demande ouverte par { $name } : elle attend une seconde personne.
recovery-confirmed = Demande ouverte par { $name } et confirmée : le sociétaire a un code.
recovery-until = Jusqu’au
recovery-step-see = Le secrétariat voit la personne, ou l’appelle en vidéo, et regarde sa pièce d’identité.
recovery-step-begin = Le secrétariat ouvre la demande ; le sociétaire en est averti par courriel.
recovery-step-confirm = Une autre personne, du conseil ou de la présidence, voit aussi le sociétaire et confirme.
recovery-step-hand = Elle lui remet le code en main propre, jamais par courriel.
recovery-step-use = Le sociétaire se connecte par courriel, ouvre « Ma clé de vote » et tape le code dans les vingt-quatre heures.
recovery-begin = Ouvrir la demande : j’ai vu cette personne
recovery-confirm = Confirmer : j’ai vu cette personne
recovery-code-title = Code à remettre
recovery-code-text = Il n’est montré qu’une fois, ici et maintenant. Recopiez-le sur papier et remettez-le au sociétaire. S’il se perd, le secrétariat recommence.
mail-second-subject = Code pour remplacer votre clé de vote
mail-second-code = Quelqu’un, vous sans doute, veut remplacer votre clé de vote. Tapez ce code dans le navigateur d’où vous êtes parti :
mail-second-not-you = Il sert une fois, pendant quinze minutes. Si vous n’avez rien demandé, quelqu’un est connecté à votre place : ne donnez ce code à personne et prévenez le secrétariat maintenant.
mail-key-subject = Votre clé de vote a été remplacée
mail-key-replaced = Votre clé de vote vient d’être remplacée par une nouvelle, depuis une connexion qui a montré deux moyens.
mail-key-recovered = Votre clé de vote vient d’être remplacée par une nouvelle, avec un code que deux personnes du bureau ont remis.
mail-key-former = L’ancienne ne parle plus que dans les scrutins déjà ouverts.
mail-key-not-you = Ce n’était pas vous ? Prévenez le secrétariat maintenant : il voit que la clé a été remplacée et ce qui peut encore être arrêté.
mail-key-board-subject = Clé de vote remplacée : { $name }
mail-key-board-replaced = { $name } (n° { $number }) a remplacé sa clé de vote ; c’est sa clé numéro { $count }.
mail-key-board-recovered = { $name } (n° { $number }) a une nouvelle clé de vote, avec le code remis par deux personnes ; c’est sa clé numéro { $count }.
mail-key-board-what = Le nombre de clés remplacées depuis la convocation est publié à l’ouverture de chaque scrutin. Si plusieurs remplacements vous étonnent, parlez-en avant d’ouvrir.
mail-recovery-subject = Une nouvelle clé de vote est demandée pour vous
mail-recovery-begun = Le secrétariat a noté que vous avez perdu votre clé de vote et vos douze mots. Une seconde personne doit confirmer ; votre clé actuelle parle encore.
mail-recovery-not-you = Vous n’avez rien perdu ? Prévenez le secrétariat et la présidence maintenant.
mail-keyless-subject = Préparez votre clé de vote
mail-keyless-text = Vous avez une voix, mais pas encore de clé de vote. Sans elle, vous ne pouvez pas voter en ligne.
mail-keyless-button = Me connecter
mail-keyless-how = Connectez-vous avec cette adresse, pressez « Créer ma clé de vote », et notez les douze mots. Cela prend deux minutes.
mail-kind-second-code = Code pour remplacer une clé
mail-kind-key-replaced = Clé remplacée
mail-kind-key-replaced-board = Clé remplacée (au conseil)
mail-kind-recovery-begun = Nouvelle clé demandée
mail-kind-keyless = Rappel : pas de clé de vote
