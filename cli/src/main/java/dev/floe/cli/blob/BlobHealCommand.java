package dev.floe.cli.blob;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.Progress;
import dev.floe.format.Axis;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.DataException;
import dev.floe.format.RecoverySymbol;
import dev.floe.format.SliverData;
import dev.floe.format.StorageShards;
import dev.floe.host.DiskFileStore;
import dev.floe.host.DurableFile;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.encoding.SliverHealer;
import dev.floe.storage.encoding.SliverInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `floe blob heal`: what storage nodes do among each other, with a folder for the network. Every helper gives one
/// symbol and its proof; only those are counted, and only from them lost slivers are rebuilt.
@Command(
        name = "heal",
        description = "Create the missing and damaged slivers of a folder again, each from a symbol per helper.")
final class BlobHealCommand extends FloeCommand {

    private static final int HELPERS_AT_ONCE = 8;
    private static final long MAX_SYMBOL_BYTES_AT_ONCE = 32 << 20;
    private static final int PROOF_BYTES = 400;

    @Option(names = "--in", paramLabel = "DIR", required = true, description = "A folder that blob encode wrote.")
    private Path in = Path.of("");

    @Mixin
    private EncodingOptions encoding = new EncodingOptions();

    private final List<String> healed = new ArrayList<>();
    private long neededBytes;
    private long theoryBytes;

    @Override
    protected int run(Output output) throws Exception {
        EncodeOptions options = encoding.get();
        BlobFiles files = new BlobFiles(in);
        BlobMetadataWithId blob = files.readMetadata();
        BlobMetadata metadata = blob.metadata();
        try (CheckedSlivers primary = CheckedSlivers.open(files, Axis.PRIMARY, metadata, options);
                CheckedSlivers secondary = CheckedSlivers.open(files, Axis.SECONDARY, metadata, options)) {
            primary.problems().forEach(output::hint);
            secondary.problems().forEach(output::hint);
            if (!primary.isEnough() && !secondary.isEnough()) {
                throw new DataException.Unavailable("too few good slivers in " + in + " to heal anything: "
                        + primary.valid().size() + " of " + primary.needed() + " primary, "
                        + secondary.valid().size() + " of " + secondary.needed() + " secondary; add slivers");
            }
            // A sliver is rebuilt from slivers of the other axis. The axis that is complete enough heals the other
            // one first, which can then help in turn.
            Axis first = secondary.isEnough() ? Axis.PRIMARY : Axis.SECONDARY;
            heal(
                    first,
                    files,
                    metadata,
                    first == Axis.PRIMARY ? secondary : primary,
                    first == Axis.PRIMARY ? primary : secondary,
                    options,
                    output);
        }
        try (CheckedSlivers primary = CheckedSlivers.open(files, Axis.PRIMARY, metadata, options);
                CheckedSlivers secondary = CheckedSlivers.open(files, Axis.SECONDARY, metadata, options)) {
            heal(Axis.PRIMARY, files, metadata, secondary, primary, options, output);
            heal(Axis.SECONDARY, files, metadata, primary, secondary, options, output);
        }
        report(output, blob);
        return 0;
    }

    private void heal(
            Axis axis,
            BlobFiles files,
            BlobMetadata metadata,
            CheckedSlivers helpers,
            CheckedSlivers own,
            EncodeOptions options,
            Output output)
            throws IOException {
        StorageShards shards = metadata.shards();
        int[] lost = own.lost(shards.count()).stream().mapToInt(i -> i).toArray();
        int needed = shards.symbolsPerSliver(axis);
        List<SliverInput> asked = helpers.valid().stream().limit(needed).toList();
        long perTarget = (long) needed * (metadata.symbolSize() + PROOF_BYTES);
        int batch = Math.clamp(MAX_SYMBOL_BYTES_AT_ONCE / perTarget, 1, shards.count());
        SliverHealer healer = new SliverHealer(metadata, options);
        try (Progress progress = output.progress("heal " + axis.text() + " slivers", 0)) {
            for (int from = 0; from < lost.length; from += batch) {
                int[] targets = java.util.Arrays.copyOfRange(lost, from, Math.min(from + batch, lost.length));
                List<List<RecoverySymbol>> symbols = ask(healer, axis, asked, targets);
                for (int t = 0; t < targets.length; t++) {
                    SliverData sliver = healer.rebuild(axis, targets[t], symbols.get(t));
                    DurableFile.write(
                            DiskFileStore.open(in),
                            files.sliver(axis, targets[t]).getFileName().toString(),
                            sliver.toBcs().asByteBuffer());
                    healed.add(axis.text() + "-" + targets[t]);
                    theoryBytes += SliverHealer.theoryBytes(shards, metadata.symbolSize())
                            * needed
                            / (shards.primarySourceSymbols() + shards.secondarySourceSymbols());
                    progress.advance(sliver.symbols().size());
                }
            }
        }
    }

    /// The symbols for each target, one of each helper.
    private List<List<RecoverySymbol>> ask(SliverHealer healer, Axis axis, List<SliverInput> helpers, int[] targets)
            throws IOException {
        List<List<RecoverySymbol>> byTarget = new ArrayList<>();
        for (int t = 0; t < targets.length; t++) {
            byTarget.add(new ArrayList<>());
        }
        for (int from = 0; from < helpers.size(); from += HELPERS_AT_ONCE) {
            List<SliverInput> group = helpers.subList(from, Math.min(from + HELPERS_AT_ONCE, helpers.size()));
            for (List<RecoverySymbol> ofHelper : healer.symbols(axis.other(), group, targets)) {
                for (int t = 0; t < targets.length; t++) {
                    neededBytes += ofHelper.get(t).toBcs().size();
                    byTarget.get(t).add(ofHelper.get(t));
                }
            }
        }
        return byTarget;
    }

    private void report(Output output, BlobMetadataWithId blob) {
        double ratio = theoryBytes == 0 ? 0 : (double) neededBytes / theoryBytes;
        if (healed.isEmpty()) {
            output.line("nothing to heal: all slivers of " + blob.id() + " are good");
        } else {
            output.line(healed.size() + " slivers healed: " + neededBytes + " bytes of symbols and proofs, "
                    + theoryBytes + " in theory"
                    + String.format(java.util.Locale.ROOT, " (%.3f times)", ratio));
        }
        ObjectNode json = BlobJson.of(blob)
                .put("bytes", neededBytes)
                .put("theoryBytes", theoryBytes)
                .put("ratio", ratio);
        ArrayNode names = json.putArray("healed");
        healed.forEach(names::add);
        output.json(json);
    }
}
