package dev.lemma.tokenizer;

import java.util.Arrays;

/// The suffixes of a sequence of small integers in order, with the lengths of their common prefixes.
///
/// Construction by induced sorting (Nong, Zhang & Chan 2009, SA-IS): linear time, about 10 bytes a symbol
/// beside the result. Common prefixes by way of the permuted array (Kärkkäinen, Manzini & Puglisi 2009).
/// Symbol 0 separates: common prefixes end before it.
///
/// Immutable.
final class SuffixArray {
    private final int[] positions;
    private final int[] permutedLcp;

    private SuffixArray(int[] positions, int[] permutedLcp) {
        this.positions = positions;
        this.permutedLcp = permutedLcp;
    }

    /// @param symbols each in `[0, alphabet)`; only read
    static SuffixArray of(int[] symbols, int alphabet) {
        int[] positions = sort(symbols, alphabet);
        return new SuffixArray(positions, commonPrefixes(symbols, positions));
    }

    int size() {
        return positions.length;
    }

    /// Where the suffix of this rank starts.
    int position(int rank) {
        return positions[rank];
    }

    /// Symbols that the suffix of this rank has in common with the one before it; 0 for the first.
    int lcp(int rank) {
        return permutedLcp[positions[rank]];
    }

    private static int[] commonPrefixes(int[] symbols, int[] positions) {
        int n = symbols.length;
        int[] lcp = new int[n]; // first: position -> position of the suffix before it; then overwritten
        for (int rank = 0; rank < n; rank++) {
            lcp[positions[rank]] = rank == 0 ? -1 : positions[rank - 1];
        }
        int length = 0;
        for (int i = 0; i < n; i++) {
            int j = lcp[i];
            if (j < 0) {
                length = 0;
            } else {
                while (i + length < n
                        && j + length < n
                        && symbols[i + length] == symbols[j + length]
                        && symbols[i + length] != 0) {
                    length++;
                }
            }
            lcp[i] = length;
            length = Math.max(0, length - 1);
        }
        return lcp;
    }

    /// Ranks the suffixes as if a symbol smaller than all others stood behind the last.
    private static int[] sort(int[] s, int alphabet) {
        int n = s.length;
        int[] sa = new int[n];
        if (n < 2) {
            return sa;
        }
        boolean[] small = smallTypes(s);
        int[] counts = new int[alphabet + 1]; // symbol -> where its bucket starts
        for (int symbol : s) {
            counts[symbol + 1]++;
        }
        for (int c = 0; c < alphabet; c++) {
            counts[c + 1] += counts[c];
        }
        int[] lms = leftmostSmall(small);
        Arrays.fill(sa, -1);
        placeAtTails(s, sa, lms, counts);
        induce(s, sa, small, counts);
        int[] order = orderOfLms(s, sa, small, lms);
        Arrays.fill(sa, -1);
        placeAtTails(s, sa, order, counts);
        induce(s, sa, small, counts);
        return sa;
    }

    /// Which suffixes are smaller than the one that starts a symbol later.
    private static boolean[] smallTypes(int[] s) {
        boolean[] small = new boolean[s.length];
        for (int i = s.length - 2; i >= 0; i--) {
            small[i] = s[i] < s[i + 1] || s[i] == s[i + 1] && small[i + 1];
        }
        return small;
    }

    private static boolean isLms(boolean[] small, int i) {
        return i > 0 && small[i] && !small[i - 1];
    }

    private static int[] leftmostSmall(boolean[] small) {
        int count = 0;
        for (int i = 1; i < small.length; i++) {
            count += isLms(small, i) ? 1 : 0;
        }
        int[] lms = new int[count];
        int k = 0;
        for (int i = 1; i < small.length; i++) {
            if (isLms(small, i)) {
                lms[k++] = i;
            }
        }
        return lms;
    }

    /// Puts suffixes at the ends of their buckets, the last of `suffixes` last.
    private static void placeAtTails(int[] s, int[] sa, int[] suffixes, int[] bucketStarts) {
        int[] tails = Arrays.copyOfRange(bucketStarts, 1, bucketStarts.length);
        for (int k = suffixes.length - 1; k >= 0; k--) {
            sa[--tails[s[suffixes[k]]]] = suffixes[k];
        }
    }

    private static void induce(int[] s, int[] sa, boolean[] small, int[] bucketStarts) {
        int n = s.length;
        int[] heads = bucketStarts.clone();
        // The empty suffix comes first of all and is not stored: it brings in the last one.
        sa[heads[s[n - 1]]++] = n - 1;
        for (int i = 0; i < n; i++) {
            int j = sa[i] - 1;
            if (j >= 0 && !small[j]) {
                sa[heads[s[j]]++] = j;
            }
        }
        int[] tails = Arrays.copyOfRange(bucketStarts, 1, bucketStarts.length);
        for (int i = n - 1; i >= 0; i--) {
            int j = sa[i] - 1;
            if (j >= 0 && small[j]) {
                sa[--tails[s[j]]] = j;
            }
        }
    }

    /// The suffixes of `lms` in order, from a first round of induction that has sorted the substrings between
    /// them.
    private static int[] orderOfLms(int[] s, int[] sa, boolean[] small, int[] lms) {
        int n = s.length;
        int[] names = new int[n];
        int name = -1;
        int last = -1;
        for (int i = 0; i < n; i++) {
            int p = sa[i];
            if (isLms(small, p)) {
                if (last < 0 || !sameSubstring(s, small, last, p)) {
                    name++;
                }
                names[p] = name;
                last = p;
            }
        }
        int[] reduced = new int[lms.length];
        for (int k = 0; k < lms.length; k++) {
            reduced[k] = names[lms[k]];
        }
        int[] order = new int[lms.length];
        if (name + 1 == lms.length) {
            for (int k = 0; k < lms.length; k++) {
                order[reduced[k]] = lms[k];
            }
        } else {
            int[] ranks = sort(reduced, name + 1);
            for (int k = 0; k < lms.length; k++) {
                order[k] = lms[ranks[k]];
            }
        }
        return order;
    }

    private static boolean sameSubstring(int[] s, boolean[] small, int a, int b) {
        int n = s.length;
        for (int k = 0; ; k++) {
            if (a + k == n || b + k == n) {
                return false; // one ends with the text, where an end mark of its own stands
            }
            if (s[a + k] != s[b + k] || small[a + k] != small[b + k]) {
                return false;
            }
            if (k > 0 && (isLms(small, a + k) || isLms(small, b + k))) {
                return isLms(small, a + k) && isLms(small, b + k);
            }
        }
    }
}
