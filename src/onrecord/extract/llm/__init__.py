"""The reader by a language model, optional: a server that speaks OpenAI's protocol, or a GGUF file through llama.cpp.

What the model answers is never taken at its word. It gives words of the text and codes, no offsets and no ids; every word is looked
for in the text and dropped where it does not stand, every code is one of the vocabulary or dropped, and dates, places and counts are
read from the words by the project's own rules.
"""

from onrecord.extract.llm.reading import LLMReader

__all__ = ["LLMReader", "reader"]

reader = LLMReader()
