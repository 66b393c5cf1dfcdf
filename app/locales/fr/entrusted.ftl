# Voix confiées au serveur.
refusal-entrusted-off = Rien n’a changé : la convocation de cette assemblée ne dit pas que des voix peuvent être confiées au serveur.
refusal-entrusted-unconfirmed = Le scrutin n’est pas ouvert : plus d’un dixième de ses voix seraient confiées au serveur, et le conseil n’en a pas confirmé autant. Un membre du conseil ou le président le confirme dans la console, ou ouvre sans elles.
refusal-entrusted-too-many = Rien n’a changé : la coopérative n’a pas autant de voix. Écrivez combien d’entre elles, au plus, peuvent être confiées au serveur.
refusal-entrusted-none = Le serveur ne garde pas de voix pour vous dans cette assemblée : vous avez une clé sur ses listes, ou votre voix n’est sur aucune, ou l’assemblée est terminée.
refusal-entrusted-kept = Votre vote n’est pas reçu : le serveur garde encore cette voix. Ouvrez de nouveau la page de votre bulletin, sur l’appareil qui a votre clé de vote.

prepare-entrusted = Les voix sans clé de vote sont confiées au serveur.
prepare-entrusted-hint = Qui n’a pas de clé de vote à l’ouverture d’un scrutin est quand même sur sa liste, et vote une fois sa clé créée. D’ici là, qui tient le serveur pourrait voter avec cette voix. La convocation le dit, et leur nombre est public ; au-delà d’un dixième d’une liste, le conseil doit confirmer, et il peut faire ouvrir les scrutins sans elles.

assembly-entrusted = Voix confiées au serveur
assembly-entrusted-text = Qui n’a pas de clé de vote à l’ouverture d’un scrutin est sur sa liste, et le serveur garde sa voix jusqu’à ce qu’il crée une clé. Avant, qui tient le serveur pourrait l’utiliser. Au-delà d’un dixième d’une liste, le conseil confirme, et il peut faire ouvrir les scrutins sans ces voix.
notice-entrusted = Voix confiées au serveur : qui n’a pas de clé de vote à l’ouverture d’un scrutin est quand même sur sa liste, sauf si le conseil fait ouvrir le scrutin sans ces voix. Le serveur garde sa voix jusqu’à ce qu’il se connecte et crée une clé de vote. Avant, qui tient le serveur pourrait l’utiliser. Au-delà d’un dixième d’une liste, le conseil confirme ; le nombre des voix confiées, ou laissées de côté, est public.

voice-entrusted = Votre voix est sur la liste de ce scrutin, confiée au serveur. Créez votre clé de vote, puis votez.

ballot-entrusted = Votre voix est confiée au serveur dans ce scrutin, parce que vous n’aviez pas de clé de vote à son ouverture. Le serveur a fabriqué ce avec quoi elle vote, et pourrait s’en servir comme vous : gardez votre numéro de suivi.
ballot-kept = Le serveur garde votre voix et ne l’a pas remise. Rien n’a été envoyé. Chargez de nouveau la page.
ballot-kept-some = Dans d’autres scrutins ouverts, le serveur garde votre voix et ne l’a pas remise. Rien n’y est envoyé. Chargez de nouveau la page.
ballot-own-some = D’autres scrutins ouverts demandent votre clé de vote, qui n’est pas sur cet appareil. Votez-y sur l’appareil qui l’a, ou tapez ici vos douze mots.
ballot-unsent = Rien n’a été envoyé : la clé de vote de ce scrutin n’est plus sur cet appareil. Ouvrez le bulletin sur l’appareil qui l’a, ou tapez ici vos douze mots, à la page « Mes votes ».

turnout-entrusted = { $count ->
    [one] Une voix est confiée
   *[other] { $count } voix sont confiées
} au serveur.
minutes-entrusted = { $count ->
    [one] Une voix était confiée
   *[other] { $count } voix étaient confiées
} au serveur, qui aurait pu s’en servir.
minutes-left-out = { $count ->
    [one] Une voix sans clé de vote n’a pas pris part au scrutin
   *[other] { $count } voix sans clé de vote n’ont pas pris part au scrutin
} : le conseil l’a fait ouvrir sans celles qui auraient été confiées au serveur.

console-entrusted = Voix confiées au serveur
console-entrusted-count = { $count } sur { $voices }, dans le scrutin qui en aurait le plus s’il s’ouvrait maintenant : des voix sans clé de vote, que personne ne porte.
console-entrusted-waits = C’est plus d’un dixième. Un membre du conseil ou le président dit combien il peut y en avoir ; d’ici là, ce scrutin ne s’ouvre pas. Ce sont celles dont le serveur pourrait se servir : moins vaut mieux.
console-entrusted-hands = C’est plus d’un dixième, à main levée. Tant qu’un membre du conseil ou le président n’a pas dit combien il peut y en avoir, ce scrutin ne s’ouvre pas à main levée ; par bulletins, il s’ouvre.
console-entrusted-blocked = Plus d’un dixième des voix de ce scrutin peuvent être confiées au serveur, et le conseil n’en a pas confirmé autant. Un membre du conseil ou le président le fait plus haut, ou le fait ouvrir sans elles.
console-entrusted-most = Confirmé par le conseil : { $most } au plus.
console-entrusted-none = Le conseil dit que les scrutins s’ouvrent sans elles.
console-entrusted-number = Combien de voix peuvent être confiées au serveur
console-entrusted-go = Confirmer pour le conseil
console-entrusted-without = Ouvrir les scrutins sans ces voix
console-entrusted-without-text = Désormais, qui n’a pas de clé de vote à l’ouverture d’un scrutin n’y a pas de voix, bien que la convocation dise qu’il peut en avoir une. Le registre et le procès-verbal disent combien de voix ce sont. Le conseil peut de nouveau confirmer un nombre plus tard, pour ce qui s’ouvre alors.
console-advance-board = Le vote avant la séance attend que le conseil confirme combien de voix peuvent être confiées au serveur.

mail-kind-key-made = Première clé, d’une voix confiée au serveur
mail-key-made-subject = Une clé de vote a été créée pour vous
mail-key-made-text = { $when } : une clé de vote a été inscrite pour vous, la première. Qui l’a peut voter avec la voix que le serveur garde pour vous. Si c’était vous, il n’y a rien à faire.
mail-key-made-not-you = Ce n’était pas vous ? Quelqu’un est connecté à votre place : prévenez aussitôt le secrétariat. Sur cette page, vous voyez lesquels de vos votes sont reçus :

audit-release-entrusted = Voix confiée au serveur demandée et remise
audit-confirm-entrusted = Nombre de voix confiées au serveur, confirmé pour le conseil
