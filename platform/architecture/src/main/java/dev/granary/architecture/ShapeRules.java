package dev.granary.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget.ConstructorCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names, logs, errors and null: what holds in every class. */
final class ShapeRules {
    private static final Pattern EMPTY_NAME =
            Pattern.compile(".+(Impl|Utils?|Manager|Helper|Common)|(Default|Abstract|Common)[A-Z].*");
    private static final Pattern EMPTY_PACKAGE = Pattern.compile(".*\\.(service|model|dto|utils?|impl|common)(\\..*)?");
    private static final Pattern GET = Pattern.compile("get([A-Z].*)?");

    private ShapeRules() {}

    static Map<String, ArchRule> of(Layout layout) {
        return Map.of(
                "onlyAMainUsesTheStandardStreams", standardStreams(layout),
                "everyLogGoesThroughOneFacade", oneFacade(layout),
                "loggersAreCalledLogger", loggers(),
                "failuresShareOneVocabulary", oneVocabulary(layout),
                "namesSayWhatAThingIs", names(layout),
                "packagesSayWhatTheyAreAbout", packages(layout),
                "accessorsHaveNoGetPrefix", noGet(layout),
                "everyPackageIsNullMarked", nullMarked(layout));
    }

    private static ArchRule standardStreams(Layout layout) {
        Set<String> streams = Set.of(
                "java.lang.System.out",
                "java.lang.System.err",
                "java.lang.System.in",
                "java.lang.Throwable.printStackTrace",
                "java.lang.System.exit");
        return classes()
                .that(layout.inModule())
                .should(Conditions.noAccess(
                        "leave System.out, System.err, System.in and System.exit to a main",
                        access -> streams.contains(access.getTargetOwner().getFullName() + "." + access.getName())
                                && !Conditions.hasMain(access.getOriginOwner())))
                .because("what a service says goes to its log, with a level, a time and a trace");
    }

    private static ArchRule oneFacade(Layout layout) {
        return noClasses()
                .that(layout.inModule())
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.util.logging..", "org.slf4j..", "org.apache.commons.logging..", "org.apache.logging.."))
                .because("org.jboss.logging is the one logging facade");
    }

    private static ArchRule loggers() {
        return fields().that()
                .haveRawType("org.jboss.logging.Logger")
                .should()
                .haveName("LOGGER")
                .andShould()
                .bePrivate()
                .andShould()
                .beStatic()
                .andShould()
                .beFinal()
                .because("a reader must know a logger when it is used");
    }

    private static ArchRule oneVocabulary(Layout layout) {
        return classes()
                .that(layout.inModule())
                .should(Conditions.noAccess(
                        "construct no unchecked exception but GranaryException and the JDK's",
                        ShapeRules::isForeignFailure))
                .because("one vocabulary of failures decides answer, retry, dead letter and alert");
    }

    /** Checked exceptions are allowed: the compiler makes every caller decide, as it does for a value. */
    private static boolean isForeignFailure(JavaAccess<?> access) {
        JavaClass made = access.getTargetOwner();
        return access.getTarget() instanceof ConstructorCallTarget
                && made.isAssignableTo(Throwable.class)
                && (made.isAssignableTo(RuntimeException.class) || made.isAssignableTo(Error.class))
                && !made.getPackageName().startsWith("java.")
                && !made.getName().equals("dev.granary.kernel.GranaryException");
    }

    private static ArchRule names(Layout layout) {
        return classes()
                .that(layout.inModule())
                .should(Conditions.condition("have a name that says something", (javaClass, violation) -> {
                    if (EMPTY_NAME.matcher(javaClass.getSimpleName()).matches()) {
                        violation.accept(javaClass.getDescription() + " needs a better noun");
                    }
                }))
                .because("Manager, Helper and Impl are names of things whose purpose was not understood");
    }

    private static ArchRule packages(Layout layout) {
        return classes()
                .that(layout.inModule())
                .should(Conditions.condition("live in a package named for its subject", (javaClass, violation) -> {
                    String below =
                            javaClass.getPackageName().substring(layout.root().length());
                    if (EMPTY_PACKAGE.matcher(below).matches()) {
                        violation.accept(javaClass.getDescription() + " lives in a package named for a layer");
                    }
                }))
                .because("the folder tree is the architecture: it shows features, not layers");
    }

    private static ArchRule noGet(Layout layout) {
        return methods()
                .that()
                .areDeclaredInClassesThat(layout.inModule())
                .should(Conditions.condition("have no get prefix", (method, violation) -> {
                    if (GET.matcher(method.getName()).matches() && !isPrescribed(method)) {
                        violation.accept(method.getDescription() + " is a noun, find.., require.. or list..");
                    }
                }))
                .because("find returns Optional, require throws, list lists: get tells nothing");
    }

    private static boolean isPrescribed(JavaMethod method) {
        return method.getModifiers().contains(JavaModifier.SYNTHETIC)
                || method.getModifiers().contains(JavaModifier.BRIDGE)
                || Stream.concat(
                                method.getOwner().getAllRawSuperclasses().stream(),
                                method.getOwner().getAllRawInterfaces().stream())
                        .filter(type -> !type.getPackageName().startsWith("dev.granary"))
                        .flatMap(type -> type.getMethods().stream())
                        .anyMatch(inherited -> inherited.getName().equals(method.getName()));
    }

    private static ArchRule nullMarked(Layout layout) {
        return classes()
                .that(layout.inModule())
                .should(Conditions.condition("live in a package that is @NullMarked", (javaClass, violation) -> {
                    if (!javaClass.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
                        violation.accept(javaClass.getDescription() + " lives in a package without @NullMarked");
                    }
                }))
                .because("null is checked by the compiler, and only where a package asks for it");
    }
}
