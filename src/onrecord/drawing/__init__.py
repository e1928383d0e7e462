"""Pictures of the record, as SVG: the map, the timeline, and who commanded whom. Incidents in, pictures out; nothing here reads a ledger
or knows of the workbench."""
