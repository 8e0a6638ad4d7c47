"""The right person, once a day, in working hours, until it is done."""
