package dev.floe.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Where in the tree of a mnemonic's keys one key is: `m/44'/784'/0'/0'/0'` for Ed25519, `m/54'/784'/0'/0/0` for
/// secp256k1, `m/74'/784'/0'/0/0` for secp256r1. `'` marks hardened steps.
///
/// @param indexes the steps, with bit 31 set for hardened ones
public record HdPath(List<Integer> indexes) {

    /// Set in hardened steps.
    public static final int HARDENED = 1 << 31;

    private static final int SUI = 784 | HARDENED;
    private static final int MAX_STEPS = 16;

    public HdPath {
        indexes = List.copyOf(indexes);
    }

    /// The path of account 0, change 0, with that index.
    public static HdPath of(SignatureScheme scheme, int index) {
        if (index < 0) {
            throw new IllegalArgumentException("derivation path: index " + index + " is negative");
        }
        int hard = scheme == SignatureScheme.ED25519 ? HARDENED : 0;
        return new HdPath(List.of(purpose(scheme), SUI, HARDENED, hard, index | hard));
    }

    /// Parses a path such as `m/44'/784'/0'/0'/0'`.
    ///
    /// @throws IllegalArgumentException if `text` is anything else
    public static HdPath parse(String text) {
        String[] steps = text.split("/", -1);
        if (!steps[0].equals("m") || steps.length < 2 || steps.length > MAX_STEPS) {
            throw bad(text);
        }
        List<Integer> indexes = new ArrayList<>();
        for (int i = 1; i < steps.length; i++) {
            if (!steps[i].matches("[0-9]{1,10}'?")) {
                throw bad(text);
            }
            boolean hardened = steps[i].endsWith("'");
            long index = Long.parseLong(hardened ? steps[i].substring(0, steps[i].length() - 1) : steps[i]);
            if (index > Integer.MAX_VALUE) {
                throw bad(text);
            }
            indexes.add((int) index | (hardened ? HARDENED : 0));
        }
        return new HdPath(indexes);
    }

    /// @throws IllegalArgumentException if this is not a path of `scheme` on Sui
    void requireFor(SignatureScheme scheme) {
        boolean hard = scheme == SignatureScheme.ED25519;
        boolean fits = indexes.size() == 5
                && indexes.get(0) == purpose(scheme)
                && indexes.get(1) == SUI
                && isHardened(indexes.get(2))
                && isHardened(indexes.get(3)) == hard
                && isHardened(indexes.get(4)) == hard;
        if (!fits) {
            throw new IllegalArgumentException(
                    "derivation path " + this + ": expected one like " + of(scheme, 0) + " for " + scheme);
        }
    }

    @Override
    public String toString() {
        return indexes.stream()
                .map(index -> "/" + (index & Integer.MAX_VALUE) + (isHardened(index) ? "'" : ""))
                .collect(Collectors.joining("", "m", ""));
    }

    private static boolean isHardened(int index) {
        return index < 0;
    }

    private static int purpose(SignatureScheme scheme) {
        return HARDENED
                | switch (scheme) {
                    case ED25519 -> 44;
                    case SECP256K1 -> 54;
                    case SECP256R1 -> 74;
                };
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException(
                "derivation path: expected one like m/44'/784'/0'/0'/0', got '" + text + "'");
    }
}
