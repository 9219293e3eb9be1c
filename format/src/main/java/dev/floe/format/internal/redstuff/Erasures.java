package dev.floe.format.internal.redstuff;

import java.util.Arrays;

/// A code together with which of its symbols are there: gives back the source symbols that are not. What depends
/// only on
/// the pattern is computed once. Immutable.
public final class Erasures {

    private final Code code;
    private final int[] present;
    private final int[] missing;
    private final int points;
    private final int end;
    private final Multipliers before;
    private final Multipliers after;
    private final Multipliers skews;

    /// @param present the symbols that are there, as many as the code has source symbols: 0 … source − 1 are source
    ///     symbols, from there on added ones; rising
    public Erasures(Code code, int[] present) {
        if (present.length != code.source()) {
            throw new IllegalArgumentException("expected " + code.source() + " symbols, got " + present.length);
        }
        this.code = code;
        this.present = present.clone();
        boolean[] isPresent = new boolean[code.source() + code.extra()];
        for (int symbol : present) {
            isPresent[symbol] = true;
        }
        int[] lost = new int[code.source()];
        int count = 0;
        for (int i = 0; i < code.source(); i++) {
            if (!isPresent[i]) {
                lost[count++] = i;
            }
        }
        missing = Arrays.copyOf(lost, count);
        end = code.chunk() + (code.isHigh() ? code.source() : code.extra());
        points = Integer.highestOneBit(2 * end - 1);
        if (count == 0) {
            before = after = skews = new Multipliers(new char[0], code.forVectors());
            return;
        }
        char[] locator = locator(isPresent);
        before = multipliers(present, locator, false);
        after = multipliers(missing, locator, true);
        skews = Multipliers.skews(points, code.forVectors());
    }

    /// The source symbols that are not there, rising.
    public int[] missing() {
        return missing.clone();
    }

    /// Points of work area that [#decode] needs.
    public int points() {
        return points;
    }

    /// The point where symbol number `i` of those present has to be.
    public int pointOfPresent(int i) {
        return position(present[i]);
    }

    /// The point where [#decode] leaves missing symbol number `i`.
    public int pointOfMissing(int i) {
        return position(missing[i]);
    }

    /// Decodes, all points other than those of present symbols being zero.
    public void decode(Kernels kernels, long[] words, int half) {
        int point = 2 * half;
        for (int i = 0; i < present.length; i++) {
            kernels.scale(words, pointOfPresent(i) * point, half, before, i);
        }
        Transform transform = new Transform(kernels, skews, half);
        transform.inverse(words, 0, points, 0, end);
        for (int i = 1; i < points; i++) {
            int width = Integer.lowestOneBit(i);
            kernels.xor(words, (i - width) * point, i * point, width * point);
        }
        transform.forward(words, 0, points, 0, pointOfMissing(missing.length - 1) + 1);
        for (int i = 0; i < missing.length; i++) {
            kernels.scale(words, pointOfMissing(i) * point, half, after, i);
        }
    }

    private int position(int symbol) {
        boolean isSource = symbol < code.source();
        int number = isSource ? symbol : symbol - code.source();
        return isSource == code.isHigh() ? code.chunk() + number : number;
    }

    private char[] locator(boolean[] isPresent) {
        char[] erased = new char[Field.ORDER];
        for (int symbol = 0; symbol < isPresent.length; symbol++) {
            erased[position(symbol)] = (char) (isPresent[symbol] ? 0 : 1);
        }
        // Between the two kinds of symbols: zeros that the high-rate code does not know, the low-rate code takes as
        // sent. After them it is the other way round.
        if (code.isHigh()) {
            Arrays.fill(erased, code.extra(), code.chunk(), (char) 1);
        } else {
            Arrays.fill(erased, end, Field.ORDER, (char) 1);
        }
        ErasureLocator.locate(erased);
        return erased;
    }

    private Multipliers multipliers(int[] symbols, char[] locator, boolean inverse) {
        char[] logs = new char[symbols.length];
        for (int i = 0; i < symbols.length; i++) {
            int log = locator[position(symbols[i])];
            // The logarithm 65535 is 0 here: a factor of 1.
            logs[i] = (char) ((inverse ? Field.MODULUS - log : log) % Field.MODULUS);
        }
        return new Multipliers(logs, code.forVectors());
    }
}
