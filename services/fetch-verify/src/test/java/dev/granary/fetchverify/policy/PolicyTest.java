package dev.granary.fetchverify.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.format.ListedFile;
import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.policy.Verdict.Allowed;
import dev.granary.fetchverify.policy.Verdict.Denied;
import dev.granary.fetchverify.receipt.Receipt.Decision;
import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.PackageCoordinate;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final Ecosystem NPM = new Ecosystem("npm");
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final Duration THREE_DAYS = Duration.ofDays(3);
    private static final PackageCoordinate LEFT_PAD = PackageCoordinate.of(NPM, "", "left-pad", "");
    private static final PackageCoordinate VERSION = LEFT_PAD.withVersion("1.3.0");

    @ParameterizedTest
    @ValueSource(strings = {"@corp/app", "@Corp/app", "@CORP/APP", "internal-tool", "Internal-Tool"})
    void anOwnedNameIsRefusedInEverySpelling(String name) {
        // Given
        Policy policy = owning("@corp/*", "internal-tool");

        // When
        Verdict verdict = policy.judgeName(coordinate(name));

        // Then
        assertThat(verdict).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.code()).isEqualTo(FetchVerifyError.NAME_OWNED);
            assertThat(denied.reason()).isEqualTo("Name-owned-by-this-company");
            assertThat(denied.sentence()).startsWith(name + " belongs to this company");
            assertThat(denied.until()).isEmpty();
        });
    }

    @Test
    void ownershipOfOneEcosystemSaysNothingOfAnother() {
        // Given
        Policy policy = owning("internal-tool");

        // When
        Verdict verdict = policy.judgeName(PackageCoordinate.of(new Ecosystem("raw"), "", "internal-tool", ""));

        // Then
        assertThat(verdict).isInstanceOf(Allowed.class);
    }

    @Test
    void anOwnedVersionIsRefusedHoweverOldItIs() {
        // Given
        Policy policy = owning("left-pad");

        // When
        Verdict verdict = policy.judgeVersion(VERSION, Optional.of(Instant.EPOCH), Instant.EPOCH, NOW);

        // Then
        assertDenied(verdict, FetchVerifyError.NAME_OWNED);
    }

    @Test
    void ownershipSpeaksBeforeRecall() {
        // Given
        Policy policy = owning("left-pad").with(RecallBook.empty().with(recall(LEFT_PAD)));

        // When
        Verdict verdict = policy.judgeName(LEFT_PAD);

        // Then
        assertDenied(verdict, FetchVerifyError.NAME_OWNED);
    }

    @Test
    void aRecallTellsItsReason() {
        // Given
        Policy policy = aged().with(RecallBook.empty().with(recall(VERSION)));

        // When
        Verdict verdict = policy.judgeVersion(VERSION, Optional.of(Instant.EPOCH), Instant.EPOCH, NOW);

        // Then
        assertThat(verdict).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.code()).isEqualTo(FetchVerifyError.RECALLED);
            assertThat(denied.sentence()).contains("left-pad 1.3.0", "steals tokens");
        });
        assertThat(policy.judgeName(LEFT_PAD)).isInstanceOf(Allowed.class);
    }

    @Test
    void aYoungVersionIsHeldUntilItIsOldEnough() {
        // Given
        Instant published = NOW.minus(Duration.ofDays(1));

        // When
        Verdict verdict = aged().judgeVersion(VERSION, Optional.of(published), NOW, NOW);

        // Then
        assertThat(verdict).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.code()).isEqualTo(FetchVerifyError.POLICY_HELD);
            assertThat(denied.until()).contains(published.plus(THREE_DAYS));
            assertThat(denied.reason())
                    .as("the first day on which it is out")
                    .isEqualTo("Policy-held-until-2026-03-13");
            assertThat(denied.sentence()).contains("published on 2026-03-09", "waits 3 days", "2026-03-12T12:00:00Z");
        });
    }

    @Test
    void ageCountsToTheInstant() {
        // Given
        Instant published = NOW.minus(THREE_DAYS);

        // When
        Verdict atTheInstant = aged().judgeVersion(VERSION, Optional.of(published), NOW, NOW);
        Verdict justBefore = aged().judgeVersion(VERSION, Optional.of(published.plusNanos(1)), NOW, NOW);

        // Then
        assertThat(atTheInstant).isInstanceOf(Allowed.class);
        assertDenied(justBefore, FetchVerifyError.POLICY_HELD);
    }

    @Test
    void whatIsUnknownIsNew() {
        // When
        Verdict seenToday = aged().judgeVersion(VERSION, Optional.empty(), NOW, NOW);
        Verdict seenLongAgo = aged().judgeVersion(VERSION, Optional.empty(), NOW.minus(THREE_DAYS), NOW);

        // Then
        assertThat(seenToday).isInstanceOfSatisfying(Denied.class, denied -> assertThat(denied.sentence())
                .contains("has no publish date"));
        assertThat(seenLongAgo).isInstanceOf(Allowed.class);
    }

    @Test
    void aPublishTimeInTheFutureIsHeldToo() {
        // When
        Verdict verdict = aged().judgeVersion(VERSION, Optional.of(NOW.plus(Duration.ofDays(365))), NOW, NOW);

        // Then
        assertDenied(verdict, FetchVerifyError.POLICY_HELD);
    }

    @Test
    void anExemptNameMayBeNew() {
        // When
        Verdict verdict =
                aged("@corp/*").judgeVersion(coordinate("@Corp/app").withVersion("1.0.0"), Optional.of(NOW), NOW, NOW);

        // Then
        assertThat(verdict).isInstanceOfSatisfying(Allowed.class, allowed -> assertThat(allowed.decisions())
                .extracting(Decision::policy)
                .containsExactly("ownership", "recall", "release-age"));
    }

    @Test
    void withoutRulesEverythingGoes() {
        // Given
        Policy policy = new Policy(Map.of(), RecallBook.empty());

        // When
        Verdict verdict = policy.judgeVersion(VERSION, Optional.empty(), NOW, NOW);

        // Then
        assertThat(verdict).isInstanceOf(Allowed.class);
        assertThat(policy.withhold(LEFT_PAD, listing(file("1.0.0", NOW)), _ -> NOW, NOW))
                .isEqualTo(Withholding.NOTHING);
    }

    @Test
    void withholdsTheYoungAndTheRecalledAndTellsWhenTheFirstComesOut() {
        // Given
        Policy policy = aged().with(RecallBook.empty().with(recall(LEFT_PAD.withVersion("1.0.0"))));
        Listing listing = listing(
                file("1.0.0", Instant.EPOCH),
                file("1.1.0", Instant.EPOCH),
                file("1.2.0", NOW.minus(Duration.ofDays(2))),
                file("1.3.0", NOW.minus(Duration.ofDays(1))));

        // When
        Withholding withholding = policy.withhold(LEFT_PAD, listing, _ -> NOW, NOW);

        // Then
        assertThat(withholding.versions()).containsExactlyInAnyOrder("1.0.0", "1.2.0", "1.3.0");
        assertThat(withholding.changesAt()).isEqualTo(NOW.plus(Duration.ofDays(1)));
    }

    @Test
    void withholdsAVersionWithoutAPublishTimeUntilItHasBeenKnownForLongEnough() {
        // Given
        Listing listing = listing(undated("1.0.0"));

        // When
        Withholding early = aged().withhold(LEFT_PAD, listing, _ -> NOW.minus(Duration.ofDays(1)), NOW);
        Withholding late = aged().withhold(LEFT_PAD, listing, _ -> NOW.minus(THREE_DAYS), NOW);

        // Then
        assertThat(early.versions()).containsExactly("1.0.0");
        assertThat(late.versions()).isEmpty();
    }

    @Test
    void aReleaseAgeIsNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EcosystemPolicy(List.of(), Optional.of(Duration.ofDays(-1)), List.of()));
    }

    private static Policy owning(String... names) {
        return new Policy(
                Map.of(NPM, new EcosystemPolicy(patterns(names), Optional.empty(), List.of())), RecallBook.empty());
    }

    private static Policy aged(String... exempt) {
        return new Policy(
                Map.of(NPM, new EcosystemPolicy(List.of(), Optional.of(THREE_DAYS), patterns(exempt))),
                RecallBook.empty());
    }

    private static List<NamePattern> patterns(String... texts) {
        return Arrays.stream(texts).map(NamePattern::parse).toList();
    }

    private static PackageCoordinate coordinate(String fullName) {
        int slash = fullName.indexOf('/');
        return slash < 0
                ? PackageCoordinate.of(NPM, "", fullName, "")
                : PackageCoordinate.of(NPM, fullName.substring(0, slash), fullName.substring(slash + 1), "");
    }

    private static Recall recall(PackageCoordinate subject) {
        return new Recall(subject, true, "It steals tokens.", "security", NOW, 1);
    }

    private static Listing listing(ListedFile... files) {
        return new Listing(List.of(files));
    }

    private static ListedFile file(String version, Instant published) {
        return listed(version, Optional.of(published));
    }

    private static ListedFile undated(String version) {
        return listed(version, Optional.empty());
    }

    private static ListedFile listed(String version, Optional<Instant> published) {
        return new ListedFile(
                version,
                "left-pad/-/left-pad-" + version + ".tgz",
                URI.create("https://registry.example/left-pad-" + version + ".tgz"),
                List.of(),
                OptionalLong.empty(),
                published,
                List.of());
    }

    private static void assertDenied(Verdict verdict, FetchVerifyError code) {
        assertThat(verdict).isInstanceOfSatisfying(Denied.class, denied -> assertThat(denied.code())
                .isEqualTo(code));
    }
}
