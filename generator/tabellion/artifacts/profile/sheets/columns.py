"""Columns that several of these sheets have."""

from __future__ import annotations

from tabellion.tables.columns import Column, Type

CARDINALITY = Column("cardinality", "Cardinalité", "Cardinality", Type.CARDINALITY, aliases=("card", "card."))
MODIFIER = Column("modifier", "Modifie le sens", "Is modifier", Type.YES_NO)
SHORT = Column("short", "Libellé court", "Short", translated=True)
