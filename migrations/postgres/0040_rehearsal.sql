-- A rehearsal binds nobody, and is over by itself at this moment. Null: an assembly that binds.
ALTER TABLE assemblies ADD COLUMN rehearsal_until BIGINT;
