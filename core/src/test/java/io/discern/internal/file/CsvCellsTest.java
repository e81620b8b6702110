package io.discern.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvCellsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=cmd|' /C calc'!A0",
                "+1+1",
                "-2+3",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                "\uff1d1",
                "=",
                "-",
                "'=1",
                "''@x",
                "--5",
                "-NaN"
            })
    void aTextThatASpreadsheetWouldRunIsKeptFromItAndReadBack(String text) {
        String cell = CsvCells.guarded(text);
        assertThat(cell).isEqualTo("'" + text);
        assertThat(CsvCells.original(cell)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-5",
                "+3",
                "-0.25",
                "-1.5E-9",
                "-.5",
                "-3.",
                "-Infinity",
                "5",
                "",
                "a=b",
                "'",
                "'quoted'",
                "'5",
                "''",
                "a\n=b",
                " =1"
            })
    void numbersAndPlainTextsStayAsTheyAre(String text) {
        assertThat(CsvCells.guarded(text)).isEqualTo(text);
        assertThat(CsvCells.original(text)).isEqualTo(text);
    }

    @Test
    void everyShortTextComesBack() {
        String letters = "'=+-@\t\n\r 5.eEa";
        int count = letters.length();
        for (int code = 0; code < count * count * count * count; code++) {
            StringBuilder text = new StringBuilder();
            for (int rest = code; rest > 0; rest /= count) {
                text.append(letters.charAt(rest % count));
            }
            assertThat(CsvCells.original(CsvCells.guarded(text.toString()))).isEqualTo(text.toString());
        }
    }
}
