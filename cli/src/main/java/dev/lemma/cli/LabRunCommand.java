package dev.lemma.cli;

import dev.lemma.lab.Experiment;
import dev.lemma.lab.ExperimentRun;
import dev.lemma.lab.Experiments;
import dev.lemma.lab.Parameters;
import dev.lemma.lab.Report;
import dev.lemma.lab.ReportFolder;
import dev.lemma.lab.RunSettings;
import dev.lemma.lab.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `lemma lab run`.
@Command(
        name = "run",
        description = {
            "Run an experiment, print whether its claims held, and write a report.",
            "The site shows reports in the folder labs of the library: lemma serve, then Labs."
        })
final class LabRunCommand implements Callable<Integer> {
    private final Lemma lemma;

    @picocli.CommandLine.Parameters(paramLabel = "NAME", description = "the experiment; lemma lab list names them")
    private String name = "";

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            description = "time after which no further part is begun: 90s, 10m, 2h (default: 10m)")
    private Span budget = new Span(RunSettings.defaults().budget());

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder of the report, which is replaced (default: labs/NAME in the library's folder)")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "the same seed gives the same figures (default: 1)")
    private long seed = RunSettings.defaults().seed();

    @Option(names = "--format", description = "text or json, one line (default: text)")
    private OutputFormat format = OutputFormat.TEXT;

    @Option(
            names = "-P",
            paramLabel = "name=value",
            description = "a parameter of the experiment; several may be given")
    private Map<String, String> parameters = new LinkedHashMap<>();

    LabRunCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() throws InterruptedException {
        Experiment experiment = Experiments.find(name).orElseThrow(this::unknown);
        Parameters values = values(experiment);
        Path folder = out.orElseGet(() -> lemma.home().resolve("labs").resolve(experiment.name()));
        // An hour of work is not to end with a folder that cannot be used.
        ReportFolder.check(folder);
        RunSettings settings = RunSettings.defaults().withSeed(seed).withBudget(budget.value());
        Report report;
        Thread worker = Thread.currentThread();
        try (OnSignal _ = OnSignal.call(worker::interrupt);
                Progress progress =
                        Progress.start(lemma.terminal(), InstantSource.system(), experiment.name(), "steps")) {
            report = ExperimentRun.run(experiment, values, settings, progress::update);
        } catch (InterruptedException e) {
            throw new CommandException(Lemma.FAILED, "stopped; no report was written", e);
        }
        Path page = ReportFolder.write(report, folder);
        if (format == OutputFormat.JSON) {
            lemma.terminal().print("%s", json(report, page));
        } else {
            print(report, page);
        }
        return Lemma.OK;
    }

    private CommandException unknown() {
        List<String> names = Experiments.all().stream().map(Experiment::name).toList();
        String near = Near.to(name, names)
                .map(known -> "; did you mean " + known + "?")
                .orElse("; there are " + String.join(", ", names));
        return new CommandException(Lemma.USAGE, "there is no experiment '" + name + "'" + near);
    }

    private Parameters values(Experiment experiment) {
        try {
            return Parameters.of(experiment.parameters(), parameters);
        } catch (IllegalArgumentException e) {
            throw new CommandException(Lemma.USAGE, "-P " + e.getMessage(), e);
        }
    }

    private void print(Report report, Path page) {
        Terminal terminal = lemma.terminal();
        terminal.print("%s (%s)", report.title(), Text.duration(report.took()));
        for (Verdict verdict : report.outcome().verdicts()) {
            terminal.print("  %-13s %s", verdict.state().words(), verdict.claim());
            terminal.print("  %-13s %s", "", verdict.evidence());
        }
        report.outcome().notes().stream()
                .filter(note -> note.startsWith("The budget"))
                .forEach(note -> terminal.print("  %s", note));
        terminal.print("report: %s", page);
    }

    private static String json(Report report, Path page) {
        return Json.object(json -> {
            json.writeStringField("experiment", report.name());
            json.writeNumberField("seed", report.seed());
            json.writeNumberField("took_s", report.took().toMillis() / 1e3);
            json.writeArrayFieldStart("verdicts");
            for (Verdict verdict : report.outcome().verdicts()) {
                json.writeStartObject();
                json.writeStringField("claim", verdict.claim());
                json.writeStringField("state", verdict.state().name().toLowerCase(Locale.ROOT));
                json.writeStringField("evidence", verdict.evidence());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("report", page.toString());
        });
    }

    /// A time as the command line spells it.
    ///
    /// @param value the time
    record Span(Duration value) {
        /// Reads `90s`, `10m`, `2h`.
        static Span parse(String text) {
            if (text.matches("[0-9]{1,6}[smh]")) {
                long number = Long.parseLong(text.substring(0, text.length() - 1));
                Duration span = switch (text.charAt(text.length() - 1)) {
                    case 's' -> Duration.ofSeconds(number);
                    case 'm' -> Duration.ofMinutes(number);
                    default -> Duration.ofHours(number);
                };
                if (!span.isZero() && span.compareTo(Duration.ofHours(24)) <= 0) {
                    return new Span(span);
                }
            }
            throw new TypeConversionException("'" + text + "' is not a time such as 90s, 10m or 2h, from 1s to 24h");
        }
    }
}
