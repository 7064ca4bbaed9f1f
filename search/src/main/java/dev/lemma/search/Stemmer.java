package dev.lemma.search;

import java.util.Arrays;
import org.tartarus.snowball.ext.EnglishStemmer;

/// English word stems by the Porter2 algorithm (M. Porter, "The English (Porter2) stemming algorithm", 2002), with a
/// cache of the
/// words met last. Mutable, for one thread at a time.
final class Stemmer {
    /// The answer for a word that is its own stem.
    static final char[] SAME = new char[0];

    private static final int SLOTS = 1 << 15;

    private final EnglishStemmer snowball = new EnglishStemmer();
    // Direct-mapped: the word in a slot and its stem.
    private final char[][] words = new char[SLOTS][];
    private final char[][] stems = new char[SLOTS][];

    /// The stem of chars[start .. + length], a folded word; [#SAME] if that is the word itself.
    char[] stem(char[] chars, int start, int length) {
        if (length < 3) {
            return SAME;
        }
        int hash = 0;
        for (int i = start; i < start + length; i++) {
            char c = chars[i];
            if (c < 'a' || c > 'z') {
                return SAME;
            }
            hash = 31 * hash + c;
        }
        int slot = (hash ^ hash >>> 15) & (SLOTS - 1);
        char[] known = words[slot];
        if (known != null && Arrays.equals(known, 0, known.length, chars, start, start + length)) {
            return stems[slot];
        }
        char[] word = Arrays.copyOfRange(chars, start, start + length);
        snowball.setCurrent(word.clone(), length);
        snowball.stem();
        int stemLength = snowball.getCurrentBufferLength();
        char[] buffer = snowball.getCurrentBuffer();
        char[] stem = Arrays.equals(word, 0, length, buffer, 0, stemLength) ? SAME : Arrays.copyOf(buffer, stemLength);
        words[slot] = word;
        stems[slot] = stem;
        return stem;
    }
}
