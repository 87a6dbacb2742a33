// SPDX-License-Identifier: MIT
/*
 * One picture of a scene, from plan to bytes. The order is the house's main path:
 *
 *   stage_make        what stands where, under which light, before which camera
 *   raster_scene      what each pixel of the finished picture shows      -> is there anything to see?
 *   blender_start     the scene goes to Blender (engine cycles), and while that renders
 *   shelf_label_make  boxes, masks, poses, texts, from the same triangles
 *   blender_finish    noisy light and its guides come back
 *   agree             Blender's own index pass against our map of the pinhole view: the labels belong to this picture
 *   denoise           -> radiance
 *   lens_apply        pinhole -> lens
 *   develop, tone_*   radiance -> camera -> 8-bit picture
 *
 * With engine raster, raster_shade makes the radiance, lens included.
 */
#include "scene_sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "cycles/blender.h"
#include "cycles/denoise.h"
#include "cycles/scratch.h"
#include "label/shelf_label.h"
#include "photos.h"
#include "produce.h"
#include "raster/lens.h"
#include "shelf/planogram.h"
#include "shelf/shapes.h"
#include "tone/canvas.h"
#include "tone/develop.h"
#include "version.h"

enum { MAX_ATTEMPTS = 16, EMS_A_PICTURE = 16, MAP_LEVEL = 4 };
#define DEPTH_UNIT_M 1e-4    /* of KEY.depth.png */
#define INDEX_TOLERANCE 1e-3 /* share of pixels where Blender may see another object than we do */

struct scene_stock {
    const struct recipe *recipe;
    struct generator_options options;
    bool cycles;
    char programs[64];
    struct scratch scratch;
    struct blender_options blender;
    struct catalogue *catalogue;
    uint8_t *sku_split;
    struct image *photos;
    size_t n_photos;
    struct shelf_world world;
};

struct scene_worker {
    const struct scene_stock *s;
    struct blender *blender;
    struct arena arena; /* of the last sample made */
    struct encoder encoder;
    struct image pixels;
    struct sample sample;
    struct stage *stage;
    struct shelf_label label;
};

/* --- stock --------------------------------------------------------------------------------------- */

/* What Blender baked, as the shapes room knows it. */
static enum st bake(void *ctx, const char *model, const char *picture, struct arena *a, struct shape_baked *out, struct err *e)
{
    const struct scene_stock *s = ctx;
    struct baked b;
    enum st st = blender_bake(&s->blender, model, picture, a, &b, e);
    if (!st) {
        out->mesh = b.mesh;
        memcpy(out->texture, b.texture, sizeof out->texture);
        memcpy(out->base_color, b.base_color, sizeof out->base_color);
        memcpy(out->roughness, b.roughness, sizeof out->roughness);
        memcpy(out->metallic, b.metallic, sizeof out->metallic);
        memcpy(out->alpha, b.alpha, sizeof out->alpha);
    }
    return st;
}

static enum st open_blender(struct scene_stock *s, struct err *e)
{
    unsigned workers = s->options.workers ? s->options.workers : 1, cores = produce_cores();
    enum st st = scratch_open(&s->scratch, e);
    s->blender = (struct blender_options){
        .path = s->options.blender,
        .cache_dir = s->scratch.path,
        .threads = (int)(cores > workers ? cores / workers : 1),
        .timeout_s = s->recipe->shelf.timeout_s,
        .stop = s->options.stop,
    };
    char version[32];
    if (!st && s->cycles && !(st = blender_check(s->options.blender, version, e))) {
        snprintf(s->programs, sizeof s->programs, "blender %s", version);
    }
    return st;
}

static enum st open_art(struct scene_stock *s, struct err *e)
{
    struct err found = {0};
    s->world.art = art_cache_new(0, &found);
    if (!s->world.art) {
        return err_set(e, found.code, "%s", found.msg);
    }
    art_cache_scale(s->world.art, s->recipe->shelf.px_per_mm);
    return ST_OK;
}

