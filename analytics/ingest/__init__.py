"""From a request to a hit in the stream. Imports nothing of ours but `lib` and `core`.

`steps.take` is the list of steps; each step stands in a file of its own.
"""
