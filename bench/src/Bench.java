import dev.floe.format.Axis;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.StorageShards;
import dev.floe.format.redstuff.SliverCodec;
import dev.floe.host.ByteArea;
import dev.floe.storage.encoding.BlobDecoder;
import dev.floe.storage.encoding.BlobEncoder;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.encoding.EncodedBlob;
import dev.floe.storage.encoding.SliverInput;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Our side of the benchmarks. One line per run, in the form of `bench/native`:
///
///     java <mode> n=<n> bytes=<bytes> id=<hex> check=<hex> seconds=<s> cpu=<s>
///
/// Modes: `id` all hashes and the blob id; `slivers` also all slivers, folded into `check`; `decode` the blob from
/// its last Kp slivers, folded. Mode `serve` reads such command lines, so that runs of both sides can alternate.
final class Bench {

    public static void main(String[] args) throws Exception {
        if (args.length == 1 && args[0].equals("serve")) {
            for (String line; (line = new java.io.BufferedReader(new java.io.InputStreamReader(System.in)).readLine()) != null; ) {
                String[] words = line.trim().split(" ");
                run(words[0], Integer.parseInt(words[1]), Path.of(words[2]), Integer.parseInt(words[3]), Integer.parseInt(words[4]));
            }
            return;
        }
        run(args[0], Integer.parseInt(args[1]), Path.of(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
    }

    private static void run(String mode, int n, Path file, int runs, int threads) throws Exception {
        StorageShards shards = new StorageShards(n);
        EncodeOptions options = EncodeOptions.defaults().withThreads(threads);
        if (runs > 1) {
            SliverCodec.warmUp(System::nanoTime);
        }
        for (int i = 0; i < runs; i++) {
            if (mode.equals("decode")) {
                decode(shards, file, options);
                continue;
            }
            long cpu = cpuNanos();
            long started = System.nanoTime();
            long check = 0;
            BlobMetadataWithId blob;
            try (ByteArea area = options.openBlob(file)) {
                if (mode.equals("id")) {
                    blob = new BlobEncoder(shards, options).metadata(area);
                } else {
                    try (EncodedBlob encoded = new BlobEncoder(shards, options).encode(area)) {
                        blob = encoded.metadata();
                        check = fold(encoded, shards);
                    }
                }
            }
            print(mode + threads, n, blob, check, started, cpu);
        }
    }

    private static long fold(EncodedBlob encoded, StorageShards shards) throws Exception {
        long check = 0;
        try (Arena arena = Arena.ofConfined()) {
            for (Axis axis : Axis.values()) {
                MemorySegment sliver = arena.allocate(encoded.sliverSizeBytes(axis), 64);
                for (int index = 0; index < shards.count(); index++) {
                    encoded.read(axis, index, sliver);
                    check ^= Long.rotateLeft(fold(sliver), axis == Axis.PRIMARY ? 0 : 1);
                }
            }
        }
        return check;
    }

    private static long fold(MemorySegment bytes) {
        long sum = 0;
        long at = 0;
        for (; at + 8 <= bytes.byteSize(); at += 8) {
            sum ^= bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        }
        for (int i = 0; at + i < bytes.byteSize(); i++) {
            sum ^= (bytes.get(ValueLayout.JAVA_BYTE, at + i) & 0xFFL) << 8 * i;
        }
        return sum;
    }

    private static void decode(StorageShards shards, Path file, EncodeOptions options) throws Exception {
        int needed = shards.sourceSymbols(Axis.PRIMARY);
        try (ByteArea area = options.openBlob(file);
                EncodedBlob encoded = new BlobEncoder(shards, options).encode(area)) {
            List<SliverInput> slivers = new ArrayList<>();
            for (int index = shards.count() - needed; index < shards.count(); index++) {
                ByteArea sliver = ByteArea.allocated(encoded.sliverSizeBytes(Axis.PRIMARY));
                encoded.read(Axis.PRIMARY, index, sliver.memory().orElseThrow());
                slivers.add(new SliverInput(Axis.PRIMARY, index, sliver, 0));
            }
            for (int i = 0; i < 7; i++) {
                long cpu = cpuNanos();
                long started = System.nanoTime();
                try (ByteArea target = ByteArea.allocated(area.sizeBytes())) {
                    new BlobDecoder(shards, options).decode(Axis.PRIMARY, slivers, target);
                    print("decode" + options.threads(), shards.count(), encoded.metadata(),
                            fold(target.memory().orElseThrow()), started, cpu);
                }
            }
            for (SliverInput sliver : slivers) {
                sliver.area().close();
            }
        }
    }

    private static void print(String mode, int n, BlobMetadataWithId blob, long check, long started, long cpu) {
        System.out.printf("java %s n=%d bytes=%d id=%s check=%016x seconds=%.4f cpu=%.4f%n", mode, n,
                blob.metadata().blobSize(), blob.id().value().toHex(), check, (System.nanoTime() - started) / 1e9,
                (cpuNanos() - cpu) / 1e9);
        System.out.flush();
    }

    private static long cpuNanos() {
        return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
