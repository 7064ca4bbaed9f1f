package dev.lemma.tokenizer;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Times the stages of a training.
final class StageClock {
    private final Map<TrainingStage, Long> nanos = new EnumMap<>(TrainingStage.class);

    /// Runs a stage, or more of one.
    void time(TrainingStage stage, Runnable work) {
        long start = System.nanoTime();
        work.run();
        nanos.merge(stage, System.nanoTime() - start, Long::sum);
    }

    List<TrainingReport.StageTime> times() {
        return nanos.entrySet().stream()
                .map(e -> new TrainingReport.StageTime(e.getKey(), e.getValue() / 1e9))
                .toList();
    }
}
