package dev.floe.testkit;

import java.util.Arrays;
import java.util.function.Predicate;

/// Finds a simpler list of choices that still fails: deletes runs, then lowers numbers, until nothing helps.
final class Shrinker {

    private final Predicate<long[]> stillFails;
    private int attemptsLeft;
    private long[] best;

    /// @param stillFails whether a list gives a failing value
    Shrinker(long[] failing, int maxAttempts, Predicate<long[]> stillFails) {
        this.best = failing;
        this.attemptsLeft = maxAttempts;
        this.stillFails = stillFails;
    }

    long[] run() {
        boolean improved = true;
        while (improved && attemptsLeft > 0) {
            improved = deleteRuns();
            improved |= zeroRuns();
            improved |= lowerNumbers();
        }
        return best;
    }

    private boolean deleteRuns() {
        boolean improved = false;
        for (int size = Integer.highestOneBit(Math.max(1, best.length)); size > 0; size /= 2) {
            int start = best.length - size;
            while (start >= 0 && attemptsLeft > 0) {
                long[] shorter = new long[best.length - size];
                System.arraycopy(best, 0, shorter, 0, start);
                System.arraycopy(best, start + size, shorter, start, best.length - start - size);
                improved |= accept(shorter);
                start = Math.min(start, best.length) - size;
            }
        }
        return improved;
    }

    private boolean zeroRuns() {
        boolean improved = false;
        for (int size = Integer.highestOneBit(Math.max(1, best.length)); size > 1; size /= 2) {
            for (int start = 0; start + size <= best.length && attemptsLeft > 0; start += size) {
                long[] simpler = best.clone();
                Arrays.fill(simpler, start, start + size, 0);
                improved |= !Arrays.equals(simpler, best) && accept(simpler);
            }
        }
        return improved;
    }

    private boolean lowerNumbers() {
        boolean improved = false;
        for (int i = 0; i < best.length && attemptsLeft > 0; i++) {
            long low = -1; // everything up to here was seen to pass, or is too small to exist
            while (i < best.length && best[i] - low > 1 && attemptsLeft > 0) {
                long middle = low + (best[i] - low) / 2;
                long[] simpler = best.clone();
                simpler[i] = low < 0 && best[i] > 0 ? 0 : middle;
                if (accept(simpler)) {
                    improved = true;
                } else {
                    low = simpler[i];
                }
            }
        }
        return improved;
    }

    private boolean accept(long[] candidate) {
        attemptsLeft--;
        if (stillFails.test(candidate)) {
            best = candidate;
            return true;
        }
        return false;
    }
}
