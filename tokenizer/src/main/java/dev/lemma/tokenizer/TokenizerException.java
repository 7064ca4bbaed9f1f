package dev.lemma.tokenizer;

/// A tokenizer file or vocabulary that cannot be used: says what, where, and what would be right.
///
/// The message is one line for a reader, such as `en.model: piece 17 has score NaN; a finite number is
/// needed`.
public final class TokenizerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TokenizerException(String message) {
        super(message);
    }

    public TokenizerException(String message, Throwable cause) {
        super(message, cause);
    }
}
