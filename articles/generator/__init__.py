"""Synthetic stories in plausible Arabic, for benchmarks and for tests of many rows. Nothing in them is true."""
