package io.discern.examples;

import io.discern.image.DecodeOptions;
import io.discern.image.GrayRange;
import java.util.Map;
import picocli.CommandLine.Option;

/** How image files become pixels, for every example that reads them. */
final class DecodingOptions {
    @Option(
            names = "--gray",
            defaultValue = "file",
            paramLabel = "RANGE",
            description = {
                "Which values of gray of more than 8 bits become black to white: file (what the file says),",
                "full, window=CENTER,WIDTH, between=BLACK,WHITE, percentiles=LOW,HIGH of each image or",
                "set-percentiles=LOW,HIGH of the whole data set (default ${DEFAULT-VALUE})."
            })
    private String gray;

    @Option(
            names = "--page",
            defaultValue = "0",
            paramLabel = "N|middle|all",
            description = "Which page, frame or slice of a file with several (default ${DEFAULT-VALUE}).")
    private String page;

    @Option(
            names = "--axis",
            defaultValue = "2",
            paramLabel = "N",
            description = "Along which axis of a volume slices are counted: 0, 1 or 2 (default ${DEFAULT-VALUE}).")
    private int axis;

    /** What a decoder is told. */
    DecodeOptions options() {
        return DecodeOptions.standard()
                .withGray(GrayRange.parse(gray))
                .withAxis(axis)
                .withPage(everyPage() ? 0 : page.equals("middle") ? DecodeOptions.MIDDLE : number());
    }

    /** Whether each page of a file is an image. */
    boolean everyPage() {
        return page.equals("all");
    }

    /** The options in words, for a manifest. */
    Map<String, String> settings() {
        return Map.of("gray", options().gray().text(), "page", page, "axis", Integer.toString(axis));
    }

    private int number() {
        try {
            int number = Integer.parseInt(page);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below, with the text
        }
        throw new IllegalArgumentException("--page " + page + "; expected a number from 0 on, middle or all");
    }
}
