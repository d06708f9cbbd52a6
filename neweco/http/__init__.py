"""Answers over HTTP, whatever they say: headers, compression, logs, stopping."""
