package dev.floe.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.floe.planted.Planted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Holds the layers of `docs/design/0001-build-and-modules.md` and the bans that make product code testable.
final class ArchitectureTest {

    /// Module package → module packages its main code may use. A module that is missing here fails the test.
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "host", Set.of(),
            "testkit", Set.of("host"),
            "format", Set.of(),
            "sui", Set.of(),
            "ledger", Set.of("host", "format", "sui"),
            "storage", Set.of("host", "format", "ledger"),
            "access", Set.of("host", "format", "ledger", "storage"),
            "node", Set.of("host", "format", "ledger", "storage"),
            "cli", Set.of("host", "format", "ledger", "storage", "access", "node"));

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.floe");

    @Test
    void everyModuleIsNamedInTheLayers() {
        for (JavaClass type : PRODUCT) {
            assertThat(MAY_USE).as("module of " + type.getName()).containsKey(module(type));
        }
    }

    @Test
    void modulesDependOnlyDownwards() {
        MAY_USE.forEach((module, allowed) -> onlyUses(module, allowed).check(PRODUCT));
    }

    @Test
    void internalPackagesAreUsedOnlyByTheirOwnModule() {
        for (String module : MAY_USE.keySet()) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.floe." + module + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.floe." + module + "..internal..")
                    .allowEmptyShould(true)
                    .check(PRODUCT);
        }
    }

    @Test
    void timeRandomnessFilesAndNetworkComeInByConstructor() {
        bans().forEach(ban -> ban.check(PRODUCT));
    }

    @Test
    void everyRuleFailsOnAPlantedViolation() {
        JavaClasses planted = new ClassFileImporter().importClasses(Planted.class);
        for (ArchRule ban : bans()) {
            assertThat(ban.evaluate(planted).hasViolation())
                    .as(ban.getDescription())
                    .isTrue();
        }
        assertThatThrownBy(() -> onlyUses("planted", Set.of("host")).check(planted))
                .isInstanceOf(AssertionError.class);
    }

    private static ArchRule onlyUses(String module, Set<String> allowed) {
        List<String> packages = new ArrayList<>(List.of("dev.floe." + module + ".."));
        allowed.forEach(other -> packages.add("dev.floe." + other + ".."));
        DescribedPredicate<JavaClass> elsewhere =
                DescribedPredicate.not(resideInAnyPackage(packages.toArray(String[]::new)));
        return noClasses()
                .that()
                .resideInAPackage("dev.floe." + module + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.floe..").and(elsewhere))
                .allowEmptyShould(true);
    }

    /// `reliability.md` §1.1. `host` is the machine, `cli` is the composition root, `..net..` packages are the
    /// adapters to the network; the test kit stands in for all of them.
    private static List<ArchRule> bans() {
        return List.of(
                noCallsFrom(
                        List.of("dev.floe.host..", "dev.floe.testkit..", "dev.floe.cli.."),
                        "read the machine's time or randomness",
                        Map.of(
                                "java.lang.System", Set.of("currentTimeMillis", "nanoTime"),
                                "java.lang.Thread", Set.of("sleep"),
                                "java.time.Instant", Set.of("now"),
                                "java.time.Clock", Set.of("systemUTC", "systemDefaultZone"),
                                "java.lang.Math", Set.of("random"),
                                "java.util.UUID", Set.of("randomUUID"),
                                "java.util.Random", Set.of("<init>"),
                                "java.security.SecureRandom", Set.of("<init>", "getInstanceStrong"))),
                noCallsFrom(
                        List.of("dev.floe.host.."),
                        "use the shared pools",
                        Map.of(
                                "java.util.Collection", Set.of("parallelStream"),
                                "java.util.List", Set.of("parallelStream"),
                                "java.util.stream.Stream", Set.of("parallel"),
                                "java.util.concurrent.CompletableFuture", Set.of("supplyAsync", "runAsync"))),
                noTimedWaits(),
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                "dev.floe.host..", "dev.floe.testkit..", "dev.floe.cli..", "dev.floe..net..")
                        .should()
                        .dependOnClassesThat(resideInAPackage("java.net.."))
                        .allowEmptyShould(true),
                noClasses()
                        .that()
                        .resideOutsideOfPackages("dev.floe.host..", "dev.floe.testkit..", "dev.floe.cli..")
                        .should()
                        .dependOnClassesThat(describe(
                                "java.nio.file.Files or java.io files",
                                type -> Set.of(
                                                "java.nio.file.Files",
                                                "java.io.File",
                                                "java.io.FileInputStream",
                                                "java.io.FileOutputStream",
                                                "java.io.RandomAccessFile")
                                        .contains(type.getName())))
                        .allowEmptyShould(true));
    }

    private static ArchRule noCallsFrom(List<String> exempt, String what, Map<String, Set<String>> banned) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(exempt.toArray(String[]::new))
                .should()
                .callCodeUnitWhere(describe(what, (JavaCall<?> call) -> {
                    CodeUnitCallTarget target = call.getTarget();
                    return banned.getOrDefault(target.getOwner().getName(), Set.of())
                            .contains(target.getName());
                }))
                .allowEmptyShould(true);
    }

    /// Waiting with a limit reads the machine's clock where no test can own it: waits go through `host`'s `Time`.
    /// Methods of the JDK that wait take `long` or `Duration`, mostly with a unit.
    private static ArchRule noTimedWaits() {
        Set<String> waits = Set.of(
                "await",
                "awaitNanos",
                "awaitUntil",
                "awaitTermination",
                "awaitAdvanceInterruptibly",
                "poll",
                "offer",
                "tryLock",
                "tryAcquire",
                "tryTransfer",
                "get",
                "join",
                "wait",
                "parkNanos",
                "parkUntil",
                "orTimeout",
                "completeOnTimeout",
                "invokeAll",
                "invokeAny",
                "schedule",
                "scheduleAtFixedRate",
                "scheduleWithFixedDelay");
        return noClasses()
                .that()
                .resideOutsideOfPackages("dev.floe.host..", "dev.floe.testkit..", "dev.floe.cli..", "dev.floe..net..")
                .should()
                .callCodeUnitWhere(describe("wait for a time", (JavaCall<?> call) -> {
                    CodeUnitCallTarget target = call.getTarget();
                    String owner = target.getOwner().getName();
                    return waits.contains(target.getName())
                            && (owner.startsWith("java.util.concurrent.")
                                    || Set.of("java.lang.Object", "java.lang.Thread")
                                            .contains(owner))
                            && target.getRawParameterTypes().stream()
                                    .map(JavaClass::getName)
                                    .anyMatch(type -> type.equals("java.util.concurrent.TimeUnit")
                                            || type.equals("java.time.Duration")
                                            || type.equals("java.util.Date")
                                            || type.equals("long") && !owner.contains(".atomic."));
                }))
                .allowEmptyShould(true);
    }

    private static String module(JavaClass type) {
        return type.getPackageName().split("\\.")[2];
    }
}
