"""HTTP services of a guide, a room for each; what all of them share stands beside. They need the extra `service`."""
