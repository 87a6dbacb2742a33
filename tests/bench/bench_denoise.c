// SPDX-License-Identifier: MIT
/*
 * bench_denoise - how near eight denoised samples come to 64 raw ones, on shelves by real Blender.
 *
 * Three scenes of recipes/shelf-small.yaml: shelves of all kinds, a close look, drinks in glass and PET. Of each the middle 256 x 192
 * pixels of its 640 x 480 are rendered with 8 and 64 samples and, by another seed, with 1024 as a reference. PSNR and SSIM are those of
 * docs/denoise.md: of developed, sRGB-coded pictures, SSIM of luma with windows of 7 x 7
 * (Wang et al., "Image quality assessment: from error visibility to structural similarity", 2004).
 *
 * usage: bench_denoise [REFERENCE-SAMPLES [DIR-FOR-PICTURES]]
 */
#include <math.h>
#include <string.h>

#include "base/color.h"
#include "base/files.h"
#include "bench_scene.h"
#include "cycles/denoise.h"
#include "cycles/scratch.h"
#include "tone/develop.h"

enum { WINDOW = 7, WIDTH = 256, HEIGHT = 192, REFERENCE = 1024 };

static const struct {
    const char *name;
    uint64_t index;
    const char *set[1];
    size_t n_set;
} look[] = {
    {"shelf", 1, {NULL}, 0},
    {"close", 3, {"camera.distance_m=0.5"}, 1},
    {"glass", 5, {"catalogue.categories=[beer, water, oils, juice, soft drinks]"}, 1},
};
enum { LOOKS = sizeof look / sizeof *look };

struct shot { /* sRGB-coded, 0..255 */
    int width_px, height_px;
    float *rgb[3], *luma;
    double mean; /* of the light, linear and developed */
};

static size_t pixels(const struct shot *s)
{
    return (size_t)s->width_px * (size_t)s->height_px;
}

/* Light as a picture; exposure is the reference's, so that brightness that was lost counts as error. */
static struct shot develop_shot(const struct passes *p, float *const light[3], double exposure,
                                struct arena *a)
{
    struct shot s = {.width_px = p->width_px, .height_px = p->height_px};
    size_t n = pixels(&s);
    for (int k = 0; k < 3; k++) {
        s.rgb[k] = arena_array(a, float, n);
        memcpy(s.rgb[k], light[k], n * sizeof(float));
    }
    develop(s.rgb, n, exposure);
    s.luma = arena_array(a, float, n);
    for (size_t i = 0; i < n; i++) {
        s.mean += (0.2126 * (double)s.rgb[0][i] + 0.7152 * (double)s.rgb[1][i] +
                   0.0722 * (double)s.rgb[2][i]) /
                  (double)n;
        for (int k = 0; k < 3; k++) {
            s.rgb[k][i] = (float)(255 * srgb_encode((double)s.rgb[k][i]));
        }
        s.luma[i] = 0.2126f * s.rgb[0][i] + 0.7152f * s.rgb[1][i] + 0.0722f * s.rgb[2][i];
    }
    return s;
}

static double psnr(const struct shot *a, const struct shot *b)
{
    double sum = 0;
    for (int k = 0; k < 3; k++) {
        for (size_t i = 0; i < pixels(a); i++) {
            double d = (double)a->rgb[k][i] - (double)b->rgb[k][i];
            sum += d * d;
        }
    }
    return 10 * log10(255.0 * 255.0 * 3 * (double)pixels(a) / sum);
}

static double window_ssim(const struct shot *a, const struct shot *b, size_t at)
{
    const double n = WINDOW * WINDOW, c1 = 0.01 * 255 * 0.01 * 255, c2 = 0.03 * 255 * 0.03 * 255;
    double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    for (int v = 0; v < WINDOW; v++) {
        for (int u = 0; u < WINDOW; u++) {
            size_t i = at + (size_t)v * (size_t)a->width_px + (size_t)u;
            double p = (double)a->luma[i], q = (double)b->luma[i];
            x += p, y += q, xx += p * p, yy += q * q, xy += p * q;
        }
    }
    x /= n, y /= n;
    double vx = (xx - n * x * x) / (n - 1), vy = (yy - n * y * y) / (n - 1),
           cov = (xy - n * x * y) / (n - 1);
    return (2 * x * y + c1) * (2 * cov + c2) / ((x * x + y * y + c1) * (vx + vy + c2));
}

static double ssim(const struct shot *a, const struct shot *b)
{
    double sum = 0;
    size_t n = 0;
    for (int y = 0; y + WINDOW <= a->height_px; y++) {
        for (int x = 0; x + WINDOW <= a->width_px; x++, n++) {
            sum += window_ssim(a, b, (size_t)y * (size_t)a->width_px + (size_t)x);
        }
    }
    return sum / (double)n;
}

