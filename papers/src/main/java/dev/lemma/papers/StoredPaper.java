package dev.lemma.papers;

import java.time.Instant;

/// A paper as the store keeps it.
///
/// @param seq number of the change that wrote it: grows with every change of the store, so that an index can follow
/// @param work number shared by the papers that are one work in several branches (same title, a shared author); its own
/// otherwise
/// @param imported when it was last changed by an import
/// @param paper what is known of it
public record StoredPaper(long seq, long work, Instant imported, Paper paper) {}
