"""Dates as a report words them, in EDTF (ISO 8601-2), resolved against its publication date. No date is ever invented.

* A day without a year is the latest such day on or before the publication; where that is not known to the year, the year
  stays open: `XXXX-05-28`. A weekday beside it that fits another year's day better chooses that one ("Wednesday, June 11").
* "Friday" is the latest Friday on or before the publication (the day itself counts); "last Friday" is before it. After "will",
  "scheduled" and the like, it is the next; so is a day without a year that lies no more than sixty days ahead.
* A relative word ("yesterday", "earlier this month") needs a publication date to the day, or it gives nothing. "Two days
  earlier" and "the next day" count from the day named before them in the same paragraph, or give nothing.
* What is said to the month stays a month, to the season a season, to the year a year; "in 2011 or 2012" is one of a set,
  "on 3 and 5 May" all of one, "3 to 5 May" an interval.
* "05/06/2021" may be May or June: it is one of both days.
"""

from onrecord.dates.finding import DatedSpan, find_dates, parse_published
from onrecord.dates.interval import bounds

__all__ = ["DatedSpan", "bounds", "find_dates", "parse_published"]
