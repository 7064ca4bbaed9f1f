/// Unigram and BPE tokenizers.
module dev.lemma.tokenizer {
    requires static transitive org.jspecify;

    exports dev.lemma.tokenizer;
}
