package dev.floe.ledger.internal.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Mnemonics of BIP-39 in English.
///
/// The word list is that of the specification (bitcoin/bips `bip-0039/english.txt`, SHA-256
/// `2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda`).
public final class Bip39 {

    private static final int MAX_TEXT = 1024;
    private static final int BITS_PER_WORD = 11;
    private static final int ITERATIONS = 2048;
    private static final int SEED_BITS = 512;

    private static final class Words {
        static final List<String> ENGLISH = load();
    }

    private Bip39() {}

    /// How many bytes of entropy `count` words hold.
    ///
    /// @throws IllegalArgumentException if it is not 12, 15, 18, 21 or 24
    public static int entropyBytes(int count) {
        if (count % 3 != 0 || count < 12 || count > 24) {
            throw new IllegalArgumentException("mnemonic: expected 12, 15, 18, 21 or 24 words, got " + count);
        }
        return count / 3 * 4;
    }

    /// The words of `entropy` with a space between them.
    public static char[] words(byte[] entropy) {
        int count = entropy.length / 4 * 3;
        byte[] bits = Arrays.copyOf(entropy, entropy.length + 1);
        bits[entropy.length] = sha256(entropy)[0];
        char[] text = new char[count * 9];
        int length = 0;
        for (int i = 0; i < count; i++) {
            int index = 0;
            for (int bit = i * BITS_PER_WORD; bit < (i + 1) * BITS_PER_WORD; bit++) {
                index = index << 1 | bits[bit / 8] >>> (7 - bit % 8) & 1;
            }
            if (i > 0) {
                text[length++] = ' ';
            }
            String word = Words.ENGLISH.get(index);
            word.getChars(0, word.length(), text, length);
            length += word.length();
        }
        Arrays.fill(bits, (byte) 0);
        char[] exact = Arrays.copyOf(text, length);
        Arrays.fill(text, '\0');
        return exact;
    }

    /// The words of `text` with one space between them, checked.
    ///
    /// @throws IllegalArgumentException if a word is unknown, or their number or checksum is wrong
    public static char[] checked(CharSequence text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("mnemonic: " + text.length() + " characters, limit " + MAX_TEXT);
        }
        List<Integer> indexes = new ArrayList<>();
        int start = 0;
        for (int end = 0; end <= text.length(); end++) {
            if (end == text.length() || Character.isWhitespace(text.charAt(end))) {
                if (end > start) {
                    indexes.add(indexOf(text.subSequence(start, end), indexes.size() + 1));
                }
                start = end + 1;
            }
        }
        int entropyBytes = entropyBytes(indexes.size());
        byte[] bits = new byte[entropyBytes + 1];
        for (int bit = 0; bit < indexes.size() * BITS_PER_WORD; bit++) {
            int value = indexes.get(bit / BITS_PER_WORD) >>> (BITS_PER_WORD - 1 - bit % BITS_PER_WORD) & 1;
            bits[bit / 8] |= (byte) (value << (7 - bit % 8));
        }
        byte[] entropy = Arrays.copyOf(bits, entropyBytes);
        int unused = 8 - entropyBytes / 4;
        boolean matches = (bits[entropyBytes] & 0xFF) >>> unused == (sha256(entropy)[0] & 0xFF) >>> unused;
        char[] words = words(entropy);
        Arrays.fill(bits, (byte) 0);
        Arrays.fill(entropy, (byte) 0);
        if (!matches) {
            throw new IllegalArgumentException("mnemonic: the checksum is wrong, so a word or their order is");
        }
        return words;
    }

    /// The 64-byte seed of a mnemonic without passphrase.
    public static byte[] seed(char[] words) {
        PBEKeySpec spec = new PBEKeySpec(words, "mnemonic".getBytes(StandardCharsets.UTF_8), ITERATIONS, SEED_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has PBKDF2 with HMAC-SHA-512", e);
        } finally {
            spec.clearPassword();
        }
    }

    private static int indexOf(CharSequence word, int place) {
        for (int i = 0; i < Words.ENGLISH.size(); i++) {
            if (CharSequence.compare(Words.ENGLISH.get(i), word) == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("mnemonic: word " + place + " is not in the English list of BIP-39");
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static List<String> load() {
        try (InputStream in = Bip39.class.getResourceAsStream("bip39-english.txt")) {
            if (in == null) {
                throw new IllegalStateException("bip39-english.txt is missing in the jar; build anew");
            }
            return List.of(new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
