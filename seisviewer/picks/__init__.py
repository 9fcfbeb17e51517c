"""Picks and events: value types, tables, QuakeML, scoring against a reference."""
