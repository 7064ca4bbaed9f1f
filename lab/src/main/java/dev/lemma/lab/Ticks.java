package dev.lemma.lab;

import java.util.ArrayList;
import java.util.List;

/// The range of an axis and the round numbers on it. Immutable.
///
/// @param scale how the axis counts
/// @param low value at its beginning
/// @param high value at its end, above `low`
/// @param values the numbers that are written, ascending
record Ticks(Figure.Scale scale, double low, double high, List<Double> values) {
    private static final int WANTED = 6;
    private static final double[] DECADE = {1, 2, 5};

    Ticks {
        values = List.copyOf(values);
    }

    /// The axis for values from `min` to `max`.
    static Ticks of(Figure.Scale scale, double min, double max) {
        return switch (scale) {
            case LINEAR -> linear(min, max);
            case LOG -> decades(min, max);
            case LOG2 -> octaves(min, max);
        };
    }

    /// Where a value is: 0 at the beginning, 1 at the end.
    double place(double value) {
        return scale == Figure.Scale.LINEAR
                ? (value - low) / (high - low)
                : (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low));
    }

    private static Ticks linear(double min, double max) {
        double from = min;
        double to = max;
        if (!(to > from)) {
            double around = from == 0 ? 1 : Math.abs(from) / 2;
            from -= around;
            to += around;
        }
        double step = roundUp((to - from) / WANTED);
        double first = Math.floor(from / step + 1e-9);
        double last = Math.ceil(to / step - 1e-9);
        List<Double> values = new ArrayList<>();
        for (double i = first; i <= last; i++) {
            values.add(i * step);
        }
        return new Ticks(Figure.Scale.LINEAR, first * step, last * step, values);
    }

    /// The smallest of 1, 2, 5 times a power of ten that is not below `value`.
    private static double roundUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double factor : DECADE) {
            if (value <= factor * power * (1 + 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static Ticks decades(double min, double max) {
        double from = min / 1.1;
        double to = max * 1.1;
        int first = (int) Math.floor(Math.log10(from));
        int last = (int) Math.ceil(Math.log10(to));
        boolean fine = Math.log10(to / from) <= 3.1;
        int every = Math.max(1, (last - first) / WANTED);
        List<Double> values = new ArrayList<>();
        for (int exponent = first; exponent <= last; exponent += every) {
            for (double factor : DECADE) {
                double value = factor * Math.pow(10, exponent);
                if (value >= from && value <= to && (fine || factor == 1)) {
                    values.add(value);
                }
            }
        }
        return new Ticks(Figure.Scale.LOG, from, to, values);
    }

    private static Ticks octaves(double min, double max) {
        double from = min / 1.1;
        double to = max * 1.1;
        int first = (int) Math.ceil(Math.log(from) / Math.log(2));
        int last = (int) Math.floor(Math.log(to) / Math.log(2));
        int every = Math.max(1, (int) Math.ceil((last - first + 1) / (double) WANTED));
        List<Double> values = new ArrayList<>();
        for (int exponent = first; exponent <= last; exponent += every) {
            values.add(Math.pow(2, exponent));
        }
        return new Ticks(Figure.Scale.LOG2, from, to, values);
    }
}
