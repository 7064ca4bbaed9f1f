package dev.lemma.cli;

import dev.lemma.search.Facets;
import dev.lemma.search.Library;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lemma stats`.
@Command(name = "stats", description = "Count the papers by branch, source and year.")
final class StatsCommand implements Callable<Integer> {
    private static final List<String> STORE_FILES = List.of("papers.db", "papers.db-wal", "papers.db-shm");

    private final Lemma lemma;

    @Option(names = "--format", paramLabel = "text|json", description = "how to print (default: text)")
    private OutputFormat format = OutputFormat.TEXT;

    StatsCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() throws IOException {
        Path home = lemma.home();
        try (Library library = Libraries.existing(home)) {
            long storeBytes = DiskUse.of(STORE_FILES.stream().map(home::resolve).toList());
            long indexBytes = DiskUse.of(List.of(home.resolve("index")));
            long papers = library.store().size();
            Facets counts = library.overview();
            Map<String, Long> sources = library.store().sizeBySource();
            Optional<Instant> changed = library.store().lastImport();
            if (format == OutputFormat.JSON) {
                lemma.terminal()
                        .print(
                                "%s",
                                Json.object(json -> {
                                    json.writeStringField(
                                            "home", home.toAbsolutePath().toString());
                                    json.writeNumberField("papers", papers);
                                    Json.member(json, "branches", members -> {
                                        for (Facets.Count count : counts.branches()) {
                                            members.writeNumberField(count.value(), count.count());
                                        }
                                    });
                                    Json.member(json, "sources", members -> {
                                        for (Map.Entry<String, Long> source : sources.entrySet()) {
                                            members.writeNumberField(source.getKey(), source.getValue());
                                        }
                                    });
                                    Json.member(json, "years", members -> {
                                        for (Facets.Count count : counts.years()) {
                                            members.writeNumberField(count.value(), count.count());
                                        }
                                    });
                                    json.writeNumberField("storeBytes", storeBytes);
                                    json.writeNumberField("indexBytes", indexBytes);
                                    if (changed.isPresent()) {
                                        json.writeStringField(
                                                "changed", changed.get().toString());
                                    }
                                }));
            } else {
                Terminal terminal = lemma.terminal();
                terminal.print(
                        "%s in %s; %s of papers, %s of index",
                        Text.count(papers, "paper"), home, Text.bytes(storeBytes), Text.bytes(indexBytes));
                changed.ifPresent(time -> terminal.print("last change %s", time));
                table("branch", counts.branches());
                table(
                        "source",
                        sources.entrySet().stream()
                                .map(source -> new Facets.Count(source.getKey(), Math.toIntExact(source.getValue())))
                                .toList());
                table("year", counts.years());
            }
            return Lemma.OK;
        }
    }

    private void table(String title, List<Facets.Count> counts) {
        lemma.terminal().print("%n%s", title);
        for (Facets.Count count : counts) {
            lemma.terminal().print("  %-20s %,12d", Text.safe(count.value()), count.count());
        }
    }
}
