import dev.floe.format.BcsWriter;
import dev.floe.format.Digest;
import dev.floe.host.DiskFileStore;
import dev.floe.host.Entropy;
import dev.floe.host.SystemTime;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.Coin;
import dev.floe.ledger.Command;
import dev.floe.ledger.Expiration;
import dev.floe.ledger.GasData;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.LedgerAudit;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.LocalLedgerOptions;
import dev.floe.ledger.ObjectDigest;
import dev.floe.ledger.ObjectRef;
import dev.floe.ledger.PageRequest;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.SignedTransaction;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionData;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// The embedded ledger on a real disk: durable coin transfers with 64 in flight, simulations of a policy-like call,
/// restart with 10⁵ objects.
///
/// `LedgerBench DIRECTORY [transfers]`; the directory must be empty.
final class LedgerBench {

    private static final int IN_FLIGHT = 64;
    private static final int OBJECTS = 100_000;

    private LedgerBench() {}

    /// Runs all parts and prints one line for each.
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        System.out.println("load " + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors");
        int transfers = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        Files.createDirectories(directory);
        try (LocalLedger ledger = open(directory)) {
            List<Keypair> accounts = accounts(ledger);
            transfers(ledger, accounts, 3_000, "warm-up");
            transfers(ledger, accounts, transfers, "transfers");
            simulations(ledger, accounts.getFirst(), 5_000, "warm-up");
            simulations(ledger, accounts.getFirst(), 20_000, "simulations");
            signatures(accounts.getFirst());
            objects(ledger, accounts.getFirst());
        }
        double cpu = cpuSeconds();
        long start = System.nanoTime();
        try (LocalLedger ledger = open(directory)) {
            System.out.printf(
                    "restart from snapshot: %d ms, %.2f s of CPU, %d transactions%n",
                    millis(start), cpuSeconds() - cpu, ledger.transactionCount());
        }
        try (var snapshots = Files.list(directory)) {
            for (Path file : snapshots
                    .filter(path -> path.getFileName().toString().startsWith("snapshot"))
                    .toList()) {
                Files.delete(file);
            }
        }
        cpu = cpuSeconds();
        start = System.nanoTime();
        try (LocalLedger ledger = open(directory)) {
            System.out.printf("restart from the log: %d ms, %.2f s of CPU%n", millis(start), cpuSeconds() - cpu);
            cpu = cpuSeconds();
            start = System.nanoTime();
            LedgerAudit audit = ledger.verify();
            System.out.printf("verify: %s, %d ms, %.2f s of CPU%n", audit, millis(start), cpuSeconds() - cpu);
        }
    }

    private static LocalLedger open(Path directory) throws Exception {
        return LocalLedger.open(
                DiskFileStore.open(directory), new SystemTime(), Entropy.system(), LocalLedgerOptions.DEFAULT);
    }

    private static List<Keypair> accounts(LocalLedger ledger) {
        List<Keypair> accounts = new ArrayList<>();
        for (int i = 0; i < IN_FLIGHT; i++) {
            Keypair key = Keypair.generate(SignatureScheme.ED25519, Entropy.system());
            ledger.faucet(key.address(), 1_000_000_000_000L);
            accounts.add(key);
        }
        return accounts;
    }

