"""Labelled windows of three-component records: SeisBench data sets, and windows cut from records on which a person has
picked."""
