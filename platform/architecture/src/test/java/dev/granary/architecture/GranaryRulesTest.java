package dev.granary.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule fails on the sample that breaks it, and on no other. */
class GranaryRulesTest {
    private static final String SAMPLES = "dev.granary.architecture.sample.";

    @ParameterizedTest(name = "{0} breaks {1}")
    @CsvSource(textBlock = """
                    framework,   featuresKnowNoFrameworkAndNoAdapter
                    leak,        featuresKnowNoFrameworkAndNoAdapter
                    socket,      featuresOpenNoSocket
                    clock,       featuresReadNoClockAndRollNoDice
                    reference,   featuresReadNoClockAndRollNoDice
                    dice,        featuresReadNoClockAndRollNoDice
                    thread,      featuresStartNoThread
                    cycle,       packagesAreFreeOfCycles
                    stranger,    modulesMeetOnlyInPlatformAndContracts
                    entity,      entitiesStayInPostgres
                    persistence, persistenceStaysInPostgres
                    event,       eventTypesStayOutOfHttp
                    injection,   nothingIsInjectedIntoFields
                    setting,     nobodyReadsConfigProperty
                    virtual,     reactiveMethodsRunOnTheEventLoop
                    consumer,    consumersKeepTheirOrder
                    await,       onlyABridgeAwaits
                    streams,     onlyAMainUsesTheStandardStreams
                    facade,      everyLogGoesThroughOneFacade
                    logger,      loggersAreCalledLogger
                    vocabulary,  failuresShareOneVocabulary
                    naming,      namesSayWhatAThingIs
                    layer,       packagesSayWhatTheyAreAbout
                    getter,      accessorsHaveNoGetPrefix
                    nullness,    everyPackageIsNullMarked
                    """)
    void oneRuleFailsOnTheSampleThatBreaksIt(String sample, String rule) {
        // When
        Set<String> broken = brokenBy(sample);

        // Then
        assertThat(broken).containsExactly(rule);
    }

    @Test
    void everyRuleHasASampleThatBreaksIt() {
        // Given
        Set<String> samples = Set.of(
                "framework",
                "socket",
                "clock",
                "thread",
                "cycle",
                "stranger",
                "entity",
                "persistence",
                "event",
                "injection",
                "setting",
                "virtual",
                "consumer",
                "await",
                "streams",
                "facade",
                "logger",
                "vocabulary",
                "naming",
                "layer",
                "getter",
                "nullness");

        // When
        Set<String> broken = samples.stream().flatMap(s -> brokenBy(s).stream()).collect(Collectors.toSet());

        // Then
        assertThat(broken).isEqualTo(rules("clean").all().keySet());
    }

    @Test
    void noRuleFailsOnACleanModule() {
        // When
        Set<String> broken = brokenBy("clean");

        // Then
        assertThat(broken).isEmpty();
    }

    @Test
    void everyRuleSaysWhy() {
        assertThat(rules("clean").all().values())
                .allSatisfy(rule -> assertThat(rule.getDescription()).contains("because"));
    }

    @Test
    void aCheckNamesTheClassAndTheReason() {
        // Given
        GranaryRules rules = rules("thread");

        // Then
        assertThatThrownBy(rules::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("thread.Feature")
                .hasMessageContaining("because who runs what");
    }

    @Test
    void aCheckOfNothingFails() {
        // Given
        GranaryRules rules = Layout.of("dev.granary.nowhere").rules();

        // Then
        assertThatThrownBy(rules::check).isInstanceOf(AssertionError.class).hasMessageContaining("no class was found");
    }

    private static Set<String> brokenBy(String sample) {
        var classes = new ClassFileImporter().importPackages(SAMPLES + sample);
        assertThat(classes).isNotEmpty();
        Set<String> broken = new TreeSet<>();
        for (var entry : rules(sample).all().entrySet()) {
            ArchRule rule = entry.getValue();
            if (rule.evaluate(classes).hasViolation()) {
                broken.add(entry.getKey());
            }
        }
        return broken;
    }

    private static GranaryRules rules(String sample) {
        Layout layout = Layout.of(SAMPLES + sample).withAdapters("http", "kafka", "postgres");
        return new GranaryRules(layout, new ClassFileImporter().importPackages(SAMPLES + sample));
    }
}
