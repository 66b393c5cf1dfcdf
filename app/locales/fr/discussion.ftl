# La discussion d’une proposition.
discussion-title = Discussion
discussion-comments = Commentaires
discussion-none = Personne n’a commenté cette proposition encore.
discussion-count = { $count ->
    [0] Aucun commentaire.
    [one] Un commentaire.
   *[other] { $count } commentaires, du plus ancien au plus récent.
}
discussion-all = Lire les { $count } commentaires depuis le début
discussion-pages = Autres commentaires
discussion-earlier = Commentaires précédents
discussion-later = Commentaires suivants
discussion-closed = On ne commente plus cette proposition : elle est décidée ou retirée. Ce qui a été dit reste à lire.
comment-title = Commentaire n° { $number }
comment-by = N° { $number }, { $name }
comment-answers = Répond au n° { $number } de { $name }
comment-corrected = Corrigé : { $when }
comment-field = Votre commentaire
comment-answer-field = Votre réponse au commentaire n° { $number }
comment-hint = Tous les sociétaires le lisent, avec votre nom. Mise en forme Markdown : **gras**, *italique*, - liste, [lien](https://…). Vous pourrez le corriger ; vos mots antérieurs resteront lisibles.
comment-go = Publier le commentaire
comment-answer = Répondre
comment-correct = Corriger
comment-correct-field = Votre commentaire, corrigé
comment-correct-hint = Vos mots antérieurs restent lisibles, avec leur date.
comment-correct-go = Enregistrer la correction
comment-earlier = Mots antérieurs
comment-version = Version { $number }
comment-words = Ce qui est dit
comment-in-discussion = Lire à sa place dans la discussion
comment-nothing = Rien : on ne commente plus cette proposition, ou ce commentaire est masqué.
comment-hide = Masquer
comment-show = Montrer de nouveau
comment-hide-text = Masquer ce commentaire : à sa place, chacun lit qu’il est masqué, quand, par qui et pourquoi. Le conseil, le secrétariat et l’auteur le lisent encore. L’auteur reçoit votre motif par courriel.
comment-show-text = Montrer de nouveau ce commentaire : chacun le lit, et lit aussi qu’il a été masqué. L’auteur reçoit votre motif par courriel.
comment-reason = Motif
comment-reason-hint = Tout le monde le lit. Dites ce qui ne va pas, sans répéter ce que vous masquez.
comment-hidden-on = Masqué par { $office } : { $when }
comment-shown-on = Montré de nouveau par { $office } : { $when }
comment-office-chair = la présidence
comment-office-secretary = le secrétariat
comment-office-board = le conseil
comment-reason-erased = Le motif est effacé avec le nom de l’auteur.
comment-hidden-words = Les mots masqués
comment-erased = Ces mots sont effacés.
comment-moderations = Modération
mail-comment-hidden-subject = Votre commentaire est masqué : { $title }
mail-comment-hidden-text = Un commentaire que vous avez écrit sur la proposition « { $title } » est masqué. Vous le lisez encore ; les autres sociétaires lisent à sa place le motif suivant :
mail-comment-shown-subject = Votre commentaire est visible de nouveau : { $title }
mail-comment-shown-text = Un commentaire que vous avez écrit sur la proposition « { $title } » est visible de nouveau, pour le motif suivant :
mail-kind-comment-moderated = Modération d’un commentaire
audit-write-comment = Commentaire publié
audit-correct-comment = Commentaire corrigé
audit-hide-comment = Commentaire masqué
audit-show-comment = Commentaire montré de nouveau

# Fichiers d’une proposition.
files-title = Fichiers
files-none = Aucun fichier.
files-support = Un soutien est donné aux mots de la proposition, non à ces fichiers : regardez depuis quand chacun est là. Ils ne changent plus une fois la proposition déposée.
files-since = Joint par { $name } : { $when }
files-removed = Retiré : { $when }
files-remove = Retirer
files-file = Fichier
files-hint = PDF, image PNG, JPEG ou WebP, tableur ODS, XLSX ou CSV, { $most } Mo au plus ; { $count } fichiers en tout. Jusqu’au dépôt, vous pouvez en joindre et en retirer.
files-add = Joindre
audit-attach-to-proposal = Fichier joint à une proposition
audit-remove-attachment = Fichier d’une proposition retiré
