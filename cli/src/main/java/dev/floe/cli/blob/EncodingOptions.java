package dev.floe.cli.blob;

import dev.floe.cli.VectorModule;
import dev.floe.storage.encoding.EncodeOptions;
import picocli.CommandLine.Option;

/// Options of every command that encodes or decodes.
final class EncodingOptions {

    @Option(
            names = "--threads",
            paramLabel = "K",
            description = "How many threads work (default: one per processor, at most 8).")
    private int threads;

    /// The options for the encoder; makes vectors available.
    EncodeOptions get() {
        VectorModule.load();
        int processors = Math.min(Runtime.getRuntime().availableProcessors(), 8);
        return EncodeOptions.defaults().withThreads(threads == 0 ? processors : threads);
    }
}
