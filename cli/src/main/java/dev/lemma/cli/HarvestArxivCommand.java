package dev.lemma.cli;

import dev.lemma.papers.Importer;
import dev.lemma.papers.Importers;
import dev.lemma.papers.harvest.AtomHarvester;
import dev.lemma.papers.harvest.AtomQuery;
import dev.lemma.papers.harvest.HarvestListener;
import dev.lemma.papers.harvest.HarvestOptions;
import dev.lemma.papers.harvest.HarvestState;
import dev.lemma.papers.harvest.OaiHarvester;
import dev.lemma.papers.harvest.OaiQuery;
import dev.lemma.papers.harvest.Pace;
import dev.lemma.search.Library;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lemma harvest arxiv`.
@Command(
        name = "arxiv",
        description = {
            "Take papers in from the arXiv, politely: one request every three seconds.",
            "What is stopped goes on where it was when the same command is given again; a harvest without --from"
                    + " that was finished before asks only for what is new since."
        })
final class HarvestArxivCommand implements Callable<Integer> {
    private final Lemma lemma;

    @Option(names = "--category", paramLabel = "CODE", description = "for example cs.CL; may be given several times")
    private List<String> categories = List.of();

    @Option(names = "--set", description = "a set of the OAI-PMH interface, for example cs or physics:hep-th")
    private List<String> sets = List.of();

    @Option(
            names = "--from",
            paramLabel = "DAY",
            description = "changed (oai) or submitted (atom) on this day or later")
    private Optional<LocalDate> from = Optional.empty();

    @Option(names = "--until", paramLabel = "DAY", description = "on this day or earlier")
    private Optional<LocalDate> until = Optional.empty();

    @Option(
            names = "--api",
            paramLabel = "oai|atom",
            description = "interface: oai (default) for whole categories, atom for up to 30,000 papers")
    private HarvestApi api = HarvestApi.OAI;

    @Option(names = "--base-url", paramLabel = "URL", description = "address of the interface, for mirrors")
    private Optional<URI> baseUrl = Optional.empty();

    @Option(names = "--contact", paramLabel = "E-MAIL", description = "yours, told to the server")
    private String contact = "";

    @Option(names = "--delay", paramLabel = "SECONDS", description = "between two requests (default: 3)")
    private Optional<Integer> delay = Optional.empty();

    HarvestArxivCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() throws IOException {
        checkOptions();
        HarvestOptions options =
                (api == HarvestApi.OAI ? HarvestOptions.oai() : HarvestOptions.atom()).withContact(contact);
        if (baseUrl.isPresent()) {
            options = options.withBase(baseUrl.get());
        }
        if (delay.isPresent()) {
            options = options.withDelay(Duration.ofSeconds(delay.get()));
        }
        InstantSource clock = InstantSource.system();
        try (Library library = Library.open(lemma.home());
                Progress progress = Progress.start(lemma.terminal(), clock, "harvest", "records")) {
            HarvestKeeper keeper = new HarvestKeeper(library.store());
            Thread harvesting = Thread.currentThread();
            boolean stopped = false;
            try (OnSignal _ = OnSignal.call(harvesting::interrupt)) {
                harvest(options, keeper, listener(progress));
            } catch (InterruptedException e) {
                stopped = true;
            }
            Duration time = progress.finish();
            if (!stopped) {
                Libraries.awaitIndexed(library, lemma.terminal(), clock);
            }
            report(keeper, time, library.store().size());
            if (stopped) {
                lemma.terminal().remark("stopped; the same command goes on from here");
            }
            return stopped || keeper.broken() > 0 ? Lemma.FAILED : Lemma.OK;
        }
    }

    private void checkOptions() {
        if (categories.isEmpty() && sets.isEmpty()) {
            throw new CommandException(Lemma.USAGE, "name what to harvest: --category cs.CL (or --set cs)");
        }
        if (api == HarvestApi.ATOM && !sets.isEmpty()) {
            throw new CommandException(Lemma.USAGE, "--set belongs to --api oai; use --category with --api atom");
        }
        if (from.isPresent() && until.isPresent() && from.get().isAfter(until.get())) {
            throw new CommandException(Lemma.USAGE, "--from " + from.get() + " is after --until " + until.get());
        }
        if (api == HarvestApi.ATOM && from.isEmpty()) {
            throw new CommandException(
                    Lemma.USAGE, "--api atom gives at most " + AtomHarvester.MAX_RESULTS + " papers: add --from DAY");
        }
    }

    private void harvest(HarvestOptions options, HarvestKeeper keeper, HarvestListener listener)
            throws IOException, InterruptedException {
        if (api == HarvestApi.ATOM) {
            AtomQuery query = AtomQuery.ofCategories(categories)
                    .withSubmitted(from.orElseThrow(), until.orElse(LocalDate.now(java.time.ZoneOffset.UTC)));
            try (AtomHarvester harvester = new AtomHarvester(options, format("arxiv-atom"), Pace.system(), listener)) {
                HarvestKeeper.List list =
                        keeper.list("atom " + options.base() + " " + query.search(), Optional.empty());
                harvester.harvest(query, list.state(), list);
            }
            return;
        }
        List<String> all = new ArrayList<>(sets);
        categories.forEach(category -> all.add(ArxivSets.ofCategory(category)));
        try (OaiHarvester harvester = new OaiHarvester(options, format("arxiv-oai"), Pace.system(), listener)) {
            for (String set : all) {
                OaiQuery query = OaiQuery.of("arXiv").withSet(set);
                String name = "oai " + options.base() + " " + set
                        + from.map(day -> " from " + day).orElse("")
                        + until.map(day -> " until " + day).orElse("");
                HarvestKeeper.List list = keeper.list(name, from);
                if (list.from().isPresent()) {
                    query = query.withFrom(list.from().get());
                }
                if (until.isPresent()) {
                    query = query.withUntil(until.get());
                }
                harvester.harvest(query, list.state(), list);
            }
        }
    }

    private static Importer format(String name) {
        return Importers.byName(name).orElseThrow(() -> new IllegalStateException("there is no format " + name));
    }

    private HarvestListener listener(Progress progress) {
        return new HarvestListener() {
            @Override
            public void pageReceived(dev.lemma.papers.harvest.HarvestPage page) {
                HarvestState state = page.state();
                double share = state.total().isEmpty() || state.total().getAsLong() == 0
                        ? -1
                        : (double) state.records() / state.total().getAsLong();
                progress.update(share, state.records());
            }

            @Override
            public void waiting(Duration wait, String reason) {
                lemma.terminal().remark("waiting %s: %s", Text.duration(wait), Text.oneLine(reason));
            }

            @Override
            public void restarting(String reason) {
                lemma.terminal().remark("asking again: %s", Text.oneLine(reason));
            }
        };
    }

    private void report(HarvestKeeper keeper, Duration time, long papers) {
        Terminal terminal = lemma.terminal();
        terminal.print("%12s %12s %12s %12s %12s", "new", "updated", "unchanged", "deleted", "broken");
        terminal.print(
                "%,12d %,12d %,12d %,12d %,12d",
                keeper.added(), keeper.updated(), keeper.unchanged(), keeper.deleted(), keeper.broken());
        terminal.print("in %s; the library has %s", Text.duration(time), Text.count(papers, "paper"));
        if (!keeper.problems().isEmpty()) {
            terminal.print("left out:");
        }
        for (String problem : keeper.problems()) {
            terminal.print("  %s", Text.oneLine(problem));
        }
    }
}
