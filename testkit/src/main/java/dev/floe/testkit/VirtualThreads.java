package dev.floe.testkit;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;

/// The only place that touches what the JDK does not give away.
final class VirtualThreads {
    private static final MethodHandle BUILDER = builderOf();

    private VirtualThreads() {}

    private static MethodHandle builderOf() {
        try {
            Constructor<?> constructor = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                    .getDeclaredConstructor(Executor.class);
            constructor.setAccessible(true);
            return MethodHandles.lookup().unreflectConstructor(constructor);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException(
                    "the scheduler needs --add-opens=java.base/java.lang=ALL-UNNAMED and the JDK it was made for, 25",
                    e);
        }
    }

    static Thread.Builder.OfVirtual builder(Executor scheduler) {
        try {
            return (Thread.Builder.OfVirtual) BUILDER.invoke(scheduler);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// The continuation is a lambda of its thread; the thread is what it captured.
    static Thread threadOf(Runnable continuation) {
        try {
            for (Field field : continuation.getClass().getDeclaredFields()) {
                field.setAccessible(true);
                if (field.get(continuation) instanceof Thread thread) {
                    return thread;
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a continuation of an unknown kind: " + continuation.getClass(), e);
        }
        throw new IllegalStateException("a continuation of an unknown kind: " + continuation.getClass());
    }
}
