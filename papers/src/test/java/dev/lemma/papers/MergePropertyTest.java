package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Repeat one case with `-Dtest=MergePropertyTest`; its seed is the parameter.
class MergePropertyTest {
    private static final int CASES = 3_000;
    private static final List<Function<Paper, Object>> PARTS = List.of(
            Paper::authors,
            Paper::summary,
            Paper::categories,
            Paper::venue,
            Paper::year,
            Paper::published,
            Paper::updated,
            Paper::announced,
            Paper::comment,
            Paper::doi,
            Paper::journalRef,
            Paper::keywords,
            Paper::url,
            Paper::pdf);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void isIdempotentAndNeverErases(long seed) {
        RandomPapers papers = new RandomPapers(seed, 1);
        for (int i = 0; i < CASES; i++) {
            Paper stored = papers.paper();
            Paper incoming = papers.paper();
            boolean onlyIfNewer = papers.random().nextBoolean();
            Paper merged = Merge.of(stored, incoming, onlyIfNewer);
            String what = "seed " + seed + ", case " + i + ": " + stored + " met " + incoming;
            assertThat(Merge.of(merged, incoming, onlyIfNewer)).as(what).isEqualTo(merged);
            assertThat(Merge.of(stored, stored, onlyIfNewer)).as(what).isEqualTo(stored);
            Paper empty = Paper.builder(stored.id(), "x").build();
            for (Function<Paper, Object> part : PARTS) {
                Object nothing = part.apply(empty);
                Object result = part.apply(merged);
                assertThat(result).as(what).isIn(part.apply(stored), part.apply(incoming));
                if (!part.apply(stored).equals(nothing) || !part.apply(incoming).equals(nothing)) {
                    assertThat(result).as(what).isNotEqualTo(nothing);
                }
            }
        }
    }

    /// As in an import: the first description of a run counts, a later one only if it is newer.
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5, 6})
    void aSecondRunChangesNothing(long seed) {
        RandomPapers papers = new RandomPapers(seed, 1);
        for (int i = 0; i < CASES; i++) {
            Paper before = papers.paper();
            List<Paper> run = new ArrayList<>();
            for (int k = 1 + papers.random().nextInt(4); k > 0; k--) {
                run.add(papers.paper());
            }
            Paper once = runOf(before, run);
            assertThat(runOf(once, run))
                    .as("seed %d, case %d: %s after %s", seed, i, run, before)
                    .isEqualTo(once);
        }
    }

    private static Paper runOf(Paper before, List<Paper> run) {
        Paper paper = before;
        Set<PaperId> seen = new HashSet<>();
        for (Paper next : run) {
            Paper merged = Merge.of(paper, next, !seen.add(next.id()));
            paper = merged;
        }
        return paper;
    }
}
