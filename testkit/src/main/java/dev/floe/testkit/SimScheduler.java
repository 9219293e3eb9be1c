package dev.floe.testkit;

import dev.floe.host.Time;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Runs plain blocking code on virtual threads, one at a time, in an order that a seed decides, with virtual time.
///
/// The same seed gives the same run: same order, same times, same [#traceDigest]. A thread is interrupted only
/// where it blocks, sleeps, yields, or uses simulated files and time; what it does between is one step. Locks,
/// `synchronized`, queues, semaphores, futures and `newVirtualThreadPerTaskExecutor` work as always. Waits with a
/// time limit do not belong here: they wait in real time; use [#time] and [dev.floe.host.Deadline].
///
/// Half of the seeds pick the next thread evenly, the other half give threads priorities that change a few times in
/// a run: the first finds common races quickly, the second those that need one thread to be very late.
///
/// Needs `--add-opens=java.base/java.lang=ALL-UNNAMED` (tests of this build have it): the JDK keeps virtual threads
/// with a scheduler of one's own to itself.
public final class SimScheduler {

    /// Steps after which a run counts as endless.
    public static final long DEFAULT_MAX_STEPS = 5_000_000;

    private static final int MAX_TRACE_LINES = 10_000;
    private static final int PRIORITY_CHANGE_ODDS = 50;

    private final Seed seed;
    private final RandomGenerator random;
    private final boolean hasPriorities;
    private final SimTime time;
    private final Executor executor = this::ready;
    private final UnblockerFence fence = new UnblockerFence();
    private final Deque<Task> ready = new ArrayDeque<>();

    /// Filled by any thread, emptied between steps.
    private final ConcurrentLinkedQueue<Runnable> arrivals = new ConcurrentLinkedQueue<>();

    /// Virtual threads by their continuation, which is what the JDK hands to a scheduler.
    private final Map<Runnable, Task> tasks = new HashMap<>();

    private final List<String> trace = new ArrayList<>();
    private long traceDigest = 1;
    private int nextNumber;
    private long steps;
    private long maxSteps = DEFAULT_MAX_STEPS;
    private @Nullable Throwable uncaught;
    private @Nullable Thread carrier;

    /// A virtual thread; its number is in order of the first step, so the same in every run.
    private static final class Task {
        final Runnable continuation;
        final Thread thread;
        final int number;
        int priority;
        boolean isReady;

        Task(Runnable continuation, Thread thread, int number, int priority) {
            this.continuation = continuation;
            this.thread = thread;
            this.number = number;
            this.priority = priority;
        }

        @Override
        public String toString() {
            return "thread " + number + (thread.getName().isEmpty() ? "" : " '" + thread.getName() + "'");
        }
    }

    /// A scheduler whose every decision comes from `seed`.
    public SimScheduler(Seed seed) {
        this.seed = seed;
        this.random = seed.random();
        this.hasPriorities = (seed.value() & 1) == 1;
        this.time = new SimTime(this);
    }

    /// Sets after how many steps a run counts as endless.
    public SimScheduler maxSteps(long steps) {
        maxSteps = steps;
        return this;
    }

    /// Virtual time: it passes by a microsecond per step, and jumps when all threads sleep.
    public Time time() {
        return time;
    }

    /// Makes virtual threads that this scheduler runs. Threads they start are run by it too.
    public Thread.Builder.OfVirtual threads() {
        return VirtualThreads.builder(executor).uncaughtExceptionHandler((thread, failure) -> {
            if (uncaught == null) {
                uncaught = failure;
            }
        });
    }

    /// Runs `main` and every thread it starts until all have ended.
    ///
    /// @return what `main` returns
    /// @throws AssertionError if threads wait for each other for ever, or the run does not end
    public <T> T run(Callable<T> main) throws Exception {
        if (carrier != null) {
            throw new IllegalStateException("a scheduler is for one run; make another with the same seed");
        }
        FutureTask<T> result = new FutureTask<>(main);
        threads().name("main").start(result);
        // A thread of its own: to the JVM, a monitor that a carrier holds is held by every thread it carries.
        FutureTask<Boolean> loop = new FutureTask<>(this::runAll);
        carrier = Thread.ofPlatform().name("simulation").daemon().start(loop);
        try {
            loop.get();
        } catch (ExecutionException e) {
            throw asException(e.getCause() == null ? e : e.getCause());
        }
        return switch (result.state()) {
            case SUCCESS -> result.resultNow();
            case FAILED -> throw asException(result.exceptionNow());
            case RUNNING, CANCELLED -> throw new AssertionError(seed + ": the main thread did not end");
        };
    }

