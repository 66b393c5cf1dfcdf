# Questions écrites au conseil avant une assemblée.
questions-title = Questions écrites
questions-lead = Avant l’assemblée, tout sociétaire qui a une voix peut interroger le conseil par écrit. La réponse est publiée ici pour tous les sociétaires, avec le nom de qui a demandé.
questions-until = Les questions écrites se posent jusqu’au { $day } inclus.
questions-until-session = Les questions écrites se posent jusqu’à l’ouverture de la séance.
questions-kept = Rien n’est enregistré, et rien de ce que vous avez écrit n’est perdu : tout est ci-dessous.
questions-now = Ce que vous pouvez faire
questions-closed-late = Le délai est passé. Posez votre question en séance : le conseil peut encore y répondre de vive voix.
questions-closed-many = Vous avez posé autant de questions qu’un sociétaire peut en poser avant une assemblée. Les autres se posent en séance.
questions-closed-voice = Interroger le conseil par écrit demande une voix à l’assemblée, que vous n’avez pas. Vous pouvez lire ce qui suit.
questions-closed-cancelled = Cette assemblée est annulée : il n’y a plus rien à demander.
questions-closed-over = Cette assemblée est terminée. Vous pouvez lire ce qui a été demandé et répondu.
questions-left = { $count ->
    [one] Vous pouvez poser une question.
   *[other] Vous pouvez poser { $count } questions.
}
questions-field = Votre question
questions-text-hint = Une fois envoyé, le texte ne se modifie plus. Mise en forme Markdown : **gras**, *italique*, - liste, [lien](https://…).
written-language = Langue dans laquelle vous écrivez
written-language-fr = Français
written-language-en = Anglais
questions-ask = Poser la question
questions-preview = Aperçu
questions-preview-note = Rien n’est enregistré encore.
questions-preview-go = Aperçu
questions-cancel = Annuler
questions-number = Question n° { $number }
questions-waiting = En attente de réponse
questions-waiting-none = Aucune question n’attend de réponse.
questions-wait = { $count ->
    [one] Une question attend la réponse du conseil.
   *[other] { $count } questions attendent la réponse du conseil.
}
questions-answered = Réponses du conseil
questions-answered-none = Le conseil n’a encore répondu à aucune question écrite.
questions-answer = Répondre
questions-answer-title = Répondre par écrit
questions-answer-number = Réponse n° { $number }
questions-numbers = Numéros des questions
questions-numbers-hint = Une seule réponse peut servir à plusieurs questions qui ont le même contenu : écrivez leurs numéros, par exemple 2, 5.
questions-answer-field = Réponse du conseil
questions-publish = Publier la réponse
questions-correct-go = Corriger
questions-correct-title = Corriger une réponse publiée
questions-correct-text = La nouvelle version paraît en premier ; l’ancienne reste lisible à côté, avec sa date.
questions-correct = Publier la correction
questions-reply = Réponse
questions-common = Réponse commune
questions-said = { $name }, pour le conseil
questions-corrected = Corrigé par { $name }, pour le conseil
questions-earlier = { $count ->
    [one] Version précédente
   *[other] { $count } versions précédentes
}
questions-see = Toutes les questions écrites
mail-question-answered-subject = Le conseil a répondu à votre question n° { $number }
mail-question-answered-text = Le conseil d’administration a répondu à votre question écrite n° { $number }. La réponse est publiée pour tous les sociétaires.
mail-question-button = Lire la réponse
mail-kind-question-answered = Réponse à une question écrite
audit-ask-question = Question écrite posée
audit-answer-questions = Réponse à des questions écrites
audit-correct-answer = Réponse à des questions écrites corrigée
refusal-question-too-late = La question n’est pas posée : le dernier jour pour les questions écrites à cette assemblée est passé. Posez-la en séance.
refusal-too-many-questions = La question n’est pas posée : vous avez atteint le nombre de questions qu’un sociétaire peut poser avant une assemblée. Posez-la en séance.
refusal-question-unknown = Rien n’est publié : ces numéros ne désignent pas des questions de cette assemblée. Écrivez-les comme sur la page, par exemple 2, 5.
refusal-question-answered = Rien n’est publié : l’une de ces questions a déjà sa réponse. Corrigez cette réponse, ou ôtez le numéro.
