package dev.floe.format.bls;

import dev.floe.format.internal.bls.JavaCurve;
import dev.floe.format.internal.bls.NativeCurve;
import java.lang.System.Logger.Level;

/// Decides once per process; loading the native library is what costs.
final class BestCurve {

    static final Curve CURVE = choose();

    private BestCurve() {}

    private static Curve choose() {
        if ("java".equals(System.getProperty("floe.bls"))) {
            return JavaCurve.INSTANCE;
        }
        try {
            return NativeCurve.load();
        } catch (LinkageError | RuntimeException e) {
            System.getLogger(BestCurve.class.getName())
                    .log(Level.INFO, "event=bls-native-missing using=java reason=\"" + e + "\"");
            return JavaCurve.INSTANCE;
        }
    }
}
