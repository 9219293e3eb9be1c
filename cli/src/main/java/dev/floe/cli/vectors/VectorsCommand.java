package dev.floe.cli.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.VectorModule;
import dev.floe.format.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `floe vectors DIR`.
@Command(
        name = "vectors",
        description = {
            "Run the conformance vectors below DIR against this build.",
            "Prints each failing case and ends with the counts. A file that is not understood is a failure."
        })
public final class VectorsCommand extends FloeCommand {

    private static final int MAX_DEPTH = 64;

    @Parameters(paramLabel = "DIR", description = "A folder with vector files, or one such file.")
    private Path directory = Path.of("");

    @Override
    protected int run(Output out) throws Exception {
        VectorModule.load();
        List<Path> files = vectorFiles();
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode perFile = document.putArray("files");
        ArrayNode failing = document.putArray("failures");
        int passed = 0;
        int failed = 0;
        for (Path file : files) {
            CaseRunner cases = run(file);
            passed += cases.passed();
            failed += cases.failures().size();
            out.detail(cases.passed() + " passed, " + cases.failures().size() + " failed: " + file);
            perFile.addObject()
                    .put("file", file.toString())
                    .put("passed", cases.passed())
                    .put("failed", cases.failures().size());
            for (CaseRunner.Failure failure : cases.failures()) {
                out.line("FAILED " + failure.file() + ": " + failure.name() + ": " + failure.reason());
                failing.addObject()
                        .put("file", failure.file())
                        .put("case", failure.name())
                        .put("reason", failure.reason());
            }
        }
        out.line(passed + " passed, " + failed + " failed");
        out.json(document.put("passed", passed).put("failed", failed));
        return failed == 0 ? 0 : 1;
    }

    private static CaseRunner run(Path path) {
        CaseRunner cases = new CaseRunner(path.toString());
        try {
            VectorFile file = VectorFile.read(path);
            Optional<VectorSuite> suite = VectorSuites.find(file);
            if (suite.isEmpty()) {
                cases.run("whole file", () -> {
                    throw new Mismatch("no schema of this build fits; it was not run");
                });
            } else {
                suite.get().run(file, cases);
            }
        } catch (DataException | IOException | IllegalArgumentException e) {
            cases.run("whole file", () -> {
                throw e;
            });
        }
        if (cases.passed() + cases.failures().size() == 0) {
            cases.run("whole file", () -> {
                throw new Mismatch("it has no cases");
            });
        }
        return cases;
    }

    /// Everything below the folder but documentation and hidden files.
    private List<Path> vectorFiles() throws IOException {
        if (!Files.exists(directory)) {
            throw new IllegalArgumentException("no such file or folder: " + directory);
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(directory, MAX_DEPTH)) {
            walk.filter(Files::isRegularFile)
                    .filter(file -> !isDocumentation(file.getFileName().toString()))
                    .sorted()
                    .forEach(files::add);
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no vector files below " + directory);
        }
        return files;
    }

    private static boolean isDocumentation(String name) {
        return name.endsWith(".md") || name.startsWith(".");
    }
}
