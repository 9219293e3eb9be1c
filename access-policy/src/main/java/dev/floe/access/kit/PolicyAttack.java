package dev.floe.access.kit;

import dev.floe.host.Entropy;
import dev.floe.host.FileStore;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.LocalLedgerOptions;
import dev.floe.ledger.SignatureScheme;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Attacks a policy package as a stranger would, with what key servers do: simulated calls of every `seal_approve*`
/// function, by everybody, with every mixture of the objects of two unrelated sides, for every identity that is
/// anybody's and what lies around it (prefixes, extensions, foreign pieces, flipped bits), in every stage of a
/// scenario, and through old versions of the package.
///
/// The scenario says who may have which keys; whatever else is answered is a finding.
public final class PolicyAttack {

    /// After so many findings an attack ends.
    public static final int MAX_FINDINGS = 50;

    private static final Duration EPOCH = Duration.ofDays(36_500);

    private final CompiledPackage compiled;
    private final Scenario scenario;
    private final Entropy entropy;
    private final int maxFindings;

    /// Gives each stage an empty directory of its own.
    @FunctionalInterface
    public interface Directories {
        /// An empty directory; the ledger that is made there closes it.
        FileStore next() throws IOException;
    }

    /// An attack.
    ///
    /// @param compiled    the package, not published yet
    /// @param entropy     for the keys of those who take part
    /// @param maxFindings after so many the attack ends, at most [#MAX_FINDINGS]
    public PolicyAttack(CompiledPackage compiled, Scenario scenario, Entropy entropy, int maxFindings) {
        this.compiled = compiled;
        this.scenario = scenario;
        this.entropy = entropy;
        this.maxFindings = Math.clamp(maxFindings, 1, MAX_FINDINGS);
    }

    /// Attacks in all stages.
    ///
    /// @throws IllegalArgumentException if the scenario does not fit the package
    /// @throws dev.floe.ledger.TransactionFailedException if a step of the scenario fails
    public AttackReport run(Directories directories) throws IOException {
        return run(directories, _ -> true);
    }

    /// Attacks in some stages.
    ///
    /// @param stages tells by its name whether a stage is attacked
    /// @throws IllegalArgumentException if the scenario does not fit the package
    /// @throws dev.floe.ledger.TransactionFailedException if a step of the scenario fails
    public AttackReport run(Directories directories, Predicate<String> stages) throws IOException {
        Probes probes = new Probes(maxFindings);
        for (Scenario.Stage stage : scenario.stages()) {
            if (probes.isFull() || !stages.test(stage.name())) {
                continue;
            }
            try (KitWorld world = world(directories.next())) {
                world.publish(compiled, scenario.init());
                play(world, stage);
                probes.stage(world, scenario, stage);
            }
        }
        return probes.report(scenario);
    }

    private KitWorld world(FileStore files) throws IOException {
        LocalLedger ledger =
                LocalLedger.open(files, new StillTime(), entropy, LocalLedgerOptions.DEFAULT.withEpochDuration(EPOCH));
        return new KitWorld(ledger, () -> Keypair.generate(SignatureScheme.ED25519, entropy));
    }

    private void play(KitWorld world, Scenario.Stage last) {
        Deque<Scenario.Stage> chain = new ArrayDeque<>();
        Optional<Scenario.Stage> stage = Optional.of(last);
        while (stage.isPresent()) {
            chain.push(stage.get());
            stage = stage.get().after().map(scenario::stage);
        }
        for (Scenario.Stage one : chain) {
            List<Scenario.Step> steps = one.steps();
            steps.forEach(world::apply);
        }
    }
}
