package dev.lemma.papers;

import java.util.Optional;
import java.util.OptionalInt;

/// What an importer is told besides the content of a file.
///
/// @param fileName name without folder, `.gz` removed, as the user wrote it; some formats name venue and year
///     there only
/// @param venue the user's `--venue`, for formats that do not say it themselves
/// @param year the user's `--year`, likewise
public record ImportContext(String fileName, Optional<String> venue, OptionalInt year) {
    public static ImportContext ofFile(String fileName) {
        return new ImportContext(fileName, Optional.empty(), OptionalInt.empty());
    }
}
