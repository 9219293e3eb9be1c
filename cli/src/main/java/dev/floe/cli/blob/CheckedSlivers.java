package dev.floe.cli.blob;

import dev.floe.format.Axis;
import dev.floe.format.BlobMetadata;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.encoding.SliverCheck;
import dev.floe.storage.encoding.SliverInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The slivers of one axis in a folder, sorted into good, bad and missing ones. Keeps the good ones open.
///
/// @param axis the axis
/// @param valid slivers of the right form and hash
/// @param bad the names of files that are no such slivers, and why
/// @param missing indices without a file
/// @param needed how many valid ones give the blob back
record CheckedSlivers(Axis axis, List<SliverInput> valid, List<String> bad, List<Integer> missing, int needed)
        implements AutoCloseable {

    static CheckedSlivers open(BlobFiles files, Axis axis, BlobMetadata metadata, EncodeOptions options)
            throws IOException {
        BlobFiles.Found found = files.open(axis, metadata);
        try {
            List<SliverInput> valid = new SliverCheck(metadata, options).valid(axis, found.slivers());
            Set<SliverInput> good = new HashSet<>(valid);
            List<String> bad = new ArrayList<>(found.bad());
            for (SliverInput sliver : found.slivers()) {
                if (!good.contains(sliver)) {
                    bad.add(axis.text() + "-" + sliver.index() + ".sliver: not the hash that the metadata gives");
                    sliver.area().close();
                }
            }
            return new CheckedSlivers(
                    axis, valid, bad, found.missing(), metadata.shards().sourceSymbols(axis));
        } catch (IOException | RuntimeException e) {
            found.close();
            throw e;
        }
    }

    boolean isEnough() {
        return valid.size() >= needed;
    }

    /// Indices of slivers that are missing or bad.
    List<Integer> lost(int storageShards) {
        Set<Integer> good = valid.stream().map(SliverInput::index).collect(Collectors.toSet());
        List<Integer> lost = new ArrayList<>();
        for (int index = 0; index < storageShards; index++) {
            if (!good.contains(index)) {
                lost.add(index);
            }
        }
        return lost;
    }

    /// Lines for a person.
    List<String> problems() {
        List<String> lines = new ArrayList<>(bad.stream().map(b -> "bad: " + b).toList());
        if (!missing.isEmpty()) {
            String indices = missing.stream().limit(20).map(String::valueOf).collect(Collectors.joining(", "));
            lines.add("missing: " + missing.size() + " " + axis.text() + " slivers: " + indices
                    + (missing.size() > 20 ? ", …" : ""));
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        for (SliverInput sliver : valid) {
            sliver.area().close();
        }
    }
}
