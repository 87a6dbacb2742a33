// SPDX-License-Identifier: MIT
/* Files as Blender writes them, made by OpenEXRCore's own writer: names of both ages, half and float, one part and several. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <openexr.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "cycles/passes.h"

enum { W = 21, H = 37 }; /* three chunks of 16 lines, the last short */

struct channel {
    const char *name;
    exr_pixel_type_t type;
    double
        base; /* pixel (x, y) holds base + x / 32 + y / 8; whole numbers for an index: base + (x > 9) */
};

static const struct channel OLD[] = {
    {"frame.Combined.A", EXR_PIXEL_HALF, 9},
    {"frame.Combined.B", EXR_PIXEL_HALF, 3},
    {"frame.Combined.G", EXR_PIXEL_HALF, 2},
    {"frame.Combined.R", EXR_PIXEL_HALF, 1},
    {"frame.Denoising Albedo.B", EXR_PIXEL_HALF, 6},
    {"frame.Denoising Albedo.G", EXR_PIXEL_HALF, 5},
    {"frame.Denoising Albedo.R", EXR_PIXEL_HALF, 4},
    {"frame.Denoising Depth.Z", EXR_PIXEL_FLOAT, 99},
    {"frame.Denoising Normal.X", EXR_PIXEL_FLOAT, 7},
    {"frame.Denoising Normal.Y", EXR_PIXEL_FLOAT, 8},
    {"frame.Denoising Normal.Z", EXR_PIXEL_FLOAT, 9},
    {"frame.Depth.Z", EXR_PIXEL_FLOAT, 10},
    {"frame.IndexOB.X", EXR_PIXEL_FLOAT, 300},
};
static const struct channel NEW_LABELS[] = {
    {"frame.Depth.V", EXR_PIXEL_FLOAT, 10},
    {"frame.Object Index.X", EXR_PIXEL_FLOAT, 300},
};

static double value(const struct channel *c, int x, int y)
{
    return c->base >= 300 ? c->base + (x > 9) : c->base + x / 32.0 + y / 8.0;
}

/* All values used have few bits, so a half is made from a float by dropping bits. */
static uint16_t half_of(float f)
{
    uint32_t u;
    memcpy(&u, &f, 4);
    return u ? (uint16_t)((u >> 16 & 0x8000) | (((u >> 23 & 0xff) - 112) << 10) | (u >> 13 & 0x3ff))
             : 0;
}

static void must(exr_result_t rc)
{
    if (rc) {
        fail_msg("OpenEXR: %s", exr_get_default_error_message(rc));
    }
}

static void write_chunks(exr_context_t f, int part, const struct channel *c, int n, int w, int h)
{
    exr_encode_pipeline_t enc = EXR_ENCODE_PIPELINE_INITIALIZER;
    int lines, first = 1;
    must(exr_get_scanlines_per_chunk(f, part, &lines));
    uint8_t *rows = malloc((size_t)lines * (size_t)w * 4 * (size_t)n);
    for (int y = 0; y < h; y += lines) {
        exr_chunk_info_t chunk;
        must(exr_write_scanline_chunk_info(f, part, y, &chunk));
        must(first ? exr_encoding_initialize(f, part, &chunk, &enc)
                   : exr_encoding_update(f, part, &chunk, &enc));
        for (int k = 0; k < enc.channel_count; k++) {
            const struct channel *ch = c;
            while (strcmp(ch->name, enc.channels[k].channel_name)) {
                ch++;
            }
            int size = ch->type == EXR_PIXEL_HALF ? 2 : 4;
            uint8_t *plane = rows + (size_t)k * (size_t)lines * (size_t)w * 4;
            for (int i = 0; i < chunk.height * w; i++) {
                float v = (float)value(ch, i % w, y + i / w);
                uint16_t hv = half_of(v);
                memcpy(plane + i * size, size == 2 ? (void *)&hv : (void *)&v, (size_t)size);
            }
            enc.channels[k].encode_from_ptr = plane;
            enc.channels[k].user_bytes_per_element = (int16_t)size;
            enc.channels[k].user_data_type = (uint16_t)ch->type;
            enc.channels[k].user_pixel_stride = size;
            enc.channels[k].user_line_stride = size * w;
        }
        must(first ? exr_encoding_choose_default_routines(f, part, &enc) : EXR_ERR_SUCCESS);
        must(exr_encoding_run(f, part, &enc));
        first = 0;
    }
    exr_encoding_destroy(f, &enc);
    free(rows);
}

