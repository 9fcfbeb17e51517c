"""Surveys on object storage and web servers: read by parts, kept in a cache on this computer, never written to."""
