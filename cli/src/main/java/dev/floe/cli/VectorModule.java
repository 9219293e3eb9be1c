package dev.floe.cli;

import java.lang.reflect.Method;

/// Loads the JDK's Vector API when a command needs it. With `--add-modules` every start of `floe` would print the
/// JDK's incubator warning; loading the module here is silent and just as fast
/// (docs/design/0001-build-and-modules.md).
public final class VectorModule {

    private VectorModule() {}

    /// Makes `jdk.incubator.vector` available if this JVM has it. Encoders fall back to scalar code where it is
    /// not.
    public static void load() {
        try {
            Method loadModule = Class.forName("jdk.internal.module.Modules").getMethod("loadModule", String.class);
            loadModule.invoke(null, "jdk.incubator.vector");
        } catch (ReflectiveOperationException | RuntimeException e) {
            System.getLogger(VectorModule.class.getName())
                    .log(System.Logger.Level.DEBUG, "vector module not loaded, using scalar code: " + e);
        }
    }
}
