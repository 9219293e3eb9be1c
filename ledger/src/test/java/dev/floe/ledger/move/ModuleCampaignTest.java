package dev.floe.ledger.move;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import dev.floe.ledger.TransactionDigest;
import dev.floe.testkit.Campaign;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Mutated modules: refused with the declared exception, or, when the verifier takes them, executed under limits
/// with nothing but the declared failures. A broken promise of the machine or a missing link at run time is a hole
/// in the verifier.
class ModuleCampaignTest {

    private static final Address MUTANT = Address.ofLong(0xBAD);
    private static final long FUEL = 5_000;
    private static final long MEMORY = 4 << 20;
    private static final int LARGEST_MODULE = 6_000;

    /// A package with its place, in the order of publishing.
    private record Linked(Address id, List<byte[]> modules, List<Address> dependencies) {}

    private static final Address BASE = placeholder("floe:base");
    private static final Address USER = placeholder("floe:user");
    private static final List<Linked> LINKED = List.of(
            new Linked(BASE, Packages.modules("versions_base_additive"), List.of(Address.STD, Address.SUI)),
            new Linked(USER, Packages.modules("versions_user"), List.of(Address.STD, Address.SUI, BASE)),
            new Linked(MUTANT, Packages.modules("versions_top"), List.of(Address.STD, Address.SUI, BASE, USER)));

    private final MoveVm framework = Packages.framework();
    private final List<byte[]> modules = standalone();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong executed = new AtomicLong();

    @Test
    void parsesOrRefusesAnyBytes() {
        Campaign.Report report = Campaign.allowing(MoveVerificationException.class)
                .run("Move modules, bytes", modules, CompiledModule::parse);
        assertThat(report.accepted()).isPositive();
    }

    @Test
    void refusesMutantsOrRunsThemWithinTheRules() {
        long inputs = Campaign.inputs();
        new Campaign(64, 256 << 20, Duration.ofSeconds(2), Set.of())
                .run("Move modules, executed", seeds(), inputs, seed -> mutant(seed, true));
        System.out.println(
                "campaign Move modules, executed: " + accepted + " mutants accepted, " + executed + " calls");
        assertThat(accepted.get()).isGreaterThan(inputs / 1000);
        assertThat(executed.get()).isPositive();
    }

    @Test
    void refusesMutantsAmongPackagesThatNeedEachOther() {
        long inputs = Campaign.inputs() / 4;
        new Campaign(64, 256 << 20, Duration.ofSeconds(2), Set.of())
                .run("Move packages, executed", seeds(), inputs, seed -> linkedMutant(seed, true));
        System.out.println(
                "campaign Move packages, executed: " + accepted + " mutants accepted, " + executed + " calls");
        assertThat(accepted.get()).isGreaterThan(inputs / 1000);
        assertThat(executed.get()).isPositive();
    }

    @Test
    void findsHolesWhenVerificationIsSkipped() {
        assertThat(holes(seed -> mutant(seed, false)))
                .as("a campaign that finds nothing in unverified code tests nothing")
                .isPositive();
        assertThat(holes(seed -> linkedMutant(seed, false)))
                .as("nor one of several packages")
                .isPositive();
    }

    private static long holes(Consumer<byte[]> campaign) {
        long holes = 0;
        for (byte[] seed : seeds()) {
            try {
                campaign.accept(seed);
            } catch (AssertionError _) {
                holes++;
            }
        }
        return holes;
    }

