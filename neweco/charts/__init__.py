"""Chart forms as data, and what draws each: as text with bars, as a plot, as SVG."""
