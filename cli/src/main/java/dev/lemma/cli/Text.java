package dev.lemma.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// Words and numbers for people.
final class Text {
    private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\s\u2028\u2029]+");
    /// Control characters (which could command the terminal) and those that turn the direction of text.
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\u202a-\u202e\u2066-\u2069]");

    private Text() {}

    /// `1 paper`, `1,234 papers`.
    static String count(long number, String singular) {
        return String.format(Locale.ROOT, "%,d %s%s", number, singular, number == 1 ? "" : "s");
    }

    /// `812 B`, `4.2 MB`, in powers of 1000.
    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        String units = "kMGT";
        int unit = -1;
        do {
            value /= 1000;
            unit++;
        } while (value >= 999.95 && unit < units.length() - 1);
        return String.format(Locale.ROOT, "%.1f %sB", value, units.charAt(unit));
    }

    /// `0.4 s`, `12 s`, `3 min 20 s`, `1 h 5 min`.
    static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    /// A text on one line, whatever it holds.
    static String oneLine(String text) {
        return BREAKS.matcher(text).replaceAll(" ").strip();
    }

    /// A text of a paper as it may go to a terminal. Its length stays the same, so that places in it stay true.
    static String safe(String text) {
        return UNSAFE.matcher(text).replaceAll(" ");
    }

    /// At most `max` characters, the last of them an ellipsis where some were left out.
    static String shortened(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max - 1).stripTrailing() + "…";
    }
}
