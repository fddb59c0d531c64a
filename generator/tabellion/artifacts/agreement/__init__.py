"""Whether the sheets agree by what they mean: measures, units, ranges, texts, exchanges, conditions."""
