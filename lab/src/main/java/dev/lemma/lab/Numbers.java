package dev.lemma.lab;

import java.util.Locale;

/// Numbers as text.
final class Numbers {
    private Numbers() {}

    /// As short as it stays exact: `64`, `0.5`.
    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /// Four significant digits for reading: `1,234`, `0.01234`, `1.2e-7`.
    static String readable(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        if (size >= 1e7 || size < 1e-4) {
            return String.format(Locale.ROOT, "%.3g", value);
        }
        if (size >= 1_000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        int digits = Math.clamp(3 - (int) Math.floor(Math.log10(size)), 0, 7);
        String text = String.format(Locale.ROOT, "%." + digits + "f", value);
        return text.indexOf('.') < 0 ? text : text.replaceFirst("\\.?0+$", "");
    }
}
