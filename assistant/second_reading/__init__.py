"""The second reading: a model that was examined first says whether the cited text holds a sentence of free prose.

Whoever wrote a sentence is not asked about it in the same breath: the reader sees the cited text and the sentence,
and nothing else of the turn. Only a model that passed the exam on labelled sentences (`criterio eval reader`) is asked.
"""
