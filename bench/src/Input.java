import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes a file of pseudo-random bytes (xorshift32, seed 1), the same on every machine.
final class Input {

    public static void main(String[] args) throws Exception {
        long size = Long.parseLong(args[1]) << 20;
        int x = 1;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(args[0])), 1 << 20)) {
            for (long i = 0; i < size; i++) {
                x ^= x << 13;
                x ^= x >>> 17;
                x ^= x << 5;
                out.write(x);
            }
        }
    }
}
