package io.discern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.Fixtures;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TableTest {
    @TempDir
    Path folder;

    static Stream<String> readByPandas() throws IOException {
        List<String> names = new ArrayList<>();
        pandas().fieldNames().forEachRemaining(names::add);
        return names.stream();
    }

    private static JsonNode pandas() throws IOException {
        return new ObjectMapper().readTree(Fixtures.path("tables/pandas.json").toFile());
    }

    @ParameterizedTest
    @MethodSource("readByPandas")
    void aTableIsReadAsPandasReadsItWhenToldItsSeparatorAndCharacterSet(String name) throws IOException {
        Table table = Table.read(Fixtures.path("tables/" + name));
        JsonNode expected = pandas().get(name);
        assertThat(table.columns()).isEqualTo(texts(expected.get("columns")));
        assertThat(table.rows()).isEqualTo(expected.get("rows").size());
        for (int row = 0; row < table.rows(); row++) {
            List<String> cells = new ArrayList<>();
            for (int column = 0; column < table.columns().size(); column++) {
                cells.add(table.cell(row, column));
            }
            assertThat(cells)
                    .as("row " + row)
                    .isEqualTo(texts(expected.get("rows").get(row)));
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @Test
    void whatWasToldFromTheBytesIsSaid() throws IOException {
        assertThat(Table.read(Fixtures.path("tables/latin1.csv")).notes())
                .containsExactly("line 2 is not UTF-8: read as ISO-8859-1 (Latin-1)");
        assertThat(Table.read(Fixtures.path("tables/windows1252.csv")).notes())
                .contains("line 3 is not UTF-8: read as windows-1252");
        assertThat(Table.read(Fixtures.path("tables/utf16be_no_mark.csv")).notes())
                .containsExactly("read as UTF-16BE");
        assertThat(Table.read(Fixtures.path("tables/semicolon.csv")).notes())
                .containsExactly("cells are separated by ';'");
        assertThat(Table.read(Fixtures.path("tables/bom.csv")).notes()).isEmpty();
    }

    @Test
    void anAskedForCharacterSetIsTakenOrItsFirstWrongLineNamed() throws IOException {
        Path latin = Fixtures.path("tables/latin1.csv");
        Table cyrillic = Table.read(latin, Optional.of(Charset.forName("windows-1251")));
        assertThat(cyrillic.values("label").get(0)).isEqualTo("M\u0439lanome");
        assertThatThrownBy(() -> Table.read(latin, Optional.of(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(latin + ": line 2 is not UTF-8; expected");
    }

    @Test
    void columnsAreFoundInAnyCaseAndAMissingOneListsTheOthers() throws IOException {
        Table table = table("Path,LABEL,label\na.png,x,y\n");
        assertThat(table.values("path")).containsExactly("a.png");
        assertThat(table.values("label")).containsExactly("y");
        assertThatThrownBy(() -> table.values("group"))
                .hasMessage(table.file() + ": no column 'group'; found [Path, LABEL, label]");
    }

    @Test
    void twoColumnsOfOneNameAreReadWhileTheyAgree() throws IOException {
        assertThat(table("label,label,p\na,a,1\nb,b,2\n").values("label")).containsExactly("a", "b");
        Table table = table("label,label,p\na,a,1\nb,c,2\n");
        assertThat(table.values("p")).containsExactly("1", "2");
        assertThatThrownBy(() -> table.values("label"))
                .hasMessageStartingWith(table.file() + ": row 2 (line 3): columns 1 and 2 are both named 'label'")
                .hasMessageEndingWith("Rename the other in the header.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b\\n1,2\\n\\n3\\n | row 2 (line 4) has 1 cells; expected 2 as in the header, line 1",
                "# made\\na,b\\n1,2,3\\n1,2\\n | row 1 (line 3) has 3 cells; expected 2 as in the header, line 2",
                "a,b\\n1,\"two\\n | row 1 (line 2): Missing closing quote",
                "a,b\\n\"1\"x,2\\n | row 1 (line 2): ",
                "' ' | no line of text; expected a header and rows",
            })
    void aBrokenTableNamesItsRowAndLine(String content, String reason) {
        assertThatThrownBy(() -> table(content.replace("\\n", "\n")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder.resolve("table.csv") + ": " + reason);
    }

    @Test
    void aMissingCellOfAColumnThatMustBeFilledIsNamed() throws IOException {
        Table table = table("id,label\n1,a\n2,NaN\n");
        assertThatThrownBy(() -> table.filled("label", "Fill it."))
                .hasMessage(table.file() + ": row 2 (line 3), column 'label': 'NaN'; expected a value. Fill it.");
        assertThat(table.filled("id", "")).containsExactly("1", "2");
    }

    @Test
    void aFileThatIsNoTextIsNoTable() throws IOException {
        Path file = Files.write(folder.resolve("binary.csv"), new byte[] {'a', ',', 0, 1, 2, 3, 0, 0, 'b'});
        assertThatThrownBy(() -> Table.read(file)).hasMessageContaining("binary.csv: has zero bytes");
    }

    private Table table(String content) throws IOException {
        return Table.read(Files.writeString(folder.resolve("table.csv"), content));
    }
}
