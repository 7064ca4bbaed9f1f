package dev.lemma.tokenizer;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Pieces that are found in text as they are written, before anything else happens to it. Immutable.
///
/// Of several that match, the leftmost counts, of those the longest.
final class AddedTokens {
    static final AddedTokens NONE = new AddedTokens(List.of());

    private final Map<Integer, Token> tokens = new HashMap<>();
    private final PrefixMatcher plain; // those found in any text
    private final PrefixMatcher all; // with those found on demand only

    /// One such piece.
    ///
    /// @param special found only where the caller asks for special pieces
    /// @param leftStrip,rightStrip takes the white space before or behind it away
    /// @param singleWord only where no letter, digit or underscore touches it
    record Token(String text, int id, boolean special, boolean leftStrip, boolean rightStrip, boolean singleWord) {
        Token {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("text of added token " + id + " is empty");
            }
        }

        static Token of(String text, int id, boolean special) {
            return new Token(text, id, special, false, false, false);
        }
    }

    AddedTokens(Collection<Token> added) {
        Map<String, Integer> plainTexts = new LinkedHashMap<>();
        Map<String, Integer> allTexts = new LinkedHashMap<>();
        for (Token token : added) {
            tokens.put(token.id, token);
            allTexts.put(token.text, token.id);
            if (!token.special) {
                plainTexts.put(token.text, token.id);
            }
        }
        plain = PrefixMatcher.of(plainTexts);
        all = PrefixMatcher.of(allTexts);
    }

    boolean isEmpty(boolean special) {
        return (special ? all : plain).isEmpty();
    }

    /// Gives the text between added tokens to `gaps`, in order with the tokens.
    void split(byte[] s, int from, int to, boolean first, boolean special, IdBuffer out, PreTokenizer.Sink gaps) {
        PrefixMatcher matcher = special ? all : plain;
        int gap = from;
        int at = from;
        boolean empty = matcher.isEmpty();
        while (at < to && !empty) {
            int end = matcher.longest(s, at, to);
            if (end == at) {
                at++;
                continue;
            }
            int id = matcher.value(s, at, end);
            Token token = tokens.getOrDefault(id, Token.of("?", id, special));
            if (token.singleWord && (word(s, before(s, from, at), to) || word(s, end, to))) {
                at = end;
                continue;
            }
            int stop = token.leftStrip ? stripLeft(s, gap, at) : at;
            if (stop > gap) {
                gaps.piece(s, gap, stop, first && gap == from);
            }
            out.add(id);
            gap = token.rightStrip ? CharClass.run(s, end, to, CharClass.SPACE, false) : end;
            at = gap;
        }
        if (gap < to) {
            gaps.piece(s, gap, to, first && gap == from);
        }
    }

    /// Start of the character before `at`, or `Integer.MAX_VALUE`.
    private static int before(byte[] s, int from, int at) {
        int start = at - 1;
        while (start > from && (s[start] & 0xC0) == 0x80) {
            start--;
        }
        return start < from ? Integer.MAX_VALUE : start;
    }

    private static boolean word(byte[] s, int at, int to) {
        return at < to
                && (s[at] == '_'
                        || (CharClass.at(s, at, to) >> 3 & (CharClass.LETTER | CharClass.NUMBER | CharClass.MARK))
                                != 0);
    }

    private static int stripLeft(byte[] s, int from, int at) {
        int end = at;
        while (end > from) {
            int start = before(s, from, end);
            if ((CharClass.at(s, start, end) >> 3 & CharClass.SPACE) == 0) {
                break;
            }
            end = start;
        }
        return end;
    }
}
