package dev.lemma.search;

/// A remark about a query, for the reader's own language: the kind chooses the sentence, the detail fills it.
///
/// @param kind what is remarked
/// @param detail the part of the query that is meant; data, to be escaped
public record QueryNote(Kind kind, String detail) {
    /// What can be remarked.
    public enum Kind {
        /// The query could not be parsed; its words were searched. Detail: what was wrong, in English.
        MALFORMED,
        /// A field that does not exist was searched as words. Detail: the field's name.
        UNKNOWN_FIELD,
        /// A value that does not fit its field was left out. Detail: `field:value`.
        BAD_VALUE,
        /// The query was longer than allowed; the rest was left out. Detail: the number of characters or
        /// clauses kept.
        TOO_LONG,
        /// A prefix stands for too many words; the most frequent were taken. Detail: the prefix.
        TOO_BROAD,
        /// The query has only words to be excluded: all other papers are listed. Detail: empty.
        ONLY_EXCLUSIONS,
        /// The query has only words like "the" and "of", which stand in every paper. Detail: empty.
        ONLY_STOP_WORDS,
        /// No paper has all the words; papers with some of them are shown. Detail: empty.
        PARTIAL_MATCHES,
        /// Time ran out; the results may be incomplete. Detail: empty.
        TIMED_OUT
    }

    /// An English sentence, for the terminal and the API.
    public String english() {
        return switch (kind) {
            case MALFORMED -> "The query was searched as plain words: " + detail + ".";
            case UNKNOWN_FIELD -> "There is no field '" + detail + "'; it was searched as a word.";
            case BAD_VALUE -> "'" + detail + "' was left out: the value does not fit the field.";
            case TOO_LONG -> "The query is too long; only its first " + detail + " were searched.";
            case TOO_BROAD -> "'" + detail + "*' stands for very many words; only the most frequent were searched.";
            case ONLY_EXCLUSIONS -> "The query only excludes; add a word to look for.";
            case ONLY_STOP_WORDS -> "Words like these stand in every paper; add one that says what you look for.";
            case PARTIAL_MATCHES -> "No paper has all of these words; these have some of them.";
            case TIMED_OUT -> "The search took too long; the results may be incomplete.";
        };
    }
}