    private void mutant(byte[] seed, boolean verified) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(number(seed));
        byte[] module = modules.get(random.nextInt(modules.size()));
        byte[] changed = new ModuleMutator(random).mutate(module, modules);
        MoveVm vm;
        List<String> names;
        try {
            vm = framework.with(Packages.stored(MUTANT, List.of(changed), List.of(Address.STD, Address.SUI)));
            if (verified) {
                vm.verify(MUTANT);
            }
            names = vm.modules(MUTANT);
        } catch (MoveVerificationException | IllegalArgumentException _) {
            return;
        }
        accepted.incrementAndGet();
        for (MoveFunction function : vm.functions(MUTANT, names.getFirst())) {
            execute(vm, function, random);
        }
    }

    /// One module of several packages is changed: of a package of two modules, of its dependency, or of what
    /// depends on it. Each package is verified when it is published, against those before it, as on a ledger.
    private void linkedMutant(byte[] seed, boolean verified) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(number(seed));
        int victim = random.nextInt(
                LINKED.stream().mapToInt(one -> one.modules.size()).sum());
        List<byte[]> all = LINKED.stream().flatMap(one -> one.modules.stream()).toList();
        MoveVm vm = framework;
        try {
            for (Linked one : LINKED) {
                List<byte[]> modules = new ArrayList<>(one.modules);
                if (victim >= 0 && victim < modules.size()) {
                    modules.set(victim, new ModuleMutator(random).mutate(modules.get(victim), all));
                }
                victim -= one.modules.size();
                vm = vm.with(Packages.stored(one.id, modules, one.dependencies));
                if (verified) {
                    vm.verify(one.id);
                }
            }
        } catch (MoveVerificationException | IllegalArgumentException _) {
            return;
        }
        accepted.incrementAndGet();
        for (Linked one : LINKED) {
            for (String name : vm.modules(one.id)) {
                for (MoveFunction function : vm.functions(one.id, name)) {
                    execute(vm, function, random);
                }
            }
        }
    }

    private void execute(MoveVm vm, MoveFunction function, RandomGenerator random) {
        List<MoveType> typeArguments = new ArrayList<>();
        for (AbilitySet needed : function.typeParameters()) {
            if (!AbilitySet.PRIMITIVE.containsAll(needed)) {
                return;
            }
            typeArguments.add(random.nextBoolean() ? MoveType.Primitive.U64 : MoveType.Primitive.U8);
        }
        MemoryHost host = new MemoryHost(new TransactionDigest(Digest.ZERO), Address.ZERO);
        Metering metering = new Metering(FUEL, MEMORY);
        try {
            if (function.isNative()) {
                return;
            }
            List<MoveValue> arguments = new ArrayList<>();
            for (MoveType open : function.parameters()) {
                MoveType type = open.substitute(typeArguments);
                arguments.add(
                        type instanceof MoveType.Reference reference
                                ? MoveReference.box(RandomValues.of(reference.target(), random, 0))
                                : RandomValues.of(type, random, 0));
            }
            executed.incrementAndGet();
            List<MoveValue> results = vm.execute(function, typeArguments, arguments, host, metering);
            assertThat(results).hasSameSizeAs(function.returns());
        } catch (MoveException e) {
            if (e.failure() instanceof MoveFailure.Runtime runtime
                    && (runtime.status() == MoveStatus.UNKNOWN_INVARIANT_VIOLATION_ERROR
                            || runtime.status() == MoveStatus.LINKER_ERROR)) {
                throw new AssertionError(function + ": " + runtime, e);
            }
        }
    }

    // Modules of the scenarios that need no other of them and are not so large that they slow the campaign down.
    private static List<byte[]> standalone() {
        return Packages.modules("scenarios").stream()
                .filter(module -> module.length <= LARGEST_MODULE)
                .filter(module -> CompiledModule.parse(module).dependencies().stream()
                        .noneMatch(id -> id.address().equals(Address.ZERO)))
                .toList();
    }

    /// The id that links of unpublished packages have.
    private static Address placeholder(String name) {
        return Address.parseLenient("0x" + HexFormat.of().formatHex(name.getBytes(StandardCharsets.US_ASCII)));
    }

    private static List<byte[]> seeds() {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(5);
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            byte[] seed = new byte[16];
            random.nextBytes(seed);
            seeds.add(seed);
        }
        return seeds;
    }

    // FNV-1a
    private static long number(byte[] seed) {
        long hash = 0xcbf29ce484222325L;
        for (byte one : seed) {
            hash = (hash ^ (one & 0xFF)) * 0x100000001b3L;
        }
        return hash;
    }
}
