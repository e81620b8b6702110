package io.discern.examples;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may know whom. */
class ArchitectureTest {
    private static JavaClasses all;
    private static JavaClasses commandsToo;

    @BeforeAll
    static void read() throws IOException {
        // Of other people's classes the rules ask the names only, and those stand in ours.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        List<Path> folders = Modules.compiled().stream().map(Modules::classes).toList();
        commandsToo = new ClassFileImporter()
                .importPaths(Stream.concat(folders.stream(), Stream.of(Modules.classes("examples")))
                        .toList());
        all = commandsToo.that(
                DescribedPredicate.describe("of a jar", type -> !jar(type).equals("examples")));
    }

    /** The module that a class was compiled in. */
    private static String jar(JavaClass type) {
        String uri = type.getSource().map(source -> source.getUri().toString()).orElse("");
        String folder = uri.substring(0, Math.max(0, uri.indexOf("/target/classes/")));
        return folder.substring(folder.lastIndexOf('/') + 1);
    }

    /** The modules of this project that share a package of core's, as core's module descriptor names them. */
    private static Map<String, Set<String>> shared() throws IOException {
        try (InputStream descriptor =
                Files.newInputStream(Modules.classes("core").resolve("module-info.class"))) {
            return ModuleDescriptor.read(descriptor).exports().stream()
                    .filter(ModuleDescriptor.Exports::isQualified)
                    .collect(Collectors.toMap(
                            ModuleDescriptor.Exports::source,
                            exported -> exported.targets().stream()
                                    .map(module -> module.substring("io.discern.".length())
                                            .replace('.', '-'))
                                    .collect(Collectors.toSet())));
        }
    }

    @Test
    void nobodyElseUsesInternalPackages() throws IOException {
        Map<String, Set<String>> allowed = shared();
        classes()
                .that(resideInAnyPackage("io.discern..internal.."))
                .should(new ArchCondition<>("be used by their own jar, or by those that share them") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        Set<String> users = allowed.getOrDefault(type.getPackageName(), Set.of());
                        for (Dependency use : type.getDirectDependenciesToSelf()) {
                            String user = jar(use.getOriginClass());
                            if (!user.equals(jar(type)) && !users.contains(user)) {
                                events.add(SimpleConditionEvent.violated(use, use.getDescription()));
                            }
                        }
                    }
                })
                .check(commandsToo);
    }

    /**
     * A package and its part in {@code internal} are one. The root package of core is where everything meets, and is not looked at;
     * that of analysis is at the bottom.
     */
    @ParameterizedTest
    @CsvSource({"core, io.discern., false", "analysis, io.discern.analysis., true"})
    void packagesKnowEachOtherInOneDirection(String module, String root, boolean rootToo) {
        SliceAssignment bySubject = new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = type.getPackageName() + ".";
                if (!name.startsWith(root) || name.equals(root) && !rootToo) {
                    return SliceIdentifier.ignore();
                }
                return SliceIdentifier.of(name.substring(root.length()).replaceFirst("^internal\\.(?=.)", ""));
            }

            @Override
            public String getDescription() {
                return "packages of " + module + " by subject";
            }
        };
        slices().assignedFrom(bySubject)
                .should()
                .beFreeOfCycles()
                .check(all.that(
                        DescribedPredicate.describe(module, type -> jar(type).equals(module))));
    }

    @Test
    void layersLookDown() {
        noClasses()
                .that(DescribedPredicate.describe("of core", type -> jar(type).equals("core")))
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

    /** Spark is the cluster's: a jar that knew it would bring 291 MB to every user. */
    @Test
    void sparkStaysInItsModule() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.discern.spark..", "org.apache.spark..", "org.apache.hadoop..", "scala.."))
                .check(commandsToo);
    }

    /**
     * What may have more components: each is made in one place, field by field of what it describes, which is a file's header, the
     * weights of a network, a picture to paint, or the arguments of a kernel.
     */
    private static final Set<String> FIELD_BY_FIELD = Set.of(
            "JpegHeader",
            "Jpeg2000Header",
            "DicomHeader",
            "NiftiHeader",
            "ImageTower",
            "TextTower",
            "Dermoscopy",
            "Histology",
            "Radiograph",
            "Ultrasound",
            "Search",
            "ClassPiece");

    /** Nobody can tell nine arguments in a row apart: smaller records are parts of larger ones. */
    @Test
    void recordsAreSmall() {
        classes()
                .that(DescribedPredicate.describe(
                        "records", type -> type.isRecord() && !FIELD_BY_FIELD.contains(type.getSimpleName())))
                .should(ArchCondition.from(DescribedPredicate.describe(
                        "have eight components at most",
                        type -> type.getFields().stream()
                                        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                                        .count()
                                <= 8)))
                .check(all);
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
                .callMethodWhere(JavaCall.Predicates.target(DescribedPredicate.and(
                        nameMatching("parallel|parallelStream"), owner(resideInAnyPackage("java.util..")))))
                .check(all);
    }

    @Test
    void theBomNamesEveryJar() throws IOException {
        assertThat(Modules.all())
                .allSatisfy(module -> assertThat(Modules.sources("bom")
                                .resolve("../../../pom.xml")
                                .normalize())
                        .content()
                        .contains("<artifactId>discern-" + module + "</artifactId>"));
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        for (String module : Modules.all()) {
            try (Stream<Path> files = Files.walk(Modules.sources(module))) {
                assertThat(files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("module-info.java"))
                                .map(Path::getParent)
                                .distinct())
                        .allSatisfy(folder ->
                                assertThat(folder.resolve("package-info.java")).exists());
            }
        }
    }
}
