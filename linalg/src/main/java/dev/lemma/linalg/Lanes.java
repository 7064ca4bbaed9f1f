package dev.lemma.linalg;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;

/// What this JVM offers to the kernels. Names no class of `jdk.incubator.vector`, so that it loads without
/// it.
final class Lanes {
    /// Whether the Vector API is there. The one place where a missing flag is reported.
    static final boolean PRESENT = lookFor("jdk.incubator.vector");

    /// Whether the processor multiplies and adds in one instruction. Without one, `Math.fma` and
    /// `FloatVector.fma` are computed with big decimals: 500 ns instead of 2.4.
    static final boolean FUSED = hasFusedMultiplyAdd();

    private Lanes() {}

    private static boolean lookFor(String module) {
        boolean present = ModuleLayer.boot().findModule(module).isPresent();
        if (!present) {
            System.getLogger("dev.lemma.linalg")
                    .log(
                            Level.WARNING,
                            "The Vector API is absent: scalar kernels are used, which are several times slower;"
                                    + " start java with --add-modules {0}",
                            module);
        }
        return present;
    }

    private static boolean hasFusedMultiplyAdd() {
        HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (vm == null) {
            return false;
        }
        try {
            VMOption option = vm.getVMOption("UseFMA");
            return Boolean.parseBoolean(option.getValue());
        } catch (IllegalArgumentException e) {
            // Not a HotSpot that knows the option: the slower way is right everywhere.
            return false;
        }
    }
}
