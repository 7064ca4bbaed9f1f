package dev.lemma.cli;

import dev.lemma.papers.Classics;
import dev.lemma.search.Library;
import dev.lemma.search.SearchRequest;
import dev.lemma.server.Site;
import dev.lemma.server.SiteOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lemma serve`.
@Command(
        name = "serve",
        description =
                "Serve the site. An empty library gets the built-in classics, so that there is something to find.")
final class ServeCommand implements Callable<Integer> {
    private final Lemma lemma;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "where to listen (default: ${DEFAULT-VALUE}, this machine only; 0.0.0.0: everywhere)")
    private String host = SiteOptions.defaults().host();

    @Option(
            names = {"-p", "--port"},
            description = "port to listen on (default: ${DEFAULT-VALUE}; 0: any free one)")
    private int port = SiteOptions.defaults().port();

    @Option(names = "--title", description = "name of the site (default: ${DEFAULT-VALUE})")
    private String title = SiteOptions.defaults().title();

    @Option(names = "--base-url", paramLabel = "URL", description = "address under which readers reach the site")
    private Optional<String> baseUrl = Optional.empty();

    ServeCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() throws InterruptedException {
        oneMoreCarrier();
        SiteOptions options = SiteOptions.defaults()
                .withHost(host)
                .withPort(port)
                .withTitle(title)
                .withLabs(lemma.home().resolve("labs"));
        if (baseUrl.isPresent()) {
            options = options.withBaseUrl(baseUrl.get());
        }
        CountDownLatch stop = new CountDownLatch(1);
        try (OnSignal _ = OnSignal.call(stop::countDown);
                Library library = Library.open(lemma.home())) {
            int classics = Classics.addIfEmpty(library.store());
            if (classics > 0) {
                // The first reader of all is to find something.
                library.awaitIndexed(Duration.ofSeconds(30));
            }
            warm(library);
            try (Site site = start(library, options)) {
                lemma.terminal()
                        .print(
                                "Lemma is at %s (%s; Ctrl-C stops it)",
                                site.url(),
                                classics > 0
                                        ? Text.count(classics, "built-in classic")
                                                + ": lemma import FILE... brings more"
                                        : Text.count(library.store().size(), "paper"));
                stop.await();
                lemma.terminal().remark("stopping");
            }
        }
        return Lemma.OK;
    }

    /// The first search of a process loads a thousand classes: that is done while the site starts.
    private static void warm(Library library) {
        Thread.ofPlatform().name("warm").daemon().start(() -> {
            try {
                library.search(SearchRequest.of("attention"));
            } catch (RuntimeException e) {
                // Stopped already, or the index is broken: the first reader will be told.
                System.getLogger(ServeCommand.class.getName()).log(System.Logger.Level.DEBUG, "not warmed", e);
            }
        });
    }

    /// Searches keep the processors busy, and virtual threads are not preempted: with a carrier thread for
    /// each processor only, some readers wait for half a second while others are served (measured: p99 of 8
    /// connections 300 to 700 ms; with one more, which the system schedules among them, 73 ms). Read by the
    /// JVM when the first virtual thread starts.
    private static void oneMoreCarrier() {
        String property = "jdk.virtualThreadScheduler.parallelism";
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(Runtime.getRuntime().availableProcessors() + 1));
        }
    }

    private static Site start(Library library, SiteOptions options) {
        try {
            return Site.start(library, options);
        } catch (IllegalStateException e) {
            if (e.getMessage() != null && e.getMessage().startsWith("cannot listen")) {
                throw new CommandException(
                        Lemma.FAILED, e.getMessage() + " with --port (lemma serve --port 0 takes any free one)", e);
            }
            throw e;
        }
    }
}
