package dev.lemma.papers.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AtomHarvesterTest {
    private static final AtomQuery QUERY =
            AtomQuery.of("cat:cs.CL AND ti:\"lemma\"").withPageSize(2);
    private static final String LIST =
            "search_query=cat%3Acs.CL+AND+ti%3A%22lemma%22&sortBy=submittedDate&sortOrder=ascending";

    private final ReplayServer server = new ReplayServer();
    private final FakeTime time = new FakeTime();
    private final List<String> events = new ArrayList<>();
    private final Collected collected = new Collected();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pagesToTheTotal() throws Exception {
        server.thenXml(feed(5, 0, 1, 2)).thenXml(feed(5, 2, 3, 4)).thenXml(feed(5, 4, 5));

        HarvestState end = harvest(HarvestState.START);

        assertThat(collected.papers())
                .containsExactly("2401.00001", "2401.00002", "2401.00003", "2401.00004", "2401.00005");
        assertThat(server.queries())
                .containsExactly(
                        LIST + "&start=0&max_results=2",
                        LIST + "&start=2&max_results=2",
                        LIST + "&start=4&max_results=2");
        assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
        assertThat(end.finished()).isTrue();
        assertThat(end.total()).hasValue(5);
        assertThat(collected.lastSaved()).isEqualTo(end);
    }

    @Test
    void nothingFoundIsNoError() throws Exception {
        server.thenXml(feed(0, 0));

        assertThat(harvest(HarvestState.START).finished()).isTrue();
        assertThat(collected.papers()).isEmpty();
        assertThat(collected.acknowledgements()).isEqualTo(1);
    }

    @Test
    void asksAgainForEmptyPages() throws Exception {
        server.thenXml(feed(3, 0))
                .thenXml(feed(3, 0, 1, 2))
                .thenXml(feed(3, 2))
                // The total of an empty page is often lost, too.
                .thenXml(feed(0, 2))
                .thenXml(feed(3, 2, 3));

        harvest(HarvestState.START);

        assertThat(collected.papers()).containsExactly("2401.00001", "2401.00002", "2401.00003");
        assertThat(events).filteredOn(event -> event.contains("an empty page")).hasSize(3);
    }

    @Test
    void givesUpOnEmptyPages() {
        server.otherwise(exchange -> ReplayServer.send(exchange, 200, ReplayServer.utf8(feed(3, 0))));

        assertThatThrownBy(() -> harvest(HarvestState.START))
                .isInstanceOf(HarvestException.class)
                .hasMessageContaining("an empty page at 0 of 3 answers after 4 tries");
    }

    @Test
    void takesAPageThatStaysShort() throws Exception {
        server.thenXml(feed(3, 0, 1)).thenXml(feed(3, 0, 1)).thenXml(feed(3, 0, 1));
        server.thenXml(feed(3, 1, 2, 3));

        harvest(HarvestState.START);

        assertThat(collected.papers()).containsExactly("2401.00001", "2401.00002", "2401.00003");
        assertThat(server.queries().get(3)).endsWith("&start=1&max_results=2");
    }

    @Test
    void endsWhenTheTotalShrinks() throws Exception {
        server.thenXml(feed(3, 0, 1, 2)).thenXml(feed(2, 2));

        assertThat(harvest(HarvestState.START).finished()).isTrue();
        assertThat(collected.papers()).hasSize(2);
    }

    @Test
    void passesOnTheApisErrors() {
        server.thenXml("""
                <?xml version="1.0" encoding="utf-8"?>
                <feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
                  <link href="http://arxiv.org/api/query?search_query=&amp;id_list=1234.12345" rel="self"/>
                  <title>ArXiv Query: search_query=&amp;id_list=1234.12345</title>
                  <id>http://arxiv.org/api/kvuntZ8c9a4Eq5CF7KY03nMug+Q</id>
                  <updated>2007-10-12T00:00:00-04:00</updated>
                  <opensearch:totalResults>1</opensearch:totalResults>
                  <opensearch:startIndex>0</opensearch:startIndex>
                  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
                  <entry>
                    <id>http://arxiv.org/api/errors#incorrect_id_format_for_1234.12345</id>
                    <title>Error</title>
                    <summary>incorrect id format for 1234.12345</summary>
                    <author><name>arXiv api core</name></author>
                  </entry>
                </feed>
                """);

        assertThatThrownBy(() -> harvest(HarvestState.START))
                .isInstanceOf(HarvestException.class)
                .hasMessageEndingWith("the API says: incorrect id format for 1234.12345; check the search");
    }

    @Test
    void aPaperMayBeCalledError() throws Exception {
        server.thenXml(feed(1, 0, 1).replace("Paper 1", "Error"));

        harvest(HarvestState.START);

        assertThat(collected.papers()).containsExactly("2401.00001");
    }

    @Test
    void saysWhenTheApiWouldNotGiveAll() {
        server.thenXml(feed(45_210, 0, 1, 2));

        assertThatThrownBy(() -> harvest(HarvestState.START))
                .isInstanceOf(HarvestException.class)
                .hasMessageEndingWith("the search has 45210 answers, the API gives 30000; narrow its dates, or harvest "
                        + "with OAI-PMH");
        assertThat(collected.papers()).isEmpty();
    }

    @Test
    void goesOnFromTheSavedState() throws Exception {
        server.thenXml(feed(3, 0, 1, 2)).thenStatus(400, "", "", "max_results must be >= 0");
        assertThatThrownBy(() -> harvest(HarvestState.START))
                .isInstanceOf(HarvestException.class)
                .hasMessageContaining("HTTP 400 (max_results must be >= 0)");

        server.thenXml(feed(3, 2, 3));
        HarvestState end = harvest(collected.lastSaved());

        assertThat(collected.papers()).containsExactly("2401.00001", "2401.00002", "2401.00003");
        assertThat(end.pages()).isEqualTo(2);
    }

    @Test
    void refusesAForeignToken() {
        HarvestState state = HarvestState.parse(
                "{\"list\":\"" + server.base() + "?" + LIST + "\",\"token\":\"6625712|1001\",\"finished\":false}");

        assertThatThrownBy(() -> harvest(state))
                .isInstanceOf(HarvestException.class)
                .hasMessageContaining("6625712|1001");
    }

    @Test
    void triesAgainAfterUnusableAnswers() throws Exception {
        server.thenXml("<!DOCTYPE html><html><title>Rate limit</title></html>")
                .thenXml(feed(1, 0, 1).replaceAll("<opensearch:total.*\n", ""))
                .thenXml("<rss/>")
                .thenXml(feed(1, 0, 1));

        harvest(HarvestState.START);

        assertThat(collected.papers()).containsExactly("2401.00001");
        assertThat(events.get(0)).contains("'Rate limit'");
        assertThat(events.get(1)).contains("no opensearch:totalResults");
        assertThat(events.get(2)).contains("the root element is <rss>");
    }

    private HarvestState harvest(HarvestState state) throws IOException, InterruptedException {
        HarvestOptions options = HarvestOptions.atom().withBase(server.base()).withMaxAttempts(4);
        try (AtomHarvester harvester =
                new AtomHarvester(options, new TitleImporter(), time.pace(), new Events(events))) {
            return harvester.harvest(QUERY, state, collected);
        }
    }

    private static String feed(int total, int start, int... papers) {
        StringBuilder text = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <feed xmlns="http://www.w3.org/2005/Atom">
                  <link href="http://arxiv.org/api/query?search_query%%3Dcat%%3Acs.CL" rel="self" type="application/atom+xml"/>
                  <title type="html">ArXiv Query: search_query=cat:cs.CL&amp;id_list=&amp;start=%d&amp;max_results=2</title>
                  <id>http://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
                  <updated>2025-03-05T00:00:00-05:00</updated>
                  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">%d</opensearch:totalResults>
                  <opensearch:startIndex xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">%d</opensearch:startIndex>
                  <opensearch:itemsPerPage xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">2</opensearch:itemsPerPage>
                """.formatted(start, total, start));
        for (int paper : papers) {
            text.append("""
                    <entry>
                        <id>http://arxiv.org/abs/2401.%05dv2</id>
                        <updated>2024-11-02T17:57:34Z</updated>
                        <published>2024-01-01T17:57:34Z</published>
                        <title>Paper %d</title>
                        <summary>  We bound $a &lt; b$.
                    </summary>
                        <author><name>Pál Erdős</name></author>
                        <link title="pdf" href="http://arxiv.org/pdf/2401.%05dv2" rel="related" type="application/pdf"/>
                        <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.CL"/>
                        <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
                      </entry>
                    """.formatted(paper, paper, paper));
        }
        return text.append("</feed>\n").toString();
    }
}
