package dev.lemma.papers;

/// One change of a [PaperStore], in the order of [#seq].
public sealed interface StoreChange {
    /// Number of the change.
    long seq();

    /// A paper was added or changed.
    record Put(StoredPaper stored) implements StoreChange {
        @Override
        public long seq() {
            return stored.seq();
        }
    }

    /// A paper was removed.
    ///
    /// @param key the row that it had
    record Removed(long seq, long key) implements StoreChange {}
}
