package io.discern.image;

/** Turns an image upright by the orientation that TIFF and EXIF number from 1 to 8. */
final class Upright {
    private Upright() {}

    /** The image itself for 1, and for numbers that the standard does not know. */
    static SourceImage of(SourceImage image, int orientation) {
        if (orientation < 2 || orientation > 8) {
            return image;
        }
        boolean swaps = orientation >= 5;
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int width = swaps ? image.height() : image.width();
        int height = swaps ? image.width() : image.height();
        int bands = image.mode().bands();
        byte[] in = image.samples();
        byte[] out = new byte[in.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = swaps ? y : x;
                int row = swaps ? x : y;
                int fromX = fromRight ? image.width() - 1 - column : column;
                int fromY = fromBottom ? image.height() - 1 - row : row;
                int from = (fromY * image.width() + fromX) * bands;
                int to = (y * width + x) * bands;
                for (int c = 0; c < bands; c++) {
                    out[to + c] = in[from + c];
                }
            }
        }
        return image.mode() == PixelMode.PALETTE
                ? SourceImage.ofPalette(width, height, out, image.palette())
                : SourceImage.of(image.mode(), width, height, out);
    }
}