struct part {
    const char *name; /* NULL: the only one */
    const struct channel *channel;
    int n;
};

static struct buf file_of(const struct part *part, int n_parts, int w, int h)
{
    char path[] = "/tmp/ersatz-exr-XXXXXX";
    int fd = mkstemp(path);
    close(fd);
    exr_context_t f;
    exr_context_initializer_t init = EXR_DEFAULT_CONTEXT_INITIALIZER;
    must(exr_start_write(&f, path, EXR_WRITE_FILE_DIRECTLY, &init));
    for (int p = 0; p < n_parts; p++) {
        int at;
        must(exr_add_part(f, part[p].name ? part[p].name : "only", EXR_STORAGE_SCANLINE, &at));
        must(exr_initialize_required_attr_simple(f, at, w, h, EXR_COMPRESSION_ZIP));
        for (int c = 0; c < part[p].n; c++) {
            must(exr_add_channel(f, at, part[p].channel[c].name, part[p].channel[c].type,
                                 EXR_PERCEPTUALLY_LOGARITHMIC, 1, 1));
        }
    }
    must(exr_write_header(f));
    for (int p = 0; p < n_parts; p++) {
        write_chunks(f, p, part[p].channel, part[p].n, w, h);
    }
    must(exr_finish(&f));
    struct buf b = {0};
    assert_int_equal(file_read(path, &b, NULL), ST_OK);
    unlink(path);
    return b;
}

static void plane_holds(const float *p, double base)
{
    struct channel c = {.base = base};
    assert_non_null(p);
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            assert_float_equal((double)p[y * W + x], value(&c, x, y), 1e-6);
        }
    }
}

static void color_holds(const struct passes *p)
{
    for (int k = 0; k < 3; k++) {
        plane_holds(p->color[k], 1 + k);
        plane_holds(p->albedo[k], 4 + k);
        plane_holds(p->normal[k], 7 + k);
    }
}

static void one_part_with_old_names(void **state)
{
    (void)state;
    struct arena a = {0};
    struct passes p = {.width_px = W, .height_px = H};
    struct buf b = file_of(&(struct part){NULL, OLD, 13}, 1, W, H);
    assert_int_equal(passes_read(b.data, b.len, "x", PASSES_COLOR | PASSES_LABELS, &a, &p, NULL),
                     ST_OK);
    color_holds(&p);
    plane_holds(p.depth_m, 10); /* not the denoiser's depth */
    plane_holds(p.index, 300);
    buf_release(&b);
    arena_release(&a);
}

static void several_parts_with_new_names(void **state)
{
    (void)state;
    static const struct channel color[] = {
        {"B", EXR_PIXEL_FLOAT, 3}, {"G", EXR_PIXEL_FLOAT, 2}, {"R", EXR_PIXEL_FLOAT, 1}};
    struct arena a = {0};
    struct passes p = {.width_px = W, .height_px = H};
    const struct part parts[] = {
        {"frame.Combined", color, 3}, {"frame.rest", OLD + 4, 7}, {"frame.labels", NEW_LABELS, 2}};
    struct buf b = file_of(parts, 3, W, H);
    assert_int_equal(passes_read(b.data, b.len, "x", PASSES_COLOR | PASSES_LABELS, &a, &p, NULL),
                     ST_OK);
    color_holds(&p);
    plane_holds(p.depth_m, 10);
    plane_holds(p.index, 300);
    buf_release(&b);
    arena_release(&a);
}

