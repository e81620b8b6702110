/*
 * Calls libjpeg-turbo, libwebp and OpenJPEG, which live in the leptonica library that JavaCPP loads first. Nothing is kept
 * between calls. Each function returns null, or a string that says what is wrong with the data.
 */
#include <jni.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>
#include <openjpeg.h>
#include <webp/decode.h>

/* No picture needs as many; a file that has them only costs time. */
#define MOST_SCANS 500

static jstring text(JNIEnv *env, const char *message) {
    return (*env)->NewStringUTF(env, message);
}

/* A copy of a Java array, or NULL. */
static unsigned char *copied(JNIEnv *env, jbyteArray array, jsize *length) {
    *length = (*env)->GetArrayLength(env, array);
    unsigned char *bytes = malloc(*length > 0 ? (size_t)*length : 1);
    if (bytes != NULL) {
        (*env)->GetByteArrayRegion(env, array, 0, *length, (jbyte *)bytes);
    }
    return bytes;
}

struct failure {
    struct jpeg_error_mgr manager;
    jmp_buf back;
    int ended;
    char message[JMSG_LENGTH_MAX];
};

static void fail(j_common_ptr info) {
    struct failure *failure = (struct failure *)info->err;
    (*info->err->format_message)(info, failure->message);
    longjmp(failure->back, 1);
}

/* The first warning counts, as in ImageIO, which shows no other; the end of the file always does. */
static void warn(j_common_ptr info, int level) {
    struct failure *failure = (struct failure *)info->err;
    int code = info->err->msg_code;
    if (level < 0) {
        int first = info->err->num_warnings++ == 0;
        if (!failure->ended && (code == JWRN_JPEG_EOF || (code == JWRN_HIT_MARKER && first))) {
            failure->ended = 1;
            (*info->err->format_message)(info, failure->message);
        }
    }
}

static void watch(j_common_ptr info) {
    struct failure *failure = (struct failure *)info->err;
    if (((j_decompress_ptr)info)->input_scan_number > MOST_SCANS) {
        snprintf(failure->message, sizeof failure->message, "more than %d scans", MOST_SCANS);
        longjmp(failure->back, 1);
    }
}

JNIEXPORT jstring JNICALL Java_io_discern_codecs_NativeCodecs_jpeg(JNIEnv *env, jclass type, jbyteArray file, jint width,
                                                                   jint height, jint components, jboolean stored,
                                                                   jbyteArray out) {
    struct jpeg_decompress_struct info;
    struct failure failure;
    struct jpeg_progress_mgr progress;
    jsize length;
    unsigned char *bytes = copied(env, file, &length);
    size_t stride = (size_t)width * components;
    unsigned char *volatile row = malloc(stride);
    (void)type;
    if (bytes == NULL || row == NULL) {
        free(bytes);
        free(row);
        return text(env, "no memory for a row");
    }
    memset(&info, 0, sizeof info);
    memset(&progress, 0, sizeof progress);
    failure.ended = 0;
    failure.message[0] = 0;
    info.err = jpeg_std_error(&failure.manager);
    failure.manager.error_exit = fail;
    failure.manager.emit_message = warn;
    progress.progress_monitor = watch;
    if (setjmp(failure.back)) {
        jpeg_destroy_decompress(&info);
        free(bytes);
        free(row);
        return text(env, failure.message);
    }
    jpeg_create_decompress(&info);
    info.progress = &progress;
    jpeg_mem_src(&info, bytes, (unsigned long)length);
    jpeg_read_header(&info, TRUE);
    if (stored) {
        info.jpeg_color_space = JCS_UNKNOWN;
        info.out_color_space = JCS_UNKNOWN;
    } else {
        info.out_color_space = components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    }
    if ((jint)info.image_width != width || (jint)info.image_height != height || info.num_components != components) {
        snprintf(failure.message, sizeof failure.message, "two frame headers of different sizes");
        longjmp(failure.back, 1);
    }
    jpeg_start_decompress(&info);
    if (info.output_components != components) {
        snprintf(failure.message, sizeof failure.message, "%d components instead of %d", info.output_components, components);
        longjmp(failure.back, 1);
    }
    while (info.output_scanline < info.output_height) {
        JSAMPROW rows[1] = {row};
        jsize at = (jsize)(info.output_scanline * stride);
        jpeg_read_scanlines(&info, rows, 1);
        (*env)->SetByteArrayRegion(env, out, at, (jsize)stride, (jbyte *)row);
    }
    /* what is amiss behind the last row does not matter, and jpeg_finish_decompress() would look for it */
    jpeg_destroy_decompress(&info);
    free(bytes);
    free(row);
    return failure.ended ? text(env, failure.message) : NULL;
}

