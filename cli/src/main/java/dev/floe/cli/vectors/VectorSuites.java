package dev.floe.cli.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.cli.access.SealSuites;
import dev.floe.cli.ledger.SuiSuites;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The schemas this build understands.
final class VectorSuites {

    private VectorSuites() {}

    /// All suites. Add new schemas here.
    static final List<VectorSuite> ALL = Stream.of(walrus(), SuiSuites.ALL.stream(), SealSuites.ALL.stream())
            .flatMap(each -> each)
            .toList();

    private static Stream<VectorSuite> walrus() {
        return Stream.of(
                new BlobsSuite(),
                new BlsSuite(),
                new ConfirmationsSuite(),
                new DecodeSuite(),
                new QuiltsSuite(),
                new RecoverySymbolsSuite(),
                new ReedSolomonSuite());
    }

    /// The suite for `file`: by name, else by the fields of its first case.
    static Optional<VectorSuite> find(VectorFile file) {
        for (VectorSuite suite : ALL) {
            if (suite.name().equals(file.name())) {
                return Optional.of(suite);
            }
        }
        JsonNode first = file.root().path("cases").path(0);
        return ALL.stream()
                .filter(suite -> !suite.caseFields().isEmpty()
                        && suite.caseFields().stream().allMatch(first::has))
                .findFirst();
    }
}
