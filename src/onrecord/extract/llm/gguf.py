"""A model in a GGUF file, read through llama.cpp in this process; its answer can be nothing else than the schema allows."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from onrecord.errors import MissingExtra, OnRecordError
from onrecord.extract.llm.asking import Answer, Failure, Json, Messages
from onrecord.extract.llm.settings import Settings

__all__ = ["GgufModel"]


class GgufModel:
    """Asks the model of a file. It loads once, and takes the memory that the file and its context need."""

    def __init__(self, settings: Settings, schema: Json) -> None:
        file = Path(settings.gguf)
        _checked(file)
        try:
            from llama_cpp import Llama, LlamaGrammar
        except ImportError:
            raise MissingExtra("Reading by a GGUF file", "gguf") from None
        self._settings = settings
        try:
            self._model: Any = Llama(str(file), n_ctx=settings.context, seed=0, verbose=False)
        except (ValueError, OSError, RuntimeError) as error:
            raise OnRecordError(
                f"{file.name} cannot be read by llama.cpp ({' '.join(str(error).split())[:160]}): it is damaged, of a newer kind, or "
                "needs more memory than there is; fetch it again, or update llama-cpp-python."
            ) from error
        self._grammar: Any = LlamaGrammar.from_json_schema(json.dumps(schema), verbose=False)

    def ask(self, messages: Messages) -> Answer:
        """One answer, cut where question and answer have no room; Failure where it takes longer than it may."""
        deadline, said, end, count = time.monotonic() + self._settings.timeout, [], None, 0
        try:
            for piece in self._stream(messages):
                choice = piece["choices"][0]
                said.append(choice["delta"].get("content") or "")
                count += bool(said[-1])
                end = choice["finish_reason"] or end
                if time.monotonic() > deadline:
                    raise Failure(f"it took longer than {self._settings.timeout:g} seconds", again=False)
        except (ValueError, RuntimeError) as error:
            if "context window" in str(error):
                return Answer("", cut=True)
            raise Failure(f"llama.cpp refused it ({' '.join(str(error).split())[:160]})", again=False) from error
        return Answer("".join(said), max(0, self._model.n_tokens - count), count, cut=end == "length")

    def _stream(self, messages: Messages) -> Any:
        options = {
            "grammar": self._grammar, "temperature": 0.0, "max_tokens": self._settings.answer, "stream": True,
        }  # fmt: skip
        try:
            return self._model.create_chat_completion(messages, **options)
        except Exception as error:
            if "system" not in str(error).lower():
                raise
            # Some models' templates know no system's word: then it opens the question.
            whole = "\n\n".join(m["content"] for m in messages)
            return self._model.create_chat_completion([{"role": "user", "content": whole}], **options)


def _checked(file: Path) -> None:
    """OnRecordError where the file is not there or is no GGUF at all: llama.cpp would say less."""
    try:
        with file.open("rb") as opened:
            opening = opened.read(4)
    except OSError as error:
        raise OnRecordError(
            f"The GGUF file {file.name} cannot be read ({error.strerror or error}): say --with gguf=FILE with the place where it is."
        ) from error
    if opening != b"GGUF":
        raise OnRecordError(f"{file.name} is no GGUF file: say --with gguf=FILE with a model in that format.")
