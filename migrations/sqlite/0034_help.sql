-- Whom people ask who are stuck; empty: nobody said.
ALTER TABLE cooperatives ADD COLUMN help_phone TEXT NOT NULL DEFAULT '';
ALTER TABLE cooperatives ADD COLUMN help_email TEXT NOT NULL DEFAULT '';
