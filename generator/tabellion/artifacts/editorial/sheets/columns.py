"""What several of these sheets have."""

from __future__ import annotations

NO_RESOURCE = "decisions of editors are about resources, and in none of them"
