"""A page's way through a model as a dialogue: it yields requests and is sent answers.

Who asks is not its business: one call at a time, many at once, a batch, or a folder of files.
"""

from collections.abc import Generator

from launch.contracts.llm import ModelAnswer, ModelRefusal, ModelRequest
from launch.ports import LanguageModel

type Reply = ModelAnswer | ModelRefusal
type Dialogue[R] = Generator[ModelRequest, Reply, R]


def held[R](dialogue: Dialogue[R], model: LanguageModel) -> R:
    """Hold a dialogue with a model, one call after the other, and return what comes of it."""
    try:
        request = next(dialogue)
        while True:
            request = dialogue.send(model.ask(request))
    except StopIteration as end:
        result: R = end.value
        return result
