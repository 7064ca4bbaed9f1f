package dev.lemma.papers;

/// A record that cannot become a paper; the message says why, in one line.
final class BrokenRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    BrokenRecordException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
