package dev.lemma.papers;

import java.util.Optional;
import java.util.OptionalInt;

/// How files are imported. Immutable.
///
/// @param format name of the format of all files; found by content if empty
/// @param venue for formats that do not say it themselves
/// @param year likewise
/// @param batch papers a transaction, 1 to 100,000
public record ImportOptions(Optional<String> format, Optional<String> venue, OptionalInt year, int batch) {
    /// Formats found by content, 1,000 papers a transaction.
    public static final ImportOptions DEFAULT =
            new ImportOptions(Optional.empty(), Optional.empty(), OptionalInt.empty(), 1_000);

    /// @throws IllegalArgumentException if a value is out of range
    public ImportOptions {
        if (batch < 1 || batch > 100_000) {
            throw new IllegalArgumentException("batch " + batch + " is not in 1..100000");
        }
        if (year.isPresent() && (year.getAsInt() < 1000 || year.getAsInt() > 9999)) {
            throw new IllegalArgumentException("year " + year.getAsInt() + " is not in 1000..9999");
        }
    }

    public ImportOptions withFormat(String value) {
        return new ImportOptions(Optional.of(value), venue, year, batch);
    }

    public ImportOptions withVenue(String value) {
        return new ImportOptions(format, Optional.of(value), year, batch);
    }

    public ImportOptions withYear(int value) {
        return new ImportOptions(format, venue, OptionalInt.of(value), batch);
    }

    public ImportOptions withBatch(int value) {
        return new ImportOptions(format, venue, year, value);
    }
}
