package dev.granary.fetchverify.policy;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.format.ListedFile;
import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.policy.Verdict.Allowed;
import dev.granary.fetchverify.policy.Verdict.Denied;
import dev.granary.fetchverify.receipt.Receipt.Decision;
import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.PackageCoordinate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * All rules in force at one moment. Immutable.
 *
 * <p>A version without a publish time counts as published when this mirror first saw it: what is unknown is new.
 */
public final class Policy {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    private final Map<Ecosystem, EcosystemPolicy> rules;
    private final RecallBook recalls;

    public Policy(Map<Ecosystem, EcosystemPolicy> rules, RecallBook recalls) {
        this.rules = Map.copyOf(rules);
        this.recalls = recalls;
    }

    /** The same rules with another recall book. */
    public Policy with(RecallBook newRecalls) {
        return new Policy(rules, newRecalls);
    }

    public RecallBook recalls() {
        return recalls;
    }

    /** Whether anything of {@code coordinate} may be asked for and shown: asked before any source is. */
    public Verdict judgeName(PackageCoordinate coordinate) {
        Optional<NamePattern> owner = rulesOf(coordinate.ecosystem()).ownedBy(coordinate.fullName());
        if (owner.isPresent()) {
            return new Denied(
                    FetchVerifyError.NAME_OWNED,
                    "Name-owned-by-this-company",
                    coordinate.fullName() + " belongs to this company (rule " + owner.get()
                            + ") and is never fetched from outside; this mirror hosts no such package.",
                    Optional.empty());
        }
        return recalls.findActive(coordinate)
                .<Verdict>map(recall -> recalled(coordinate, recall))
                .orElseGet(() -> new Allowed(List.of(
                        new Decision("ownership", true, "not owned"), new Decision("recall", true, "not recalled"))));
    }

    /**
     * Whether a version may be handed out at {@code now}.
     *
     * @param publishedAt by the upstream's clock, where it tells
     * @param firstSeenAt when this mirror first saw the version
     */
    public Verdict judgeVersion(
            PackageCoordinate version, Optional<Instant> publishedAt, Instant firstSeenAt, Instant now) {
        Verdict named = judgeName(version);
        if (!(named instanceof Allowed(List<Decision> decisions))) {
            return named;
        }
        Optional<Duration> age = rulesOf(version.ecosystem()).releaseAgeOf(version.fullName());
        if (age.isEmpty()) {
            return new Allowed(plus(decisions, new Decision("release-age", true, "any age will do")));
        }
        Instant from = publishedAt.orElse(firstSeenAt).plus(age.get());
        if (from.isAfter(now)) {
            return held(version, age.get(), publishedAt, from);
        }
        return new Allowed(plus(decisions, new Decision("release-age", true, "older than " + age.get())));
    }

    /**
     * The versions of a package that must not be seen at {@code now}.
     *
     * @param firstSeenAt when this mirror first saw the version of a file; asked for files without a publish time
     */
    public Withholding withhold(
            PackageCoordinate name, Listing listing, Function<ListedFile, Instant> firstSeenAt, Instant now) {
        Set<String> versions = new HashSet<>();
        Instant next = Instant.MAX;
        Optional<Duration> age = rulesOf(name.ecosystem()).releaseAgeOf(name.fullName());
        boolean anyRecall = !recalls.list().isEmpty();
        for (ListedFile file : listing.files()) {
            Instant from = age.map(a -> file.publishedAt()
                            .orElseGet(() -> firstSeenAt.apply(file))
                            .plus(a))
                    .orElse(Instant.MIN);
            if (from.isAfter(now)) {
                versions.add(file.version());
                next = from.isBefore(next) ? from : next;
            }
            if (anyRecall && isRecalled(name, file.version())) {
                versions.add(file.version());
            }
        }
        return new Withholding(versions, next);
    }

    private boolean isRecalled(PackageCoordinate name, String version) {
        return !version.isEmpty()
                && recalls.findActive(name.withVersion(version)).isPresent();
    }

    private EcosystemPolicy rulesOf(Ecosystem ecosystem) {
        return rules.getOrDefault(ecosystem, EcosystemPolicy.OPEN);
    }

    private static Denied recalled(PackageCoordinate coordinate, Recall recall) {
        return new Denied(
                FetchVerifyError.RECALLED,
                "Recalled",
                coordinate.fullName() + " " + coordinate.version() + " was recalled by this company: "
                        + sentence(recall.reason()) + " Choose another version.",
                Optional.empty());
    }

    private static String sentence(String reason) {
        return reason.endsWith(".") ? reason : reason + ".";
    }

    private static Denied held(PackageCoordinate version, Duration age, Optional<Instant> publishedAt, Instant until) {
        String published =
                publishedAt.map(at -> "was published on " + DAY.format(at)).orElse("has no publish date");
        return new Denied(
                FetchVerifyError.POLICY_HELD,
                "Policy-held-until-" + DAY.format(until.plus(Duration.ofDays(1)).minusMillis(1)),
                version.fullName() + " " + version.version() + " " + published + "; this company waits " + words(age)
                        + " before it uses a new version. It is held until " + until
                        + ". Choose an older version, or ask for an exemption.",
                Optional.of(until));
    }

    private static String words(Duration age) {
        return age.toDays() > 0 ? age.toDays() + " days" : age.toHours() + " hours";
    }

    private static List<Decision> plus(List<Decision> decisions, Decision last) {
        return List.of(decisions.get(0), decisions.get(1), last);
    }
}
