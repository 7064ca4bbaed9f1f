package dev.lemma.attention;

/// Checks of arguments, with messages of one form: `name = value, not in range`.
final class Arguments {
    private Arguments() {}

    static void finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " = " + value + ", not finite");
        }
    }

    static void finiteAbove(String name, double value, double least) {
        if (!(value > least) || !Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " = " + value + ", not in (" + least + ", inf)");
        }
    }

    static void finiteAtLeast(String name, double value, double least) {
        if (!(value >= least) || !Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " = " + value + ", not in [" + least + ", inf)");
        }
    }

    static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " = " + value + ", not at least " + least);
        }
    }
}
