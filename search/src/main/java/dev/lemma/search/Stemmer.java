package dev.lemma.search;

import org.tartarus.snowball.ext.EnglishStemmer;

/// English word stems by the Porter2 algorithm (M. Porter, "The English (Porter2) stemming algorithm", 2002),
/// with a cache of the words met last. Mutable, for one thread at a time.
///
/// A stem is a beginning of its word and at most [#MAX_TAIL] other letters ("happily" gives "happi"); it is
/// handed out as a number, so that the cache is one flat array and a hit touches one line of it.
final class Stemmer {
    /// Letters of the longest end that a stem can have instead of its word's; the algorithm replaces by four at
    /// most.
    private static final int MAX_TAIL = 6;

    private static final int SLOTS = 1 << 16;

    private final EnglishStemmer snowball = new EnglishStemmer();
    // Direct-mapped. Slot i: [2i] the word's hash, [2i + 1] its stem. Two words of one 64-bit hash would share
    // a stem: with a million words the chance that there is such a pair is 3e-8.
    private final long[] table = new long[2 * SLOTS];

    /// The stem of chars[start .. + length], a folded word, for [#kept] and [#tail].
    long stem(char[] chars, int start, int length) {
        long same = pack(length, "");
        if (length < 3) {
            return same;
        }
        long hash = 0xcbf29ce484222325L;
        for (int i = start; i < start + length; i++) {
            char c = chars[i];
            if (c < 'a' || c > 'z') {
                return same;
            }
            hash = (hash ^ c) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 32)) * 0xff51afd7ed558ccdL | 1;
        int slot = (int) (hash >>> 40) & (SLOTS - 1);
        if (table[2 * slot] == hash) {
            return table[2 * slot + 1];
        }
        long stem = compute(chars, start, length);
        table[2 * slot] = hash;
        table[2 * slot + 1] = stem;
        return stem;
    }

    /// How many of the word's first letters the stem keeps.
    static int kept(long stem) {
        return (int) (stem & 0xff);
    }

    /// How many letters follow them.
    static int tailLength(long stem) {
        return (int) (stem >>> 8 & 0xff);
    }

    /// A letter that follows the kept ones.
    static char tail(long stem, int i) {
        return (char) ('a' + (stem >>> 16 + 5 * i & 0x1f));
    }

    private long compute(char[] chars, int start, int length) {
        char[] word = new char[length];
        System.arraycopy(chars, start, word, 0, length);
        snowball.setCurrent(word, length);
        snowball.stem();
        String stem = snowball.getCurrent();
        int common = 0;
        while (common < stem.length() && common < length && stem.charAt(common) == chars[start + common]) {
            common++;
        }
        if (stem.length() - common > MAX_TAIL) {
            throw new IllegalStateException("the stem " + stem + " has little of its word");
        }
        return pack(common, stem.substring(common));
    }

    private static long pack(int kept, String tail) {
        long packed = kept | (long) tail.length() << 8;
        for (int i = 0; i < tail.length(); i++) {
            packed |= (long) (tail.charAt(i) - 'a') << 16 + 5 * i;
        }
        return packed;
    }
}
