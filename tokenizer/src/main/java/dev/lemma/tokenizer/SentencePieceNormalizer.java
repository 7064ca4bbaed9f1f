package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// SentencePiece's text normalisation (`Normalizer::Normalize` of version 0.1.97): character replacements,
/// longest first; white space; U+2581 for a space. Immutable.
///
/// Bytes that are not valid UTF-8 become U+FFFD, one each.
final class SentencePieceNormalizer implements Normalizer {
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);
    private static final byte[] META = CodePoints.metaSpace();

    private final @Nullable CharsMap charsMap;
    private final PrefixMatcher userDefined;
    private final boolean prefix;
    private final boolean suffix;
    private final boolean trims;
    private final byte[] space;
    // Printable ASCII that stays as it is when ASCII or nothing follows
    private final boolean[] plain = new boolean[128];

    /// @param userDefined what no rule may change
    /// @param spaceBehind the dummy space stands behind the text, not before it
    SentencePieceNormalizer(
            SentencePieceNormalization options,
            Optional<CharsMap> charsMap,
            PrefixMatcher userDefined,
            boolean spaceBehind) {
        this.charsMap = charsMap.orElse(null);
        this.userDefined = userDefined;
        this.prefix = options.addDummyPrefix() && !spaceBehind;
        this.suffix = options.addDummyPrefix() && spaceBehind;
        this.trims = options.removeExtraWhitespaces();
        this.space = options.escapeWhitespaces() ? META : new byte[] {' '};
        for (int b = ' ' + 1; b < plain.length; b++) {
            plain[b] = userDefined.isEmpty() && !beginsRule(b);
        }
    }

    private boolean beginsRule(int b) {
        boolean begins = false;
        for (int next = 0; next < 128; next++) {
            begins |= charsMap != null && charsMap.begins(b, next);
        }
        return begins;
    }

    @Override
    public byte[] apply(byte[] s, int from, int to, boolean first) {
        ByteBuilder out = new ByteBuilder((int) Math.min(Integer.MAX_VALUE - 64, (to - from) * 5L / 4 + 16));
        ByteBuilder step = new ByteBuilder(32);
        int at = from;
        if (trims) {
            while (at < to) {
                step.truncate(0);
                int next = step(s, at, to, step);
                if (step.size() != 1 || step.get(0) != ' ') {
                    break;
                }
                at = next;
            }
        }
        if (at == to) {
            return new byte[0];
        }
        if (prefix) {
            out.add(space);
        }
        boolean afterSpace = trims;
        while (at < to) {
            byte b = s[at];
            if (b > ' ' && plain[b] && (at + 1 == to || s[at + 1] >= 0)) {
                out.add(b);
                afterSpace = false;
                at++;
                continue;
            }
            step.truncate(0);
            at = step(s, at, to, step);
            int start = 0;
            while (afterSpace && start < step.size() && step.get(start) == ' ') {
                start++;
            }
            if (start < step.size()) {
                for (int i = start; i < step.size(); i++) {
                    if (step.get(i) == ' ') {
                        out.add(space);
                    } else {
                        out.add(step.get(i));
                    }
                }
                afterSpace = trims && step.get(step.size() - 1) == ' ';
            }
        }
        while (trims && out.endsWith(space)) {
            out.truncate(out.size() - space.length);
        }
        if (suffix) {
            out.add(space);
        }
        return out.toArray();
    }

    /// Appends what becomes of the next characters and returns the index behind them.
    private int step(byte[] s, int at, int to, ByteBuilder out) {
        int end = userDefined.longest(s, at, to);
        if (end > at) {
            out.add(s, at, end);
            return end;
        }
        long rule = charsMap == null ? -1 : charsMap.longest(s, at, to);
        if (rule >= 0 && charsMap != null) {
            charsMap.replacement((int) rule, out);
            return at + (int) (rule >> 32);
        }
        int c = s[at] >= 0 ? 1 : CodePoints.decode(s, at, to);
        if (c < 0) {
            out.add(REPLACEMENT);
            return at + 1;
        }
        out.add(s, at, at + (c & 7));
        return at + (c & 7);
    }
}
