package dev.lemma.search;

import java.time.LocalDate;

/// How many papers a day has, for a calendar.
public record DayCount(LocalDate day, int count) {}
