package dev.floe.ledger;

import dev.floe.host.Entropy;
import dev.floe.ledger.internal.crypto.Bip39;
import java.util.Arrays;

/// A secret in 12, 15, 18, 21 or 24 English words (BIP-39). Holds them until closed, then they are gone; prints
/// `[secret]`. Not safe for concurrent use with [#close].
public final class Mnemonic implements AutoCloseable {

    private final char[] words;
    private boolean closed;

    private Mnemonic(char[] words) {
        this.words = words;
    }

    /// A new mnemonic.
    ///
    /// @param count how many words: 12, 15, 18, 21 or 24
    public static Mnemonic generate(int count, Entropy entropy) {
        byte[] secret = entropy.bytes(Bip39.entropyBytes(count));
        try {
            return new Mnemonic(Bip39.words(secret));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// Parses words with white space between them, in lower case.
    ///
    /// @throws IllegalArgumentException if a word is unknown, or their number or checksum is wrong; the message
    ///     does not repeat the words
    public static Mnemonic parse(CharSequence text) {
        return new Mnemonic(Bip39.checked(text));
    }

    /// The 64 bytes from which keys are derived, with an empty passphrase. The caller zeroes them.
    ///
    /// @throws IllegalStateException if this is closed
    byte[] seed() {
        requireOpen();
        return Bip39.seed(words);
    }

    /// The words with a space between them, the only way they leave this object. The caller zeroes the result.
    ///
    /// @throws IllegalStateException if this is closed
    public char[] revealWords() {
        requireOpen();
        return words.clone();
    }

    /// Zeroes the words.
    @Override
    public void close() {
        closed = true;
        Arrays.fill(words, '\0');
    }

    @Override
    public String toString() {
        return "mnemonic [secret]";
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("mnemonic is closed");
        }
    }
}