static void hold_out(struct scene_stock *s)
{
    const struct recipe *r = s->recipe;
    size_t n = catalogue_count(s->catalogue);
    if (r->split_by == SPLIT_SAMPLE) {
        return;
    }
    const char **name = malloc(n * sizeof *name);
    s->sku_split = calloc(n, 1);
    if (!name || !s->sku_split) {
        BUG("out of memory");
    }
    for (size_t i = 0; i < n; i++) {
        const struct sku *k = catalogue_sku(s->catalogue, i);
        name[i] = r->split_by == SPLIT_BRAND ? k->brand : k->id;
    }
    plan_hold_out(r->seed, name, n, r->split_val, r->split_test, s->sku_split);
    free(name);
}

static enum st load_catalogue(struct scene_stock *s, struct recipe *r, struct buf *problems, struct err *e)
{
    const struct recipe_shelf *k = &r->shelf;
    char sha[65];
    enum st st = k->catalogue_generate ? catalogue_generate(k->catalogue_seed, k->catalogue_generate, &s->catalogue, e)
                                       : catalogue_load(k->catalogue_file, problems, &s->catalogue, e);
    if (!st) {
        st = catalogue_select(s->catalogue, k->categories, k->n_categories, k->brands, k->n_brands, problems, e);
    }
    if (!st && !(st = catalogue_sha256(s->catalogue, sha, e))) {
        recipe_note(r, "catalogue", sha);
    }
    return st;
}

enum st scene_stock_open(struct recipe *recipe, const struct generator_options *o, struct buf *problems,
                         struct scene_stock **out, struct err *e)
{
    struct scene_stock *s = calloc(1, sizeof *s);
    if (!s) {
        BUG("out of memory");
    }
    s->recipe = recipe;
    s->options = *o;
    s->cycles = recipe->shelf.engine == ENGINE_CYCLES && !o->quick;
    enum st st;
    (void)((st = load_catalogue(s, recipe, problems, e)) || (st = open_blender(s, e)) || (st = photos_load(recipe, &s->photos, &s->n_photos, e)) ||
           (st = open_art(s, e)));
    if (st) {
        scene_stock_close(s);
        *out = NULL;
        return st;
    }
    s->world.shapes = shape_cache_new(&(struct shape_options){.bake = bake, .bake_ctx = s});
    hold_out(s);
    s->world.recipe = recipe;
    s->world.catalogue = s->catalogue;
    s->world.sku_split = s->sku_split;
    s->world.photo = s->photos;
    s->world.n_photos = s->n_photos;
    *out = s;
    return ST_OK;
}

void scene_stock_close(struct scene_stock *s)
{
    if (s) {
        shape_cache_free(s->world.shapes);
        art_cache_free(s->world.art);
        catalogue_free(s->catalogue);
        scratch_close(&s->scratch);
        photos_free(s->photos, s->n_photos);
        free(s->sku_split);
        free(s);
    }
}

const struct fontset *scene_stock_fonts(const struct scene_stock *s)
{
    return art_cache_fonts(s->world.art);
}

size_t scene_stock_products(const struct scene_stock *s)
{
    return catalogue_count(s->catalogue);
}

const char *scene_stock_programs(const struct scene_stock *s)
{
    return s->programs;
}

/* --- worker -------------------------------------------------------------------------------------- */

struct scene_worker *scene_worker_new(const struct scene_stock *s)
{
    struct scene_worker *w = calloc(1, sizeof *w);
    if (!w) {
        BUG("out of memory");
    }
    w->s = s;
    return w;
}

void scene_worker_free(struct scene_worker *w)
{
    if (w) {
        blender_close(w->blender);
        stage_drop(w->stage);
        encoder_release(&w->encoder);
        image_release(&w->pixels);
        arena_release(&w->arena);
        free(w);
    }
}

/* --- radiance ------------------------------------------------------------------------------------ */

/* A frame on its way; lives in the arena. */
struct frame {
    const struct scene *scene;
    struct view view, pinhole; /* of the finished picture; what Blender renders */
    struct maps maps;          /* of `view` */
    float *rgb[3];             /* radiance of `view` */
    int samples;
    double differs;            /* share of pixels where Blender saw another object; raster: 0 */
    double render_s;
};

static size_t view_pixels(const struct view *v)
{
    return (size_t)v->width_px * (size_t)v->height_px;
}

static void new_planes(struct arena *a, size_t n, float *plane[3])
{
    for (int k = 0; k < 3; k++) {
        plane[k] = arena_array(a, float, n);
    }
}

