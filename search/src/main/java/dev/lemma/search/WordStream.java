package dev.lemma.search;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/// The words of one or more texts as Lucene takes them in: at each position the form behind
/// [IndexFields#EXACT], then the stem.
///
/// The second of the two has increment 0, so that lengths count positions. Used again for every document; for
/// one thread at a time.
final class WordStream extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);

    /// What stands at a position.
    enum Emit {
        /// The form, then the stem.
        BOTH,
        FORMS,
        STEMS
    }

    /// A text, the position at which it starts, and what is taken of it.
    private record Part(Tokens tokens, int base, Emit emit) {}

    private final List<Part> parts = new ArrayList<>();
    private int part;
    private int token;
    private boolean stemNext;
    private int position;
    private int partPosition;

    WordStream clear() {
        parts.clear();
        return this;
    }

    /// Appends a text.
    ///
    /// @param base position of its first word; rises from part to part, with room for the part before
    WordStream append(Tokens tokens, int base, Emit emit) {
        parts.add(new Part(tokens, base, emit));
        return this;
    }

    @Override
    public void reset() {
        part = 0;
        token = 0;
        stemNext = false;
        position = -1;
        partPosition = -1;
    }

    @Override
    public boolean incrementToken() {
        while (part < parts.size()) {
            Part at = parts.get(part);
            Tokens tokens = at.tokens();
            if (token == tokens.size()) {
                part++;
                token = 0;
                partPosition = -1;
                continue;
            }
            clearAttributes();
            if (stemNext) {
                stemNext = false;
                putStem(tokens);
                increment.setPositionIncrement(0);
                token++;
                return true;
            }
            partPosition += tokens.increment(token);
            int target = at.base() + Math.max(0, partPosition);
            increment.setPositionIncrement(target - position);
            position = target;
            switch (at.emit()) {
                case BOTH -> {
                    putForm(tokens);
                    stemNext = true;
                }
                case FORMS -> {
                    putForm(tokens);
                    token++;
                }
                case STEMS -> {
                    putStem(tokens);
                    token++;
                }
            }
            return true;
        }
        return false;
    }

    private void putStem(Tokens tokens) {
        term.copyBuffer(tokens.chars(), tokens.stemStart(token), tokens.stemLength(token));
    }

    private void putForm(Tokens tokens) {
        int length = tokens.formLength(token);
        char[] buffer = term.resizeBuffer(length + 1);
        buffer[0] = IndexFields.EXACT;
        System.arraycopy(tokens.chars(), tokens.formStart(token), buffer, 1, length);
        term.setLength(length + 1);
    }
}
