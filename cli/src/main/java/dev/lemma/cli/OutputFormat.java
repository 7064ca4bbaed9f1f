package dev.lemma.cli;

/// How a command prints its result.
enum OutputFormat {
    /// For people.
    TEXT,
    /// For programs: one JSON object a line.
    JSON
}
