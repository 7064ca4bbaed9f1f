package dev.lemma.tokenizer;

import org.jspecify.annotations.Nullable;

/// Scratch memory for segmenting one text after the other with one model; nothing in it outlives a call.
///
/// It grows to what the largest text so far needed (a few hundred kilobytes for ordinary text, whatever its
/// length). Not thread-safe: one a thread.
public final class UnigramWorkspace {
    private final UnigramModel model;
    private final IdBuffer ids = new IdBuffer();
    private final ViterbiPass viterbi;
    private @Nullable SamplingPass sampling; // made when first used

    UnigramWorkspace(UnigramModel model) {
        this.model = model;
        viterbi = new ViterbiPass(model);
    }

    /// This workspace, if it belongs to a model.
    UnigramWorkspace of(UnigramModel user) {
        if (user != model) {
            throw new IllegalArgumentException("workspace is of another model; make one with this model's workspace()");
        }
        return this;
    }

    IdBuffer ids() {
        return ids;
    }

    ViterbiPass viterbi() {
        return viterbi;
    }

    SamplingPass sampling() {
        SamplingPass pass = sampling;
        if (pass == null) {
            pass = new SamplingPass(model);
            sampling = pass;
        }
        return pass;
    }
}
