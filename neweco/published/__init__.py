"""What was said: published facts with their sources, qualified figures, releases of the data."""

from neweco.published.facts import Fact, Organisation, Published, Rule, Source, load, shipped

__all__ = ["Fact", "Organisation", "Published", "Rule", "Source", "load", "shipped"]
