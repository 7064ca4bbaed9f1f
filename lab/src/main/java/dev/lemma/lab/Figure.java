package dev.lemma.lab;

import java.util.List;
import java.util.regex.Pattern;

/// A plot: named series over two axes. Immutable.
///
/// @param id name of its file: lower case letters, digits and hyphens
/// @param title what it shows
/// @param caption how to read it, one or two sentences
/// @param x horizontal axis
/// @param y vertical axis
/// @param series drawn in this order, 1 to 12
public record Figure(String id, String title, String caption, Axis x, Axis y, List<Series> series) {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final int MOST_SERIES = 12;

    /// @throws IllegalArgumentException if the id has another form, there are no or too many series, or a
    ///     point does not fit a logarithmic axis
    public Figure {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("id = '" + id + "', not of the form " + ID);
        }
        series = List.copyOf(series);
        if (series.isEmpty() || series.size() > MOST_SERIES) {
            throw new IllegalArgumentException("series = " + series.size() + ", not in [1, " + MOST_SERIES + "]");
        }
        for (Series line : series) {
            for (Point point : line.points()) {
                if (x.scale() != Scale.LINEAR && point.x() <= 0 || y.scale() != Scale.LINEAR && point.low() <= 0) {
                    throw new IllegalArgumentException(
                            "point of '" + line.name() + "' = " + point + ", not positive on a logarithmic axis");
                }
            }
        }
    }

    /// How an axis counts.
    public enum Scale {
        /// Equal steps.
        LINEAR,
        /// Equal factors, ticks at 1, 2 and 5 times powers of ten.
        LOG,
        /// Equal factors, ticks at powers of two.
        LOG2
    }

    /// An axis.
    ///
    /// @param label what it counts
    /// @param unit in which unit; empty for a bare number
    /// @param scale how it counts
    public record Axis(String label, String unit, Scale scale) {
        /// `entropy (nats)`.
        String text() {
            return unit.isEmpty() ? label : label + " (" + unit + ")";
        }
    }

    /// How a series is drawn.
    public enum Style {
        /// A line with a mark at each point; with a band where points have intervals.
        LINE,
        /// Marks only; with bars where points have intervals.
        POINTS,
        /// A dashed line without marks: a prediction or a bound.
        DASHED
    }

    /// A value with its interval.
    ///
    /// @param x finite
    /// @param y finite
    /// @param low lower end of the interval, at most y
    /// @param high upper end, at least y
    public record Point(double x, double y, double low, double high) {
        /// @throws IllegalArgumentException if a number is not finite or the ends are on the wrong side
        public Point {
            if (!Double.isFinite(x) || !Double.isFinite(high - low) || !(low <= y && y <= high)) {
                throw new IllegalArgumentException(
                        "point = (" + x + ", " + low + " <= " + y + " <= " + high + "), not finite and in order");
            }
        }

        /// A point without an interval.
        public static Point of(double x, double y) {
            return new Point(x, y, y, y);
        }

        /// A measured point.
        public static Point of(double x, Interval y) {
            return new Point(x, y.value(), y.low(), y.high());
        }
    }

    /// Points that belong together.
    ///
    /// @param name for the legend
    /// @param style how it is drawn
    /// @param points by x, at most 10,000
    public record Series(String name, Style style, List<Point> points) {
        private static final int MOST_POINTS = 10_000;

        /// @throws IllegalArgumentException if there are too many points
        public Series {
            points = List.copyOf(points);
            if (points.size() > MOST_POINTS) {
                throw new IllegalArgumentException("points = " + points.size() + ", not at most " + MOST_POINTS);
            }
        }
    }
}
