package dev.lemma.papers;

import java.util.Locale;
import java.util.Map;

/// The spelling of the short names of conferences and journals, so that one venue has one name.
public final class Venues {
    /// Lower-case form -> usual spelling, where that is not simply upper case.
    private static final Map<String, String> SPELLING = Map.ofEntries(
            Map.entry("nips", "NeurIPS"),
            Map.entry("neurips", "NeurIPS"),
            Map.entry("corl", "CoRL"),
            Map.entry("conll", "CoNLL"),
            Map.entry("automl", "AutoML"),
            Map.entry("interspeech", "Interspeech"));

    private Venues() {}

    /// The usual spelling of a short name: `nips` and `NeurIPS` give `NeurIPS`, `iclr` gives `ICLR`. Characters other
    /// than ASCII letters
    /// and digits are dropped; a name of mixed case keeps it. An empty name stays empty.
    public static String canonical(String name) {
        StringBuilder kept = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < 128 && Character.isLetterOrDigit(c)) {
                kept.append(c);
            }
        }
        String plain = kept.toString();
        String lower = plain.toLowerCase(Locale.ROOT);
        String spelled = SPELLING.get(lower);
        if (spelled != null) {
            return spelled;
        }
        return plain.equals(lower) ? plain.toUpperCase(Locale.ROOT) : plain;
    }
}
