package dev.lemma.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/// The distinct parts of texts, with how often each occurs.
///
/// @param counts strings by shard
/// @param bytes of all texts as given
record UnitCounts(ShardedCounts counts, long bytes) {
    /// Counts them.
    ///
    /// @param splitters a splitter for each worker
    static UnitCounts of(
            TrainingTexts texts,
            IntFunction<TextSplitter> splitters,
            TextNormalization normalization,
            ShardedCounts counts,
            TrainingPool pool,
            TrainingStage stage) {
        TextSplitter[] splitter = new TextSplitter[pool.threads()];
        Arrays.setAll(splitter, splitters);
        long bytes = TextBlocks.forEachBatch(texts, pool, stage, 0, blocks -> {
            List<ByteStringCounts> tables = new ArrayList<>();
            blocks.forEach(b -> tables.add(new ByteStringCounts()));
            pool.run(blocks.size(), (b, worker) -> {
                ByteStringCounts table = tables.get(b);
                TextSplitter.Receiver receiver = (text, from, to) -> table.add(text, from, to, 1);
                TextBlocks.Block block = blocks.get(b);
                for (int t = 0; t < block.size(); t++) {
                    byte[] text = normalization.apply(block.bytes(), block.start(t), block.end(t));
                    splitter[worker].split(text, 0, text.length, receiver);
                }
            });
            counts.merge(tables, pool);
        });
        return new UnitCounts(counts, bytes);
    }
}
