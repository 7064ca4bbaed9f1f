package dev.lemma.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;

/// The choice among kernels by the number of vector registers, apart from [GemmJob] so that that loads
/// without the Vector API.
final class LaneGemm {
    private LaneGemm() {}

    static GemmKernel fastest() {
        boolean manyRegisters = FloatVector.SPECIES_PREFERRED.vectorShape() == VectorShape.S_512_BIT
                || System.getProperty("os.arch").equals("aarch64");
        return manyRegisters ? new LaneGemm8() : new LaneGemm4();
    }
}
