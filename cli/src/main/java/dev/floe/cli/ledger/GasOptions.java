package dev.floe.cli.ledger;

import java.util.OptionalLong;
import picocli.CommandLine.Option;

/// What a transaction may cost.
public final class GasOptions {

    @Option(
            names = "--gas-budget",
            paramLabel = "MIST",
            defaultValue = "0",
            description = "The most that may be paid. Default: what a simulation costs, and a little more.")
    private long budget;

    @Option(names = "--dry-run", description = "Simulate only: print what would happen; nothing changes.")
    private boolean dryRun;

    OptionalLong budget() {
        if (budget < 0) {
            throw new IllegalArgumentException("--gas-budget: expected a positive number of MIST, got " + budget);
        }
        return budget == 0 ? OptionalLong.empty() : OptionalLong.of(budget);
    }

    boolean dryRun() {
        return dryRun;
    }
}
