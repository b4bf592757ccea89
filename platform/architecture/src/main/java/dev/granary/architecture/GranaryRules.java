package dev.granary.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The rules for the classes of one module. Each rule has a name, by which a test reports it, and says why it is there.
 *
 * <p>There is no list of accepted violations: a rule that is wrong is changed here, for all modules.
 */
public final class GranaryRules {
    private final JavaClasses classes;
    private final SequencedMap<String, ArchRule> rules;

    GranaryRules(Layout layout, JavaClasses classes) {
        this.classes = classes;
        this.rules = new LinkedHashMap<>();
        rules.putAll(FeatureRules.of(layout));
        rules.putAll(AdapterRules.of(layout));
        rules.putAll(ShapeRules.of(layout));
        rules.replaceAll((name, rule) -> rule.allowEmptyShould(true));
    }

    /** All rules by name. */
    public Map<String, ArchRule> all() {
        return Collections.unmodifiableMap(rules);
    }

    /**
     * Checks all rules at once.
     *
     * @throws AssertionError naming every violation of every rule
     */
    public void check() {
        StringBuilder found = new StringBuilder();
        for (ArchRule rule : rules.values()) {
            var result = rule.evaluate(classes);
            if (result.hasViolation()) {
                found.append(result.getFailureReport()).append("\n\n");
            }
        }
        if (!found.isEmpty()) {
            throw new AssertionError(found.toString());
        }
        if (classes.isEmpty()) {
            throw new AssertionError("no class was found: is the root package right?");
        }
    }
}
