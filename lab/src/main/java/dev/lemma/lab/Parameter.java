package dev.lemma.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A number, or a list of numbers, that an experiment can be run with. Immutable.
///
/// @param name as on the command line: lower case letters and digits
/// @param meaning one line
/// @param defaults the values if none are given, at least one
/// @param min smallest value
/// @param max largest value
/// @param whole whether values are whole numbers
/// @param most how many values there may be, 1 to 64
public record Parameter(
        String name, String meaning, List<Double> defaults, double min, double max, boolean whole, int most) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,31}");
    private static final int MOST = 64;

    /// @throws IllegalArgumentException if the name has another form or the defaults are out of range
    public Parameter {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name = '" + name + "', not of the form " + NAME);
        }
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("most = " + most + ", not in [1, " + MOST + "]");
        }
        defaults = List.copyOf(defaults);
        if (defaults.isEmpty() || defaults.size() > most) {
            throw new IllegalArgumentException(
                    "defaults of '" + name + "' = " + defaults + ", not 1 to " + most + " values");
        }
        for (double value : defaults) {
            check(name, value, min, max, whole);
        }
    }

    /// One whole number.
    public static Parameter whole(String name, String meaning, long value, long min, long max) {
        return new Parameter(name, meaning, List.of((double) value), min, max, true, 1);
    }

    /// One real number.
    public static Parameter real(String name, String meaning, double value, double min, double max) {
        return new Parameter(name, meaning, List.of(value), min, max, false, 1);
    }

    /// Up to eight whole numbers.
    public static Parameter wholes(String name, String meaning, List<Integer> values, long min, long max) {
        List<Double> defaults = values.stream().map(Integer::doubleValue).toList();
        return new Parameter(name, meaning, defaults, min, max, true, 8);
    }

    /// The values as they are written on the command line: `64`, `16,64,128`.
    public String text() {
        return text(defaults);
    }

    static String text(List<Double> values) {
        return values.stream().map(Numbers::plain).collect(Collectors.joining(","));
    }

    /// Reads values.
    ///
    /// @throws IllegalArgumentException if they are not numbers, too many, or out of range
    List<Double> parse(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length > most) {
            throw new IllegalArgumentException(
                    name + " = '" + text + "', not at most " + (most == 1 ? "1 value" : most + " values"));
        }
        List<Double> values = new ArrayList<>(parts.length);
        for (String part : parts) {
            double value;
            try {
                value = Double.parseDouble(part.strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        name + " = '" + text + "', not " + (whole ? "a whole number" : "a number")
                                + (most == 1 ? "" : " or several, with commas between them"),
                        e);
            }
            check(name, value, min, max, whole);
            values.add(value);
        }
        return List.copyOf(values);
    }

    private static void check(String name, double value, double min, double max, boolean whole) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(name + " = " + Numbers.plain(value) + ", not in [" + Numbers.plain(min)
                    + ", " + Numbers.plain(max) + "]");
        }
        if (whole && value != Math.rint(value)) {
            throw new IllegalArgumentException(name + " = " + Numbers.plain(value) + ", not a whole number");
        }
    }
}
