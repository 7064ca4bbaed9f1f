package dev.lemma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarvestArxivCommandTest {
    private static final String RECORD = """
            <record><header><identifier>oai:arXiv.org:%1$s</identifier><datestamp>2025-03-0%2$s</datestamp>\
            <setSpec>cs:cs:CL</setSpec></header><metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>%1$s</id>\
            <created>2025-03-0%2$s</created><authors><author><keyname>Lovelace</keyname><forenames>Ada</forenames>\
            </author></authors><title>%3$s</title><categories>cs.CL</categories><abstract>About %3$s.</abstract>\
            </arXiv></metadata></record>""";

    @TempDir
    Path home;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    HarvestArxivCommandTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/oai", exchange -> {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            asked.add(query);
            byte[] body = answer(query).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String answer(String query) {
        String list = query.contains("resumptionToken=second")
                ? "<record><header status=\"deleted\"><identifier>oai:arXiv.org:2503.00001</identifier>"
                        + "<datestamp>2025-03-03</datestamp></header></record>"
                        + RECORD.formatted("2503.00003", "3", "Entropy")
                        + "<resumptionToken/>"
                : RECORD.formatted("2503.00001", "1", "Attention")
                        + RECORD.formatted("2503.00002", "2", "Gradients")
                        + "<resumptionToken completeListSize=\"4\" cursor=\"0\">second</resumptionToken>";
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
                + "<responseDate>2025-03-10T00:00:00Z</responseDate><request verb=\"ListRecords\">x</request>"
                + "<ListRecords>" + list + "</ListRecords></OAI-PMH>";
    }

    private CommandRun harvest(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "harvest",
                "arxiv",
                "--category",
                "cs.CL",
                "--delay",
                "0",
                "--base-url",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/oai"));
        args.addAll(List.of(more));
        return CommandRun.of(home, args.toArray(String[]::new));
    }

    @Test
    void papersComeInDeletedOnesGoAndTheNextHarvestAsksForWhatIsNew() {
        CommandRun first = harvest();
        assertThat(first.code()).as("%s", first).isEqualTo(Lemma.OK);
        assertThat(first.out()).contains("the library has 2 papers");
        assertThat(asked).hasSize(2).first().asString().contains("set=cs:cs:CL").doesNotContain("from=");
        assertThat(CommandRun.of(home, "search", "entropy").out()).contains("arxiv:2503.00003");

        CommandRun second = harvest();
        assertThat(second.code()).as("%s", second).isEqualTo(Lemma.OK);
        assertThat(asked.get(2)).contains("from=2025-03-09");
    }

    @Test
    void daysAreAskedForAsGiven() {
        CommandRun run = harvest("--from", "2025-03-01", "--until", "2025-03-31");
        assertThat(run.code()).as("%s", run).isEqualTo(Lemma.OK);
        assertThat(asked.getFirst()).contains("from=2025-03-01").contains("until=2025-03-31");
    }

    @Test
    void aServerThatIsNotThereIsOneLine() {
        server.stop(0);
        CommandRun run = CommandRun.of(
                home, "harvest", "arxiv", "--set", "cs", "--delay", "0", "--base-url", "http://127.0.0.1:1/oai?x=1");
        assertThat(run.code()).isEqualTo(Lemma.FAILED);
        assertThat(run.err().lines()).hasSize(1).first().asString().startsWith("lemma: base ");
    }
}
