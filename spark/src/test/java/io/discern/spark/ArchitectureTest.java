package io.discern.spark;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of {@code examples}' test of this name that ask something of this jar, which {@code examples} does not depend on. */
class ArchitectureTest {
    private static JavaClasses own;

    @BeforeAll
    static void read() {
        // Of other people's classes the rules ask the names only, and those stand in ours.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        own = new ClassFileImporter().importPath(Path.of("target/classes"));
    }

    /** A cluster's encoder comes by its address: none is wired in. */
    @Test
    void noEncoderIsWiredIn() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.discern.backend..", "io.discern.miniatures..", "ai.djl..", "ai.onnxruntime.."))
                .check(own);
    }

    @Test
    void onlyInternalPackagesThatCoreSharesAreUsed() throws IOException {
        Set<String> shared = sharedByCore();
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are internal to another jar",
                        type -> type.getPackageName().startsWith("io.discern.")
                                && (type.getPackageName() + ".").contains(".internal.")
                                && !type.getPackageName().startsWith("io.discern.spark.")
                                && !shared.contains(type.getPackageName())))
                .check(own);
    }

    /** The packages of core that its module descriptor opens to this module. */
    private static Set<String> sharedByCore() throws IOException {
        try (InputStream descriptor = Files.newInputStream(Path.of("../core/target/classes/module-info.class"))) {
            return ModuleDescriptor.read(descriptor).exports().stream()
                    .filter(exported -> exported.targets().contains("io.discern.spark"))
                    .map(ModuleDescriptor.Exports::source)
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void recordsAreSmall() {
        classes()
                .that()
                .areRecords()
                .should(ArchCondition.from(DescribedPredicate.describe(
                        "have eight components at most",
                        type -> type.getFields().stream()
                                        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                                        .count()
                                <= 8)))
                .check(own);
    }

    @Test
    void onlyWhatSparkSubmitStartsPrintsOrEndsTheProcess() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Job")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(own);
    }
}
