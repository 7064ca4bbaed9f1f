/// Language models in pure Java.
module dev.lemma.lm {
    requires com.fasterxml.jackson.databind;
    requires dev.lemma.tokenizer;
    requires jdk.incubator.vector;
    requires transitive dev.lemma.attention;
    requires static transitive org.jspecify;

    exports dev.lemma.lm;
}
