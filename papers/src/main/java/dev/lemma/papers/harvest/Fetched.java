package dev.lemma.papers.harvest;

/// An answer and the bytes it was read from.
final class Fetched<T> {
    private final byte[] body;
    private final T answer;

    Fetched(byte[] body, T answer) {
        this.body = body;
        this.answer = answer;
    }

    byte[] body() {
        return body;
    }

    T answer() {
        return answer;
    }
}
