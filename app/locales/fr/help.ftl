# À qui demander de l’aide.
help-title = Contact d’aide
help-lead = Qui est bloqué, avant l’assemblée ou en plein vote, trouve ce numéro et cette adresse au bas de chaque page et de chaque courrier, connecté ou non. Choisissez ceux d’un secrétariat qui répond, surtout le jour de l’assemblée.
help-phone = Téléphone
help-phone-hint = Vide : aucun numéro n’est montré.
help-email = Adresse électronique
help-email-hint = Vide : aucune adresse n’est montrée. Tout le monde peut la lire : n’en donnez pas une personnelle.
help-save = Montrer cela partout
help-saved = Gardé. Cela figure au bas de cette page, et de toutes les autres.
help-kept = Rien n’a été changé. Ce que vous avez tapé est encore là.
