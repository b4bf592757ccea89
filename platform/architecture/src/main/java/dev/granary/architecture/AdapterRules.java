package dev.granary.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;

/** How adapters use the framework. */
final class AdapterRules {
    private static final String ENTITY = "jakarta.persistence.Entity";
    private static final String VIRTUAL = "io.smallrye.common.annotation.RunOnVirtualThread";
    private static final Set<String> REACTIVE =
            Set.of("io.smallrye.mutiny.Uni", "io.smallrye.mutiny.Multi", "java.util.concurrent.CompletionStage");

    private AdapterRules() {}

    static Map<String, ArchRule> of(Layout layout) {
        return Map.of(
                "modulesMeetOnlyInPlatformAndContracts", meetInPlatform(layout),
                "entitiesStayInPostgres", entities(),
                "persistenceStaysInPostgres", persistence(layout),
                "eventTypesStayOutOfHttp", eventTypes(layout),
                "nothingIsInjectedIntoFields", fieldInjection(),
                "nobodyReadsConfigProperty", configProperty(layout),
                "reactiveMethodsRunOnTheEventLoop", reactiveMethods(),
                "consumersKeepTheirOrder", consumers(),
                "onlyABridgeAwaits", bridge(layout));
    }

    private static ArchRule meetInPlatform(Layout layout) {
        return classes()
                .that(layout.inModule())
                .should()
                .onlyDependOnClassesThat(resideInAPackage("dev.granary..")
                        .negate()
                        .or(layout.inModule())
                        .or(resideInAnyPackage(
                                "dev.granary.kernel..", "dev.granary.contracts..", "dev.granary.service..")))
                .because("services meet in events and HTTP, never in each other's classes");
    }

    private static ArchRule entities() {
        return classes()
                .that()
                .areAnnotatedWith(ENTITY)
                .should()
                .resideInAPackage("..postgres..")
                .andShould()
                .bePackagePrivate()
                .because("an entity is the shape of a table, and no one else's business");
    }

    private static ArchRule persistence(Layout layout) {
        return noClasses()
                .that(layout.inModule().and(layout.inAdapter("postgres").negate()))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("jakarta.persistence..", "org.hibernate..", "io.quarkus.hibernate.."))
                .because("the database must be replaceable, and away, without anyone else noticing");
    }

    private static ArchRule eventTypes(Layout layout) {
        return noClasses()
                .that(layout.inAdapter("http", "gateway"))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.granary.contracts.v1.."))
                .because("HTTP has its own contract: an event's shape must not leak into it");
    }

    private static ArchRule fieldInjection() {
        return noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .because("a constructor says what a class needs, and lets a test give it");
    }

    private static ArchRule configProperty(Layout layout) {
        return noClasses()
                .that(layout.inModule())
                .should()
                .dependOnClassesThat(Conditions.named(
                        "org.eclipse.microprofile.config.inject.ConfigProperty",
                        "org.eclipse.microprofile.config.ConfigProvider"))
                .because("settings come through one mapping with documented keys, and as a checked record");
    }

    private static ArchRule reactiveMethods() {
        return methods()
                .that(new ReturnsReactive())
                .should(Conditions.condition("not be moved to a virtual thread", (method, violation) -> {
                    if (onVirtualThread(method)) {
                        violation.accept(method.getDescription() + " returns a Uni from a virtual thread");
                    }
                }))
                .because("a Uni is subscribed on the event loop: on a virtual thread its context is lost");
    }

    private static ArchRule consumers() {
        return methods()
                .that()
                .areAnnotatedWith("org.eclipse.microprofile.reactive.messaging.Incoming")
                .should(Conditions.condition("take events one after the other", (method, violation) -> {
                    if (onVirtualThread(method)) {
                        violation.accept(method.getDescription() + " takes events on up to 1024 threads at once");
                    }
                }))
                .because("events of one key have an order, and concurrent consumers lose it");
    }

    private static ArchRule bridge(Layout layout) {
        return classes()
                .that(layout.inModule())
                .and()
                .haveSimpleNameNotEndingWith("Bridge")
                .should(Conditions.notUse(
                        Set.of(
                                "io.smallrye.mutiny.Uni.await",
                                "io.quarkus.vertx.VertxContextSupport.subscribeAndAwait"),
                        "wait for a Uni"))
                .because("waiting on the event loop stops every client: one class a module, named Bridge, may do it");
    }

    private static boolean onVirtualThread(JavaMember member) {
        return member.isAnnotatedWith(VIRTUAL) || member.getOwner().isAnnotatedWith(VIRTUAL);
    }

    /** Methods that hand out a result to come. */
    private static final class ReturnsReactive extends DescribedPredicate<JavaMethod> {
        private ReturnsReactive() {
            super("return a Uni, Multi or CompletionStage");
        }

        @Override
        public boolean test(JavaMethod method) {
            return REACTIVE.contains(method.getRawReturnType().getName());
        }
    }
}
