package dev.granary.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What features, the plain Java in the middle of a module, must not know or do. */
final class FeatureRules {
    /** What every feature may use; {@code com.google.protobuf} because each contracts message is made of it. */
    private static final List<String> PLAIN = List.of(
            "java..",
            "javax.crypto..",
            "org.jspecify.annotations",
            "com.google.errorprone.annotations..",
            "com.google.protobuf..",
            "dev.granary.kernel..",
            "dev.granary.contracts..");

    private static final Set<String> CLOCKS_AND_DICE = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.Thread.sleep",
            "java.lang.Math.random",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.time.InstantSource.system",
            "java.util.Random.<init>",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.random.RandomGenerator.getDefault",
            "java.security.SecureRandom.<init>");

    private static final Set<String> THREADS = Set.of(
            "java.lang.Thread.<init>",
            "java.lang.Thread.start",
            "java.lang.Thread.ofVirtual",
            "java.lang.Thread.ofPlatform",
            "java.lang.Thread.startVirtualThread",
            "java.util.Timer.<init>",
            "java.util.concurrent.CompletableFuture.runAsync",
            "java.util.concurrent.CompletableFuture.supplyAsync",
            "java.util.concurrent.Executors.*",
            "java.util.concurrent.ThreadPoolExecutor.<init>");

    private FeatureRules() {}

    static Map<String, ArchRule> of(Layout layout) {
        return Map.of(
                "featuresKnowNoFrameworkAndNoAdapter", knowNoFramework(layout),
                "featuresOpenNoSocket", openNoSocket(layout),
                "featuresReadNoClockAndRollNoDice", readNoClock(layout),
                "featuresStartNoThread", startNoThread(layout),
                "packagesAreFreeOfCycles", freeOfCycles(layout));
    }

    private static ArchRule knowNoFramework(Layout layout) {
        List<String> allowed = new ArrayList<>(PLAIN);
        allowed.addAll(layout.libraries());
        return classes()
                .that(layout.features())
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(allowed.toArray(String[]::new)).or(layout.features()))
                .because("a feature must be testable without a container, a broker or a database, and outlive them");
    }

    private static ArchRule openNoSocket(Layout layout) {
        return classes()
                .that(layout.features())
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java.net.http..", "java.sql..", "java.rmi..", "java.nio.channels..")
                                .or(Conditions.named("java.net.Socket", "java.net.ServerSocket", "java.net.URL"))
                                .negate()
                                .as("open no connection"))
                .because("a feature decides, and an adapter talks: only so can faults be played in tests");
    }

    private static ArchRule readNoClock(Layout layout) {
        return classes()
                .that(layout.features())
                .should(Conditions.notUse(CLOCKS_AND_DICE, "read a clock, roll dice or sleep"))
                .because("time and randomness are arguments: a test then plays years in milliseconds, from a seed");
    }

    private static ArchRule startNoThread(Layout layout) {
        return classes()
                .that(layout.features())
                .should(Conditions.notUse(THREADS, "start a thread"))
                .because("who runs what, and how much of it at once, is bounded in one place: the adapters");
    }

    private static ArchRule freeOfCycles(Layout layout) {
        return slices().matching(layout.root() + ".(**)")
                .should()
                .beFreeOfCycles()
                .because("packages that know each other both ways are one package with two names");
    }
}
