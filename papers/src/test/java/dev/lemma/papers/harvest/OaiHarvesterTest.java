package dev.lemma.papers.harvest;

import static dev.lemma.papers.harvest.OaiFixtures.TOKEN_2;
import static dev.lemma.papers.harvest.OaiFixtures.TOKEN_3;
import static dev.lemma.papers.harvest.OaiFixtures.deletedRecord;
import static dev.lemma.papers.harvest.OaiFixtures.error;
import static dev.lemma.papers.harvest.OaiFixtures.page;
import static dev.lemma.papers.harvest.OaiFixtures.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lemma.papers.Paper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OaiHarvesterTest {
    private static final OaiQuery QUERY =
            OaiQuery.of("arXiv").withSet("cs:cs:CL").withFrom(LocalDate.of(2025, 3, 1));
    private static final String FIRST = "verb=ListRecords&metadataPrefix=arXiv&set=cs%3Acs%3ACL&from=2025-03-01";
    private static final String PAGE_1 = page(
            TOKEN_2,
            record("2401.00001", "2025-03-01", "One"),
            record("2401.00002", "2025-03-03", "Two"),
            deletedRecord("cs/0112017", "2025-03-03"));
    private static final String PAGE_2 =
            page(TOKEN_3, record("2401.00003", "2025-03-03", "Three"), record("2401.00004", "2025-03-04", "Four"));
    private static final String PAGE_3 = page("", record("2401.00005", "2025-03-04", "Five"));

    private final ReplayServer server = new ReplayServer();
    private final FakeTime time = new FakeTime();
    private final List<String> events = new ArrayList<>();
    private final Collected collected = new Collected();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void followsTokensToTheEnd() throws Exception {
        server.thenXml(PAGE_1).thenXml(PAGE_2).thenXml(PAGE_3);

        HarvestState end = harvest(HarvestState.START);

        assertThat(collected.papers())
                .containsExactly("2401.00001", "2401.00002", "2401.00003", "2401.00004", "2401.00005");
        assertThat(collected.deletedIdentifiers()).containsExactly("oai:arXiv.org:cs/0112017");
        assertThat(collected.acknowledgements()).isEqualTo(3);
        assertThat(collected.lastSaved()).isEqualTo(end);
        assertThat(end.finished()).isTrue();
        assertThat(end.pages()).isEqualTo(3);
        assertThat(end.records()).isEqualTo(6);
        assertThat(end.deleted()).isEqualTo(1);
        assertThat(end.reached()).contains(LocalDate.of(2025, 3, 4));
        assertThat(end.nextFrom()).contains(LocalDate.of(2025, 3, 4));
        // Tokens carry escapes of their own, which must arrive as they are.
        assertThat(server.queries())
                .containsExactly(
                        FIRST,
                        "verb=ListRecords&resumptionToken=" + TOKEN_2.replace("%", "%25"),
                        "verb=ListRecords&resumptionToken=" + TOKEN_3.replace("%", "%25"));
        assertThat(events).containsExactly("page 1", "page 2", "page 3");
    }

    @Test
    void isPoliteAndSaysItsName() throws Exception {
        server.thenXml(PAGE_1).thenXml(PAGE_2).thenXml(PAGE_3);

        harvest(HarvestState.START);

        assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
        assertThat(server.headers(0).getFirst("User-Agent"))
                .isEqualTo("Lemma/0.1 (self-hosted paper search; mailto:me@example.org)");
        assertThat(server.headers(0).getFirst("Accept-Encoding")).isEqualTo("gzip, deflate");
    }

    @Test
    void handsOutRawPages() throws Exception {
        server.thenXml(PAGE_3);
        List<String> bodies = new ArrayList<>();

        try (OaiHarvester harvester = harvester(options())) {
            harvester.harvestPages(QUERY, HarvestState.START, page -> {
                try (InputStream in = page.open()) {
                    bodies.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
                assertThat(page.size()).isEqualTo(ReplayServer.utf8(PAGE_3).length);
                assertThat(page.number()).isEqualTo(1);
                assertThat(page.records()).isEqualTo(1);
                assertThat(page.total()).isEmpty();
            });
        }

        assertThat(bodies).containsExactly(PAGE_3);
    }

    @Test
    void anEmptyListIsNoError() throws Exception {
        server.thenXml(error("noRecordsMatch", "No records match"));

        HarvestState end = harvest(HarvestState.START);

        assertThat(collected.papers()).isEmpty();
        assertThat(collected.lastSaved()).isEqualTo(end);
        assertThat(end.finished()).isTrue();
        assertThat(end.nextFrom()).contains(LocalDate.of(2025, 3, 4));
    }

    @Test
    void anEndedHarvestAsksNothing() throws Exception {
        server.thenXml(PAGE_3);
        HarvestState end = harvest(HarvestState.START);

        assertThat(harvest(end)).isEqualTo(end);
        assertThat(server.queries()).hasSize(1);
    }

    @Test
    void restartsFromTheLastDatestampWhenTheTokenIsRefused() throws Exception {
        server.thenXml(PAGE_1)
                .thenXml(
                        error("badResumptionToken", "The value of the resumptionToken argument is invalid or expired."))
                .thenXml(PAGE_2)
                .thenXml(PAGE_3);

        HarvestState end = harvest(HarvestState.START);

        assertThat(server.queries().get(2)).isEqualTo(FIRST.replace("2025-03-01", "2025-03-03"));
        assertThat(collected.papers()).hasSize(5);
        assertThat(end.list()).endsWith(FIRST);
        assertThat(events)
                .containsExactly(
                        "page 1",
                        "restart: the server refuses the resumption token; again from 2025-03-03",
                        "page 2",
                        "page 3");
    }

    @Test
    void doesNotUseATokenPastItsTime() throws Exception {
        server.thenXml(PAGE_1).thenXml(PAGE_2).thenXml(PAGE_3);

        try (OaiHarvester harvester = harvester(options())) {
            harvester.harvestPages(QUERY, HarvestState.START, page -> {
                if (page.number() == 1) {
                    time.advance(Duration.ofHours(13));
                }
            });
        }

        assertThat(server.queries().get(1)).isEqualTo(FIRST.replace("2025-03-01", "2025-03-03"));
    }

    @Test
    void restartsFromTheBeginningWhenDatestampsHaveNoOrder() throws Exception {
        server.thenXml(page(
                        "one", record("2401.00001", "2025-03-04", "One"), record("2401.00002", "2025-03-02", "Two")))
                .thenXml(page("two", record("2401.00003", "2025-03-05", "Three")))
                .thenXml(error("badResumptionToken", "expired"))
                .thenXml(PAGE_3);

        harvest(HarvestState.START);

        assertThat(server.queries().get(3)).isEqualTo(FIRST);
    }

    @Test
    void oneDatestampSaysNothingOfTheOrder() throws Exception {
        server.thenXml(page(
                        "one", record("2401.00001", "2025-03-04", "One"), record("2401.00002", "2025-03-04", "Two")))
                .thenXml(error("badResumptionToken", "expired"))
                .thenXml(PAGE_3);

        harvest(HarvestState.START);

        assertThat(server.queries().get(2)).isEqualTo(FIRST);
    }

    @Test
    void givesUpWhenRestartsBringNothingNew() {
        for (int i = 0; i <= OaiHarvester.MAX_RESTARTS + 1; i++) {
            server.thenXml(PAGE_1).thenXml(error("badResumptionToken", "expired"));
        }

        // The first page of each try is the same one, so the place to restart from never moves.
        assertThatThrownBy(() -> harvest(HarvestState.START))
                .isInstanceOf(HarvestException.class)
                .hasMessageContaining("without progress; ask for fewer days");
    }

    @Test
    void refusesARepeatedToken() {
        server.thenXml(PAGE_1).thenXml(page(TOKEN_2, record("2401.00003", "2025-03-03", "Three")));

        assertThatThrownBy(() -> harvest(HarvestState.START))
                .isInstanceOf(HarvestException.class)
                .hasMessageContaining("repeats its resumption token");
    }

    @Test
    void goesOnFromTheSavedStateAfterAKill() throws Exception {
        server.thenXml(PAGE_1).thenXml(PAGE_2);
        HarvestSink killed = new HarvestSink() {
            @Override
            public void paper(long line, Paper paper) {
                if (paper.id().local().equals("2401.00004")) {
                    throw new IllegalStateException("killed");
                }
            }

            @Override
            public void broken(long line, String reason) {}

            @Override
            public void acknowledged(HarvestState state) {
                collected.acknowledged(state);
            }
        };
        try (OaiHarvester harvester = harvester(options())) {
            assertThatThrownBy(() -> harvester.harvest(QUERY, HarvestState.START, killed))
                    .hasMessage("killed");
        }
        assertThat(collected.lastSaved().pages()).isEqualTo(1);

        server.thenXml(PAGE_2).thenXml(PAGE_3);
        HarvestState end = harvest(collected.lastSaved());

        assertThat(collected.papers()).containsExactly("2401.00003", "2401.00004", "2401.00005");
        assertThat(server.queries().get(2)).isEqualTo(server.queries().get(1));
        assertThat(end.pages()).isEqualTo(3);
    }

    @Test
    void refusesTheStateOfAnotherList() throws Exception {
        server.thenXml(PAGE_3);
        HarvestState end = harvest(HarvestState.START);

        try (OaiHarvester harvester = harvester(options())) {
            assertThatThrownBy(() -> harvester.harvest(QUERY.withSet("math"), end, collected))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("start a new harvest");
        }
    }

    @Test
    void explainsTheServersErrors() {
        server.thenXml(error("cannotDisseminateFormat", "Did not recognize requested format"))
                .thenXml(error("badArgument", "Set does not exist"))
                .thenXml(error("badResumptionToken", "rainbow"));

        assertThatThrownBy(() -> harvest(HarvestState.START))
                .isInstanceOf(HarvestException.class)
                .hasMessageContaining("cannotDisseminateFormat (Did not recognize requested format)")
                .hasMessageContaining("metadataPrefix 'arXiv' is not served");
        assertThatThrownBy(() -> harvest(HarvestState.START))
                .isInstanceOf(HarvestException.class)
                .hasMessageContaining("Set does not exist")
                .hasMessageContaining("check set, from and until");
        // No token was sent: nothing to restart.
        assertThatThrownBy(() -> harvest(HarvestState.START))
                .isInstanceOf(HarvestException.class)
                .hasMessageContaining("badResumptionToken");
    }

    @Test
    void readsTotalsAndTimedDatestampsOfOtherServers() throws Exception {
        server.thenXml(
                OaiFixtures.envelope(
                        "<ListRecords>"
                                + record("2401.00001", "2025-03-01T10:00:00Z", "One")
                                + record("2401.00002", "2025-03-02T10:00:00Z", "Two")
                                + "<resumptionToken cursor=\"0\" completeListSize=\"3179\">6625712|1001</resumptionToken></ListRecords>"));
        server.thenXml(
                OaiFixtures.envelope("<ListRecords>" + record("2401.00005", "2025-03-04", "Five") + "</ListRecords>"));
        List<HarvestState> states = new ArrayList<>();

        try (OaiHarvester harvester = harvester(options())) {
            harvester.harvestPages(QUERY, HarvestState.START, page -> states.add(page.state()));
        }

        assertThat(states.getFirst().total()).hasValue(3179);
        assertThat(states.getFirst().reached()).contains(LocalDate.of(2025, 3, 2));
        assertThat(states.getFirst().tokenExpires()).isEmpty();
        assertThat(server.queries().get(1)).isEqualTo("verb=ListRecords&resumptionToken=6625712%7C1001");
    }

    @Test
    void triesAgainAfterUnusableAnswers() throws Exception {
        server.thenXml("<html><head><title>Down for maintenance</title></head><body>soon</body></html>")
                .thenXml(PAGE_3.substring(0, PAGE_3.length() / 2))
                .thenXml(PAGE_3.replace("</header>", "</heade>"))
                .thenXml("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>")
                .thenXml(OaiFixtures.identify())
                .thenXml(PAGE_3);

        try (OaiHarvester harvester = harvester(options().withMaxAttempts(6))) {
            harvester.harvest(QUERY, HarvestState.START, collected);
        }

        assertThat(collected.papers()).containsExactly("2401.00005");
        assertThat(events).hasSize(6);
        assertThat(events.get(0)).contains("a web page came instead of XML: 'Down for maintenance'");
        assertThat(events.get(1)).contains("not well-formed at line");
        assertThat(events.get(2)).contains("not well-formed at line");
        assertThat(events.get(3)).contains("document type");
        assertThat(events.get(4)).contains("answers Identify; expected ListRecords");
    }

    @Test
    void saysWhereXmlIsBroken() {
        String broken = PAGE_3.replace("</header>", "</heade>");
        server.thenXml(broken).thenXml(broken).thenXml(broken);

        assertThatThrownBy(() -> harvest(HarvestState.START))
                .isInstanceOf(HarvestException.class)
                .hasMessageMatching(
                        ".*/oai\\?verb=ListRecords.* is not well-formed at line \\d+, column \\d+: .*header.*"
                                + "after 3 tries; go on later from the last saved state");
    }

    @Test
    void checksQueries() throws Exception {
        List<OaiSet> sets =
                List.of(new OaiSet("cs", "Computer Science"), new OaiSet("cs:cs:CL", "Computation and Language"));
        server.thenXml(OaiFixtures.identify()).thenXml(OaiFixtures.sets("more", sets));
        server.thenXml(OaiFixtures.sets("", List.of(new OaiSet("math:math:NA", "Numerical Analysis"))));
        server.thenXml(OaiFixtures.identify()).thenXml(OaiFixtures.sets("", sets));
        server.thenXml(OaiFixtures.identify());

        try (OaiHarvester harvester = harvester(options())) {
            harvester.check(QUERY);
            assertThatThrownBy(() -> harvester.check(QUERY.withSet("cs.CL")))
                    .isInstanceOf(HarvestException.class)
                    .hasMessageEndingWith("has no set 'cs.CL'; near it are cs:cs:CL");
            assertThatThrownBy(() -> harvester.check(QUERY.withFrom(LocalDate.of(2001, 3, 5))))
                    .isInstanceOf(HarvestException.class)
                    .hasMessageEndingWith("has no records from 2001-03-05; its first day is 2005-09-16");
        }
    }

    @Test
    void namesTheRepositoryAndItsSets() throws Exception {
        server.thenXml(OaiFixtures.identify()).thenXml(error("noSetHierarchy", "This repository has no sets"));

        try (OaiHarvester harvester = harvester(options())) {
            assertThat(harvester.identify())
                    .isEqualTo(new OaiRepository(
                            "arXiv", "2.0", Optional.of(LocalDate.of(2005, 9, 16)), "persistent", "YYYY-MM-DD"));
            assertThat(harvester.listSets()).isEmpty();
        }
    }

    @Test
    void takesPagesWithHundredThousandsOfEscapes() throws Exception {
        server.thenXml(page("", record("2401.00001", "2025-03-01", "a &lt; b &amp; c ".repeat(100_000))));

        try (OaiHarvester harvester = harvester(options())) {
            assertThat(harvester
                            .harvestPages(QUERY, HarvestState.START, page -> {})
                            .records())
                    .isEqualTo(1);
        }
    }

    @Test
    void theExampleOfThePackageWorks() throws Exception {
        server.thenXml(OaiFixtures.identify())
                .thenXml(OaiFixtures.sets("", List.of(new OaiSet("cs:cs:CL", "Computation and Language"))))
                .thenXml(PAGE_3);
        TitleImporter importer = new TitleImporter();
        HarvestState saved = HarvestState.START;
        List<OaiQuery> remembered = new ArrayList<>();

        // As in package-info, but for the address and the clock.
        try (OaiHarvester harvester = new OaiHarvester(options(), importer, time.pace(), HarvestListener.NONE)) {
            OaiQuery query = OaiQuery.of("arXiv").withSet("cs:cs:CL").withFrom(LocalDate.of(2025, 3, 1));
            harvester.check(query);
            HarvestState state = harvester.harvest(query, saved, collected);
            state.nextFrom().ifPresent(from -> remembered.add(query.withFrom(from)));
        }

        assertThat(remembered).containsExactly(QUERY.withFrom(LocalDate.of(2025, 3, 4)));
    }

    private HarvestState harvest(HarvestState state) throws IOException, InterruptedException {
        try (OaiHarvester harvester = harvester(options())) {
            return harvester.harvest(QUERY, state, collected);
        }
    }

    private OaiHarvester harvester(HarvestOptions options) {
        return new OaiHarvester(options, new TitleImporter(), time.pace(), new Events(events));
    }

    private HarvestOptions options() {
        return HarvestOptions.oai()
                .withBase(server.base())
                .withContact("me@example.org")
                .withMaxAttempts(3);
    }
}
