# Élections de personnes : le bulletin, le dépouillement, qui est élu.
election-paper-rule = { $seats ->
    [one] Un siège
   *[other] { $seats } sièges
} ; chaque bulletin nomme { $most ->
    [one] une personne
   *[other] { $most } personnes au plus
}, ou reste blanc.
election-accepted = Chacun a accepté par une signature d’être candidat.
election-caption = Voix par candidat
election-candidate = Candidat
election-became = Résultat
election-elected = élu
election-drawn = élu par tirage
election-equal = à égalité
election-not-elected = non élu
election-declined = élu, a refusé
election-blank = Bulletins blancs
election-elected-none = Personne n’est élu ; { $seats ->
    [one] le siège reste vacant.
   *[other] les { $seats } sièges restent vacants.
}
election-elected-names = Élus, { $count } pour { $seats ->
    [one] un siège
   *[other] { $seats } sièges
} : { $names }.
election-elected-vacant = Personne n’a de siège.
election-declined-names = Ont refusé : { $names }. { $count ->
    [one] Le siège est vacant
   *[other] Les sièges sont vacants
} : personne ne monte à la place.
election-equal-names = À égalité pour { $open ->
    [one] le dernier siège
   *[other] les { $open } derniers sièges
} : { $names }.
election-rule-most = Les candidats qui ont le plus de voix sont élus. Bulletins qui nomment quelqu’un : { $named } ; blancs : { $blank }.
election-rule-needed = Il fallait { $needed } voix, sur { $of } bulletins qui nomment quelqu’un ; les blancs ({ $blank }) ne comptent pas. Puis l’ordre des voix.
election-rule-present = Il fallait { $needed } voix, sur { $of } présents ; les blancs ({ $blank }) en sont. Puis l’ordre des voix.
election-tie-eldest = Le plus âgé l’emporte.
election-tie-youngest = Le plus jeune l’emporte.
election-tie-seniority = Le sociétaire le plus ancien l’emporte.
election-tie-draw = Le sort départage.
election-tie-runoff = Un autre tour départage.
election-waits-draw = Le bureau tire au sort en séance et inscrit le résultat, et un scrutateur le confirme.
election-waits-runoff = Un autre tour est à ouvrir entre eux.
election-was-drawn = Le bureau a tiré au sort en séance.
election-was-drawn-first = Le tirage a eu lieu en séance ; le premier scrutateur a confirmé ce qui a été inscrit.
election-was-drawn-second = Le tirage a eu lieu en séance ; le second scrutateur a confirmé ce qui a été inscrit.
result-tie = À égalité
result-blank-each = { $count } comptés pour chaque candidat : le conseil les présente. Ils sont compris dans les voix ci-dessus.
result-blank-nobody = { $count } comptés contre chaque candidat : le conseil n’en préfère aucun. Ils sont compris dans les bulletins ci-dessus.
outcome-elected = Élection faite
outcome-elected-some = Sièges pourvus en partie
outcome-nobody = Personne n’est élu
outcome-vacant = Sièges vacants
outcome-tie = Égalité
item-standing = candidats : { $names }
item-blank-each = les pouvoirs en blanc votent pour chacun
item-blank-nobody = les pouvoirs en blanc ne votent pour aucun
ballot-blank = Blanc : pour personne
ballot-names-rule = Cochez [most] noms au plus, pour [seats] sièges, ou « Blanc ».
ballot-names-count = Noms cochés : [count] sur [most] au plus.
ballot-names-many = Noms cochés : [count]. C’est trop : [most] au plus.
ballot-too-many = Un bulletin nomme plus de personnes qu’il n’en peut : décochez-en avant de voter.
ballot-missing-names = Cochez au moins un nom, ou « Blanc » : c’est une réponse.
prepare-mode-proposed = Comme proposé : secret pour les personnes, public sinon
candidate-details-of = { $name } : présentation et renseignements
refusal-election-secret = Rien n’est enregistré : une élection de personnes est ici un vote secret. Choisissez le vote secret.
refusal-no-draw = Rien n’est inscrit : cette élection n’attend pas de tirage au sort. Rechargez la page.
refusal-draw-invalid = Rien n’est inscrit : cochez parmi les candidats à égalité juste autant de noms qu’il reste de sièges.
refusal-draw-waits = Rien n’est inscrit : un tirage est déjà inscrit et attend un scrutateur.
refusal-draw-needs-scrutineer = Rien n’est inscrit : un scrutateur autre que vous confirme un tirage, et le bureau n’en a aucun qui puisse se connecter. Constituez-le avec un scrutateur qui le peut, puis inscrivez le tirage.
refusal-draw-not-awaited = Rien n’est confirmé : ce tirage inscrit n’attend plus personne. Rechargez la page.
refusal-draw-own-hand = Rien n’est confirmé : vous avez inscrit ce tirage vous-même. L’autre scrutateur le confirme.
refusal-not-elected = Rien n’est enregistré : qui refuse ici n’a pas été élu dans ce scrutin.
refusal-seat-declined = Rien n’est enregistré : ce siège a déjà été refusé.
refusal-no-runoff = Rien n’est ouvert : cette élection n’attend pas d’autre tour, ou il est déjà ouvert. Rechargez la page.
refusal-tie-open = Le procès-verbal n’est pas publié : une élection attend un tirage au sort ou un autre tour.
cause-runoff = Mis au vote en séance : autre tour d’une élection, entre ceux qui étaient à égalité.
draw-title = Tirage au sort
draw-text = Tirez au sort en séance, devant les scrutateurs, puis cochez qui est sorti : { $count ->
    [one] un nom
   *[other] { $count } noms
}. Le tirage compte une fois qu’un scrutateur, qui n’est pas vous, l’a confirmé sur la page « Mes votes ».
draw-go = Inscrire le tirage
draw-waits = Inscrit : { $names }. Le tirage compte une fois qu’un scrutateur l’a confirmé sur la page « Mes votes ». Si aucun scrutateur ne le peut, constituez de nouveau le bureau.
draw-differed = Le scrutateur dit que le tirage a donné autre chose que ce qui a été inscrit : { $names }. Inscrivez-le de nouveau.
draw-read-text = Inscrit comme tiré au sort : { $names }. Vous êtes scrutateur : est-ce bien ce qui est sorti ?
draw-same = Oui, c’est ce qui est sorti
draw-differs = Non, autre chose est sorti
runoff-text = Les statuts veulent un autre tour entre ceux qui sont à égalité. Les dépositaires de clé le préparent comme un autre vote.
runoff-go = Mettre un autre tour au vote
decline-elected = Vous êtes élu : { $title }
decline-seat = Refuser le siège
decline-text = Jusqu’à la publication du procès-verbal, vous pouvez refuser. Le siège est alors vacant, et personne ne monte à la place. Cela ne se défait pas.
decline-go = Refuser définitivement
decline-aloud = Une personne élue refuse
decline-aloud-text = Pour qui le dit en séance. Le siège est alors vacant, et personne ne monte à la place. Cela ne se défait pas. Une lettre apprend à la personne que vous l’avez inscrit.
decline-who = Qui refuse
decline-choose = Choisir un nom
decline-aloud-go = Inscrire ce refus
mail-kind-seat-declined = Siège refusé de vive voix
mail-seat-declined-subject = Il est inscrit que vous refusez un siège
mail-seat-declined-text = { $when } : il est inscrit que vous avez dit de vive voix, en séance, que vous refusez le siège auquel vous êtes élu : { $title }. Le siège est vacant ; le résultat et le procès-verbal le disent. Si vous l’avez dit, il n’y a rien à faire.
mail-seat-declined-not-you = Vous ne l’avez pas dit ? Prévenez aussitôt les scrutateurs et le conseil, avant la publication du procès-verbal. Rien ne le défait ici : gardez cette lettre. Voici ce que chacun lit du scrutin :
