/// Attention operators for long contexts.
module dev.lemma.attention {
    requires jdk.incubator.vector;
    requires transitive dev.lemma.linalg;
    requires static transitive org.jspecify;

    exports dev.lemma.attention;
}
