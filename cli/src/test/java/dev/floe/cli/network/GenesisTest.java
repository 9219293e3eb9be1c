package dev.floe.cli.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.host.DiskFileStore;
import dev.floe.host.Entropy;
import dev.floe.host.SystemTime;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.LocalLedgerOptions;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.Wallet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GenesisTest {

    @TempDir
    private Path folder;

    @Test
    void sevenNodesHoldAllStorageShardsInEpochOne() throws Exception {
        long start = System.nanoTime();
        try (LocalLedger ledger = LocalLedger.open(
                        DiskFileStore.open(folder.resolve("ledger")),
                        new SystemTime(),
                        Entropy.system(),
                        LocalLedgerOptions.DEFAULT);
                Keypair key = Keypair.generate(SignatureScheme.ED25519, Entropy.system())) {
            ledger.faucet(key.address(), 1000 * Genesis.SUI);
            List<Genesis.Candidate> candidates = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                NodeSecrets keys = NodeSecrets.openOrCreate(folder.resolve("node-" + i), Entropy.system());
                candidates.add(new Genesis.Candidate("node-" + i, "127.0.0.1:" + (9000 + i), keys));
            }
            System.out.println("prepared " + (System.nanoTime() - start) / 1_000_000 + " ms");
            Genesis.Made made = new Genesis(ledger, new Wallet(ledger, key)).run(candidates, 31, Duration.ofHours(1));
            System.out.println("made " + (System.nanoTime() - start) / 1_000_000 + " ms");
            assertThat(made.nodes()).hasSize(7);
            assertThat(made.objects()).containsKeys("system", "staking", "treasury", "exchange");
        }
    }
}
