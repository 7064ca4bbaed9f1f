package dev.lemma.tokenizer;

/// The ids of a text with the places in it that they come from.
///
/// Places are half-open ranges in the original text, in bytes of its UTF-8 form and in chars. Where
/// normalising changed the text, tokens of a changed stretch (a letter with its marks) have the range of the
/// stretch. A token that holds a part of a character has the whole char as its char range; so char ranges may
/// overlap.
///
/// Immutable.
public final class TokenSpans {
    private final int[] ids;
    private final int[] places; // [size, 4], byte start and end, char start and end

    TokenSpans(int[] ids, int[] places) {
        this.ids = ids;
        this.places = places;
    }

    /// Number of tokens.
    public int size() {
        return ids.length;
    }

    /// The id of the token at `index`, from 0.
    public int id(int index) {
        return ids[index];
    }

    /// All ids in a new array.
    public int[] ids() {
        return ids.clone();
    }

    /// First byte of the token.
    public int byteStart(int index) {
        return places[4 * index];
    }

    /// The byte behind the token.
    public int byteEnd(int index) {
        return places[4 * index + 1];
    }

    /// First char of the token.
    public int charStart(int index) {
        return places[4 * index + 2];
    }

    /// The char behind the token.
    public int charEnd(int index) {
        return places[4 * index + 3];
    }
}
