package io.discern.examples;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.discern.preprocess.Preprocessors;
import io.discern.similarity.Similarities;
import io.discern.store.OutputSet;
import io.discern.store.WrittenSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
class ArchitectureTest {
    private static JavaClasses all;

    @BeforeAll
    static void read() throws IOException {
        List<Path> folders = Modules.compiled().stream().map(Modules::classes).toList();
        all = new ClassFileImporter().importPaths(folders);
    }

    /** The folder that a class was compiled into: one a jar. */
    private static String jar(JavaClass type) {
        String uri = type.getSource().map(source -> source.getUri().toString()).orElse("");
        return uri.substring(0, Math.max(0, uri.indexOf("/target/classes/")));
    }

    @Test
    void nobodyOutsideAJarUsesItsInternalPackages() {
        classes()
                .that(resideInAnyPackage("io.discern..internal.."))
                .should(new ArchCondition<>("be used by their own jar only") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        for (Dependency use : type.getDirectDependenciesToSelf()) {
                            if (!jar(use.getOriginClass()).equals(jar(type))) {
                                events.add(SimpleConditionEvent.violated(use, use.getDescription()));
                            }
                        }
                    }
                })
                .check(all);
    }

    /**
     * Exceptions by name: the two openers, which stand beside the types they open and look providers up, and the sets of results, which
     * stand with the files and hash and list them. The root package is where everything meets, and is not looked at.
     */
    @Test
    void packagesOfCoreKnowEachOtherInOneDirection() {
        Set<String> named = Set.of(
                Similarities.class.getName(),
                Preprocessors.class.getName(),
                OutputSet.class.getName(),
                WrittenSet.class.getName());
        DescribedPredicate<JavaClass> exceptions =
                DescribedPredicate.describe("an exception", type -> named.contains(type.getName()));
        slices().matching("io.discern.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(exceptions, alwaysTrue())
                .check(all.that(
                        DescribedPredicate.describe("core", type -> jar(type).endsWith("/core"))));
    }

    @Test
    void layersLookDown() {
        noClasses()
                .that(DescribedPredicate.describe("of core", type -> jar(type).endsWith("/core")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.discern.analysis..",
                        "io.discern.backend..",
                        "io.discern.testkit..",
                        "io.discern.tokenizers..",
                        "io.discern.miniatures..",
                        "ai.djl..",
                        "ai.onnxruntime..",
                        "org.nd4j..",
                        "org.bytedeco.."))
                .check(all);
        noClasses()
                .that(resideInAnyPackage("io.discern.analysis..", "io.discern.testkit.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.discern.backend..", "io.discern.miniatures..", "ai.djl..", "ai.onnxruntime.."))
                .check(all);
        for (String backend : List.of("onnx", "djl", "cuda")) {
            noClasses()
                    .that(resideInAnyPackage("io.discern.backend." + backend + ".."))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(
                                    "io.discern.backend..", "io.discern.analysis..", "io.discern.miniatures..")
                            .and(DescribedPredicate.not(resideInAnyPackage("io.discern.backend." + backend + ".."))))
                    .check(all);
        }
    }

    @Test
    void noLibraryPrintsOrEndsTheProcess() {
        noClasses()
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(all);
    }

    /** A thread of the common pool that waits for a parallel stream may begin another call under the lock of its own. */
    @Test
    void devicesUseNoParallelStreams() {
        noClasses()
                .that(resideInAnyPackage("io.discern.backend.cuda.."))
                .should()
                .callMethodWhere(JavaCall.Predicates.target(
                        nameMatching("parallel|parallelStream").and(owner(resideInAnyPackage("java.util..")))))
                .check(all);
    }

    @Test
    void theBomNamesEveryJar() throws IOException {
        assertThat(Modules.compiled())
                .allSatisfy(module -> assertThat(Modules.sources("bom")
                                .resolve("../../../pom.xml")
                                .normalize())
                        .content()
                        .contains("<artifactId>discern-" + module + "</artifactId>"));
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        for (String module : Modules.compiled()) {
            try (Stream<Path> files = Files.walk(Modules.sources(module))) {
                assertThat(files.filter(file -> file.toString().endsWith(".java"))
                                .map(Path::getParent)
                                .distinct())
                        .allSatisfy(folder ->
                                assertThat(folder.resolve("package-info.java")).exists());
            }
        }
    }
}
