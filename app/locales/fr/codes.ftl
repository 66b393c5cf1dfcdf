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
