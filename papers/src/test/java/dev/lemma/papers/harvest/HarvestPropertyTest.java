package dev.lemma.papers.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.lemma.papers.Paper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that fails, forgets tokens and ends runs by chance: in the end every record was acknowledged.
class HarvestPropertyTest {
    private static final OaiQuery QUERY = OaiQuery.of("arXiv");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingIsMissed(long seed) throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        boolean ordered = seed % 2 == 0;
        List<Entry> list = list(random, ordered);
        FakeTime time = new FakeTime();
        Set<String> acknowledged = new TreeSet<>();
        String[] saved = {HarvestState.START.toText()};
        try (ReplayServer server = new ReplayServer()) {
            server.otherwise(exchange -> answer(exchange, list, random));
            HarvestOptions options =
                    HarvestOptions.oai().withBase(server.base()).withMaxAttempts(100);
            for (int run = 0; run < 1000 && !HarvestState.parse(saved[0]).finished(); run++) {
                try (OaiHarvester harvester =
                        new OaiHarvester(options, new TitleImporter(), time.pace(), HarvestListener.NONE)) {
                    harvester.harvest(QUERY, HarvestState.parse(saved[0]), new KilledSink(random, acknowledged, saved));
                } catch (Killed | HarvestException e) {
                    // The next run goes on from what is saved.
                    time.advance(Duration.ofHours(random.nextInt(30)));
                }
            }
        }

        assertThat(HarvestState.parse(saved[0]).finished()).isTrue();
        assertThat(acknowledged).isEqualTo(list.stream().map(Entry::id).collect(Collectors.toCollection(TreeSet::new)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void brokenAnswersAreReadOrRefused(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] whole = ReplayServer.utf8(OaiFixtures.page(
                OaiFixtures.TOKEN_2,
                OaiFixtures.record("2401.00001", "2025-03-01", "One"),
                OaiFixtures.deletedRecord("cs/0112017", "2025-03-03")));
        for (int round = 0; round < 500; round++) {
            byte[] body = Arrays.copyOf(whole, random.nextInt(3) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int change = random.nextInt(4); change > 0 && body.length > 0; change--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(OaiAnswer.read(body, "ListRecords").records()).isBetween(0, 2);
                AtomAnswer.read(body);
            } catch (UnusableAnswer e) {
                assertThat(e).message().isNotBlank().doesNotContain("\n");
            }
        }
    }

    private static List<Entry> list(RandomGenerator random, boolean ordered) {
        List<LocalDate> days = new ArrayList<>(IntStream.range(0, random.nextInt(160))
                .mapToObj(i -> LocalDate.of(2025, 1, 1).plusDays(random.nextInt(random.nextBoolean() ? 3 : 40)))
                .toList());
        if (ordered) {
            days.sort(null);
        }
        return IntStream.range(0, days.size())
                .mapToObj(i -> new Entry("2401.%05d".formatted(i), days.get(i)))
                .toList();
    }

    private static void answer(HttpExchange exchange, List<Entry> list, RandomGenerator random) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        int mood = random.nextInt(20);
        if (mood == 0) {
            exchange.getResponseHeaders().set("Retry-After", "7");
            ReplayServer.send(exchange, 503, new byte[0]);
            return;
        }
        LocalDate from = LocalDate.MIN;
        int skip = 0;
        int at = query.indexOf("resumptionToken=");
        if (at >= 0) {
            String token = URLDecoder.decode(query.substring(at + 16), StandardCharsets.UTF_8);
            if (mood <= 2) {
                ReplayServer.send(exchange, 200, ReplayServer.utf8(OaiFixtures.error("badResumptionToken", "gone")));
                return;
            }
            from = LocalDate.parse(token.substring(0, token.indexOf('|')));
            skip = Integer.parseInt(token.substring(token.indexOf('|') + 1));
        } else if (query.contains("&from=")) {
            from = LocalDate.parse(query.substring(query.indexOf("&from=") + 6));
        }
        LocalDate first = from;
        List<Entry> rest =
                list.stream().filter(entry -> !entry.day().isBefore(first)).toList();
        if (rest.isEmpty()) {
            ReplayServer.send(exchange, 200, ReplayServer.utf8(OaiFixtures.error("noRecordsMatch", "none")));
            return;
        }
        int end = Math.min(rest.size(), skip + 1 + random.nextInt(25));
        String token = end == rest.size() ? "" : first + "|" + end;
        String page = OaiFixtures.page(
                token,
                rest.subList(skip, end).stream()
                        .map(entry -> OaiFixtures.record(entry.id(), entry.day().toString(), "Title"))
                        .toArray(String[]::new));
        int length = mood == 3 ? random.nextInt(page.length()) : page.length();
        ReplayServer.send(exchange, 200, ReplayServer.utf8(page.substring(0, length)));
    }

    private record Entry(String id, LocalDate day) {}

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// Keeps ids only when their page is acknowledged, and ends runs anywhere.
    private static final class KilledSink implements HarvestSink {
        private final RandomGenerator random;
        private final Set<String> acknowledged;
        private final String[] saved;
        private final List<String> pending = new ArrayList<>();

        KilledSink(RandomGenerator random, Set<String> acknowledged, String[] saved) {
            this.random = random;
            this.acknowledged = acknowledged;
            this.saved = saved;
        }

        @Override
        public void paper(long line, Paper paper) {
            if (random.nextInt(60) == 0) {
                throw new Killed();
            }
            pending.add(paper.id().local());
        }

        @Override
        public void broken(long line, String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void acknowledged(HarvestState state) {
            acknowledged.addAll(pending);
            pending.clear();
            saved[0] = state.toText();
        }
    }
}