static void labels_alone(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct passes p = {.width_px = W, .height_px = H};
    struct buf b = file_of(&(struct part){NULL, NEW_LABELS, 2}, 1, W, H);
    assert_int_equal(passes_read(b.data, b.len, "x", PASSES_LABELS, &a, &p, NULL), ST_OK);
    plane_holds(p.index, 300);
    assert_null(p.color[0]);
    assert_int_equal(passes_read(b.data, b.len, "x", PASSES_COLOR, &a, &p, &e), ST_FORMAT);
    assert_string_equal(e.msg, "'x': no pass 'Combined.R'");
    buf_release(&b);
    arena_release(&a);
}

static void another_size_is_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct buf b = file_of(&(struct part){NULL, NEW_LABELS, 2}, 1, W, H);
    struct passes p = {.width_px = W + 1, .height_px = H};
    assert_int_equal(passes_read(b.data, b.len, "x", PASSES_LABELS, &a, &p, &e), ST_FORMAT);
    assert_string_equal(e.msg, "'x': window (0, 0) to (20, 36), wanted 22 x 37");
    p = (struct passes){.width_px = W, .height_px = H - 1};
    assert_int_equal(passes_read(b.data, b.len, "x", PASSES_LABELS, &a, &p, NULL), ST_FORMAT);
    buf_release(&b);
    arena_release(&a);
}

static void an_index_between_two_objects_is_refused(void **state)
{
    (void)state;
    static const struct channel mixed[] = {{"frame.Depth.Z", EXR_PIXEL_FLOAT, 1},
                                           {"frame.IndexOB.X", EXR_PIXEL_FLOAT, 1}};
    struct arena a = {0};
    struct err e = {0};
    struct passes p = {.width_px = W, .height_px = H};
    struct buf b = file_of(&(struct part){NULL, mixed, 2}, 1, W, H);
    assert_int_equal(passes_read(b.data, b.len, "x", PASSES_LABELS, &a, &p, &e), ST_FORMAT);
    assert_string_equal(e.msg, "'x': index 1.03125 at pixel (1, 0) is no object");
    buf_release(&b);
    arena_release(&a);
}

static void a_file_that_ends_early_is_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = file_of(&(struct part){NULL, OLD, 13}, 1, W, H);
    for (size_t len = 0; len < b.len; len += len < 1200 ? 1 : 37) {
        struct passes p = {.width_px = W, .height_px = H};
        char *exact = malloc(len + !len); /* so that reading on is seen */
        memcpy(exact, b.data, len);
        assert_int_not_equal(
            passes_read(exact, len, "x", PASSES_COLOR | PASSES_LABELS, &a, &p, NULL), ST_OK);
        free(exact);
        arena_reset(&a);
    }
    buf_release(&b);
    arena_release(&a);
}

static void flipped_bytes_do_no_harm(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = file_of(&(struct part){NULL, OLD, 13}, 1, W, H);
    int refused = 0;
    for (size_t i = 0; i < b.len; i += i < 1200 ? 1 : 37) {
        struct passes p = {.width_px = W, .height_px = H};
        b.data[i] ^= 0x55;
        refused +=
            passes_read(b.data, b.len, "x", PASSES_COLOR | PASSES_LABELS, &a, &p, NULL) != ST_OK;
        b.data[i] ^= 0x55;
        arena_reset(&a);
    }
    assert_true(refused > 100); /* header, names and tables; a pixel may take any value */
    buf_release(&b);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_part_with_old_names),
        cmocka_unit_test(several_parts_with_new_names),
        cmocka_unit_test(labels_alone),
        cmocka_unit_test(another_size_is_refused),
        cmocka_unit_test(an_index_between_two_objects_is_refused),
        cmocka_unit_test(a_file_that_ends_early_is_refused),
        cmocka_unit_test(flipped_bytes_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
