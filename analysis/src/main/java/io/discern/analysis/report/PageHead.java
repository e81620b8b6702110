package io.discern.analysis.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * How every page begins. It may load nothing, runs the one script that stands in it, and shows pictures that stand in it: a label or a path of somebody's
 * files that looked like markup would still do nothing.
 */
final class PageHead {
    private static final String SCRIPT = resource("report.js");

    private PageHead() {}

    /** From the doctype to the body's begin. */
    static String of(String title) {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:;"
                + " style-src 'unsafe-inline'; script-src 'sha256-" + hash(SCRIPT) + "'\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" + Text.escape(title)
                + "</title><style>" + resource("report.css") + "</style></head><body>\n";
    }

    /** The script, which works on what stands before it. */
    static String script() {
        return "<script>" + SCRIPT + "</script>";
    }

    private static String hash(String script) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder().encodeToString(digest.digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    static String resource(String name) {
        try (InputStream in = PageHead.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing beside " + PageHead.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
