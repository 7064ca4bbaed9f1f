package dev.lemma.lab;

import dev.lemma.lab.Figure.Point;
import dev.lemma.lab.Figure.Series;
import dev.lemma.lab.Figure.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Draws a figure as SVG, without scripts and without inline style attributes. Series differ in colour,
/// mark and dash. Colours are classes `s0` to `s11`: [#STYLE] gives them values for light and dark. They
/// are spread in lightness as well as in hue, after Okabe & Ito 2008 (Color Universal Design).
final class SvgPlot {
    /// The colours and fonts, for a page or a file of its own.
    static final String STYLE = """
            svg.plot { --ink: #1c1b19; --soft: #5d5a54; --line: #dcd8cf; --back: #ffffff;
              --s0: #0b62a4; --s1: #c04a00; --s2: #00795a; --s3: #a8448d; --s4: #8a6a00; --s5: #2f93c8;
              --s6: #5d5a54; --s7: #7a1f2b; --s8: #4b3fa0; --s9: #3c7a1e; --s10: #9a5a3c; --s11: #1c1b19; }
            @media (prefers-color-scheme: dark) { svg.plot { --ink: #dedbd5; --soft: #a19d95; --line: #343a40; --back: #1c1f23;
              --s0: #63b0ee; --s1: #ff9a5c; --s2: #42cfa2; --s3: #ee95d2; --s4: #e4c04b; --s5: #a6dcff;
              --s6: #b3afa7; --s7: #ff8f9b; --s8: #b0a5ff; --s9: #9fd67e; --s10: #dba98a; --s11: #dedbd5; } }
            @media print { svg.plot { --ink: #000; --soft: #444; --line: #ccc; --back: #fff;
              --s0: #0b62a4; --s1: #c04a00; --s2: #00795a; --s3: #a8448d; --s4: #8a6a00; --s5: #2f93c8;
              --s6: #5d5a54; --s7: #7a1f2b; --s8: #4b3fa0; --s9: #3c7a1e; --s10: #9a5a3c; --s11: #1c1b19; } }
            svg.plot text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; fill: var(--ink); }
            svg.plot .tick { fill: var(--soft); font-size: 11px; font-variant-numeric: tabular-nums; }
            svg.plot .back { fill: var(--back); }
            svg.plot .grid { stroke: var(--line); stroke-width: 1; }
            svg.plot .frame { stroke: var(--soft); stroke-width: 1; fill: none; }
            svg.plot .curve { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
            svg.plot .bar { stroke-width: 1.2; fill: none; }
            svg.plot .band { stroke: none; fill-opacity: .18; }
            svg.plot .mark { stroke: var(--back); stroke-width: .8; }
            """ + colours();

    private static final int WIDTH = 480;
    private static final int PLOT_HEIGHT = 270;
    private static final int LEFT = 58;
    private static final int RIGHT = 26;
    private static final int TOP = 12;
    private static final int AXIS_HEIGHT = 44;
    private static final int ROW = 18;
    /// Width of a letter at 12 px, on the safe side.
    private static final double LETTER = 6.7;
    private static final int SAMPLE = 30;
    private static final String[] DASHES = {"6 4", "2 3", "9 3 2 3", "12 4"};

    private final Figure figure;
    private final Ticks x;
    private final Ticks y;
    private final StringBuilder out = new StringBuilder(8_192);

    private SvgPlot(Figure figure) {
        this.figure = figure;
        List<Point> points =
                figure.series().stream().flatMap(line -> line.points().stream()).toList();
        double minX = points.stream().mapToDouble(Point::x).min().orElse(1);
        double maxX = points.stream().mapToDouble(Point::x).max().orElse(2);
        double minY = points.stream().mapToDouble(Point::low).min().orElse(1);
        double maxY = points.stream().mapToDouble(Point::high).max().orElse(2);
        // A linear axis of values that are all positive and not far from zero begins at zero.
        boolean fromZero = figure.y().scale() == Figure.Scale.LINEAR && minY > 0 && minY < 0.6 * maxY;
        this.x = Ticks.of(figure.x().scale(), minX, maxX);
        this.y = Ticks.of(figure.y().scale(), fromZero ? 0 : minY, maxY);
    }

