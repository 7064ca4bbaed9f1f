package dev.lemma.tokenizer;

import java.util.ArrayList;
import java.util.List;

/// The distinct words or lines of texts, with how often each occurs.
///
/// @param counts strings by shard
/// @param bytes of all texts as given
record UnitCounts(ShardedCounts counts, long bytes) {
    /// Longest word in bytes and longest line in characters; longer ones are cut.
    private static final int MAX_WORD_BYTES = 1 << 12;

    private static final int MAX_LINE_CHARS = 10_000;

    /// Counts them.
    ///
    static UnitCounts of(
            TrainingTexts texts,
            TrainingUnits units,
            TextNormalization normalization,
            ShardedCounts counts,
            TrainingPool pool,
            TrainingStage stage) {
        byte[][] scratch = new byte[pool.threads()][MAX_WORD_BYTES + 1];
        long bytes = TextBlocks.forEachBatch(texts, pool, stage, 0, blocks -> {
            List<ByteStringCounts> tables = new ArrayList<>();
            blocks.forEach(b -> tables.add(new ByteStringCounts()));
            pool.run(blocks.size(), (b, worker) -> {
                ByteStringCounts table = tables.get(b);
                TextParts.Receiver receiver = (text, from, to) -> table.add(text, from, to, 1);
                TextBlocks.Block block = blocks.get(b);
                for (int t = 0; t < block.size(); t++) {
                    byte[] text = normalization.apply(block.bytes(), block.start(t), block.end(t));
                    switch (units) {
                        case WORDS -> TextParts.words(text, 0, text.length, scratch[worker], MAX_WORD_BYTES, receiver);
                        case LINES -> TextParts.lines(text, 0, text.length, MAX_LINE_CHARS, false, receiver);
                    }
                }
            });
            counts.merge(tables, pool);
        });
        return new UnitCounts(counts, bytes);
    }
}
