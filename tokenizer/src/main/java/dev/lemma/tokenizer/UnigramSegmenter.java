package dev.lemma.tokenizer;

import java.util.Arrays;

/// The best segmentation of a unigram model, with what stands for unknown characters. Immutable.
final class UnigramSegmenter implements Segmenter {
    private final UnigramModel model;
    private final int unknown;
    private final Fallback fallback;

    /// @param model with the rules [UnigramRules#CHARACTERS]
    UnigramSegmenter(UnigramModel model, Fallback fallback) {
        this.model = model;
        this.unknown = model.unknownId;
        this.fallback = fallback;
    }

    UnigramModel model() {
        return model;
    }

    @Override
    public Run start() {
        ViterbiPass pass = new ViterbiPass(model);
        IdBuffer ids = new IdBuffer();
        return (s, from, to, out) -> {
            ids.clear();
            pass.segment(s, from, to, ids);
            if (!ids.contains(unknown)) {
                out.addAll(ids);
                return;
            }
            int at = from;
            for (int i = 0; i < ids.size(); i++) {
                at = add(s, at, to, ids.get(i), out);
            }
        };
    }

    /// The ids of a segmentation of all of `s`, unknown ones replaced by what stands for them.
    int[] withFallback(byte[] s, int[] ids) {
        if (Arrays.stream(ids).noneMatch(id -> id == unknown)) {
            return ids;
        }
        IdBuffer out = new IdBuffer();
        int at = 0;
        for (int id : ids) {
            at = add(s, at, s.length, id, out);
        }
        return out.toArray();
    }

    private int add(byte[] s, int at, int to, int id, IdBuffer out) {
        int end = at + model.coveredBytes(s, at, to, id);
        if (id == unknown) {
            fallback.unknown(s, at, end, out);
        } else {
            out.add(id);
        }
        return end;
    }
}