static enum st start_cycles(struct scene_worker *w, const struct frame *f, struct err *e)
{
    const struct recipe_shelf *k = &w->s->recipe->shelf;
    if (!w->blender) {
        enum st st = blender_open(&w->s->blender, &w->blender, e);
        if (st) {
            return st;
        }
    }
    struct rng g = rng_stream(w->sample.seed, RNG_CYCLES, w->sample.index, w->sample.attempt);
    struct render_settings r = {
        .width_px = f->pinhole.width_px, .height_px = f->pinhole.height_px, .f_px = f->pinhole.f_px,
        .cx_px = f->pinhole.cx_px, .cy_px = f->pinhole.cy_px, .samples = f->samples, .seed = rng_u32(&g) & 0x7fffffff,
        .max_bounces = k->max_bounces, .oidn = k->oidn,
    };
    return blender_start(w->blender, f->scene, &r, e);
}

/* Labels are only worth what they say about the picture that goes with them: wherever Blender's rays met another object
 * than our rasteriser did, they would lie. Silhouettes may differ by the rounding of a ray. */
static enum st check_index(struct scene_worker *w, struct frame *f, const struct passes *p, struct err *e)
{
    struct maps own = f->maps;
    if (memcmp(&f->view, &f->pinhole, sizeof f->view)) {
        raster_scene(f->scene, &f->pinhole, 0, &w->arena, &own);
    }
    size_t n = view_pixels(&f->pinhole), other = 0;
    for (size_t i = 0; i < n; i++) {
        other += p->index[i] != (float)own.id[i];
    }
    f->differs = (double)other / (double)n;
    if (f->differs > INDEX_TOLERANCE) {
        return err_set(e, ST_CHILD,
                       "Blender's picture differs from its labels in %.2f %% of the pixels, %.2f %% are allowed "
                       "(a bug of ours or of this Blender: 'ersatz plan' prints the frame)",
                       100 * f->differs, 100 * INDEX_TOLERANCE);
    }
    return ST_OK;
}

static enum st finish_cycles(struct scene_worker *w, struct frame *f, struct err *e)
{
    struct passes p = {0};
    enum st st;
    if ((st = blender_finish(w->blender, &w->arena, &p, e)) || (st = check_index(w, f, &p, e))) {
        return st;
    }
    f->render_s = p.render_s;
    size_t n = view_pixels(&f->pinhole);
    float *clean[3] = {p.color[0], p.color[1], p.color[2]};
    if (w->s->recipe->shelf.denoise && !p.oidn) {
        struct guides g = {.width_px = p.width_px, .height_px = p.height_px, .depth_m = p.depth_m, .samples = f->samples};
        for (int k = 0; k < 3; k++) {
            g.color[k] = p.color[k];
            g.albedo[k] = p.albedo[k];
            g.normal[k] = p.normal[k];
        }
        new_planes(&w->arena, n, clean);
        denoise(&g, &(struct denoise_options){.threads = w->s->blender.threads}, &w->arena, clean);
    }
    if (!memcmp(&f->view, &f->pinhole, sizeof f->view)) {
        memcpy(f->rgb, clean, sizeof clean);
        return ST_OK;
    }
    new_planes(&w->arena, view_pixels(&f->view), f->rgb);
    lens_apply(&f->pinhole, &f->view, (const float *const *)clean, f->rgb, 3);
    return ST_OK;
}

/* --- from radiance to a file ---------------------------------------------------------------------- */

static enum st take_picture(struct scene_worker *w, struct frame *f, struct err *e)
{
    const struct recipe *r = w->s->recipe;
    size_t n = view_pixels(&f->view);
    struct canvas c = {
        .width_px = f->view.width_px, .height_px = f->view.height_px, .channels = r->color == COLOR_RGB ? 3 : 1,
        .em_px = (double)f->view.height_px / EMS_A_PICTURE, .s = &w->sample, .recipe = r, .arena = &w->arena,
        .moved = affine_identity(),
    };
    develop(f->rgb, n, develop_exposure((const float *const *)f->rgb, n, f->scene->camera.exposure_ev));
    for (int k = 0; k < c.channels; k++) {
        c.plane[k] = arena_array(&w->arena, float, n);
        memcpy(c.plane[k], f->rgb[k], n * sizeof *f->rgb[k]);
    }
    if (c.channels == 1) {
        for (size_t i = 0; i < n; i++) {
            c.plane[0][i] = 0.2126f * f->rgb[0][i] + 0.7152f * f->rgb[1][i] + 0.0722f * f->rgb[2][i];
        }
    }
    tone_light(&c);
    tone_camera(&c);
    enum st st = tone_scanner(&c, &w->encoder, e);
    return st ? st : tone_encode(&c, &w->pixels, e);
}