    /// The figure as an `svg` element for a page that has [#STYLE].
    static String inline(Figure figure) {
        return new SvgPlot(figure).draw("");
    }

    /// The figure as a file of its own.
    static String file(Figure figure) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + new SvgPlot(figure).draw("<style>" + STYLE + "</style>");
    }

    private static String colours() {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            rules.append(String.format(
                    Locale.ROOT,
                    "svg.plot .s%1$d { stroke: var(--s%1$d); } svg.plot .f%1$d { fill: var(--s%1$d); }\n",
                    i));
        }
        return rules.toString();
    }

    private String draw(String style) {
        List<List<Integer>> rows = legendRows();
        int height = TOP + PLOT_HEIGHT + AXIS_HEIGHT + rows.size() * ROW + 8;
        String title = Markup.escape(figure.title());
        put(
                "<svg class=\"plot\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " aria-labelledby=\"%s-t %s-d\">",
                WIDTH, height, figure.id(), figure.id());
        put("<title id=\"%s-t\">%s</title>", figure.id(), title);
        put("<desc id=\"%s-d\">%s</desc>", figure.id(), Markup.escape(description()));
        out.append(style);
        put("<rect class=\"back\" width=\"%d\" height=\"%d\"/>", WIDTH, height);
        axes();
        for (int i = 0; i < figure.series().size(); i++) {
            series(i);
        }
        put("<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", LEFT, TOP, width(), PLOT_HEIGHT);
        legend(rows);
        return out.append("</svg>\n").toString();
    }

    private String description() {
        StringBuilder text = new StringBuilder(figure.caption());
        text.append(" Horizontal: ")
                .append(figure.x().text())
                .append(". Vertical: ")
                .append(figure.y().text());
        text.append(". Series: ");
        List<String> parts = new ArrayList<>();
        for (Series line : figure.series()) {
            if (line.points().isEmpty()) {
                parts.add(line.name() + " (no points)");
                continue;
            }
            Point first = line.points().getFirst();
            Point last = line.points().getLast();
            parts.add(line.name() + " from " + Numbers.readable(first.y()) + " at " + Numbers.readable(first.x())
                    + " to " + Numbers.readable(last.y()) + " at " + Numbers.readable(last.x()));
        }
        return text.append(String.join("; ", parts)).append('.').toString();
    }

    private void axes() {
        int bottom = TOP + PLOT_HEIGHT;
        for (double value : x.values()) {
            double at = px(value);
            put("<path class=\"grid\" d=\"M%.1f %dV%d\"/>", at, TOP, bottom);
            put(
                    "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    at, bottom + 15, tick(value));
        }
        for (double value : y.values()) {
            double at = py(value);
            put("<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, at, LEFT + width());
            put(
                    "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 6, at + 4, tick(value));
        }
        put(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                LEFT + width() / 2.0, bottom + 34, Markup.escape(figure.x().text()));
        double middle = TOP + PLOT_HEIGHT / 2.0;
        put(
                "<text transform=\"rotate(-90 14 %.1f)\" x=\"14\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
                middle, middle, Markup.escape(figure.y().text()));
    }

    private static String tick(double value) {
        return Markup.escape(
                Numbers.readable(Math.abs(value) < 1e-12 ? 0 : value).replace('-', '\u2212'));
    }

    private void series(int index) {
        Series line = figure.series().get(index);
        List<Point> points = line.points();
        boolean intervals = points.stream().anyMatch(point -> point.low() < point.high());
        if (line.style() == Style.LINE && intervals && points.size() > 1) {
            StringBuilder band = new StringBuilder();
            for (int i = 0; i < points.size(); i++) {
                band.append(i == 0 ? "M" : "L")
                        .append(at(points.get(i).x(), points.get(i).high()));
            }
            for (int i = points.size() - 1; i >= 0; i--) {
                band.append('L').append(at(points.get(i).x(), points.get(i).low()));
            }
            put("<path class=\"band f%d\" d=\"%sZ\"/>", index, band);
        }
        if (line.style() != Style.POINTS) {
            StringBuilder path = new StringBuilder();
            for (int i = 0; i < points.size(); i++) {
                path.append(i == 0 ? "M" : "L")
                        .append(at(points.get(i).x(), points.get(i).y()));
            }
            put("<path class=\"curve s%d\"%s d=\"%s\"/>", index, dash(index), path);
        }
        if (line.style() == Style.DASHED) {
            return;
        }
        for (Point point : points) {
            if (line.style() == Style.POINTS && point.low() < point.high()) {
                put(
                        "<path class=\"bar s%d\" d=\"M%sL%s\"/>",
                        index, at(point.x(), point.low()), at(point.x(), point.high()));
            }
            mark(index, px(point.x()), py(point.y()));
        }
    }

    private String dash(int index) {
        return figure.series().get(index).style() == Style.DASHED
                ? " stroke-dasharray=\"" + DASHES[index % DASHES.length] + "\""
                : "";
    }

    /// Circle, square, triangle, diamond, triangle on its tip, and so on.
    private void mark(int index, double cx, double cy) {
        String shape = switch (index % 5) {
            case 0 -> "M%1$.1f %2$.1fm-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0 -7.2 0Z";
            case 1 -> "M%1$.1f %2$.1fm-3.2 -3.2h6.4v6.4h-6.4Z";
            case 2 -> "M%1$.1f %2$.1fm0 -4.4l4.2 7.2h-8.4Z";
            case 3 -> "M%1$.1f %2$.1fm0 -4.6l4.6 4.6l-4.6 4.6l-4.6 -4.6Z";
            default -> "M%1$.1f %2$.1fm0 4.4l4.2 -7.2h-8.4Z";
        };
        put("<path class=\"mark f%d\" d=\"%s\"/>", index, String.format(Locale.ROOT, shape, cx, cy));
    }

    private List<List<Integer>> legendRows() {
        List<List<Integer>> rows = new ArrayList<>();
        double used = WIDTH;
        for (int i = 0; i < figure.series().size(); i++) {
            double needed = entryWidth(i);
            if (used + needed > WIDTH - 8) {
                rows.add(new ArrayList<>());
                used = 12;
            }
            rows.getLast().add(i);
            used += needed;
        }
        return rows;
    }

    private double entryWidth(int index) {
        return SAMPLE + 6 + LETTER * figure.series().get(index).name().length() + 12;
    }

    private void legend(List<List<Integer>> rows) {
        double top = TOP + PLOT_HEIGHT + AXIS_HEIGHT + ROW / 2.0;
        for (int r = 0; r < rows.size(); r++) {
            double left = 12;
            double middle = top + r * ROW;
            for (int index : rows.get(r)) {
                Style style = figure.series().get(index).style();
                if (style != Style.POINTS) {
                    put("<path class=\"curve s%d\"%s d=\"M%.1f %.1fh%d\"/>", index, dash(index), left, middle, SAMPLE);
                }
                if (style != Style.DASHED) {
                    mark(index, left + SAMPLE / 2.0, middle);
                }
                put(
                        "<text x=\"%.1f\" y=\"%.1f\">%s</text>",
                        left + SAMPLE + 6,
                        middle + 4,
                        Markup.escape(figure.series().get(index).name()));
                left += entryWidth(index);
            }
        }
    }

    private static int width() {
        return WIDTH - LEFT - RIGHT;
    }

    private double px(double value) {
        return LEFT + width() * x.place(value);
    }

    private double py(double value) {
        return TOP + PLOT_HEIGHT * (1 - y.place(value));
    }

    private String at(double valueX, double valueY) {
        return String.format(Locale.ROOT, "%.1f %.1f", px(valueX), py(valueY));
    }

    @SuppressWarnings("AnnotateFormatMethod") // The annotation would be one more dependency.
    private void put(String format, Object... arguments) {
        out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
