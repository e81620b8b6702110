package io.discern.analysis.report;

import io.discern.preprocess.Conversion;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Resize;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is done to an image before a model sees it, in a sentence. */
final class PreprocessWords {
    private PreprocessWords() {}

    static String of(PreprocessSpec spec) {
        String order = spec.convert() == Conversion.LAST ? "; resized in the file's own mode, then converted" : "";
        String crop = spec.crop()
                .map(cut -> ", centre crop " + size(cut.width(), cut.height()))
                .orElse("");
        String channels = switch (spec.channels()) {
            case RGB -> "RGB";
            case BGR -> "BGR";
            case GRAY -> "gray";
            case GRAY_REPEATED -> "gray three times";
        };
        return resize(spec.resize()) + ", "
                + spec.filter().name().toLowerCase(Locale.ROOT).replace('_', ' ') + crop + "; " + channels + scale(spec)
                + order;
    }

    private static String resize(Resize resize) {
        if (resize instanceof Resize.ShortestEdge shortest) {
            return "shorter edge to " + shortest.edge();
        }
        if (resize instanceof Resize.Squash squash) {
            return "squashed to " + size(squash.width(), squash.height());
        }
        if (resize instanceof Resize.PadToSquare pad) {
            return "padded to a square, then " + size(pad.size(), pad.size());
        }
        if (resize instanceof Resize.Cover cover) {
            return "to cover " + size(cover.width(), cover.height());
        }
        if (resize instanceof Resize.Fit fit) {
            return "fitted into " + size(fit.width(), fit.height());
        }
        if (resize instanceof Resize.FitCorner corner) {
            return "fitted into the corner of " + size(corner.size(), corner.size());
        }
        return "not resized";
    }

    private static String size(int width, int height) {
        return width + " \u00d7 " + height;
    }

    private static String scale(PreprocessSpec spec) {
        double bytes = 1 / spec.rescale();
        String values = Math.abs(bytes - 255) < 1e-6 ? "/255" : " \u00d7 " + Text.number(spec.rescale());
        boolean centred = spec.mean().stream().anyMatch(mean -> mean != 0)
                || spec.std().stream().anyMatch(std -> std != 1);
        return values + (centred ? ", less " + numbers(spec.mean()) + ", over " + numbers(spec.std()) : "");
    }

    private static String numbers(List<Double> values) {
        return values.stream().distinct().count() == 1
                ? Text.number(values.get(0))
                : values.stream().map(Text::number).collect(Collectors.joining(" "));
    }
}
