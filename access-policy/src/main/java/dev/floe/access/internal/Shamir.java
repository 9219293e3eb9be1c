package dev.floe.access.internal;

import dev.floe.format.Bytes;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Shamir's secret sharing, byte by byte over GF(2⁸): byte i of share x is polynomial i at x, byte i of the secret
/// is polynomial i at 0. Shares have distinct indices from 1 to 255.
///
/// Too few shares give a wrong secret, not an error: callers must check the result (`docs/reference/seal.md`).
public final class Shamir {

    private Shamir() {}

    /// One share of a secret.
    ///
    /// @param index where the polynomials were evaluated, 1 to 255
    /// @param value as many bytes as the secret
    public record Share(int index, Bytes value) {
        public Share {
            if (index < 1 || index > 255) {
                throw new IllegalArgumentException("share: index " + index + " is not between 1 and 255");
            }
        }
    }

    /// Splits `secret` into shares with the indices 1 to `total`, any `threshold` of which give it back.
    ///
    /// @param coefficients for each byte of the secret the `threshold - 1` random coefficients of x, x², …
    public static List<Share> split(Bytes secret, int threshold, int total, List<Bytes> coefficients) {
        if (threshold < 1 || threshold > total || total > 255) {
            throw new IllegalArgumentException("cannot split: threshold " + threshold + " of " + total + " shares");
        }
        if (coefficients.size() != secret.size()
                || coefficients.stream().anyMatch(each -> each.size() != threshold - 1)) {
            throw new IllegalArgumentException("cannot split: expected " + (threshold - 1)
                    + " coefficients for each of " + secret.size() + " bytes");
        }
        Share[] shares = new Share[total];
        for (int index = 1; index <= total; index++) {
            byte[] value = new byte[secret.size()];
            for (int i = 0; i < value.length; i++) {
                value[i] = (byte) horner(secret.get(i) & 0xFF, coefficients.get(i), index);
            }
            shares[index - 1] = new Share(index, Bytes.copyOf(value));
            Arrays.fill(value, (byte) 0);
        }
        return List.of(shares);
    }

    /// The secret that lies on the polynomial through all of `shares`.
    public static Bytes combine(List<Share> shares) {
        return at(shares, 0);
    }

    /// The value at `x` (0 to 255) of the polynomials of lowest degree through all of `shares`.
    public static Bytes at(List<Share> shares, int x) {
        int size = check(shares);
        int[] weights = new int[shares.size()];
        for (int j = 0; j < weights.length; j++) {
            int xj = shares.get(j).index();
            int weight = 1;
            for (Share other : shares) {
                if (other.index() != xj) {
                    weight = Gf256.multiply(weight, Gf256.divide(x ^ other.index(), xj ^ other.index()));
                }
            }
            weights[j] = weight;
        }
        byte[] value = new byte[size];
        for (int i = 0; i < size; i++) {
            int sum = 0;
            for (int j = 0; j < weights.length; j++) {
                sum ^= Gf256.multiply(weights[j], shares.get(j).value().get(i) & 0xFF);
            }
            value[i] = (byte) sum;
        }
        return Bytes.copyOf(value);
    }

    /// Whether the polynomials through all of `shares` have a degree below `threshold`, as an honest split has.
    public static boolean isConsistent(List<Share> shares, int threshold) {
        check(shares);
        List<Share> base = shares.subList(0, Math.min(threshold, shares.size()));
        return shares.stream()
                .skip(base.size())
                .allMatch(share -> MessageDigest.isEqual(
                        at(base, share.index()).toByteArray(), share.value().toByteArray()));
    }

    private static int horner(int constant, Bytes coefficients, int x) {
        int value = 0;
        for (int i = coefficients.size() - 1; i >= 0; i--) {
            value = Gf256.multiply(value ^ coefficients.get(i) & 0xFF, x);
        }
        return value ^ constant;
    }

    private static int check(List<Share> shares) {
        if (shares.isEmpty()) {
            throw new IllegalArgumentException("no shares to combine");
        }
        int size = shares.getFirst().value().size();
        Set<Integer> seen = new HashSet<>();
        for (Share share : shares) {
            if (!seen.add(share.index()) || share.value().size() != size) {
                throw new IllegalArgumentException(
                        "shares: index " + share.index() + " occurs twice, or its size is not " + size);
            }
        }
        return size;
    }
}