    private boolean runAll() {
        boolean goesOn = true;
        while (goesOn) {
            goesOn = step();
            Throwable failure = uncaught;
            if (failure != null) {
                throw new AssertionError(seed + ": uncaught in a thread: " + failure, failure);
            }
            if (steps > maxSteps) {
                throw new AssertionError(seed + ": no end after " + maxSteps + " steps; " + threadsAlive());
            }
        }
        return true;
    }

    /// How many times a thread was run until it blocked.
    public long steps() {
        return steps;
    }

    /// A number over all decisions and events of a run: equal for equal runs.
    public long traceDigest() {
        return traceDigest;
    }

    /// The first 10,000 decisions and events, to find where two runs part.
    public List<String> trace() {
        return List.copyOf(trace);
    }

    /// Adds a line to the trace. For the threads of the run.
    public void event(String line) {
        traceDigest = traceDigest * 0x5851f42d4c957f2dL + line.hashCode();
        if (trace.size() < MAX_TRACE_LINES) {
            trace.add(line);
        }
    }

    /// A point where another simulated thread may run; does nothing on platform threads.
    @SuppressWarnings("ThreadPriorityCheck") // a yield is exactly what is meant
    static void mayRunAnother() {
        if (Thread.currentThread().isVirtual()) {
            Thread.yield();
        }
    }

    /// Runs one thread until it blocks. Returns whether there was one.
    private boolean step() {
        settle();
        while (ready.isEmpty()) {
            if (!time.wakeNext()) {
                if (tasks.isEmpty()) {
                    return false;
                }
                throw new AssertionError(seed + ": deadlock; " + threadsAlive());
            }
            settle();
        }
        Task task = pick();
        task.isReady = false;
        steps++;
        time.tick();
        event("run " + task.number);
        task.continuation.run();
        if (task.thread.getState() == Thread.State.TERMINATED) {
            tasks.remove(task.continuation);
            event("end " + task.number);
        }
        return true;
    }

    /// Takes in every thread that can run, also those that a thread of the JDK has yet to hand over.
    private void settle() {
        takeArrivals();
        boolean mayArrive = false;
        for (Task task : tasks.values()) {
            // Blocked until its monitor is free; runnable when the JDK is just about to hand it over.
            Thread.State state = task.thread.getState();
            mayArrive |= !task.isReady && (state == Thread.State.BLOCKED || state == Thread.State.RUNNABLE);
        }
        if (mayArrive) {
            fence.await();
            takeArrivals();
        }
    }

    private void takeArrivals() {
        List<Task> come = new ArrayList<>();
        for (Runnable continuation = arrivals.poll(); continuation != null; continuation = arrivals.poll()) {
            Task task = tasks.get(continuation);
            if (task == null) {
                task = new Task(
                        continuation, VirtualThreads.threadOf(continuation), nextNumber++, random.nextInt(1 << 20));
                tasks.put(continuation, task);
            }
            task.isReady = true;
            come.add(task);
        }
        ready.addAll(come);
    }

    private Task pick() {
        List<Task> all = new ArrayList<>(ready);
        all.sort((a, b) -> Integer.compare(a.number, b.number));
        Task picked = all.get(random.nextInt(all.size()));
        if (hasPriorities) {
            if (random.nextInt(PRIORITY_CHANGE_ODDS) == 0) {
                picked.priority = random.nextInt(1 << 20);
            }
            for (Task task : all) {
                picked = task.priority > picked.priority ? task : picked;
            }
        }
        ready.remove(picked);
        return picked;
    }

    private void ready(Runnable continuation) {
        arrivals.add(continuation);
    }

    private static Exception asException(Throwable failure) {
        if (failure instanceof Error e) {
            throw e;
        }
        return (Exception) failure; // a callable throws nothing else
    }

    private String threadsAlive() {
        StringBuilder text = new StringBuilder(tasks.size() + " threads are alive:");
        List<Task> alive = new ArrayList<>(tasks.values());
        alive.sort((a, b) -> Integer.compare(a.number, b.number));
        for (Task task : alive) {
            text.append("\n  ").append(task).append(' ').append(task.thread.getState());
            for (StackTraceElement frame : task.thread.getStackTrace()) {
                text.append("\n      at ").append(frame);
            }
        }
        return text.toString();
    }
}
