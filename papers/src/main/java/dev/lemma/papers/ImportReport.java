package dev.lemma.papers;

import java.util.List;

/// What an import did. Immutable.
///
/// @param added papers that were not there
/// @param updated papers that changed
/// @param unchanged records that say nothing new
/// @param broken records left out
/// @param skipped records that an earlier, interrupted run of the same file had already dealt with
/// @param problems the first [#MAX_PROBLEMS] broken records
/// @param failures files that could not be read (to the end), one line each
/// @param interrupted whether the import was stopped before its end
public record ImportReport(
        long added,
        long updated,
        long unchanged,
        long broken,
        long skipped,
        List<Problem> problems,
        List<String> failures,
        boolean interrupted) {
    /// How many broken records are named; all are counted.
    public static final int MAX_PROBLEMS = 1_000;

    /// A record that was left out.
    ///
    /// @param file the file as the user named it
    /// @param line line, or number of the record in formats without lines, from 1
    /// @param reason what is wrong and what would be right
    public record Problem(String file, long line, String reason) {
        @Override
        public String toString() {
            return file + ":" + line + ": " + reason;
        }
    }

    public ImportReport {
        problems = List.copyOf(problems);
        failures = List.copyOf(failures);
    }

    /// Records seen, of any fate.
    public long records() {
        return added + updated + unchanged + broken + skipped;
    }
}
