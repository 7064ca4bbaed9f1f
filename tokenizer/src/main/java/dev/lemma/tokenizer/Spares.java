package dev.lemma.tokenizer;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/// Scratch memory that calls hand on: as many as calls were under way at once, each used by one at a time.
final class Spares<T> {
    /// Longer texts, in bytes, keep what they used to themselves, so that one of them does not hold memory
    /// for ever.
    private static final int LONGEST = 1 << 20;

    private final Supplier<T> maker;
    private final Queue<T> spare = new ConcurrentLinkedQueue<>();

    Spares(Supplier<T> maker) {
        this.maker = maker;
    }

    T take() {
        T kept = spare.poll();
        return kept == null ? maker.get() : kept;
    }

    /// For the next call. Not to be called when the use ended with an exception.
    ///
    /// @param bytes length of the text it was used for
    void give(T used, int bytes) {
        if (bytes <= LONGEST) {
            spare.add(used);
        }
    }
}
