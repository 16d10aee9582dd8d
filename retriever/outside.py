"""Which questions the indexed regulations do not settle, told by the questions of both kinds around them.

Closeness to a provision does not tell: "¿con qué formato se presenta la inconformidad?" lies as near to the provision
on the inconformidad as a question that it answers. What tells is whether the typical questions of the provisions
(corpus/headings/) or those of corpus/outside_questions.yaml are denser around it: a ratio of two kernel densities
(Parzen 1962). A straight line between both kinds did much worse on questions that it had not seen.
"""

from __future__ import annotations

import math

import numpy as np

from retriever.embedding import Vectors

_FEWEST = 30
"""With fewer examples of either kind there is nothing to compare, and every question scores 0."""
_ITSELF = 0.9999
_LEAST = 1e-30


def settled(
    vector: Vectors, inside: Vectors, outside: Vectors, sharpness: float, *, apart_from_itself: bool = False
) -> float:
    """Log-ratio of the densities of settled and unsettled questions around one; 0 where there are too few.

    Args:
        vector: the question, of length 1, `(dimension,)`.
        inside: vectors of questions that the provisions answer, `(n, dimension)`.
        outside: vectors of questions that they do not, `(m, dimension)`.
        sharpness: how fast the weight of an example falls with its cosine.
        apart_from_itself: leave out the example that is the question itself, to judge one of them by the others.
    """
    if len(inside) < _FEWEST or len(outside) < _FEWEST:
        return 0.0
    densities = []
    for examples in (inside, outside):
        cosines = np.asarray(examples @ vector, np.float64)
        weights = np.exp(sharpness * (cosines - 1))
        densities.append(float(np.mean(weights, where=cosines < _ITSELF) if apart_from_itself else np.mean(weights)))
    return math.log(densities[0] + _LEAST) - math.log(densities[1] + _LEAST)
