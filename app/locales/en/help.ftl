# Whom people ask who are stuck.
help-title = Help contact
help-lead = Whoever is stuck, before the assembly or in the middle of a vote, finds this number and this address at the foot of every page and of every letter, signed in or not. Choose those of an office that answers, above all on the day of the assembly.
help-phone = Telephone
help-phone-hint = Empty: no number is shown.
help-email = E-mail address
help-email-hint = Empty: no address is shown. Everybody can read it: do not give a personal one.
help-save = Show this everywhere
help-saved = Kept. It stands at the foot of this page, and of every other.
help-kept = Nothing was changed. What you typed is still here.
