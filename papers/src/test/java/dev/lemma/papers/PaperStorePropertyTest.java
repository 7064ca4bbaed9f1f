package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random changes of a store beside a map that does the same. Repeat one case with
/// `-Dtest=PaperStorePropertyTest`; its seed is the parameter.
class PaperStorePropertyTest {
    private static final int STEPS = 400;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void agreesWithAMap(long seed) {
        RandomPapers papers = new RandomPapers(seed, 25);
        RandomGenerator random = papers.random();
        Map<PaperId, Paper> model = new HashMap<>();
        // What readers that began to follow at some time know: the last number they saw, and the papers by key.
        List<Follower> followers = new ArrayList<>();
        followers.add(new Follower());
        Path file = folder.resolve("papers.db");
        try (PaperStore one = PaperStore.open(file);
                PaperStore other = PaperStore.open(file)) {
            for (int step = 0; step < STEPS; step++) {
                String what = "seed " + seed + ", step " + step;
                PaperStore store = random.nextBoolean() ? one : other;
                Map<PaperId, Paper> changed = new HashMap<>(model);
                boolean commit = random.nextInt(5) > 0;
                try (PaperStore.Writer writer = store.writer()) {
                    for (int k = random.nextInt(4); k >= 0; k--) {
                        change(writer, papers, changed, what);
                    }
                    if (commit) {
                        writer.commit();
                    }
                }
                if (commit) {
                    model = changed;
                }
                assertThat(store.size()).as(what).isEqualTo(model.size());
                if (step % 20 == 0) {
                    compare(store, model, what);
                    followers.add(new Follower());
                }
                Follower follower = followers.get(random.nextInt(followers.size()));
                follower.follow(store, 1 + random.nextInt(9));
                assertThat(follower.papers()).as(what).isEqualTo(model);
            }
            for (Follower follower : followers) {
                follower.follow(one, 7);
                assertThat(follower.papers())
                        .as("seed " + seed + ", at the end")
                        .isEqualTo(model);
            }
            assertThat(one.check()).isEmpty();
            works(one, model);
        }
    }

    private static void change(PaperStore.Writer writer, RandomPapers papers, Map<PaperId, Paper> model, String what) {
        RandomGenerator random = papers.random();
        switch (random.nextInt(10)) {
            case 0 -> {
                PaperId id = papers.id();
                assertThat(writer.remove(List.of(id))).as(what).isEqualTo(model.remove(id) == null ? 0 : 1);
            }
            case 1 -> {
                String source = random.nextInt(4) == 0 ? "venue-jsonl" : "none";
                int before = model.size();
                model.values().removeIf(paper -> paper.source().equals(source));
                assertThat(writer.removeSource(source)).as(what).isEqualTo(before - model.size());
            }
            default -> {
                // Classics move out of the way of others, which PaperStoreTest looks at.
                Paper paper = papers.paper().toBuilder()
                        .source("s" + random.nextInt(3))
                        .build();
                boolean onlyIfNewer = random.nextBoolean();
                Paper known = model.get(paper.id());
                Paper merged = known == null ? paper.wellFormed() : Merge.of(known, paper.wellFormed(), onlyIfNewer);
                PutResult expected =
                        known == null ? PutResult.NEW : merged.equals(known) ? PutResult.UNCHANGED : PutResult.UPDATED;
                assertThat(writer.put(paper, onlyIfNewer)).as(what).isEqualTo(expected);
                model.put(paper.id(), merged);
            }
        }
    }

    private static void compare(PaperStore store, Map<PaperId, Paper> model, String what) {
        for (Map.Entry<PaperId, Paper> entry : model.entrySet()) {
            StoredPaper stored = store.find(entry.getKey()).orElseThrow();
            assertThat(stored.paper()).as(what).isEqualTo(entry.getValue());
            assertThat(store.fetch(new long[] {stored.key()})).as(what).containsExactly(stored);
        }
    }

    /// Papers of one work have one title: who got another one has left, and no two works share a number.
    private static void works(PaperStore store, Map<PaperId, Paper> model) {
        Map<Long, Set<Long>> titlesOfWork = new LinkedHashMap<>();
        for (PaperId id : model.keySet()) {
            StoredPaper stored = store.find(id).orElseThrow();
            titlesOfWork
                    .computeIfAbsent(stored.work(), work -> new HashSet<>())
                    .add(SameWork.titleKey(stored.paper().title()));
            for (StoredPaper linked : store.linked(stored)) {
                assertThat(linked.work()).isEqualTo(stored.work());
            }
        }
        assertThat(titlesOfWork.values())
                .as("titles of each work")
                .allSatisfy(titles -> assertThat(titles).hasSize(1));
    }

    private static final class Follower {
        private long after;
        private final Map<Long, Paper> byKey = new HashMap<>();

        void follow(PaperStore store, int limit) {
            while (true) {
                List<StoreChange> changes = store.changes(after, limit);
                if (changes.isEmpty()) {
                    return;
                }
                for (StoreChange change : changes) {
                    assertThat(change.seq()).isGreaterThan(after);
                    after = change.seq();
                    switch (change) {
                        case StoreChange.Put put ->
                            byKey.put(put.stored().key(), put.stored().paper());
                        case StoreChange.Removed removed -> byKey.remove(removed.key());
                    }
                }
            }
        }

        Map<PaperId, Paper> papers() {
            Map<PaperId, Paper> papers = new HashMap<>();
            byKey.values().forEach(paper -> papers.put(paper.id(), paper));
            assertThat(papers).hasSize(byKey.size());
            return papers;
        }
    }
}
