package dev.lemma.cli;

import dev.lemma.papers.ImportListener;
import dev.lemma.papers.ImportOptions;
import dev.lemma.papers.ImportReport;
import dev.lemma.papers.ImportRun;
import dev.lemma.search.Library;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lemma import FILE...`.
@Command(
        name = "import",
        description = {
            "Take papers in from files.",
            "What is stopped or killed goes on where it was when the same command is given again; what is in already"
                    + " changes only if a file says something new."
        })
final class ImportCommand implements Callable<Integer> {
    /// Broken records that are named in the text report.
    private static final int NAMED = 20;

    private final Lemma lemma;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "files, plain or gzip")
    private List<Path> files = List.of();

    @Option(names = "--format", paramLabel = "NAME", description = "format of all files (see the list below)")
    private Optional<String> format = Optional.empty();

    @Option(names = "--venue", description = "venue, for formats that do not say it (ICLR)")
    private Optional<String> venue = Optional.empty();

    @Option(names = "--year", description = "year, for formats that do not say it (2018)")
    private Optional<Integer> year = Optional.empty();

    @Option(names = "--output", paramLabel = "text|json", description = "how to report (default: text)")
    private OutputFormat output = OutputFormat.TEXT;

    ImportCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() {
        ImportOptions options = new ImportOptions(
                format, venue, year.map(OptionalInt::of).orElse(OptionalInt.empty()), ImportOptions.DEFAULT.batch());
        InstantSource clock = InstantSource.system();
        Instant began = clock.instant();
        try (Library library = Library.open(lemma.home());
                Progress progress = Progress.start(lemma.terminal(), clock, "import", "records")) {
            ImportRun run = new ImportRun(library.store(), options, shown(progress));
            try (OnSignal _ = OnSignal.call(run::stop)) {
                ImportReport report = run.run(files);
                Duration time = progress.finish();
                if (!report.interrupted()) {
                    Libraries.awaitIndexed(library, lemma.terminal(), clock);
                }
                print(
                        report,
                        time,
                        Duration.between(began, clock.instant()),
                        library.store().size());
                return report.broken() > 0 || !report.failures().isEmpty() || report.interrupted()
                        ? Lemma.FAILED
                        : Lemma.OK;
            }
        }
    }

    private static ImportListener shown(Progress progress) {
        return new ImportListener() {
            @Override
            public void committed(long bytesRead, long bytesTotal, ImportReport report) {
                progress.update((double) bytesRead / Math.max(1, bytesTotal), report.records());
            }
        };
    }

    /// @param time for reading and storing
    /// @param searchable time after which the index had everything as well
    private void print(ImportReport report, Duration time, Duration searchable, long papers) {
        if (output == OutputFormat.JSON) {
            lemma.terminal().print("%s", json(report, time, searchable, papers));
        } else {
            text(report, time, searchable, papers);
        }
        lemma.terminal().out().flush();
        for (String failure : report.failures()) {
            lemma.terminal().remark("%s", Text.oneLine(failure));
        }
        if (report.interrupted()) {
            lemma.terminal().remark("stopped; the same command goes on from here");
        }
    }

    private void text(ImportReport report, Duration time, Duration searchable, long papers) {
        Terminal terminal = lemma.terminal();
        terminal.print("%12s %12s %12s %12s", "new", "updated", "unchanged", "broken");
        terminal.print(
                "%,12d %,12d %,12d %,12d", report.added(), report.updated(), report.unchanged(), report.broken());
        if (report.skipped() > 0) {
            terminal.print("%s: in by an earlier, interrupted run", Text.count(report.skipped(), "record"));
        }
        long read = report.records() - report.skipped();
        terminal.print(
                "%s in %s (%,.0f/s), searchable after %s; the library has %s",
                Text.count(read, "record"),
                Text.duration(time),
                read / Math.max(0.001, time.toMillis() / 1000.0),
                Text.duration(searchable),
                Text.count(papers, "paper"));
        if (report.added() + report.updated() == 0 && report.failures().isEmpty() && !report.interrupted()) {
            terminal.print("nothing changed");
        }
        int named = Math.min(NAMED, report.problems().size());
        if (named > 0) {
            terminal.print("left out:");
        }
        for (ImportReport.Problem problem : report.problems().subList(0, named)) {
            terminal.print("  %s", Text.oneLine(problem.toString()));
        }
        if (report.broken() > named) {
            terminal.print(
                    "  and %,d more (--output json names the first %,d)",
                    report.broken() - named, ImportReport.MAX_PROBLEMS);
        }
    }

    private static String json(ImportReport report, Duration time, Duration searchable, long papers) {
        return Json.object(json -> {
            json.writeNumberField("new", report.added());
            json.writeNumberField("updated", report.updated());
            json.writeNumberField("unchanged", report.unchanged());
            json.writeNumberField("broken", report.broken());
            json.writeNumberField("skipped", report.skipped());
            json.writeNumberField("papers", papers);
            json.writeNumberField("seconds", time.toMillis() / 1000.0);
            json.writeNumberField("searchableAfterSeconds", searchable.toMillis() / 1000.0);
            json.writeBooleanField("interrupted", report.interrupted());
            json.writeArrayFieldStart("problems");
            for (ImportReport.Problem problem : report.problems()) {
                json.writeStartObject();
                json.writeStringField("file", problem.file());
                json.writeNumberField("line", problem.line());
                json.writeStringField("reason", problem.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            Json.texts(json, "failures", report.failures());
        });
    }
}