static enum st add_instance_map(struct scene_worker *w, struct made *out, struct err *e)
{
    return encode_png16(w->label.instance, w->label.width_px, w->label.height_px, MAP_LEVEL,
                        made_extra(out, "instance.png"), e);
}

static enum st add_depth_map(struct scene_worker *w, const struct frame *f, struct made *out, struct err *e)
{
    size_t n = view_pixels(&f->view);
    uint16_t *v = arena_array(&w->arena, uint16_t, n);
    for (size_t i = 0; i < n; i++) {
        v[i] = (uint16_t)clampd((double)f->maps.depth_m[i] / DEPTH_UNIT_M + 0.5, 0, 65535);
    }
    return encode_png16(v, f->view.width_px, f->view.height_px, MAP_LEVEL, made_extra(out, "depth.png"), e);
}

static enum st add_normal_map(struct scene_worker *w, const struct frame *f, struct made *out, struct err *e)
{
    size_t n = view_pixels(&f->view);
    float(*normal)[3] = arena_alloc(&w->arena, size_mul(n, sizeof *normal));
    raster_normals(f->scene, &f->view, &f->maps, normal);
    struct image im;
    enum st st = image_init(&im, f->view.width_px, f->view.height_px, 3, e);
    for (size_t i = 0; i < n && !st; i++) {
        for (int k = 0; k < 3; k++) {
            im.px[3 * i + (size_t)k] = (uint8_t)clampd((double)normal[i][k] * 127.5 + 128, 0, 255);
        }
    }
    st = st ? st : encode_png(&im, MAP_LEVEL, made_extra(out, "normal.png"), e);
    image_release(&im);
    return st;
}

static enum st encode_all(struct scene_worker *w, const struct frame *f, struct made *out, struct err *e)
{
    const struct recipe *r = w->s->recipe;
    enum st st;
    out->image_ext = r->format == FORMAT_PNG ? "png" : "jpg";
    st = r->format == FORMAT_PNG ? encode_png(&w->pixels, 3, &out->image, e)
                                 : encode_jpeg(&w->encoder, &w->pixels, w->sample.quality, &out->image, e);
    if (!st && r->shelf.instance_map) {
        st = add_instance_map(w, out, e);
    }
    if (!st && r->shelf.depth_map) {
        st = add_depth_map(w, f, out, e);
    }
    if (!st && r->shelf.normal_map) {
        st = add_normal_map(w, f, out, e);
    }
    return st;
}

static void write_label(const struct scene_worker *w, const struct frame *f, struct buf *out)
{
    const struct recipe *r = w->s->recipe;
    struct json j = json_to(out);
    char key[24];
    sample_key(w->sample.index, key);
    json_object(&j);
    json_key(&j, "key");
    json_str(&j, key);
    json_key(&j, "kind");
    json_str(&j, r->kind == KIND_SHELF ? "shelf" : "product");
    json_key(&j, "split");
    json_str(&j, split_name[w->sample.split]);
    json_key(&j, "seed");
    json_int(&j, (int64_t)w->sample.seed);
    json_key(&j, "index");
    json_int(&j, (int64_t)w->sample.index);
    json_key(&j, "attempt");
    json_int(&j, (int64_t)w->sample.attempt);
    json_key(&j, "engine");
    json_str(&j, w->s->cycles ? "cycles" : "raster");
    if (w->s->cycles) {
        json_key(&j, "samples");
        json_int(&j, f->samples);
        json_key(&j, "index_differs");
        json_fixed(&j, f->differs, 6);
    }
    shelf_label_write_json(&w->label, &j);
    plan_write_effects(&w->sample, &j);
    json_key(&j, "version");
    json_str(&j, ERSATZ_VERSION);
    json_end_object(&j);
}

/* --- the whole ------------------------------------------------------------------------------------ */

