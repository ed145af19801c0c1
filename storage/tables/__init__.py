"""Mapped rows by subject, without rules; each column says in which tier it is (`info["trap"]`)."""
