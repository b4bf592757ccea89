package dev.granary.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What the rules need to know of one module.
 *
 * @param root the module's package, such as {@code dev.granary.fetchverify}
 * @param adapters names of the packages directly below the root that may see frameworks; all others are features
 * @param libraries ArchUnit patterns of third-party packages that features may use all the same
 */
public record Layout(String root, List<String> adapters, List<String> libraries) {
    public Layout {
        adapters = List.copyOf(adapters);
        libraries = List.copyOf(libraries);
    }

    /** A module whose classes are all features. */
    public static Layout of(String root) {
        return new Layout(root, List.of(), List.of());
    }

    /** This module with more adapter packages. */
    public Layout withAdapters(String... names) {
        return new Layout(root, concat(adapters, names), libraries);
    }

    /** This module with more third-party packages, such as {@code com.github.packageurl..}, open to its features. */
    public Layout withLibraries(String... patterns) {
        return new Layout(root, adapters, concat(libraries, patterns));
    }

    /** Imports the module's own classes, without its tests and what was generated, and returns the rules for them. */
    public GranaryRules rules() {
        return new GranaryRules(
                this,
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .withImportOption(location -> !location.contains("/v1/"))
                        .importPackages(root));
    }

    DescribedPredicate<JavaClass> features() {
        return inAdapter().negate().and(inModule()).as("features of %s", root);
    }

    DescribedPredicate<JavaClass> inModule() {
        return JavaClass.Predicates.resideInAPackage(root + "..");
    }

    DescribedPredicate<JavaClass> inAdapter(String... names) {
        String[] patterns = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            patterns[i] = root + "." + names[i] + "..";
        }
        return JavaClass.Predicates.resideInAnyPackage(patterns);
    }

    private DescribedPredicate<JavaClass> inAdapter() {
        return inAdapter(adapters.toArray(String[]::new));
    }

    private static List<String> concat(List<String> first, String... second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(second));
        return all;
    }
}