JNIEXPORT jstring JNICALL Java_io_discern_codecs_NativeCodecs_webp(JNIEnv *env, jclass type, jbyteArray file, jint width,
                                                                   jint height, jboolean alpha, jbyteArray out) {
    jsize length;
    unsigned char *bytes = copied(env, file, &length);
    int bands = alpha ? 4 : 3;
    size_t size = (size_t)width * height * bands;
    unsigned char *pixels = malloc(size);
    int decoded = 0;
    (void)type;
    if (bytes != NULL && pixels != NULL) {
        unsigned char *end = alpha ? WebPDecodeRGBAInto(bytes, length, pixels, size, width * bands)
                                   : WebPDecodeRGBInto(bytes, length, pixels, size, width * bands);
        decoded = end != NULL;
        if (decoded) {
            (*env)->SetByteArrayRegion(env, out, 0, (jsize)size, (jbyte *)pixels);
        }
    }
    free(bytes);
    free(pixels);
    return decoded ? NULL : text(env, "libwebp cannot decode it");
}

struct memory {
    const unsigned char *bytes;
    OPJ_SIZE_T length;
    OPJ_SIZE_T at;
};

static OPJ_SIZE_T read_bytes(void *target, OPJ_SIZE_T count, void *user) {
    struct memory *memory = user;
    OPJ_SIZE_T left = memory->length - memory->at;
    if (left == 0) {
        return (OPJ_SIZE_T)-1;
    }
    count = count < left ? count : left;
    memcpy(target, memory->bytes + memory->at, count);
    memory->at += count;
    return count;
}

static OPJ_OFF_T skip_bytes(OPJ_OFF_T count, void *user) {
    struct memory *memory = user;
    OPJ_SIZE_T left = memory->length - memory->at;
    if (count < 0) {
        return -1;
    }
    count = (OPJ_SIZE_T)count < left ? count : (OPJ_OFF_T)left;
    memory->at += (OPJ_SIZE_T)count;
    return count;
}

static OPJ_BOOL seek_bytes(OPJ_OFF_T place, void *user) {
    struct memory *memory = user;
    if (place < 0 || (OPJ_SIZE_T)place > memory->length) {
        return OPJ_FALSE;
    }
    memory->at = (OPJ_SIZE_T)place;
    return OPJ_TRUE;
}

static void keep_error(const char *message, void *user) {
    char *kept = user;
    if (kept[0] == 0) {
        size_t length = strcspn(message, "\n");
        snprintf(kept, 200, "%.*s", (int)(length < 190 ? length : 190), message);
    }
}

/* Samples by pixel, as OpenJPEG gives them (signed ones are signed); facts: colour space, then precision of each component. */
JNIEXPORT jstring JNICALL Java_io_discern_codecs_NativeCodecs_jpeg2000(JNIEnv *env, jclass type, jbyteArray file,
                                                                       jboolean boxed, jint width, jint height,
                                                                       jint components, jintArray facts, jintArray out) {
    jsize length;
    unsigned char *bytes = copied(env, file, &length);
    struct memory memory = {bytes, (OPJ_SIZE_T)length, 0};
    char message[200] = "";
    opj_image_t *image = NULL;
    opj_dparameters_t parameters;
    opj_codec_t *codec = opj_create_decompress(boxed ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K);
    opj_stream_t *stream = opj_stream_create(1 << 16, OPJ_TRUE);
    jint *row = malloc(sizeof(jint) * (size_t)width * components);
    int decoded = 0;
    (void)type;
    if (bytes != NULL && codec != NULL && stream != NULL && row != NULL) {
        opj_set_error_handler(codec, keep_error, message);
        opj_set_default_decoder_parameters(&parameters);
        opj_stream_set_user_data(stream, &memory, NULL);
        opj_stream_set_user_data_length(stream, (OPJ_UINT64)length);
        opj_stream_set_read_function(stream, read_bytes);
        opj_stream_set_skip_function(stream, skip_bytes);
        opj_stream_set_seek_function(stream, seek_bytes);
        decoded = opj_setup_decoder(codec, &parameters) && opj_read_header(stream, codec, &image)
                  && (jint)(image->x1 - image->x0) == width && (jint)(image->y1 - image->y0) == height
                  && opj_decode(codec, stream, image) && opj_end_decompress(codec, stream)
                  && (jint)image->numcomps == components;
    }
    if (decoded) {
        jint space = image->color_space;
        (*env)->SetIntArrayRegion(env, facts, 0, 1, &space);
        for (int c = 0; c < components; c++) {
            opj_image_comp_t *component = &image->comps[c];
            jint precision = component->sgnd ? -(jint)component->prec : (jint)component->prec;
            (*env)->SetIntArrayRegion(env, facts, c + 1, 1, &precision);
            if (component->data == NULL || (jint)component->w != width || (jint)component->h != height) {
                decoded = 0;
                keep_error("components of different sizes", message);
            }
        }
        for (jint y = 0; decoded && y < height; y++) {
            for (jint x = 0; x < width; x++) {
                for (jint c = 0; c < components; c++) {
                    row[x * components + c] = image->comps[c].data[(size_t)y * width + x];
                }
            }
            (*env)->SetIntArrayRegion(env, out, y * width * components, width * components, row);
        }
    }
    if (image != NULL) {
        opj_image_destroy(image);
    }
    if (stream != NULL) {
        opj_stream_destroy(stream);
    }
    if (codec != NULL) {
        opj_destroy_codec(codec);
    }
    free(bytes);
    free(row);
    return decoded ? NULL : text(env, message[0] != 0 ? message : "another size or number of components than its header");
}
