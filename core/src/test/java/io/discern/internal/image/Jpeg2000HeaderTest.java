package io.discern.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.image.RefusedException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Headers written by ITU-T T.800, A.5.1. */
class Jpeg2000HeaderTest {
    /** Xsiz, Ysiz, XOsiz, YOsiz, XTsiz, YTsiz, XTOsiz, YTOsiz. */
    private static Jpeg2000Header header(long... sizes) throws RefusedException {
        ByteBuffer code = ByteBuffer.allocate(60);
        code.putShort((short) 0xff4f)
                .putShort((short) 0xff51)
                .putShort((short) 41)
                .putShort((short) 0);
        for (long size : sizes) {
            code.putInt((int) size);
        }
        code.putShort((short) 1).put((byte) 7).put((byte) 1).put((byte) 1);
        return Jpeg2000Header.of(code.array());
    }

    @Test
    void tilesAreCountedFromTheirOrigin() throws RefusedException {
        Jpeg2000Header header = header(110, 60, 100, 50, 10, 5, 95, 48);
        assertThat(header.width()).isEqualTo(10);
        assertThat(header.height()).isEqualTo(10);
        // from 95 to 110 by 10, from 48 to 60 by 5
        assertThat(header.tiles()).isEqualTo(2 * 3);
        header.requireFewTiles();
    }

    @Test
    void tilesThatAreTooManyOrHaveNoSizeAreRefused() throws RefusedException {
        long most = 0xffff_ffffL;
        for (Jpeg2000Header header : new Jpeg2000Header[] {
            header(most, most, most - 10, most - 10, 1, 1, 0, 0),
            header(most, 10, most - 10, 0, 1, 10, 0, 0),
            header(300, 300, 0, 0, 1, 1, 0, 0),
            header(10, 10, 0, 0, 0, 10, 0, 0),
            header(10, 10, 0, 0, 10, 10, 10, 0)
        }) {
            assertThatThrownBy(header::requireFewTiles)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("expected at most 65535");
        }
    }
}
