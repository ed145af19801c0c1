"""Alembic's entry: it works on the connection and the metadata that `storage.migratie` hands it."""

from alembic import context

verbinding = context.config.attributes["connection"]
context.configure(
    connection=verbinding,
    target_metadata=context.config.attributes["metadata"],
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