    private static void transfers(LocalLedger ledger, List<Keypair> accounts, int count, String name)
            throws InterruptedException {
        AtomicInteger left = new AtomicInteger(count);
        CountDownLatch done = new CountDownLatch(accounts.size());
        long checkpoints = ledger.info().checkpoint();
        double cpu = cpuSeconds();
        long start = System.nanoTime();
        for (Keypair key : accounts) {
            Thread.startVirtualThread(() -> {
                try {
                    ObjectRef gas = coin(ledger, key);
                    while (left.getAndDecrement() > 0) {
                        LedgerTransaction executed = ledger.submit(key.sign(transfer(key.address(), gas, 1000)));
                        gas = written(executed, gas.id());
                    }
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%s: %d durable transfers, %d in flight, %.2f s, %.0f/s, %.1f per checkpoint, %.0f us of CPU each%n",
                name,
                count,
                accounts.size(),
                seconds,
                count / seconds,
                count / (double) (ledger.info().checkpoint() - checkpoints),
                (cpuSeconds() - cpu) / count * 1e6);
    }

    private static void simulations(LocalLedger ledger, Keypair key, int count, String name) {
        ProgrammableTransaction kind = new ProgrammableTransaction(
                List.of(new CallArg.Pure(new BcsWriter().bytes(new byte[40]).toBytes())),
                List.of(new Command.MoveCall(Address.SUI, "hex", "encode", List.of(), List.of(new Argument.Input(0)))));
        TransactionData data = new TransactionData(
                kind,
                key.address(),
                new GasData(List.of(), key.address(), 1000, 50_000_000_000L),
                new Expiration.None());
        double cpu = cpuSeconds();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            ledger.simulate(data, Ledger.Checks.FULL).requireSuccess();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%s: %d on one thread, %.2f s, %.0f/s, %.0f us of CPU each%n",
                name, count, seconds, count / seconds, (cpuSeconds() - cpu) / count * 1e6);
    }

    private static void signatures(Keypair key) {
        SignedTransaction signed =
                key.sign(transfer(key.address(), new ObjectRef(key.address(), 1, new ObjectDigest(Digest.ZERO)), 1));
        double cpu = cpuSeconds();
        for (int i = 0; i < 2000; i++) {
            if (!signed.signatures().getFirst().verifies(signed.data().signingDigest())) {
                throw new IllegalStateException("signature");
            }
        }
        System.out.printf("one signature check: %.0f us of CPU%n", (cpuSeconds() - cpu) / 2000 * 1e6);
        cpu = cpuSeconds();
        for (int i = 0; i < 2000; i++) {
            key.sign(signed.data());
        }
        System.out.printf("one signature made: %.0f us of CPU%n", (cpuSeconds() - cpu) / 2000 * 1e6);
    }

    private static void objects(LocalLedger ledger, Keypair key) {
        ObjectRef gas = coin(ledger, key);
        long start = System.nanoTime();
        for (int made = 0; made < OBJECTS; made += 500) {
            List<CallArg> inputs = List.of(
                    new CallArg.Pure(new BcsWriter().u64(1).toBytes()),
                    new CallArg.Pure(key.address().bytes()));
            List<Argument> amounts = new ArrayList<>();
            List<Argument> coins = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                amounts.add(new Argument.Input(0));
                coins.add(new Argument.NestedResult(0, i));
            }
            ProgrammableTransaction kind = new ProgrammableTransaction(
                    inputs,
                    List.of(
                            new Command.SplitCoins(new Argument.GasCoin(), amounts),
                            new Command.TransferObjects(coins, new Argument.Input(1))));
            TransactionData data = new TransactionData(
                    kind,
                    key.address(),
                    new GasData(List.of(gas), key.address(), 1000, 2_000_000_000L),
                    new Expiration.None());
            LedgerTransaction executed = ledger.submit(key.sign(data));
            gas = written(executed, gas.id());
        }
        System.out.printf("%d objects made in %d ms%n", OBJECTS, millis(start));
    }

    private static ObjectRef coin(LocalLedger ledger, Keypair key) {
        return ledger.coins(key.address(), StructTag.SUI, PageRequest.first(PageRequest.MAX_SIZE)).items().stream()
                .max((a, b) -> Long.compare(a.balance(), b.balance()))
                .map(Coin::ref)
                .orElseThrow();
    }

    private static ObjectRef written(LedgerTransaction executed, Address id) {
        for (SuiObject object : executed.written()) {
            if (object.id().equals(id)) {
                return object.ref();
            }
        }
        throw new IllegalStateException(
                "gas coin is gone: " + executed.effects().status());
    }

    private static TransactionData transfer(Address owner, ObjectRef gas, long amount) {
        ProgrammableTransaction kind = new ProgrammableTransaction(
                List.of(new CallArg.Pure(new BcsWriter().u64(amount).toBytes()), new CallArg.Pure(owner.bytes())),
                List.of(
                        new Command.SplitCoins(new Argument.GasCoin(), List.of(new Argument.Input(0))),
                        new Command.TransferObjects(List.of(new Argument.Result(0)), new Argument.Input(1))));
        return new TransactionData(
                kind, owner, new GasData(List.of(gas), owner, 1000, 5_000_000), new Expiration.None());
    }

    /// CPU time of the process so far: on a machine with other work it tells more than the clock.
    private static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    private static long millis(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
