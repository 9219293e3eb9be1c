package dev.floe.storage.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// T12 of the reliability rules. The long form, 1 GiB in 256 MiB, is in `docs/benchmarks.md`.
class SmallHeapTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void encodesAndDecodes256MibInAHeapOf96Mib() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of(
                        java,
                        "-Xmx96m",
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeapProcess.class.getName(),
                        folder.toString(),
                        "256"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> output = process.inputReader().lines().toList();
        assertThat(process.waitFor()).as("%s", output).isZero();
        assertThat(output).hasSize(2).first().asString().startsWith("id ");
        long peakKib = Long.parseLong(output.getLast().substring("peakKiB ".length()));
        System.out.println("256 MiB in a heap of 96 MiB: " + peakKib / 1024 + " MiB resident at most");
        assertThat(peakKib).isLessThan(700 << 10);
    }
}
