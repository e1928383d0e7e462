"""The files of a model for onrecord's reader, and nothing else: `manifest.json` says what they hold."""
