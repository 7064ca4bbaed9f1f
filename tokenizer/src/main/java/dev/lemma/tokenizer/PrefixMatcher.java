package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Finds the longest of some texts that starts at a place. Immutable; a lookup is linear in the match.
final class PrefixMatcher {
    private final PieceTrie trie;
    private final int[] values;

    private PrefixMatcher(PieceTrie trie, int[] values) {
        this.trie = trie;
        this.values = values;
    }

    /// @param texts none of them empty, each with a value of its own
    static PrefixMatcher of(Map<String, Integer> texts) {
        ByteBuilder bytes = new ByteBuilder(64);
        int[] starts = new int[texts.size() + 1];
        int[] order = new int[texts.size()];
        int[] values = new int[texts.size()];
        int i = 0;
        for (Map.Entry<String, Integer> text : texts.entrySet()) {
            values[i] = text.getValue();
            order[i] = i;
            bytes.add(text.getKey().getBytes(StandardCharsets.UTF_8));
            starts[++i] = bytes.size();
        }
        return new PrefixMatcher(new PieceTrie(new PieceBytes(bytes.toArray(), starts), order, false), values);
    }

    boolean isEmpty() {
        return values.length == 0;
    }

    /// End of the longest match at `at`, or `at`.
    int longest(byte[] s, int at, int to) {
        if (values.length == 0) {
            return at;
        }
        int end = at;
        int state = PieceTrie.ROOT;
        for (int i = at; i < to; i++) {
            state = trie.next(state, s[i]);
            if (state < 0) {
                break;
            }
            if (trie.id(state) >= 0) {
                end = i + 1;
            }
        }
        return end;
    }

    /// The value of the text `s[from .. to)`, which [#longest] found.
    int value(byte[] s, int from, int to) {
        int state = PieceTrie.ROOT;
        for (int i = from; i < to; i++) {
            state = trie.next(state, s[i]);
        }
        return values[trie.id(state)];
    }
}