static bool shows_item(const struct scene *s, const struct maps *m, int min_pixels)
{
    size_t n = (size_t)m->width_px * (size_t)m->height_px;
    int seen = 0;
    for (size_t i = 0; i < n && seen < min_pixels; i++) {
        seen += m->id[i] && s->object[m->id[i] - 1].item != SCENE_NONE;
    }
    return seen >= min_pixels;
}

static void make_labels(struct scene_worker *w, const struct frame *f)
{
    const struct recipe_shelf *k = &w->s->recipe->shelf;
    struct label_limits lim = {.min_pixels = k->min_pixels, .min_visible = k->min_visible, .min_text_px = k->min_text_px,
                               .min_text_visible = k->min_text_visible, .amodal_masks = k->amodal_masks};
    shelf_label_make(f->scene, &f->view, &f->maps, &lim, &w->arena, &w->label);
}

/* Plan and map of an attempt; *good: it has something to label. */
static enum st attempt_scene(struct scene_worker *w, uint64_t seed, uint64_t index, uint32_t attempt, struct frame *f,
                             bool *good, struct err *e)
{
    const struct recipe *r = w->s->recipe;
    stage_drop(w->stage);
    w->stage = NULL;
    arena_reset(&w->arena);
    w->sample = (struct sample){.seed = seed, .index = index, .attempt = attempt};
    plan_effects(r, &w->sample);
    struct rng g = rng_stream(seed, RNG_OUTPUT, index, attempt);
    w->sample.quality = (int)dist_draw(&r->quality, &g);
    *f = (struct frame){.samples = (int)dist_draw(&r->shelf.samples, &g)};
    enum st st = stage_make(&w->s->world, seed, index, attempt, &w->arena, &w->stage, e);
    if (st) {
        return st;
    }
    w->sample.split = stage_split(w->stage);
    f->scene = stage_scene(w->stage);
    f->view = view_of_camera(&f->scene->camera);
    f->pinhole = view_undistorted(&f->scene->camera);
    raster_scene(f->scene, &f->view, 0, &w->arena, &f->maps);
    *good = shows_item(f->scene, &f->maps, r->shelf.min_pixels);
    return ST_OK;
}

static enum st render(struct scene_worker *w, struct frame *f, struct err *e)
{
    if (w->s->cycles) {
        enum st st = start_cycles(w, f, e);
        if (!st) {
            make_labels(w, f);
            st = finish_cycles(w, f, e);
        }
        return st;
    }
    make_labels(w, f);
    new_planes(&w->arena, view_pixels(&f->view), f->rgb);
    raster_shade(f->scene, &f->view, w->s->recipe->shelf.supersample, &w->arena, f->rgb);
    return ST_OK;
}

static void tell(const struct scene_worker *w, struct made *out)
{
    for (size_t i = 0; i < w->label.n_items; i++) {
        const char *id = w->label.scene->item[w->label.item[i].item].sku->id;
        buf_add(&out->shown, id, strlen(id) + 1);
    }
    out->split = w->sample.split;
    out->width_px = w->label.width_px;
    out->height_px = w->label.height_px;
    out->n_graphemes = (uint32_t)w->label.n_items;
    out->pixels = &w->pixels;
    out->sample = &w->sample;
    out->shelf = &w->label;
    out->stage = w->stage;
}

enum st scene_sample_make(struct scene_worker *w, uint64_t seed, uint64_t index, struct made *out, struct err *e)
{
    struct frame f;
    enum st st;
    for (uint32_t attempt = 0;; attempt++) {
        bool good;
        if ((st = attempt_scene(w, seed, index, attempt, &f, &good, e))) {
            return st;
        }
        out->replans = attempt;
        if (good) {
            break;
        }
        if (attempt == MAX_ATTEMPTS) {
            return err_set(e, ST_RECIPE, "%d cameras in turn saw no product of %d pixels (camera.* and labels.min_pixels)",
                           MAX_ATTEMPTS, w->s->recipe->shelf.min_pixels);
        }
    }
    (void)((st = render(w, &f, e)) || (st = take_picture(w, &f, e)) || (st = encode_all(w, &f, out, e)));
    if (!st) {
        write_label(w, &f, &out->json);
        tell(w, out);
    }
    return st;
}
