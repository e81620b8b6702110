package io.discern.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/DATA.md says of every remark about data when it is made. */
class DocumentedRemarksTest {
    private static final Pattern REMARK = Pattern.compile("remarks\\.add\\((.*?)\\);", Pattern.DOTALL);
    private static final Pattern WORDS = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    /** Shorter pieces join others. */
    private static final int WORTH_QUOTING = 12;

    @Test
    void everyRemarkIsQuoted() throws IOException {
        String page = Files.readString(Path.of("../docs/DATA.md")).replaceAll("\\s+", " ");
        int remarks = 0;
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java/io/discern/dataset"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher remark = REMARK.matcher(Files.readString(source));
                while (remark.find()) {
                    // Pieces of one literal are one text.
                    String code = remark.group(1).replaceAll("\"\\s*\\+\\s*\"", "");
                    List<String> pieces = WORDS.matcher(code)
                            .results()
                            .map(found -> found.group(1).strip())
                            .filter(piece -> piece.length() >= WORTH_QUOTING)
                            .toList();
                    assertThat(pieces)
                            .allSatisfy(piece -> assertThat(page)
                                    .as(source.getFileName() + ": " + piece)
                                    .contains(piece));
                    remarks++;
                }
            }
        }
        assertThat(remarks).isGreaterThan(25);
    }
}
