package dev.lemma.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Goes through texts in batches of blocks whose limits depend on the texts alone, so that whatever is done a
/// block or a batch comes out the same with any number of threads.
final class TextBlocks {
    /// A block is full once it holds as many bytes; its last text may be longer.
    static final int BLOCK_BYTES = 1 << 18;
    /// Blocks a batch: bounds what is held of the texts at once.
    static final int BATCH = 32;

    private TextBlocks() {}

    /// Texts one after another.
    static final class Block {
        private byte[] bytes = new byte[BLOCK_BYTES + BLOCK_BYTES / 8];
        private int[] ends = new int[256];
        private int size;

        private void add(byte[] text) {
            int end = end();
            if (text.length > bytes.length - end) {
                bytes = Arrays.copyOf(bytes, Math.addExact(end, text.length));
            }
            System.arraycopy(text, 0, bytes, end, text.length);
            if (size == ends.length) {
                ends = Arrays.copyOf(ends, 2 * size);
            }
            ends[size++] = end + text.length;
        }

        private int end() {
            return size == 0 ? 0 : ends[size - 1];
        }

        byte[] bytes() {
            return bytes;
        }

        int size() {
            return size;
        }

        int start(int text) {
            return text == 0 ? 0 : ends[text - 1];
        }

        int end(int text) {
            return ends[text];
        }
    }

    /// Hands all texts to `consumer`, a batch at a time, and tells the listener.
    ///
    /// @param total bytes of the texts, or 0 where not known
    /// @return bytes of the texts
    static long forEachBatch(
            TrainingTexts texts, TrainingPool pool, TrainingStage stage, long total, Consumer<List<Block>> consumer) {
        Batcher batcher = new Batcher(pool, stage, total, consumer);
        pool.listener().progress(stage, 0, total);
        texts.forEach(batcher::add);
        batcher.flush();
        return batcher.done;
    }

    private static final class Batcher {
        private final TrainingPool pool;
        private final TrainingStage stage;
        private final long total;
        private final Consumer<List<Block>> consumer;
        private List<Block> blocks = new ArrayList<>();
        private long done;

        Batcher(TrainingPool pool, TrainingStage stage, long total, Consumer<List<Block>> consumer) {
            this.pool = pool;
            this.stage = stage;
            this.total = total;
            this.consumer = consumer;
        }

        void add(byte[] text) {
            if (blocks.isEmpty() || blocks.getLast().end() >= BLOCK_BYTES) {
                if (blocks.size() == BATCH) {
                    flush();
                }
                pool.checkCancelled();
                blocks.add(new Block());
            }
            blocks.getLast().add(text);
            done += text.length;
        }

        void flush() {
            if (!blocks.isEmpty()) {
                consumer.accept(List.copyOf(blocks));
                blocks = new ArrayList<>();
                pool.listener().progress(stage, done, total);
            }
        }
    }
}
