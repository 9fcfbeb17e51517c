"""Figures of the methods on data with known classes, which anybody can make again."""
