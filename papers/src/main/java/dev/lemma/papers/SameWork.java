package dev.lemma.papers;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// When two papers are one work: the same title but for case, accents, punctuation and white space, and a
/// shared author.
final class SameWork {
    private SameWork() {}

    /// A 64-bit key that papers of the same title share. Letters and digits of any script count, nothing else
    /// does.
    static long titleKey(String title) {
        // FNV-1a over the folded letters; a collision only costs one look at the authors.
        long hash = 0xcbf29ce484222325L;
        for (int i = 0, n = title.length(); i < n; i++) {
            char c = title.charAt(i);
            if (c >= 128) {
                return foldedKey(title);
            }
            if (Character.isLetterOrDigit(c)) {
                hash = (hash ^ Character.toLowerCase(c)) * 0x100000001b3L;
            }
        }
        return hash;
    }

    private static long foldedKey(String title) {
        String folded = fold(title);
        long hash = 0xcbf29ce484222325L;
        for (int i = 0, n = folded.length(); i < n; i++) {
            char c = folded.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                hash = (hash ^ c) * 0x100000001b3L;
            }
        }
        return hash;
    }

    /// Whether two author lists share a person: the same last name and, where both give a first name, the same
    /// initial.
    static boolean shareAuthor(List<String> one, List<String> other) {
        Set<String> keys = new HashSet<>();
        for (String name : one) {
            keys.add(authorKey(name));
        }
        for (String name : other) {
            if (keys.contains(authorKey(name))) {
                return true;
            }
        }
        return false;
    }

    /// Initial and last name, folded: "Jürgen Schmidhuber" and "J. Schmidhuber" give `j schmidhuber`.
    private static String authorKey(String name) {
        String folded = fold(name).strip();
        int space = folded.lastIndexOf(' ');
        return space < 0 ? folded : folded.charAt(0) + folded.substring(space);
    }

    private static String fold(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
        StringBuilder kept = new StringBuilder(decomposed.length());
        for (int i = 0; i < decomposed.length(); i++) {
            char c = decomposed.charAt(i);
            if (Character.getType(c) != Character.NON_SPACING_MARK) {
                kept.append(c);
            }
        }
        return kept.toString().toLowerCase(Locale.ROOT);
    }
}
