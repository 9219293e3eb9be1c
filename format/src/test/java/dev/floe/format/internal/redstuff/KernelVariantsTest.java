package dev.floe.format.internal.redstuff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.StorageShards;
import dev.floe.format.redstuff.SliverCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The same bytes in JVMs of every kind: without C2, without the vector module, and with narrower vectors than this
/// machine's. Where vectors cannot be fast they are not used.
class KernelVariantsTest {

    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // flags, most lanes there may be, whether vector kernels may be used
        "-XX:TieredStopAtLevel=1, 8, false",
        "-Xint, 8, false",
        "no module, 0, false",
        "-XX:UseAVX=2, 4, true",
        "-XX:MaxVectorSize=32, 4, true",
        "-XX:MaxVectorSize=16, 2, true"
    })
    void givesTheSameBytes(String flags, int mostLanes, boolean mayBeReady) throws Exception {
        String expected = KernelsProcess.hashes(SliverCodec.scalar(new StorageShards(13)));
        String said = run(flags);
        assertThat(said).contains(" before=" + expected + " ").endsWith(" after=" + expected);
        if (mostLanes == 0) {
            assertThat(said).startsWith("lanes=none agrees=none ready=false");
        } else {
            int lanes = Integer.parseInt(said.substring("lanes=".length(), said.indexOf(' ')));
            assertThat(lanes).isBetween(1, mostLanes);
            assertThat(said).contains(" agrees=true ");
        }
        if (!mayBeReady) {
            assertThat(said).contains(" ready=false ");
        }
    }

    private static String run(String flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        if (flags.startsWith("-")) {
            command.addAll(List.of(MODULE, flags));
        }
        command.addAll(List.of(
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KernelsProcess.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as("%s: %s", flags, said).isZero();
        System.out.println(flags + ": " + said.replaceFirst(" before=.*", ""));
        return said;
    }
}
