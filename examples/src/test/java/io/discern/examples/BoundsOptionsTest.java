package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.analysis.overlay.verdict.VerdictBounds;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BoundsOptionsTest {
    private static BoundsOptions parsed(String... arguments) {
        return CommandLine.populateCommand(new BoundsOptions(), arguments);
    }

    @Test
    void whatIsNotGivenIsUsual() {
        assertThat(parsed().bounds()).isEqualTo(VerdictBounds.standard());
        assertThat(parsed("--bounds", "flips=0.02,legible=9").bounds())
                .isEqualTo(new VerdictBounds(0.02, 0.1, 0.05, 0.001, 0.01, 0.9, 9));
        assertThat(parsed("--bounds", "moved=0.2,text=0.3,repeated-shift=0.4,repeated-flips=0.5,visible=0.6")
                        .bounds())
                .isEqualTo(new VerdictBounds(0.05, 0.2, 0.3, 0.4, 0.5, 0.6, 7));
    }

    @Test
    void anUnknownNameAndAnImpossibleValueAreRefused() {
        assertThatThrownBy(() -> parsed("--bounds", "flip=0.02").bounds())
                .hasMessageContaining("--bounds flip; expected some of [flips, moved, text,");
        assertThatThrownBy(() -> parsed("--bounds", "flips=5").bounds()).hasMessage("flips 5.0; expected 0 to 1");
    }
}
