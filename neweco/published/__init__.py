"""What was said: published facts with their sources, who was named, qualified figures, releases."""

from neweco.published.facts import Fact, NamedList, Published, Rule, Source, load, shipped
from neweco.published.files import PublishedError
from neweco.published.named import FOLDER

__all__ = [
    "FOLDER",
    "Fact",
    "NamedList",
    "Published",
    "PublishedError",
    "Rule",
    "Source",
    "load",
    "shipped",
]
