"""The trained reader: a small encoder with heads for spans, documents and pairs, beside the reader by rules.

Needs numpy, tokenizers and onnxruntime (`onrecord[model]`), and a model of its own distribution, such as onrecord-model-en.
"""
