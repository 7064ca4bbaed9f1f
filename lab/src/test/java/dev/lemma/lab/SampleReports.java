package dev.lemma.lab;

import dev.lemma.lab.Figure.Axis;
import dev.lemma.lab.Figure.Point;
import dev.lemma.lab.Figure.Scale;
import dev.lemma.lab.Figure.Series;
import dev.lemma.lab.Figure.Style;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Reports with texts that try to be markup.
final class SampleReports {
    static final String HOSTILE = "</style><script>alert(1)</script> & \"x\" 'y' \u0007\uD800";

    private SampleReports() {}

    static Figure figure(String id, Scale scale) {
        return new Figure(
                id,
                "Title " + HOSTILE,
                "Caption " + HOSTILE,
                new Axis("n " + HOSTILE, "keys", scale),
                new Axis("entropy", "nats", Scale.LINEAR),
                List.of(
                        new Series(
                                "measured " + HOSTILE,
                                Style.LINE,
                                List.of(new Point(128, 4, 3.9, 4.1), new Point(512, 5, 4.8, 5.1), Point.of(2_048, 6))),
                        new Series("points", Style.POINTS, List.of(new Point(256, 3, 2, 4), Point.of(1_024, 5))),
                        new Series("expected", Style.DASHED, List.of(Point.of(128, 4), Point.of(2_048, 6.5))),
                        new Series("nothing", Style.LINE, List.of())));
    }

    static Report report(String name, String text) {
        Outcome outcome = new Outcome(
                List.of(
                        Verdict.atMost("It is flat " + text, "drift", new Interval(0.02, 0.01, 0.03), 0.05),
                        Verdict.atMost("It is flatter", "drift", new Interval(0.02, 0.01, 0.03), 0.001),
                        Verdict.undecided("It is something", "no time " + text)),
                List.of(figure("first", Scale.LOG2), figure("second", Scale.LINEAR)),
                List.of(new Table(
                        "Numbers " + text, List.of("name", "value"), List.of(List.of("a " + text, "1.5 (1 to 2)")))),
                List.of("A note " + text));
        return new Report(
                name,
                "A sample " + text,
                "A claim " + text,
                List.of(Source.of("Someone 2020 " + text), Source.of("Other", "https://example.org/?a=1&b=\"2\"")),
                List.of(Map.entry("nmax", "1024"), Map.entry("d", "16,64")),
                Long.MIN_VALUE,
                Duration.ofMinutes(10),
                Instant.parse("2026-11-24T16:00:00Z"),
                Duration.ofMillis(1_234),
                new Machine("CPU " + text, 2, "Linux", "JVM"),
                "lemma lab run " + name + " --seed 1",
                outcome);
    }
}
