"""The catalogues of the pages' languages, and what makes them: `making`. They are read by `onrecord.languages`."""
