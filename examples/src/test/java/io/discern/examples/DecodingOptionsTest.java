package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.image.DecodeOptions;
import io.discern.image.GrayRange;
import io.discern.image.ImageFormats;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class DecodingOptionsTest {
    @Command
    private static final class Some {
        @Mixin
        private DecodingOptions decoding;
    }

    private static DecodingOptions parse(String... args) {
        return CommandLine.populateCommand(new Some(), args).decoding;
    }

    @Test
    void withoutOptionsFilesAreReadAsTheySay() {
        assertThat(parse().options()).isEqualTo(DecodeOptions.standard());
        assertThat(parse().everyPage()).isFalse();
    }

    @Test
    void aRangeAPageAndAnAxisAreTold() {
        DecodeOptions options = parse("--gray", "window=40,400", "--page", "middle", "--axis", "0")
                .options();
        assertThat(options.gray()).isEqualTo(GrayRange.window(40, 400));
        assertThat(options.page()).isEqualTo(DecodeOptions.MIDDLE);
        assertThat(options.axis()).isZero();
        assertThat(parse("--page", "all").everyPage()).isTrue();
        assertThatThrownBy(() -> parse("--page", "last").options())
                .hasMessage("--page last; expected a number from 0 on, middle or all");
    }

    @Test
    void theExamplesReadEveryFormatOfTheProject() {
        assertThat(ImageFormats.added()).contains("DICOM", "NIfTI-1", "WebP", "JPEG 2000");
    }
}
