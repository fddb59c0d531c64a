"""Public reviews as the sheets Concertation and Questions announce them."""
