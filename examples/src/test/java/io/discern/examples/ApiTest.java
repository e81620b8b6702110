package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each jar offers stands in {@code docs/api}: a change of it is a line of a diff. {@code -Dapi.update=true} writes the files.
 */
class ApiTest {
    /** Their public types are for service loaders and for this project's backends. */
    private static final Set<String> NAMED_BY_NOBODY = Set.of("codecs", "tokenizers");

    static List<String> modules() throws IOException {
        return Modules.compiled();
    }

    static List<String> modulesForEverybody() throws IOException {
        return modules().stream()
                .filter(module -> !NAMED_BY_NOBODY.contains(module))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("modulesForEverybody")
    void nothingPublicNamesWhatIsInternal(String module) throws IOException {
        assertThat(ApiSignatures.of(Modules.classes(module)).lines()).noneMatch(line -> line.contains(".internal."));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void theCommittedSignaturesAreThoseOfTheJar(String module) throws IOException {
        String found = ApiSignatures.of(Modules.classes(module));
        if (Boolean.getBoolean("api.update")) {
            Files.createDirectories(Modules.signatures(module).getParent());
            Files.writeString(Modules.signatures(module), found);
        }
        assertThat(Modules.signatures(module)).exists();
        assertThat(found.lines().toList())
                .as(
                        "%s: if the change is meant, mvn -pl examples -am test -Dtest=ApiTest -Dapi.update=true "
                                + "-Dsurefire.failIfNoSpecifiedTests=false",
                        Modules.signatures(module))
                .isEqualTo(Files.readString(Modules.signatures(module)).lines().toList());
    }
}
