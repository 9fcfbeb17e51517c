"""Commands about picks."""
