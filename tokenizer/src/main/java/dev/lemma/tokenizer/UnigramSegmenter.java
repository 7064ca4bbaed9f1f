package dev.lemma.tokenizer;

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

    @Override
    public Run start() {
        ViterbiPass pass = new ViterbiPass(model);
        IdBuffer ids = new IdBuffer();
        return (s, from, to, out) -> {
            ids.clear();
            pass.segment(s, from, to, ids);
            int at = from;
            for (int i = 0; i < ids.size(); i++) {
                int id = ids.get(i);
                int end = at + model.coveredBytes(s, at, to, id);
                if (id == unknown) {
                    fallback.unknown(s, at, end, out);
                } else {
                    out.add(id);
                }
                at = end;
            }
        };
    }
}