static void save(const struct shot *s, const char *dir, const char *scene, const char *name)
{
    struct image im;
    struct buf png = {0};
    struct err e = {0};
    char path[4096];
    bench_must(image_init(&im, s->width_px, s->height_px, 3, &e), &e);
    for (size_t i = 0; i < pixels(s); i++) {
        for (int k = 0; k < 3; k++) {
            im.px[3 * i + (size_t)k] = (uint8_t)(s->rgb[k][i] + 0.5f);
        }
    }
    snprintf(path, sizeof path, "%s/%s-%s.png", dir, scene, name);
    bench_must(encode_png(&im, 3, &png, &e), &e);
    bench_must(file_write(path, png.data, png.len, &e), &e);
    buf_release(&png);
    image_release(&im);
}

static struct passes render(struct blender *b, const struct scene *s, int samples, uint32_t seed,
                            struct arena *a)
{
    struct passes p = {0};
    struct err e = {0};
    struct render_settings r =
        bench_scene_settings(bench_scene_view(s, WIDTH, HEIGHT), samples, seed);
    bench_must(blender_start(b, s, &r, &e), &e);
    bench_must(blender_finish(b, a, &p, &e), &e);
    return p;
}

static struct shot denoised(const struct passes *p, int samples, double exposure, struct arena *a)
{
    struct guides g = {.width_px = p->width_px,
                       .height_px = p->height_px,
                       .depth_m = p->depth_m,
                       .samples = samples};
    float *clean[3];
    for (int k = 0; k < 3; k++) {
        g.color[k] = p->color[k];
        g.albedo[k] = p->albedo[k];
        g.normal[k] = p->normal[k];
        clean[k] = arena_array(a, float, (size_t)p->width_px *(size_t)p->height_px);
    }
    denoise(&g, &(struct denoise_options){.threads = 2}, a, clean);
    return develop_shot(p, clean, exposure, a);
}

struct score {
    double psnr, ssim;
};

static struct score row(const char *scene, const char *name, const struct shot *s,
                        const struct shot *ref, const char *dir)
{
    struct score k = {psnr(s, ref), ssim(s, ref)};
    printf("%s, %s\t%.2f\tdB\n", scene, name, k.psnr);
    printf("%s, %s, SSIM\t%.3f\t\n", scene, name, k.ssim);
    if (dir) {
        save(s, dir, scene, name);
    }
    return k;
}

static void one_scene(size_t i, struct blender *blender, int reference, const char *dir)
{
    struct arena a = {0};
    struct bench_scene b;
    bench_scene_open(&b, "recipes/shelf-small.yaml", look[i].set, look[i].n_set);
    const struct scene *s = bench_scene_plan(&b, look[i].index);
    struct passes best = render(blender, s, reference, 1000, &a),
                  few = render(blender, s, 8, 1, &a), many = render(blender, s, 64, 1, &a);
    double exposure = develop_exposure((const float *const *)best.color, (size_t)WIDTH * HEIGHT,
                                       s->camera.exposure_ev);
    struct shot ref = develop_shot(&best, best.color, exposure, &a),
                raw = develop_shot(&few, few.color, exposure, &a),
                clean = denoised(&few, 8, exposure, &a),
                raw64 = develop_shot(&many, many.color, exposure, &a);
    if (dir) {
        save(&ref, dir, look[i].name, "reference");
    }
    row(look[i].name, "8 spp", &raw, &ref, dir);
    struct score k64 = row(look[i].name, "64 spp", &raw64, &ref, dir),
                 k8 = row(look[i].name, "8 spp denoised", &clean, &ref, dir);
    printf("%s, denoised 8 - raw 64\t%.2f\tdB\n", look[i].name, k8.psnr - k64.psnr);
    printf("%s, denoised 8 - raw 64, SSIM\t%.3f\t\n", look[i].name, k8.ssim - k64.ssim);
    printf("%s, brightness\t%.3f\tratio\n", look[i].name, clean.mean / ref.mean);
    fflush(stdout);
    bench_scene_close(&b);
    arena_release(&a);
}

int main(int argc, char **argv)
{
    int reference = argc > 1 ? atoi(argv[1]) : REFERENCE;
    struct blender *blender;
    struct err e = {0};
    struct scratch cache = {0};
    if (reference < 1) {
        fprintf(stderr, "usage: bench_denoise [REFERENCE-SAMPLES [DIR-FOR-PICTURES]]\n");
        return 2;
    }
    bench_must(scratch_open(&cache, &e), &e);
    bench_must(
        blender_open(&(struct blender_options){.cache_dir = cache.path, .timeout_s = 24 * 3600},
                     &blender, &e),
        &e);
    printf("what\tvalue\tunit\n");
    for (size_t i = 0; i < LOOKS; i++) {
        one_scene(i, blender, reference, argc > 2 ? argv[2] : NULL);
    }
    blender_close(blender);
    scratch_close(&cache);
    return 0;
}
