package dev.lemma.tokenizer;

/// What stands for text that a vocabulary has no piece for: byte pieces where there are all, else the unknown
/// piece, once for a run of such text where `joins`. Immutable.
final class Fallback {
    /// For vocabularies that have a piece for every byte.
    static final Fallback NONE = new Fallback(new int[0], -1, false, false);

    private final int[] bytes; // [256] ids, -1 where there is none; or empty
    private final int unknown; // id or -1
    private final boolean joins;
    private final boolean joinsWords; // also over the border of two pieces of the first cut

    Fallback(int[] bytes, int unknown, boolean joins, boolean joinsWords) {
        this.bytes = bytes.clone();
        this.unknown = unknown;
        this.joins = joins;
        this.joinsWords = joinsWords;
    }

    boolean hasBytes() {
        return bytes.length > 0;
    }

    void unknown(byte[] s, int from, int to, IdBuffer out) {
        if (bytes(s, from, to)) {
            for (int at = from; at < to; at++) {
                out.add(bytes[s[at] & 0xFF]);
            }
        } else if (unknown < 0) {
            throw new TokenizerException("the vocabulary has no piece for byte 0x"
                    + Integer.toHexString(s[from] & 0xFF) + " and no unknown piece; encode other text or use a "
                    + "vocabulary with all 256 bytes");
        } else {
            addUnknown(out);
        }
    }

    /// Appends the ids of a word; where it begins with the unknown piece, that may be one with the last.
    void join(int[] ids, IdBuffer out) {
        boolean one = joinsWords && ids.length > 0 && ids[0] == unknown && endsUnknown(out);
        for (int i = one ? 1 : 0; i < ids.length; i++) {
            out.add(ids[i]);
        }
    }

    private void addUnknown(IdBuffer out) {
        if (!joins || !endsUnknown(out)) {
            out.add(unknown);
        }
    }

    private boolean endsUnknown(IdBuffer out) {
        return out.size() > 0 && out.get(out.size() - 1) == unknown;
    }

    private boolean bytes(byte[] s, int from, int to) {
        if (bytes.length == 0) {
            return false;
        }
        for (int at = from; at < to; at++) {
            if (bytes[s[at] & 0xFF] < 0) {
                return false;
            }
        }
        return true;
    }
}
