package dev.lemma.tokenizer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A regular expression from a file, run by `java.util.regex` with a bound on its steps. Immutable.
///
/// Patterns whose meaning differs from Oniguruma's, which the files are written for, are refused.
final class TextPattern {
    private final Pattern pattern;

    private TextPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    static TextPattern literal(String text) {
        return new TextPattern(Pattern.compile(Pattern.quote(text)));
    }

    /// @throws TokenizerException if the expression cannot be used here
    static TextPattern regex(String regex, String where) {
        if (regex.contains("[:") || regex.contains("\\h") || regex.contains("\\H")) {
            throw new TokenizerException(
                    where + " has the regular expression '" + regex + "'; [:name:], \\h and \\H are not supported");
        }
        try {
            return new TextPattern(Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE));
        } catch (PatternSyntaxException e) {
            throw new TokenizerException(
                    where + " has the regular expression '" + regex + "', which is not supported: "
                            + e.getDescription(),
                    e);
        }
    }

    Search search(String text) {
        return new Search(text);
    }

    String replaceAll(String text, String replacement) {
        Search search = search(text);
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        while (search.next()) {
            out.append(text, from, search.start()).append(replacement);
            from = search.end();
        }
        return from == 0 && out.isEmpty()
                ? text
                : out.append(text, from, text.length()).toString();
    }

    /// The matches in one text, in order. Not for several threads.
    final class Search {
        private final Matcher matcher;

        private Search(String text) {
            matcher = pattern.matcher(
                    new Bounded(text, 0, text.length(), new long[] {1_000_000 + 1000L * text.length()}));
        }

        boolean next() {
            try {
                return matcher.find();
            } catch (StackOverflowError e) {
                // The engine recurses on groups in loops; the stack is whole again here.
                throw tooMuch("a deeper stack than there is", e);
            }
        }

        int start() {
            return matcher.start();
        }

        int end() {
            return matcher.end();
        }
    }

    private TokenizerException tooMuch(String what, Throwable cause) {
        return new TokenizerException(
                "the regular expression '" + pattern + "' of the tokenizer needs " + what
                        + " on this text; a shorter text is needed",
                cause);
    }

    /// A text that can only be looked at so often.
    private final class Bounded implements CharSequence {
        private final String text;
        private final int from;
        private final int to;
        private final long[] left;

        Bounded(String text, int from, int to, long[] left) {
            this.text = text;
            this.from = from;
            this.to = to;
            this.left = left;
        }

        @Override
        public char charAt(int index) {
            if (--left[0] < 0) {
                throw tooMuch("more steps than are allowed", new IllegalStateException("step limit"));
            }
            return text.charAt(from + index);
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Bounded(text, from + start, from + end, left);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }
}
