package dev.lemma.papers;

import java.time.Instant;

/// A paper as the store keeps it.
///
/// @param key number of its row: never given to another paper, stays the same when the paper changes
/// @param seq number of the change that wrote it: grows with every change of the store, so that an index can
///     follow
/// @param work number shared by the papers that are one work (same title, a shared author), in whatever branch
/// @param imported when it was last changed by an import
/// @param paper what is known of it
public record StoredPaper(long key, long seq, long work, Instant imported, Paper paper) {}
