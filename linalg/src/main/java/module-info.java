/// Vector and matrix kernels on the Vector API, each beside its plain reference.
module dev.lemma.linalg {
    requires jdk.incubator.vector;
    requires java.management;
    requires jdk.management;
    requires static transitive org.jspecify;

    exports dev.lemma.linalg;
}
