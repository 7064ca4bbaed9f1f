package dev.lemma.search;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedDeque;

/// [Tokens] that are lent to one search at a time and come back with their arrays grown and their stems known.
/// Thread-safe.
final class TokenBuffers {
    private final ConcurrentLinkedDeque<Tokens> idle = new ConcurrentLinkedDeque<>();

    @FunctionalInterface
    interface Use<T> {
        T of(Tokens tokens) throws IOException;
    }

    Tokens take() {
        Tokens tokens = idle.pollFirst();
        return tokens == null ? new Tokens() : tokens;
    }

    void give(Tokens tokens) {
        idle.addFirst(tokens);
    }

    <T> T use(Use<T> use) throws IOException {
        Tokens tokens = take();
        try {
            return use.of(tokens);
        } finally {
            give(tokens);
        }
    }
}
