"""The schema's history, for Alembic. What has been released is never edited: a change is a new file in `versions`."""
