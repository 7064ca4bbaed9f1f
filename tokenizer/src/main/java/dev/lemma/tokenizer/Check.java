package dev.lemma.tokenizer;

/// Checks of arguments.
final class Check {
    private Check() {}

    static void range(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " = " + value + ", not in [" + min + ", " + max + "]");
        }
    }

    static void range(String name, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(name + " = " + value + ", not in [" + min + ", " + max + "]");
        }
    }

    static int processors() {
        return Math.min(TrainingPool.MAX_THREADS, Runtime.getRuntime().availableProcessors());
    }
}
